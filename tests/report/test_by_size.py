"""The validation tells effects by market size and reading, and beside what calibration they were ranked."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from marketsim.experiments.calibration.validation import Validation, validate
from marketsim.experiments.effects import FEW
from marketsim.experiments.effects_by_size import BY_SIZE, UNTOLD
from marketsim.experiments.readings import BOTH, LESS, READINGS
from marketsim.report.by_size import ABSENT, TITLE, TITLES, _counted, by_size
from marketsim.report.validation import sections_of, write
from tests.experiments.calibration.known import written
from tests.experiments.ranked import ranking

ARMS = ("<b>site", "treatment_places")


@pytest.fixture(scope="module")
def calibration(tmp_path_factory: pytest.TempPathFactory) -> Validation:
    """Return the validation of a calibration with draws."""
    folder = written(tmp_path_factory.mktemp("learned") / "known")
    (folder / "posterior.csv").write_text("draw,parameters.first.number\n1,0.5\n")
    return validate(folder, count=20)


def said(draws: str = "0" * 64, **other: object) -> str:
    made = ranking()
    return " ".join(by_size(replace(made, description=made.description | other), draws)[0].texts)


def test_a_ranking_has_a_picture_and_a_table_for_each_outcome(calibration: Validation, tmp_path: Path) -> None:
    files = write(calibration, tmp_path / "page.html", ranking=ranking(ARMS))
    html, text = files[0].read_text(), files[1].read_text()
    for outcome in ("retail", "prison days"):
        assert f"## {TITLE}: {outcome}" in text
    for name in ("retail_g", "prison_days"):
        assert (tmp_path / f"page-effects_by_size-{name}.png").read_bytes().startswith(b"\x89PNG")
        assert f"(page-effects_by_size-{name}.png)" in text
    assert (tmp_path / "page-effects_by_size.csv").is_file()
    assert "larger in a larger market" in text and "larger if all is threshold" in text
    assert all("<b>site" not in page and "&lt;b&gt;site" in page for page in (html, text))
    assert "nan" not in text.lower().split(TITLE.lower(), 1)[1].split("prior and posterior")[0].replace("finance", "")


def test_without_a_ranking_one_line_says_how_to_get_it(calibration: Validation) -> None:
    (section,) = [part for part in sections_of(calibration) if part.title.startswith(TITLE)]
    assert list(section.texts) == [ABSENT]
    assert "--ranking" in ABSENT and section.table is None and section.picture is None


def test_other_draws_than_those_reported_are_told(calibration: Validation) -> None:
    assert len(calibration.draws) == 64 and "Beware" not in said()
    assert "Beware: policies were ranked by the calibration 'made_up', with other draws" in said(calibration.draws)
    assert "Beware" in said("") and "Beware" in said(posterior=None)
    assert "Provisional" in said(provisional=True) and "Provisional" not in said()


def test_days_readings_and_what_lacks_are_told() -> None:
    plain = said()
    assert "Outcomes are sums over all days from 2021-01-01 to 2023-12-31" in plain
    assert "the calibration does not draw the share of the threshold" in plain
    assert "Cost not stated" not in plain and "Not ranked" not in plain
    told = said(
        cost_not_stated={"site_blocking": ["fast_blocking"]},
        not_ranked={"deaths": "too few counted to tell: 32 deaths a run"},
        drawn_share={"mean": 0.25, "low": 0.02, "high": 0.73},
    )
    assert "Cost not stated, so that it counts as nothing: site_blocking (fast_blocking)." in told
    assert "Not ranked by deaths: too few counted to tell: 32 deaths a run." in told
    assert "the threshold's share at 0.25 on average (least 0.02, most 0.73)" in told


def test_findings_are_counted() -> None:
    for what in ("By market size", "By the reading"):
        assert f"{what}: of 4 effects that enough are counted of 4 can be told to hang on it" in said()
    assert "If none hung on it, some 0.4 would be told to by chance." in said()


def test_as_many_findings_as_chance_gives_are_none() -> None:
    made = ranking()
    rows = pd.concat([made.by_size.assign(verdict=UNTOLD)] * 3, ignore_index=True)
    rows.loc[rows["reading"] == BOTH, "verdict"] = [BY_SIZE.larger, *[UNTOLD] * 11]
    assert "some 1.2 would be told to by chance, so that nothing is found." in _counted(rows)[0]
    rows.loc[rows["reading"] == BOTH, "verdict"] = [BY_SIZE.larger, BY_SIZE.larger, *[UNTOLD] * 10]
    assert "nothing is found" not in " ".join(_counted(rows))
    rows.loc[rows["reading"] == BOTH, "verdict"] = [BY_SIZE.larger, *[FEW] * 11]
    assert "of 1 effects" in _counted(rows)[0] and "nothing is found" not in _counted(rows)[0]


def test_one_draw_more_lies_farther_apart_than_the_mean() -> None:
    made = ranking()
    (section, *_) = by_size(made, "")[1:]
    assert section.table is not None and section.table.titles[2:4] == TITLES[2:4]
    row = made.by_size.iloc[0]
    low, high = (float(end.replace(",", "")) for end in section.table.rows[0][3].split(" to "))
    assert low < row["mean_low_90"] / 1e3 < row["mean_high_90"] / 1e3 < high
    rows = {row[1]: row[3] for row in section.table.rows[:4]}
    ends = {name: [float(end.replace(",", "")) for end in told.split(" to ")] for name, told in rows.items()}
    capacity, threshold = (ends[reading] for reading in READINGS)
    assert low < capacity[0] < high and threshold[0] <= low, "Runs under either reading, not their means."


def test_money_of_policies_that_state_no_cost_is_left_out() -> None:
    made, renamed = ranking(), {"prison_days": "public_money_kzt"}
    tables = {name: getattr(made, name).replace({"outcome": renamed}) for name in ("samples", "by_size")}
    silent = replace(made, description=made.description | {"cost_not_stated": {"site_blocking": ["fast"]}}, **tables)
    first, retail, money = by_size(silent, "")
    assert "Effects on public money are left out where a policy's cost is not stated." in first.texts
    assert "of 3 effects" in " ".join(first.texts)
    for section, policies in ((retail, 2), (money, 1)):
        assert section.table is not None
        assert len({row[0] for row in section.table.rows}) == policies


def test_no_number_is_told_where_too_few_are_counted() -> None:
    made = ranking()
    few = made.by_size["verdict"].where(made.by_size["outcome"] != "prison_days", FEW)
    section = by_size(replace(made, by_size=made.by_size.assign(verdict=few)), "")[-1]
    assert list(section.texts) == ["Too few counted to tell."] and section.table is None and section.picture is None
    one = made.by_size["verdict"].where(made.by_size["reading"] != LESS, FEW)
    section = by_size(replace(made, by_size=made.by_size.assign(verdict=one)), "")[-1]
    assert section.table is not None and section.table.rows[3][2:] == [*["-"] * 6, FEW]


def test_what_each_policy_is_stands_before_its_effects(calibration: Validation, tmp_path: Path) -> None:
    html, text = (file.read_text() for file in write(calibration, tmp_path / "page.html", ranking=ranking())[:2])
    for page in (html, text):
        assert page.index("What &lt;site_blocking&gt; does") < page.index(f"{TITLE}: retail")
    assert "Change in retail, kg" in text, "A unit of every table."
    silent = replace(ranking(), description=ranking().description | {"titles": {}})
    assert by_size(silent, "")[0].table is None


def test_few_seeds_are_told_in_words_and_empty_cells() -> None:
    first, *others = by_size(ranking(seeds=11), "")
    assert "Not by size: fewer than 12 seeds." in first.texts
    for section in others:
        assert section.table is not None and section.picture is not None
        assert all(row[3] and row[4:8] == ["", "", "", ""] for row in section.table.rows)


def test_what_cannot_be_drawn_has_its_table_and_the_reason() -> None:
    made = ranking()
    first, *others = by_size(replace(made, sizes=made.sizes.iloc[:0]), "")
    assert "Not by size: no week before the policies begin." in first.texts
    assert all(section.table and not section.picture and "no market sizes" in section.texts[0] for section in others)
