"""`marketsim compare` and `marketsim break-even` as a person calls them."""

import json
from pathlib import Path

import pytest

from marketsim.version import MODEL_VERSION
from tests.cli.conftest import TINY, Call, CallHere

ECONOMICS = "economics: {currency: KZT, price_year: 2023, perspective: public budget, horizon: 1, discount_rate: 0}\n"
POLICE = "extends: tiny.yaml\ninterventions:\n  - {kind: investigation_capacity, start: 2017-12-25, patrol: 9}\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a base and a policy."""
    (tmp_path / "police.yaml").write_text(POLICE)
    return tmp_path


def test_a_comparison_tells_every_domain_and_keeps_what_it_made(call: Call, here: Path):
    done = call("compare", "tiny.yaml", "police.yaml", "--seeds", "1-2")
    assert done.returncode == 0, done.stderr
    for word in ("police against tiny", "Market", "Health", "Justice", "Money", "cannot be told from no change"):
        assert word in done.stdout
    told = " ".join(done.stdout.split())
    assert "not said: tiny does not state economics.currency, economics.price_year, economics.perspective" in told
    assert "4 of 4 runs: police, seed 2" in done.stderr
    folders = sorted(path.name for path in (here / "results").iterdir())
    assert sum(name.startswith("compare-tiny-police-") for name in folders) == 1
    assert folders[1:] == [f"compared-runs-{MODEL_VERSION}"]
    content = json.loads(next((here / "results").glob("compare-*/comparison.json")).read_text())
    assert content["seeds"] == [1, 2]
    quiet = call("compare", "tiny.yaml", "police.yaml", "--seeds", "1-2", "--quiet")
    assert quiet.stdout.strip() == next(f"results/{name}" for name in folders if name.startswith("compare-"))
    assert quiet.stderr == ""


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--seeds", "5-1"), "is no range"),
        (("--seeds", "a"), "is neither a seed nor a range"),
        (("--seeds", "1,1"), "names a seed twice"),
        (("--seeds", ""), "is neither a seed nor a range"),
        (("--metrics", " ,"), "--metrics: it names none"),
    ],
)
def test_words_that_make_no_sense_are_told(call: Call, here: Path, words: tuple[str, ...], complaint: str):
    done = call("compare", "tiny.yaml", "police.yaml", *words)
    assert done.returncode == 2
    assert complaint in " ".join(done.stderr.replace("│", " ").split())


def test_faults_of_all_scenarios_are_told_at_once(call: Call, here: Path):
    (here / "a.yaml").write_text("scale: x\n")
    (here / "b.yaml").write_text("title: [1]\n")
    done = call("compare", "a.yaml", "b.yaml")
    assert done.returncode == 3
    assert "a.yaml:1:8  scale" in done.stderr
    assert "b.yaml:1:8  title" in done.stderr


def test_scenarios_that_do_not_fit_are_told(call: Call, here: Path):
    (here / "long.yaml").write_text(TINY.replace("2018-01-18", "2018-01-20"))
    done = call("compare", "tiny.yaml", "long.yaml")
    assert done.returncode == 2
    assert done.stderr == (
        "These scenarios cannot be compared: long has end 2018-01-20, tiny has 2018-01-18. Give both the same end.\n"
    )


def test_a_break_even_is_drawn_or_refused_in_words(call: Call, here: Path):
    (here / "tiny.yaml").write_text(TINY + ECONOMICS)
    (here / "places.yaml").write_text(
        "extends: tiny.yaml\ninterventions:\n  - {kind: treatment_places, start: 2017-12-25, places: 9}\n"
    )
    done = call("break-even", "tiny.yaml", "places.yaml", "police.yaml", "--seeds", "1-2", "--costs", "1e6-1e7")
    assert done.returncode == 0, done.stderr
    assert "break even" in done.stdout.lower().replace("-", " ")
    folder = next((here / "results").glob("break-even-places-police-poisonings-*"))
    assert {path.name for path in folder.iterdir()} == {"break_even.csv", "break_even.json", "break_even.png"}
    wrong = call("break-even", "tiny.yaml", "places.yaml", "police.yaml", "--outcome", "joy")
    assert wrong.returncode == 2
    assert "is none of deaths, poisonings" in " ".join(wrong.stderr.replace("│", " ").split())


def test_a_dry_run_tells_runs_days_and_cost_and_leaves_nothing_behind(call_here: CallHere, here: Path):
    (here / "more.yaml").write_text(POLICE.replace("patrol: 9", "patrol: 4"))
    money = {"currency": "KZT", "price_year": 2023, "perspective": "public", "horizon": 1, "discount_rate": 0}
    stated = [word for key, value in money.items() for word in ("--set", f"economics.{key}={value}")]
    for words, runs in ((("compare", "tiny.yaml"), 20), (("break-even", *stated, "tiny.yaml", "more.yaml"), 30)):
        done = call_here(*words, "police.yaml", "--dry-run", "--workers", "2")
        assert done.returncode == 0, done.stderr
        assert f"{runs} runs: {runs} new, 0 done already." in done.stdout
        assert "with 2 workers" in done.stdout and "MB on disk." in done.stdout
        assert "Days that count: from 2017-12-25, the first day on which the scenarios can differ, to" in done.stdout
    never = call_here("break-even", "tiny.yaml", "more.yaml", "police.yaml")
    assert never.returncode == 2
    assert never.stderr.startswith("There can be no break-even: tiny does not state economics.currency")
    assert not (here / "results").exists()


@pytest.mark.parametrize(
    ("more", "said"), [(("--precision", "3"), "not 3"), (("--metrics", "joy"), "joy"), (("--seeds", "2-1"), "2-1")]
)
def test_a_dry_run_refuses_what_the_comparison_would_refuse(
    call_here: CallHere, here: Path, more: tuple[str, ...], said: str
):
    for dry in (("--dry-run",), ()):
        done = call_here("compare", "tiny.yaml", "police.yaml", *more, *dry)
        assert done.returncode == 2 and said in done.stderr
    assert not (here / "results").exists()


def test_what_all_scenarios_inherit_is_warned_of_once_and_kept_runs_are_told(call: Call, here: Path):
    late = "interventions:\n  - {kind: site_blocking, start: 2030-01-01, delay: 1}\n"
    (here / "tiny.yaml").write_text(TINY + late)
    words = ("compare", "tiny.yaml", "police.yaml", "--metrics", "orders")
    done = call(*words, "--replicates", "1")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Warning: ") == 1
    assert "2 of 2 runs: police, seed 1" in done.stderr
    again = call(*words, "--replicates", "2")
    assert "4 runs: 2 new, 2 done already." in again.stderr
    both = call(*words, "--replicates", "2", "--seeds", "1-2")
    assert both.returncode == 2
    assert "keep one of them" in " ".join(both.stderr.replace("│", " ").split())
