"""A panel a measure, a line and a band an arm."""

import numpy as np
import pytest

import marketsim as ms
from marketsim.figures.errors import FigureError
from tests.figures.learned import predictions
from tests.figures.seen import faults, texts, unlabelled


@pytest.mark.parametrize("arms", [("one",), ("a", "b", "c", "d"), ("an_arm_$x^{_" * 9, "<b>" * 30)])
@pytest.mark.parametrize("metrics", [("orders",), ("orders", "deaths", "labs_dismantled", "poisonings", "retail_g")])
def test_it_can_be_read(arms: tuple[str, ...], metrics: tuple[str, ...]):
    figure = ms.figures.prediction_fan(predictions(arms, metrics))
    assert faults(figure) == [] and unlabelled(figure) == []


def test_policies_are_drawn_once_while_they_are_alike_and_beside_each_other_afterwards():
    table = predictions(metrics=("labs_dismantled",))
    alike = (table["period"] < "2024") | (table["arm"] == "held")
    axes = ms.figures.prediction_fan(table.assign(median=table["median"].where(~alike, 100.0))).axes[0]
    lines = {line.get_label(): line for line in axes.lines}
    assert list(lines["all, while they are alike"].get_xdata()) == list(range(2018, 2024))
    first, *later = zip(lines["trend"].get_xdata(), lines["trend"].get_ydata(), strict=True)
    assert first == (2023, 100.0) and {value for _, value in later} == {101.0}
    ours, others = (np.array(lines[arm].get_xdata()[1:]) for arm in ("trend", "held"))
    assert (others < ours).all() and np.rint(ours).tolist() == [2024, 2025, 2026]
    assert 77.0 in lines["reported"].get_ydata()


def test_a_later_year_that_is_alike_and_one_that_a_policy_lacks_leave_lines_forward():
    table = predictions(metrics=("labs_dismantled", "deaths"))
    alike = (table["period"] != "2024") | (table["metric"] == "deaths")
    table = table.assign(median=table["median"].where(~alike, 100.0))
    table = table[(table["arm"] == "held") | (table["period"] != "2018")]
    figure = ms.figures.prediction_fan(table[(table["arm"] == "trend") | (table["period"] != "2026")])
    for panel in figure.axes:
        assert all((np.diff(line.get_xdata()) > 0).all() for line in panel.lines if len(line.get_xdata()) > 2)
    assert {"held", "trend", "reported"} <= {text.get_text() for text in figure.legends[0].texts}


def test_one_policy_is_a_line_within_bands():
    axes = ms.figures.prediction_fan(predictions(("held",), ("orders",))).axes[0]
    (line,) = [line for line in axes.lines if line.get_label() == "held"]
    assert list(line.get_xdata()) == list(range(2018, 2027))


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        ({"held": "The bill", "trend": "The bill, more officers"}, ["The bill", "The bill, more officers"]),
        ({"held": "The bill", "trend": "The bill"}, ["held", "trend"]),
        ({"held": "The bill", "trend": None}, ["held", "trend"]),
    ],
)
def test_policies_are_called_by_their_titles_where_each_has_its_own(titles: dict[str, str], said: list[str]):
    table = predictions()
    figure = ms.figures.prediction_fan(table.assign(title=table["arm"].map(titles)))
    assert [text.get_text() for text in figure.legends[0].texts][:2] == said


@pytest.mark.parametrize(
    "titles", [("Untitled", "Untitled, capacities go on growing"), ("x" * 90, "x" * 90 + ", capacities go on growing")]
)
def test_titles_that_tell_no_policies_apart_give_way_to_names(titles: tuple[str, str]):
    table = predictions()
    first, *others = dict.fromkeys(table["arm"])
    table["title"] = np.where(table["arm"] == first, *titles)
    figure = ms.figures.prediction_fan(table)
    said = {text.get_text().replace("\n", " ") for text in figure.legends[0].texts}
    assert {name.replace("_", " ") for name in (first, *others)} <= said


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("period", "abc", "period is no year"),
        ("median", "abc", "median holds what is no number"),
        ("high_90", 1.0, "high_50, high_90 are not in ascending order"),
        ("holds_90", "abc", "holds_90 holds what is no number"),
        ("arm", None, "a cell of arm is empty"),
    ],
)
def test_what_is_damaged_is_told(column: str, value: object, said: str):
    with pytest.raises(FigureError, match=said):
        ms.figures.prediction_fan(predictions().assign(**{column: value}))


def test_one_run_that_has_no_interval_is_drawn():
    assert ms.figures.prediction_fan(
        predictions().assign(**dict.fromkeys(("low_50", "high_50", "low_90", "high_90"), np.nan))
    )


def test_measures_can_be_chosen_and_what_lacks_is_told():
    assert len([a for a in ms.figures.prediction_fan(predictions(), measures=["deaths"]).axes if a.get_visible()]) == 1
    for table, measures, said in (
        (predictions().drop(columns="median"), (), "lacks median"),
        (predictions(), ("retail_g",), "does not hold retail_g"),
        (predictions().query("kind == 'quarter'"), (), "no whole year"),
    ):
        with pytest.raises(FigureError, match=said):
            ms.figures.prediction_fan(table, measures=measures)


def test_it_says_so_when_the_calibration_goes_on():
    for goes_on in (True, False):
        shown = texts(ms.figures.prediction_fan(predictions().assign(provisional=goes_on))).values()
        assert any("Provisional" in text for text, _ in shown) == goes_on


def test_it_says_what_intervals_of_few_runs_hold():
    for holds, few in ((9 / 11, True), (0.9, False)):
        note = " ".join(ms.figures.prediction_fan(predictions().assign(holds_90=holds)).get_supxlabel().split())
        assert "a chance of 50 and 90 %" in note
        assert ("their range, which holds one more with a chance of 82%" in note) == few
