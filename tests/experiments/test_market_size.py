"""Size is what the base sold before any policy began."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from marketsim.experiments.compared_runs import days_of
from marketsim.experiments.comparing import compare
from marketsim.experiments.market_size import SIZE, days_before, market_sizes
from marketsim.scenario.scenario import Scenario

BASE = Scenario.model_validate(
    {
        "start": "2017-12-10", "end": "2018-01-18", "measures_from": "2017-12-20", "scale": 0.02,
        "space": {"city_side": 4, "regions": ["almaty_city", "astana"]},
    }
)  # fmt: skip


def policy(start: str, of: Scenario = BASE) -> Scenario:
    return of.with_({"interventions.more": {"kind": "investigation_capacity", "start": start, "patrol": 9.0}})


def test_days_end_before_the_first_policy_and_begin_a_year_earlier() -> None:
    late = BASE.with_({"end": "2020-01-01"})
    arms = {"base": late, "later": policy("2019-12-01", late), "sooner": policy("2019-06-01", late)}
    assert days_before(arms) == (date(2018, 6, 1), date(2019, 5, 31))
    assert days_before({"base": BASE, "arm": policy("2017-12-25")}) == (date(2017, 12, 10), date(2017, 12, 24))


@pytest.mark.parametrize("arm", [policy("2017-12-16"), BASE.with_({"parameters.buyer_initiation.hazard": 0.01}), BASE])
def test_without_a_week_before_the_policies_there_is_no_size(arm: Scenario, tmp_path: Path) -> None:
    assert days_before({"base": BASE, "arm": arm}) is None
    assert market_sizes([BASE], (1,), tmp_path, None).empty
    assert days_before({"base": BASE, "arm": policy("2017-12-17")}) is not None


def test_sizes_are_sales_a_year_of_an_arm_that_is_still_the_base(tmp_path: Path) -> None:
    arms = {"base": BASE, "arm": policy("2017-12-25")}
    days = days_before(arms)
    compare(arms, (1, 2), tmp_path)
    base, arm = (market_sizes([scenario], (1, 2), tmp_path, days) for scenario in arms.values())
    pd.testing.assert_frame_equal(base, arm)
    sold = next(days_of(BASE, (1,), tmp_path, ("retail_t",)))["retail_t"]
    assert base[SIZE].iloc[0] == pytest.approx(sold.loc["2017-12-10":"2017-12-24"].sum() / 15 * 365.25)
    assert (base[SIZE] > 0.0).all() and list(base["seed"]) == [1, 2]
