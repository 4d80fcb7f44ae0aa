"""Every stage of the day does its work: without it, the market is another."""

import functools

import numpy as np
import pytest

from marketsim.model import DAY
from marketsim.results.tables import daily_table, yearly_table
from tests.whole_model.running import scenario, simulate

STAGES = [stage.name for stage in DAY]


@functools.cache
def yearly(without: str | None = None):
    chosen = scenario(weight=25)
    simulation = simulate(chosen, without=[without] if without else [])
    return yearly_table(daily_table(simulation.record), chosen.measures_from)


@pytest.mark.parametrize("stage", STAGES)
def test_without_a_stage_at_least_three_yearly_measures_change_by_a_tenth(stage: str) -> None:
    whole, part = yearly(), yearly(stage)
    numbers = whole.select_dtypes("number").columns
    total, other = whole[numbers].sum(), part[numbers].sum()
    changed = [
        name for name in numbers if not np.isclose(total[name], other[name], rtol=0.1, atol=1e-9, equal_nan=True)
    ]
    assert len(changed) >= 3, f"without {stage}: {changed}"


def test_without_measures_nothing_is_recorded() -> None:
    assert simulate(scenario(days=20), without=["measures"]).record.size == 0


def test_an_unknown_stage_is_refused() -> None:
    with pytest.raises(ValueError, match="There is no stage"):
        scenario(days=20).simulation(seed=1, without=["cooking"])
