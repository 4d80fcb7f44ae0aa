"""The cost of a place at which two policies are worth the same, on differences made by hand."""

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import marketsim as ms
from marketsim.experiments.break_even import break_even
from marketsim.experiments.comparing import Comparison
from marketsim.experiments.errors import ExperimentError
from marketsim.experiments.saved_break_even import read_break_even
from marketsim.figures.saving import figure_bytes
from marketsim.results.errors import ResultError
from tests.experiments.made import changes, comparison


def places(averted: float = 20.0, spread: float = 1.0, added: float = 100.0) -> dict[str, np.ndarray]:
    """Return a policy that adds places for a year each and averts poisonings, in four pairs."""
    pairs = [-averted - spread, -averted, -averted, -averted + spread]
    return changes(poisonings=pairs, treatment_places=[added] * 4)


def police(averted: float = 10.0, billions: float = 2.0, officers: float = 0.0) -> dict[str, np.ndarray]:
    """Return a policy that costs money and averts poisonings."""
    return changes(
        poisonings=[-averted - 1.0, -averted, -averted, -averted + 1.0],
        policy_cost_bn_kzt=[billions] * 4,
        officers_bn_kzt=[officers] * 4,
    )


@pytest.fixture
def plain() -> Comparison:
    """Twenty poisonings for a hundred places, ten for 2 bn KZT: a place breaks even at 40 mn KZT."""
    return comparison(places=places(), police=police())


def test_at_the_break_even_both_avert_as_much_per_tenge(plain: Comparison):
    found = break_even(plain, "places", "police")
    assert found.reason == ""
    assert found.cost == pytest.approx(40e6)
    assert found.low < found.cost < found.high
    curve = break_even(plain, "places", "police", costs=[found.cost]).curve.iloc[0]
    assert curve["first"] == pytest.approx(curve["second"]) == pytest.approx(5.0)


def test_below_it_the_first_does_more_and_above_it_the_second(plain: Comparison):
    curve = break_even(plain, "places", "police").curve
    better = curve["first"] > curve["second"]
    assert (better == (curve["unit_cost_kzt"] < 40e6 * (1 - 1e-9))).sum() >= len(curve) - 1
    assert curve["unit_cost_kzt"].min() == pytest.approx(4e6)
    assert (curve["first_low"] <= curve["first"]).all()
    assert (curve["first"] <= curve["first_high"]).all()


def test_a_wider_spread_of_pairs_makes_a_wider_interval():
    widths = []
    for spread in (0.5, 6.0):
        found = break_even(comparison(places=places(spread=spread), police=police()), "places", "police")
        widths.append(found.high - found.low)
    assert widths[1] > 1.5 * widths[0]


def test_officers_count_at_the_ends_of_their_assumed_cost():
    found = break_even(comparison(places=places(), police=police(billions=0.0, officers=2.0)), "places", "police")
    assert found.cost == pytest.approx(40e6)
    assert (found.cheapest, found.dearest) == pytest.approx((20e6, 40e6 / 0.6))


@pytest.mark.parametrize(
    ("arms", "reason"),
    [
        ({"places": places(added=0.0), "police": police()}, "places adds no place"),
        ({"places": places(spread=500.0), "police": police()}, "the effect of places cannot be told from none"),
        ({"places": places(averted=-20.0), "police": police()}, "places averts none"),
        ({"places": places(), "police": police(billions=0.0)}, "police costs nothing: state its cost_per_year"),
    ],
)
def test_where_there_is_no_break_even_words_say_why(arms: dict[str, dict[str, np.ndarray]], reason: str):
    found = break_even(comparison(**arms), "places", "police")
    assert found.reason.startswith(reason)
    assert math.isnan(found.cost)
    assert len(found.curve) == 81


def test_missing_economics_are_named():
    found = break_even(comparison({"currency": "KZT"}, places=places(), police=police()), "places", "police")
    assert found.reason.startswith("base does not state economics.price_year, economics.perspective")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("nobody", "police"), "There is no arm 'nobody' to weigh. Known: places, police."),
        (("places", "base"), "There is no arm 'base'"),
        (("places", "police", "happiness"), "There is no outcome 'happiness'"),
        (("places", "police", "poisonings", "bed"), "There is no unit 'bed'. Known: place, officer."),
    ],
)
def test_unknown_names_are_told(plain: Comparison, words: tuple[str, ...], complaint: str):
    with pytest.raises(ExperimentError, match=complaint):
        break_even(plain, *words)


def test_it_is_saved_as_a_table_numbers_and_a_picture_once(plain: Comparison, tmp_path: Path):
    found = break_even(plain, "places", "police")
    folder = found.save(tmp_path)
    assert found.save(tmp_path) == folder
    assert len(list(tmp_path.iterdir())) == 1
    pd.testing.assert_frame_equal(pd.read_csv(folder / "break_even.csv"), found.curve)
    assert json.loads((folder / "break_even.json").read_text())["cost"] == pytest.approx(40e6)
    assert figure_bytes(ms.figures.break_even(read_break_even(folder))) == (folder / "break_even.png").read_bytes()
    (folder / "break_even.json").write_text("{}")
    for wrong, said_of in ((folder, "is damaged"), (tmp_path, "holds no break-even")):
        with pytest.raises(ResultError, match=said_of):
            read_break_even(wrong)
