"""The validation tells effects by market size and reading, and beside what calibration they were ranked."""

from dataclasses import replace
from pathlib import Path

import pytest

from marketsim.experiments.calibration.validation import Validation, validate
from marketsim.report.by_size import ABSENT, TITLE, by_size
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
    assert "the threshold's share at 0.25 on average (0.02 to 0.73)" in told


def test_findings_are_counted() -> None:
    assert "By market size: of 4 effects 4 can be told to hang on it" in said()
    assert "By the reading: of 4 effects 4 can be told to hang on it" in said()


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
        assert all(row[3:7] == ["", "", "", ""] for row in section.table.rows)


def test_what_cannot_be_drawn_has_its_table_and_the_reason() -> None:
    made = ranking()
    first, *others = by_size(replace(made, sizes=made.sizes.iloc[:0]), "")
    assert "Not by size: no week before the policies begin." in first.texts
    assert all(section.table and not section.picture and "no market sizes" in section.texts[0] for section in others)
