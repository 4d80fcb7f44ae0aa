"""What runs say would be reported, against what was: intervals, coverage, and scores."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.calibration.observation import Side, Target

REPORTS = 40
"""Reports drawn of every run, so that intervals do not depend on the chance of one."""
LEVELS = (0.5, 0.9)


def predictive(
    targets: Sequence[Target],
    truths: NDArray[np.float64],
    probability: NDArray[np.float64],
    seed: int = 1,
    expected: Collection[str] = (),
) -> pd.DataFrame:
    """Return one row a target: what was reported, what would be, and whether the one lies in the other.

    `low50`, `high50`, `low90` and `high90` are ends of central intervals of reports, `inside` is about the wider; a
    bound holds (`inside`) while the model's reports lie on its side with a chance of a tenth or more. `below` is the
    chance of a report below the one that was made; `reached` tells whether any report was as low and any as high, and
    `score` is that of `score_of`.

    Args:
        targets: Reported figures.
        truths: What happened, shape (run, target).
        probability: What each run stands for, shape (run,).
        seed: Of reporting errors.
        expected: Ids of the targets of which `truths` holds expected values, to which the chance of a count is added.
    """
    rows = []
    for i, target in enumerate(targets):
        generator = np.random.Generator(np.random.Philox(key=seed, counter=[2, 0, 0, i]))
        reports = target.report(np.repeat(truths[:, i], REPORTS), generator, target.id in expected)
        weights = np.repeat(probability, REPORTS)
        ends = quantiles(reports, weights, [side for level in LEVELS for side in (0.5 - level / 2, 0.5 + level / 2)])
        below = float(weights @ (reports < target.reported) / weights.sum())
        rows.append(
            {
                "id": target.id,
                "metric": target.metric,
                "start": target.start,
                "end": target.end,
                "unit": target.unit,
                "side": target.side.value,
                "reported": target.reported,
                "median": quantiles(reports, weights, [0.5])[0],
                **dict(zip(("low50", "high50", "low90", "high90"), ends, strict=True)),
                "below": below,
                "inside": _inside(target, below, ends[2], ends[3]),
                "reached": bool(reports.min() <= target.reported <= reports.max()),
                "score": score_of(target, reports, weights),
            }
        )
    return pd.DataFrame(rows)


def _inside(target: Target, below: float, low: float, high: float) -> bool:
    if target.side is Side.AT_LEAST:
        return below <= 0.9
    if target.side is Side.AT_MOST:
        return below >= 0.1
    return low <= target.reported <= high


def quantiles(values: NDArray[np.float64], weights: NDArray[np.float64], at: Sequence[float]) -> NDArray[np.float64]:
    """Return weighted quantiles, shape (at,): the smallest values that hold these shares of the weight."""
    order = np.argsort(values, kind="stable")
    running = np.cumsum(weights[order])
    places = np.searchsorted(running / running[-1], np.asarray(at) - 1e-12)
    return np.asarray(values[order][np.minimum(places, len(values) - 1)], np.float64)


def score_of(target: Target, reports: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Return the continuous ranked probability score of reports, lower is better.

    It is taken on the scale on which runs are compared, for counts the logarithm of one more: on that of the logarithm
    alone a single report of nothing would outweigh all else.

    Source: Bosse et al. (2023), Scoring epidemiological forecasts on transformed scales.
    """
    return crps(target.output(reports), weights, float(target.output(np.array(target.reported))))


def crps(values: NDArray[np.float64], weights: NDArray[np.float64], observed: float) -> float:
    """Return the continuous ranked probability score of a weighted sample, in its unit; lower is better.

    Source: Gneiting and Raftery (2007), Strictly proper scoring rules: E|X - y| - E|X - X'| / 2.
    """
    order = np.argsort(values, kind="stable")
    sample, share = values[order], weights[order] / weights.sum()
    running = np.cumsum(share) - share
    spread = 2.0 * float((share * sample) @ (2.0 * running + share - 1.0))
    return float(share @ np.abs(sample - observed)) - spread / 2.0
