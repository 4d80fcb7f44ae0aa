"""Recovery of known parameters: intervals hold what they say, and a parameter without a trace contracts nothing."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from marketsim.experiments.calibration.recovery import of_prior, recovery
from tests.experiments.calibration.toy import observe


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    shares = np.random.default_rng(1).random((2_000, 3))
    return recovery(("a", "b", "hidden"), of_prior(shares, observe(shares, 2)[:, [0, 1, 3]]), np.arange(150), keep=400)


def test_intervals_hold_the_truth_as_often_as_they_say(found: pd.DataFrame) -> None:
    held = int(found["covered"].sum())
    assert stats.binomtest(held, len(found), 0.9).pvalue > 1e-3
    assert stats.kstest(found["rank"], "uniform").pvalue > 1e-3


def test_contraction_tells_what_is_identified(found: pd.DataFrame) -> None:
    mean = found.groupby("parameter")["contraction"].mean()
    assert mean["a"] > 0.8
    assert mean["b"] > 0.8
    assert abs(mean["hidden"]) < 0.1
