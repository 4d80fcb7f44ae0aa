"""Fans hold one run more, and one report more, as often as they say; medians are those of all runs and reports."""

from datetime import date

import numpy as np
import pytest

from marketsim.experiments.calibration.observation import Error, Side, Target
from marketsim.experiments.fan import REPORTS, of_reports, of_runs

DAYS = (date(2023, 1, 1), date(2023, 12, 31))
DEPOTS = Target("y", "ingredients_seized_t", *DAYS, 10.0, "t", Error.DEPOTS, Side.ABOUT, off=0.7)
MASS = Target("x", "retail_t", *DAYS, 10.0, "t", Error.MASS, Side.ABOUT, off=0.2)


def test_runs_are_told_with_what_intervals_hold() -> None:
    values = np.append(np.arange(1.0, 20.0), np.nan)
    made = of_runs(values)
    assert (made["median"], made["low_90"], made["high_90"]) == (10.0, 1.0, 19.0)
    assert (made["low_50"], made["high_50"]) == (5.0, 15.0)
    assert (made["holds_50"], made["holds_90"]) == (0.5, pytest.approx(0.9))
    few = of_runs(values[:9])
    assert (few["low_90"], few["high_90"], few["holds_90"]) == (1.0, 9.0, pytest.approx(0.8))


@pytest.mark.parametrize(("target", "spread"), [(MASS, 0.02), (MASS, 0.2), (MASS, 0.6), (DEPOTS, 0.2), (DEPOTS, 0.6)])
def test_one_report_more_is_held_at_least_as_often_as_is_said(target: Target, spread: float) -> None:
    chance = np.random.default_rng(4)
    held = {50: 0.0, 90: 0.0}
    trials = 400
    for place in range(trials):
        made = of_reports(target, 10.0 * np.exp(spread * chance.standard_normal(30)), place)
        others = target.report(10.0 * np.exp(spread * chance.standard_normal(500)), chance)
        for level in held:
            inside = (made[f"reported_low_{level}"] <= others) & (others <= made[f"reported_high_{level}"])
            held[level] += float(inside.mean()) / trials
    for level, share in held.items():
        assert level / 100 - 0.012 < share < level / 100 + 0.04


def test_the_median_is_that_of_all_reports() -> None:
    truths = np.linspace(5.0, 15.0, 30)
    generator = np.random.Generator(np.random.Philox(key=1, counter=[4, 0, 0, 7]))
    reports = MASS.report(np.repeat(truths, REPORTS), generator)
    made = of_reports(MASS, truths, 7)
    assert made["reported_median"] == np.median(reports)
    assert made["reported_low_90"] < made["reported_low_50"] < made["reported_median"] < made["reported_high_50"]


def test_one_report_far_out_is_no_end() -> None:
    """Reports of depots have heavy tails: of 600 some lie a thousandfold out, and no interval reaches there."""
    highs = [of_reports(DEPOTS, np.full(30, 10.0), place)["reported_high_90"] for place in range(200)]
    far = np.quantile(DEPOTS.report(np.full(100_000, 10.0), np.random.default_rng(5)), 0.99)
    assert max(highs) < far


def test_what_nobody_reports_has_no_interval() -> None:
    assert all(np.isnan(value) for value in of_reports(None, np.arange(30.0), 0).values())
