"""Commands that draw parameters from a calibration: run, compare, rank and predict."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from marketsim.cli.predict import _arms, _begins
from tests.cli.conftest import Call
from tests.posteriors import KEYS, make_posterior

POLICE = """\
extends: tiny.yaml
end: 2018-04-02
interventions:
  - {kind: investigation_capacity, start: 2017-12-25, patrol: 9}
  - {kind: site_blocking, start: 2017-12-25, delay: 1}
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a policy and two calibrations, one of which goes on."""
    (tmp_path / "police.yaml").write_text(POLICE.replace("end: 2018-04-02\n", ""))
    (tmp_path / "beyond.yaml").write_text(POLICE)
    draws = {key: held for key, held in KEYS.items() if not key.startswith("interventions")}
    make_posterior(tmp_path / "learned", draws)
    make_posterior(tmp_path / "begun", draws, finished=False)
    make_posterior(tmp_path / "old", draws, version="0")
    return tmp_path


def test_a_run_tells_its_draw_and_can_be_repeated(call: Call, here: Path) -> None:
    done = call("run", "tiny.yaml", "--seed", "3", "--posterior", "learned", "--quiet")
    assert done.returncode == 0, done.stderr
    folder = here / done.stdout.strip()
    drawn = json.loads((folder / "manifest.json").read_text())["posterior"]
    assert drawn["name"] == "made_up" and set(drawn["values"]) <= set(KEYS)
    again = call("run", f"{folder}/manifest.json", "--quiet", "--out", "again")
    assert again.returncode == 0, again.stderr
    repeated = here / again.stdout.strip()
    assert (repeated / "daily.parquet").read_bytes() == (folder / "daily.parquet").read_bytes()
    plain = call("run", "tiny.yaml", "--seed", "3", "--quiet", "--out", "plain")
    assert (here / plain.stdout.strip() / "daily.parquet").read_bytes() != (folder / "daily.parquet").read_bytes()


def test_every_arm_of_a_comparison_takes_the_same_draws(call: Call, here: Path) -> None:
    done = call("compare", "tiny.yaml", "police.yaml", "--seeds", "1-2", "--posterior", "begun")
    assert done.returncode == 0, done.stderr
    assert "provisional" in done.stderr
    words = "Every pair draws 3 unknown numbers from the calibration 'made_up', which is not finished"
    assert words in " ".join(done.stdout.split())
    other = call("compare", "tiny.yaml", "police.yaml", "--posterior", "old")
    assert other.returncode == 2
    assert "version 0 of the model" in " ".join(other.stderr.split())


def test_a_ranking_wants_a_calibration_and_tells_chance_regret_and_worth(call: Call, here: Path) -> None:
    bare = call("rank", "tiny.yaml", "police.yaml", "--seeds", "1-2")
    assert bare.returncode == 2
    assert "--posterior" in bare.stderr and not (here / "results").exists()
    done = call("rank", "tiny.yaml", "police.yaml", "--seeds", "1-4", "--posterior", "begun")
    assert done.returncode == 0, done.stderr
    for words in ("Provisional", "both readings", "regret", "would change no choice", "retail_g", "police: "):
        assert words in done.stdout, words
    folder = next((here / "results").glob("rank-*"))
    table = pd.read_csv(folder / "standing.csv")
    without = json.loads((folder / "rank.json").read_text())["not_ranked"]
    # Three towns have few deaths and few prisoners in 25 days; the policy states no cost.
    assert set(without) == {"deaths", "prison_days", "public_money_kzt"}
    assert table.loc[table["outcome"].isin(list(without)), "chance"].isna().all()
    ranked = table[~table["outcome"].isin(list(without))]
    assert ranked.groupby(["outcome", "reading"])["chance"].sum().to_numpy() == pytest.approx(1.0)
    assert (ranked["regret"] >= 0.0).all()
    for words in ("days from 2017-12-25 to 2018-01-18", "'as drawn'", "Cost not stated", "Not ranked: too few"):
        assert words in done.stdout, words
    samples = pd.read_csv(folder / "samples.csv")
    assert len(samples) == 4 * 2 * 4 * 2  # outcomes, readings, seeds, arms
    for words in ("By market size and by reading", "fewer than 12 seeds", "effects_by_size.csv"):
        assert words in done.stdout, words
    assert "nan" not in done.stdout
    assert len(pd.read_csv(folder / "effects_by_size.csv")) == 4 * 4  # outcomes, readings with both and difference
    assert (pd.read_csv(folder / "sizes.csv")["market_t_per_year"] > 0.0).all()
    drawn = call("figure", "effects_by_size", f"results/{folder.name}", "--outcome", "retail_g")
    assert drawn.stdout.strip() == "effects_by_size.png", drawn.stderr
    none = call("figure", "effects_by_size", f"results/{folder.name}", "--outcome", "nonsense")
    assert none.returncode == 2 and "no outcome 'nonsense'" in none.stderr
    again = call(
        "rank", "tiny.yaml", "police.yaml", "--seeds", "1-4", "--posterior", "begun", "--metrics", "deaths", "-q"
    )
    assert again.returncode == 0, again.stderr
    other = here / again.stdout.strip()
    assert (other / "sizes.csv").read_bytes() == (folder / "sizes.csv").read_bytes()
    wrong = call("rank", "tiny.yaml", "police.yaml", "--posterior", "begun", "--metrics", "detained")
    assert wrong.returncode == 2


@pytest.mark.usefixtures("call")
def test_a_prediction_has_both_courses_from_2024_on(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(here)
    console = Console(file=StringIO())
    for until, begun in ((date(2023, 12, 31), False), (date(2024, 1, 1), True)):
        assert _begins(until, console) == begun
        assert list(_arms([Path("beyond.yaml")], until, True, None, [], "begun")) == ["beyond", "beyond_trend"]
        assert list(_arms([Path("beyond.yaml")], until, False, None, [], "begun")) == ["beyond"]


@pytest.mark.usefixtures("call")
def test_a_policy_that_has_the_trend_already_gets_no_other_one(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(here)
    trend, until = "parameters.capacity_course.after=trend", date(2024, 1, 1)
    assert list(_arms([Path("beyond.yaml")], until, True, None, [trend], "begun")) == ["beyond"]
    of_own = "extends: beyond.yaml\ntitle: " + "x" * 190 + "\nparameters: {capacity_course: {after: trend}}\n"
    Path("growing.yaml").write_text(of_own)
    arms = _arms([Path("beyond.yaml"), Path("growing.yaml")], until, True, None, [], "begun")
    assert list(arms) == ["beyond", "growing"]
    Path("long.yaml").write_text("extends: beyond.yaml\ntitle: " + "x" * 200 + "\n")
    arms = _arms([Path("long.yaml")], until, True, None, [], "begun")
    assert arms["long_trend"].title.endswith(", capacities go on growing")


def test_a_prediction_goes_on_where_it_was_and_tells_one_course_before_2024(call: Call, here: Path) -> None:
    words = (
        "predict",
        "begun",
        "beyond.yaml",
        "--replicates",
        "2",
        "--until",
        "2018-04-02",
        "--metrics",
        "orders,detained_women",
    )
    done = call(*words)
    assert done.returncode == 0, done.stderr
    assert "Provisional" in done.stdout
    folder = next((here / "results").glob("predict-*"))
    table = pd.read_csv(folder / "predictions.csv")
    assert set(table["arm"]) == {"beyond"}
    assert "The trend of capacities begins after 2023" in " ".join(done.stderr.split())
    assert "Warning: CALIBRATION  posterior: the calibration 'made_up' is not finished" in done.stderr
    assert set(table["period"]) == {"2018Q1"}
    assert (table["low_90"] <= table["low_50"]).all() and (table["high_50"] <= table["high_90"]).all()
    assert json.loads((folder / "prediction.json").read_text())["provisional"] is True
    assert table["provisional"].all()
    again = call(*words, "--quiet")
    assert again.stdout.strip() == f"results/{folder.name}" and "new" not in again.stderr


def test_a_dry_run_tells_what_would_be_run_until_it_is_there(call: Call, here: Path) -> None:
    policies = ("tiny.yaml", "police.yaml", "--seeds", "1", "--posterior", "begun", "--metrics", "retail_g")
    ahead = ("beyond.yaml", "--seeds", "1", "--until", "2018-04-02", "--metrics", "orders")
    for words, runs in ((("rank", *policies), 4), (("predict", "begun", *ahead), 1)):
        before = call(*words, "--dry-run")
        assert before.returncode == 0, before.stderr
        assert f"{runs} new, 0 done already." in before.stdout and "About" in before.stdout
        assert not list(here.glob("results/*/parts/*")) or words[0] == "predict"
        assert call(*words).returncode == 0
        after = call(*words, "--dry-run").stdout
        assert f"0 new, {runs} done already." in after and "About" not in after
    wrong = call("rank", *policies[:-1], "joy", "--dry-run")
    assert wrong.returncode == 2 and "no outcome 'joy'" in wrong.stderr


def test_damaged_parts_of_the_kept_runs_are_told(call: Call, here: Path) -> None:
    policies = ("tiny.yaml", "police.yaml", "--seeds", "1", "--posterior", "begun", "--metrics", "retail_g")
    ahead = ("beyond.yaml", "--seeds", "1", "--until", "2018-04-02", "--held", "--metrics", "orders")
    for words, kept in (
        (("compare", *policies), "compared-runs-*"),
        (("rank", *policies), "compared-runs-*"),
        (("predict", "begun", *ahead), "sweep-predict-*"),
    ):
        assert "Damaged" not in call(*words).stderr
        part = next(here.glob(f"results/{kept}/parts/*.parquet"))
        part.write_bytes(b"PAR1")
        again = call(*words)
        assert again.returncode == 0, again.stderr
        assert again.stderr.count("Damaged, its runs are made again where they are needed: results/") == 1
        assert part.name in again.stderr


def test_a_prediction_loses_no_policy_to_another_s_name(call: Call, here: Path) -> None:
    (here / "beyond_trend.yaml").write_text(POLICE.replace("patrol: 9", "patrol: 2"))
    words = ("--seeds", "1", "--until", "2018-04-02")
    done = call("predict", "begun", "beyond.yaml", "beyond_trend.yaml", "--seeds", "1", "--until", "2024-01-02")
    assert done.returncode == 2 and "Rename the file" in " ".join(done.stderr.split())
    held = call("predict", "begun", "beyond.yaml", "beyond_trend.yaml", *words, "--held", "--metrics", "orders", "-q")
    assert held.returncode == 0, held.stderr
    assert len(json.loads((here / held.stdout.strip() / "prediction.json").read_text())["scenarios"]) == 2


def test_a_prediction_without_a_quarter_and_a_seed_beyond_all_are_refused_before_any_run(
    call: Call, here: Path
) -> None:
    for words in (("--until", "2018-02-15"), ("--seeds", "9" * 23)):
        done = call("predict", "begun", "tiny.yaml", *words)
        assert done.returncode == 2, done.stderr
        assert "Something unexpected" not in done.stderr and not list(here.glob("results/*"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("predict begun tiny.yaml --set end=2018-05-01", "--until says"),
        ("predict begun tiny.yaml --set posterior=old", "named first of all"),
        (
            "rank tiny.yaml police.yaml --posterior begun --set parameters.attribution.threshold_share=0.5",
            "under both readings",
        ),
        (
            "rank tiny.yaml police.yaml --posterior begun --set parameters.attribution={threshold_share:~1}",
            "under both readings",
        ),
        ("rank tiny.yaml police.yaml --posterior begun --set posterior=kazakhstan", "--posterior says it"),
        ("compare tiny.yaml police.yaml --scale 0.02 --set scale=0.5", "--scale says it"),
        ("break-even tiny.yaml police.yaml tiny.yaml --scale 0.02 --set scale=0.5", "--scale says it"),
        ("run tiny.yaml --scale 0.02 --set scale=0.5", "--scale says it"),
        ("predict begun tiny.yaml --until 9999-12-31", "--until: 9999-12-31 does not fit: "),
        ("predict begun tiny.yaml --until 2017-12-15", "--until: 2017-12-15 does not fit: measures_from 2017-12-20"),
        ("predict nowhere tiny.yaml", "CALIBRATION posterior: "),
        ("predict begun tiny.yaml --set scale=9 --until 2018-04-02", "--set:1:7 scale: "),
        (
            "rank tiny.yaml police.yaml --posterior begun --metrics nonsense",
            "There is no outcome 'nonsense'. Known: active_users,",
        ),
        (
            "rank tiny.yaml police.yaml --posterior begun --metrics detained_couriers",
            "Of 'detained_couriers' neither more nor less is better.",
        ),
        ("rank tiny.yaml police.yaml --posterior begun --since 2017-12-19", "2017-12-19 is not measured"),
        ("report --validation begun --scale 0.1", "goes with --runs-of"),
    ],
)
def test_what_a_command_sets_itself_cannot_be_set(call: Call, here: Path, words: str, said: str) -> None:
    done = call(*(word.replace("~", " ") for word in words.split()))
    assert done.returncode == 2 and said in " ".join(done.stderr.replace("│", " ").split())
