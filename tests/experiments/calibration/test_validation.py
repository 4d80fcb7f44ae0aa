"""Validation tells a good calibration from a bad one."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from marketsim.experiments.calibration.known_truths import interval_of_share
from marketsim.experiments.calibration.learned import ENOUGH
from marketsim.experiments.calibration.observation import COUNTED
from marketsim.experiments.calibration.predictive import predictive
from marketsim.experiments.calibration.records import against_records
from marketsim.experiments.calibration.trend import against_trend, trend_draws
from marketsim.experiments.calibration.validation import OF_TRUTHS, Validation, _covered, _goals, validate
from marketsim.experiments.errors import OtherVersionError
from marketsim.report.figures_in_words import figures_in_words
from marketsim.report.learned import _assumed, _is_at_an_end, _width, learned
from marketsim.report.misses import UNKNOWN, reasons
from marketsim.report.validation import _goals as goals_section
from marketsim.report.validation import markdown, page, sections_of, write
from marketsim.results.errors import ResultError
from marketsim.results.evidence import figures, largest_until, records
from tests.experiments.calibration.known import KEEP, KEYS, RUNS, targets, truths_at, written


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a calibration in which all is right."""
    return written(tmp_path_factory.mktemp("validation") / "right")


@pytest.fixture(scope="module")
def right(folder: Path) -> Validation:
    """Return its validation."""
    return validate(folder, count=100)


def test_what_is_right_holds(right: Validation) -> None:
    goals = right.goals.set_index("goal")
    for use in ("fit", "check", "bound"):
        assert goals.loc[f"{use} figures inside their 90 % interval", "holds"]
    assert goals.loc["shares of roles of 2023", "holds"]
    assert goals.loc[OF_TRUTHS, "holds"], goals["reached"]
    (told,) = [goal for goal in goals.index if goal.startswith(f"{OF_TRUTHS}, where figures tell")]
    asked = right.ranks["truth"].nunique()
    assert 70 <= asked <= KEEP  # A particle of much weight is asked once.
    assert goals.loc[told, "holds"] and goals.loc[told, "reached"].endswith(f"of {2 * asked}, {asked} truths")
    assert not right.provisional


def test_numbers_that_figures_tell_are_identified_and_an_idle_one_is_not(right: Validation) -> None:
    said = right.parameters.set_index("key")["said"]
    assert said[KEYS[0]] == said[KEYS[1]] == "identified"
    assert said[KEYS[2]] == "not"
    claimed = right.parameters[right.parameters["said"] == "identified"]
    assert (claimed[["contraction", "recovered"]] >= 0.3).all().all()


def test_a_second_opinion_agrees_on_what_figures_tell(right: Validation) -> None:
    told = right.parameters[right.parameters["said"] == "identified"]
    assert told["mode"].to_numpy() == pytest.approx(0.5, abs=0.05)
    (text,) = [text for text in learned(right)[1].texts if text.startswith("A second opinion")]
    assert "of 2 of 2 identified numbers. It is the highest point" in text
    far = learned(replace(right, parameters=right.parameters.assign(mode=0.99)))[1].texts
    assert any("0 of 2 identified numbers: not parameters.first.number, " in text for text in far)


def test_held_back_figures_that_crowd_the_middle_are_told() -> None:
    row = {"metric": "m", "start": "2021-01-01", "end": "2021-12-31", "low50": 8.0, "high50": 12.0, "median": 10.0}
    row |= {"use": "check", "side": "about", "reported": 10.0, "inside": True, "width": 2.0, "tests": "tests"}
    table = pd.DataFrame([row | {"id": str(i)} for i in range(10)])
    assert "rather too wide" in figures_in_words(table)[0]
    assert "rather too narrow" in figures_in_words(table.assign(reported=20.0))[0]
    assert "rather too" not in figures_in_words(table.assign(use="fit"))[0]


def test_a_record_is_held_against_the_largest_until_then(right: Validation) -> None:
    (section,) = [part for part in sections_of(right) if part.title == "Records"]
    assert section.table is None and "--runs-of" in section.texts[0]
    names = [record.id for record in records()]
    assert names == ["labstock-1", "labstock-2", "labstock-3"]
    largest = np.linspace(0.0, 400.0, 201)
    found = against_records(pd.DataFrame({f"largest:{name}": largest for name in names[:2]})).set_index("id")
    assert list(found.index) == names[:2]
    assert found.loc["labstock-1", "chance"] == pytest.approx((largest >= 188).mean())
    assert found["within"].all()
    low = against_records(pd.DataFrame({"largest:labstock-1": largest / 10})).iloc[0]
    assert low["chance"] == 0.0 and not low["within"]
    (section,) = [part for part in sections_of(replace(right, records=found.reset_index())) if part.title == "Records"]
    assert section.table is not None and section.table.rows[0][-1] == "yes"


def test_the_largest_until_a_record_is_of_the_days_before_it() -> None:
    record = next(record for record in records() if record.id == "labstock-1")
    days = pd.date_range("2021-12-30", "2022-02-10", name="date")
    daily = pd.DataFrame({"product_seized_in_large_labs_kg": 0.0}, index=days)
    daily.loc["2022-01-10"], daily.loc["2022-02-05"] = 90.0, 300.0
    assert largest_until(daily, record) == 90.0
    assert np.isnan(largest_until(daily[:"2022-01-20"], record))  # type: ignore[misc]


def test_a_model_that_is_wrong_everywhere_misses(folder: Path) -> None:
    middle = np.full((200, len(KEYS)), 0.5)
    columns = [f"truth:{target.id}" for target in targets()]
    made = validate(folder, pd.DataFrame(truths_at(middle, off=6.0), columns=columns), "runs that are wrong", 10)
    goals = made.goals.set_index("goal")
    assert not goals.loc["fit figures inside their 90 % interval", "holds"]
    about = made.figures[(made.figures["side"] == "about") & (made.figures["unit"] == "persons")]
    assert not about["inside"].any()
    assert len(made.misses) > 20
    text = markdown(made, sections_of(made), {})
    assert "too high" in text and UNKNOWN in text


def test_every_reason_for_a_miss_is_of_a_figure_and_known_on_one_side_only() -> None:
    ids = {figure.id for figure in figures()}
    assert reasons()
    for (name, missed), why in reasons().items():
        assert name in ids and missed in ("too high", "too low") and why.endswith(".")


def test_intervals_that_miss_known_truths_make_every_claim_doubtful(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from marketsim.experiments.calibration import known_truths

    true = known_truths.recovery

    def narrow(*given: object) -> pd.DataFrame:
        return true(*given).assign(covered=False)  # type: ignore[arg-type]

    monkeypatch.setattr(known_truths, "recovery", narrow)
    assert set(validate(folder, count=40).parameters["said"]) == {"doubtful"}


def test_a_line_foretells_new_points_as_often_as_it_says() -> None:
    time, generator = np.arange(8.0), np.random.default_rng(1)
    noise = generator.standard_normal(8)
    near, far = (trend_draws(time, 0.5 * time + size * noise, time) for size in (0.01, 1.0))
    np.testing.assert_allclose(near.mean(axis=1), 0.5 * time, atol=0.02)
    np.testing.assert_allclose(far.std(axis=1), 100.0 * near.std(axis=1))
    later = np.array([2.5, 9.0, 12.0])
    ends = [np.quantile(trend_draws(time, y, later), [0.05, 0.95], axis=1) for y in generator.standard_normal((600, 8))]
    points = generator.standard_normal((600, 3))
    held = [(low <= p) & (p <= high) for (low, high), p in zip(ends, points, strict=True)]
    np.testing.assert_allclose(np.mean(held, axis=0), 0.9, atol=0.04)


def test_a_model_that_knows_beats_the_line_and_one_that_is_off_does_not() -> None:
    series = [target for target in targets() if target.metric == "labs_dismantled"]
    asked = {target.id: target for target in series}
    for off, better in ((1.0, True), (8.0, False)):
        truths = np.tile([off * target.reported for target in series], (50, 1))
        table = against_trend(predictive(series, truths, np.ones(50)).assign(use="fit"), asked)
        assert table["better"].tolist() == [better]
        assert table["least"][0] < table["trend"][0] < table["unseen"][0]


def test_a_line_through_three_points_that_lie_on_it_by_chance_is_nearer_than_any_model_can_be() -> None:
    series = [target for target in targets() if target.metric == "registered_synthetic_users_stock"]
    truths = np.tile([target.reported for target in series], (400, 1))
    known = predictive(series, truths, np.ones(400)).assign(use="fit")
    (row,) = against_trend(known, {target.id: target for target in series}).to_dict("records")
    assert row["model"] == pytest.approx(row["least"], rel=0.1) and row["trend"] < row["least"]
    assert np.isnan(row["unseen"]) and not row["better"]


def test_the_line_is_not_shown_what_was_held_back() -> None:
    series = [target for target in targets() if target.metric == "labs_dismantled"]
    asked = {target.id: target for target in series}
    truths = np.tile([target.reported for target in series], (50, 1))
    told = predictive(series, truths, np.ones(50)).assign(use="fit")
    held_back = told.assign(use=["fit"] * (len(series) - 1) + ["check"])
    assert against_trend(held_back, asked)["trend"][0] > against_trend(told, asked)["trend"][0]
    assert against_trend(told.assign(use="check"), asked).empty


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"), [(0, 10, 0.0, 0.2589), (10, 10, 0.7411, 1.0), (9, 10, 0.6058, 0.9949)]
)
def test_interval_of_a_share(hits: int, of: int, low: float, high: float) -> None:
    assert interval_of_share(hits, of) == pytest.approx((low, high), abs=1e-4)


def test_page_and_markdown_tell_failures_and_that_it_is_provisional(tmp_path: Path) -> None:
    made = validate(written(tmp_path / "begun", finished=False, off=3.0), count=20)
    row = {"model_version": "3", "id": "P01", "pattern": "<b>bold</b>", "check": "a | b", "replicates": 10}
    row |= {"power": 0.8, "by_chance": 0.01, "by_construction": True}
    patterns = pd.DataFrame([row | {"effect": 1.0, "low": 0.5, "high": 1.5, "holds": False, "note": ""}])
    files = write(made, tmp_path / "validation.html", patterns)
    text, html = files[1].read_text(), files[0].read_text()
    assert "Provisional" in text and "Provisional" in html
    (tmp_path / "other-rank_histogram.png").write_bytes(b"somebody else's")
    other = write(made, tmp_path / "other.html")[1].read_text()
    assert "(other-rank_histogram-2.png)" in other and "(other-prior_posterior.png)" in other
    assert "0 of 1 patterns hold" in text and "a \\| b" in text
    assert "| 80% | 0.01 | no | In part by construction." in text
    assert all("<b>bold</b>" not in page and "&lt;b&gt;bold" in page for page in (html, text))
    assert "http://" not in html and "https://" not in html and "<script" not in html
    for figure in ("predictive_bands", "rank_histogram", "identifiability", "prior_posterior"):
        assert (tmp_path / f"validation-{figure}.png").read_bytes().startswith(b"\x89PNG")
        assert f"(validation-{figure}.png)" in text
    assert "no" in {cells.strip() for line in text.splitlines() if line.startswith("|") for cells in line.split("|")}
    again = write(made, tmp_path / "validation.html", patterns)
    assert again == files
    second = write(validate(written(tmp_path / "second", off=5.0), count=20), tmp_path / "validation.html", patterns)
    assert second[0].name == "validation-2.html"
    assert "(validation-2-predictive_bands.png)" in second[1].read_text()
    assert (tmp_path / "validation-2-predictive_bands.png") in second
    assert page(made, sections_of(made)).count("<section") == text.count("\n## ")


def test_what_is_no_calibration_is_refused(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(ResultError, match="no calibration"):
        validate(tmp_path)
    other = written(tmp_path / "other")
    told = (other / "calibration.json").read_text()
    (other / "calibration.json").write_text(told.replace('"model_version": "', '"model_version": "0.'))
    with pytest.raises(OtherVersionError):
        validate(other)
    without = written(tmp_path / "without")
    (without / "generation-00.parquet").unlink()
    with pytest.raises(ResultError, match="runs over the prior"):
        validate(without, count=10)


def test_what_was_not_learned_from_is_held_back(tmp_path: Path) -> None:
    made = written(tmp_path / "few")
    file = made / "calibration.json"
    told = json.loads(file.read_text())
    file.write_text(json.dumps(told | {"targets": told["targets"][:3]}))
    uses = validate(made, count=10).figures["use"].value_counts()
    assert uses["fit"] == 3 and uses["check"] == len(targets("fit")) - 3 + len(targets("check"))


def test_few_particles_are_told_before_all_else(right: Validation) -> None:
    assert right.particles == pytest.approx(KEEP / len(KEYS)) and right.particles < ENOUGH
    assert "Few particles: the last population is worth 33 of equal weight for each" in markdown(right, [], {})
    enough = right.manifest["path"][0] | {"kept": 10 * KEEP, "effective_size": ENOUGH * len(KEYS)}
    assert "Few particles" not in markdown(replace(right, manifest={**right.manifest, "path": [enough]}), [], {})
    uneven = enough | {"effective_size": 59.0 * len(KEYS)}
    assert "Few particles" in markdown(replace(right, manifest={**right.manifest, "path": [uneven]}), [], {})


def test_how_runs_came_nearer_is_told(right: Validation) -> None:
    second = {"generation": 1, "runs": 50, "kept": 9, "tolerance": 0.5, "acceptance": 0.4, "effective_size": 7.2}
    made = replace(right, manifest={**right.manifest, "path": [*right.manifest["path"], second]})
    (section,) = [part for part in sections_of(made) if part.title == "How runs came nearer"]
    assert section.table is not None
    assert section.table.rows == [
        ["0", f"{RUNS:,}", f"{KEEP:,}", "1.00", "-", f"{KEEP:,}"],
        ["1", "50", "9", "0.50", "40%", "7.2"],
    ]


def test_figures_held_back_are_told_by_what_they_test(right: Validation) -> None:
    check = right.figures["use"] == "check"
    first = np.cumsum(check) == 1
    made = right.figures.assign(inside=right.figures["inside"] & ~(check & first), tests=np.where(check, "tests", ""))
    text = goals_section(replace(right, figures=made)).texts[0]
    of = int(check.sum())
    below = int((made["median"] < made["reported"])[check].sum())
    inside = int(made["inside"][check].sum())
    assert inside < of
    said = (
        f"{inside} of the {of} that are tests of their own are inside, and the model's median lies below {below} of all"
    )
    assert said in text
    assert "held back" not in goals_section(replace(right, figures=made[~check])).texts[0]


def test_priors_that_name_a_figure_that_is_learned_from_are_counted(right: Validation) -> None:
    name = right.manifest["targets"][0]["id"]
    sources = [f"assumed: {name} over the one before", f"{name}h, another figure", "assumed"]
    text = _assumed(replace(right, parameters=right.parameters.assign(source=sources)))
    assert "Of 3 priors 2 are said to be assumed. 1 names a figure" in text


def test_a_number_is_at_an_end_only_if_its_middle_is_there_too() -> None:
    row = {"key": "a", "shape": "log_uniform", "prior_low": 1.0, "prior_high": 100.0, "said": "weakly"}
    row |= {"low": 4.0, "median": 30.0, "high": 130.0}
    for changes, expected in (
        ({}, True),
        ({"said": "not"}, False),
        ({"median": 12.0}, False),  # Beyond by chance: the middle of factors is ten.
        ({"shape": "uniform"}, False),
        ({"shape": "uniform", "median": 70.0}, True),
        ({"low": 0.9}, False),  # As wide as the prior and wider.
        ({"low": 0.9, "median": 2.0, "high": 60.0}, True),
        ({"high": 90.0}, False),
    ):
        assert _is_at_an_end(pd.DataFrame([row | changes])).tolist() == [expected], changes


def test_intervals_that_are_too_narrow_are_told_though_a_goal_is_reached(right: Validation) -> None:
    for share, words in ((0.86, "too narrow"), (0.9, "as wide as they should"), (0.94, "too wide")):
        # Misses are spread over truths, as those of one truth tell no more than one of them.
        covered = np.arange(len(right.ranks)) * 0.618034 % 1.0 < share
        texts = learned(replace(right, ranks=right.ranks.assign(covered=covered)))[0].texts
        assert words in texts[2] and "runs of this same model" in texts[1], texts


def ranks_of(truths: int, share: float) -> pd.DataFrame:
    """Return known truths of one number that figures tell, of which a share is held."""
    covered = np.arange(truths) < round(share * truths)
    return pd.DataFrame({"truth": np.arange(truths), "parameter": "a", "contraction": 0.5, "covered": covered})


@pytest.mark.parametrize(
    ("truths", "share", "verdict", "words"),
    [
        (10, 0.9, "cannot be told", "it cannot be told whether"),
        (10, 0.7, "cannot be told", "it cannot be told whether"),
        (10, 1.0, "cannot be told", "it cannot be told whether"),
        (200, 0.9, "yes", "about as wide as they should be"),
        (200, 0.7, "no", "somewhat too narrow"),
        (200, 1.0, "no", "somewhat too wide"),
        (4000, 0.86, "yes", "somewhat too narrow"),
    ],
)
def test_no_verdict_on_coverage_goes_against_its_interval(
    right: Validation, truths: int, share: float, verdict: str, words: str
) -> None:
    row = pd.DataFrame([_covered(OF_TRUTHS, ranks_of(truths, share))], columns=list(right.goals))
    others = right.goals[~right.goals["goal"].str.startswith(OF_TRUTHS)]
    made = replace(right, goals=pd.concat([others, row]), ranks=ranks_of(truths, share))
    section = goals_section(made)
    assert section.table is not None and section.table.rows[-1][-1] == verdict
    assert (
        f"{int(others['holds'].sum()) + (verdict == 'yes')} of {len(others) + 1} goals are reached"
    ) in section.texts[0]
    assert ("Of 1 it cannot be told" in section.texts[0]) == (verdict == "cannot be told")
    assert _width(made).count(words) == 2


def test_wide_intervals_are_told_beside_what_they_hold(right: Validation) -> None:
    about = (right.figures["side"] == "about") & (right.figures["use"] == "fit")
    wide = right.figures.assign(inside=True, width=np.where(np.cumsum(about) <= 2, 3.9, 4.1))
    goals = goals_section(replace(right, figures=wide)).texts
    said = f"of {about.sum()} figures (learned from) that are no bounds, {about.sum()} are inside, and 2 inside an"
    assert any(said in text for text in goals)
    assert said in figures_in_words(wide)[0]


def test_no_goal_reads_as_its_opposite(right: Validation) -> None:
    wide = right.figures.assign(width=np.where(right.figures["unit"] == "persons", 5.0, 1.0))
    held = _goals(wide, right.series, right.roles, right.ranks).set_index("goal")["reached"]
    (said,) = [reached for goal, reached in held.items() if "wider than a factor of 4" in str(goal)]
    counts = wide[(wide["reported"] > 100) & (wide["side"] == "about") & wide["unit"].isin(COUNTED)]
    assert said.startswith(f"{(counts['unit'] == 'persons').sum()} of {len(counts)} are wider; ")
    assert " are inside (" in held["fit figures inside their 90 % interval"]
    assert held["shares of roles of 2023"].startswith("off by ")


def test_a_lean_to_one_side_and_bounds_that_tell_little_are_told() -> None:
    row = {"metric": "m", "start": "2021-01-01", "end": "2021-12-31", "low50": 8.0, "high50": 12.0, "median": 10.0}
    row |= {"side": "about", "width": 2.0}
    part = row | {"end": "2021-08-31", "use": "check", "inside": True, "tests": "follows"}
    table = pd.DataFrame(
        [row | {"id": "a", "use": "fit", "reported": 10.0, "inside": True}]
        + [part | {"id": name, "reported": 11.0 + place} for place, name in enumerate("bcd")]
        + [row | {"id": "e", "use": "bound", "reported": 900.0, "inside": True}]
    )
    fit, check, elsewhere, bound = figures_in_words(table)
    assert "1 of 1 figures inside (learned from), 1 of them" in fit and "of their own" not in fit
    assert "3 of 3 figures inside (held back), 2 of them" in check and "lower than 3" in check
    assert "3 are no tests of their own: b, c, d (what was learned from leaves" in check and "rather too" not in check
    assert "covid-sales" in elsewhere and "of another country" in elsewhere
    assert "1 of 1 bounds hold" in bound and "0 of them lie within" in bound
