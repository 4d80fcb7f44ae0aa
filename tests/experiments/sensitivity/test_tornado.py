"""From the base to either end."""

import numpy as np
import pytest

from marketsim.experiments.errors import ExperimentError
from marketsim.experiments.sensitivity.tornado import Tornado
from tests.experiments.sensitivity.known import SLOPES, linear

BASE = np.array([0.5, 0.25, 0.1, 0.9])


def outputs(seeds: int) -> np.ndarray:
    """Return the linear function at the points of a tornado, chance added that all points of a seed share."""
    shares = Tornado(4).shares()
    values = linear(np.where(np.isnan(shares), BASE, shares))
    return values[:, None] + np.arange(seeds) * 10.0


def test_swings_of_a_sum_are_its_slopes_exactly():
    found = Tornado(4).analyse(outputs(seeds=3)).columns
    assert found["swing"] == pytest.approx(SLOPES)
    assert found["low"] == pytest.approx(SLOPES)
    assert found["high"] == pytest.approx(SLOPES)
    base = linear(BASE) + 10.0
    assert found["base"] == pytest.approx([base] * 4)
    assert found["at_low"] == pytest.approx(base - BASE * SLOPES)
    assert found["at_high"] == pytest.approx(base + (1.0 - BASE) * SLOPES)


def test_the_base_comes_first_and_then_both_ends_of_each():
    shares = Tornado(2).shares()
    assert np.isnan(shares[0]).all()
    assert shares[1:, 0].tolist()[:2] == [0.0, 1.0]
    assert shares[3:, 1].tolist() == [0.0, 1.0]
    assert np.isnan(shares).sum() == 2 + 4


def test_one_seed_has_no_interval():
    found = Tornado(4).analyse(outputs(seeds=1))
    assert found.note == "one seed: no interval"
    assert np.isnan(found.columns["low"]).all()


def test_a_missing_end_leaves_its_dimension_without_and_a_missing_base_all():
    figures = outputs(seeds=2)
    figures[3, 1] = np.nan
    found = Tornado(4).analyse(figures)
    assert np.isnan(found.columns["swing"]).tolist() == [False, True, False, False]
    assert found.note == "1 of 4 dimensions lack a figure"
    figures[0, 0] = np.nan
    with pytest.raises(ExperimentError, match="The base has no figure"):
        Tornado(4).analyse(figures)
