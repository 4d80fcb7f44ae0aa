"""The cost of a place at which two policies are worth the same, on differences made by hand."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import marketsim as ms
from marketsim.experiments.break_even import break_even, reason_before
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


def drawn(generator: np.random.Generator, count: int) -> Comparison:
    """Return pairs of which all means are known: a place breaks even at 40 mn KZT."""

    def pairs(mean: float, spread: float) -> list[float]:
        return (mean + spread * generator.standard_normal(count)).tolist()

    first = changes(poisonings=pairs(-20.0, 4.0), treatment_places=pairs(100.0, 5.0))
    second = changes(poisonings=pairs(-10.0, 1.0), policy_cost_bn_kzt=[2.0] * count, officers_bn_kzt=[0.0] * count)
    return comparison(places=first, police=second)


@pytest.mark.parametrize("count", [4, 10])
def test_an_interval_holds_what_is_true_as_often_as_it_says(count: int):
    """Of a thousand samples of a known truth some 950 do; resampled pairs, as they were before, held 808 with four."""
    generator = np.random.default_rng(20)
    found = [break_even(drawn(generator, count), "places", "police", costs=[40e6]) for _ in range(1_000)]
    assert sum(one.reason != "" for one in found) < 30
    held = [one.low <= 40e6 <= one.high for one in found if not one.reason]
    rates = [one.curve["first_low"][0] <= 5.0 <= one.curve["first_high"][0] for one in found]
    assert 0.925 < np.mean(held) < 0.975
    assert 0.925 < np.mean(rates) < 0.975


def test_units_that_may_be_none_make_no_break_even():
    few = changes(poisonings=[-19.0, -20.0, -21.0, -20.0], treatment_places=[1.0, 200.0, 1.0, 1.0])
    found = break_even(comparison(places=few, police=police()), "places", "police")
    assert found.reason == "the places that places adds cannot be told from none"
    assert math.isnan(found.cost)
    assert found.curve["first_low"].isna().all()


def test_a_denominator_that_may_be_none_makes_no_break_even():
    """Each of two that vary together can be told from none, and their product cannot."""
    first = changes(poisonings=[-20.0, -20.1, -19.9], treatment_places=[60.0, 100.0, 20.0])
    second = changes(poisonings=[-6.0, -9.6, -2.4], policy_cost_bn_kzt=[2.0] * 3, officers_bn_kzt=[0.0] * 3)
    found = break_even(comparison(places=first, police=second), "places", "police")
    assert "cannot be told" in found.reason


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


def test_a_policy_of_which_a_part_has_no_cost_is_no_measure_of_another(plain: Comparison):
    free = {"kind": "lockdown", "start": "2021-01-01", "mobility": 0.5}
    silent = plain.scenarios["police"].with_({"interventions": {"closing": free}})
    found = break_even(replace(plain, scenarios=plain.scenarios | {"police": silent}), "places", "police")
    assert found.reason == "police does not state its whole cost: state that of closing" and math.isnan(found.cost)


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


def test_what_is_known_before_any_run_is_told_then(plain: Comparison):
    free = {"kind": "lockdown", "start": "2021-01-01", "mobility": 0.5}
    silent = plain.scenarios["police"].with_({"interventions": {"closing": free}})
    assert reason_before(plain.scenarios, "police", 4) == ""
    assert reason_before(plain.scenarios, "police", 1) == "one pair has no interval; run more seeds"
    assert "state that of closing" in reason_before(plain.scenarios | {"police": silent}, "police", 4)
