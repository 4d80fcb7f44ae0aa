"""Is the model any better than a line through the points? Each series against a log-linear trend of its own.

A trend has two numbers a series and a spread; a calibration has more, which all figures share. What a trend would
report is Student's t around the line, with the spread that its own residuals have. It is fitted to the figures that the
calibration learned from; those held back are foretold by both. Both are thus scored on what they have seen. How a line
does that has not seen the figure it foretells is told beside, and the least score that can be had: of reports that
scatter around the very figure that was reported. Of a normal error of one the least is 0.234, and one who knows what
happened, around which the reported figure scatters too, scores 0.564 on average (Gneiting and Raftery 2007).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from marketsim.experiments.calibration.observation import Target
from marketsim.experiments.calibration.predictive import score_of
from marketsim.measures.measure import Kind
from marketsim.measures.registry import all_measures

FEWEST = 3
"""Figures through which a line says something."""
POINTS = 400
"""Quantiles that stand for a distribution."""
REPORTS = 8_000
"""Reports around a figure, as many as of 200 runs."""


def against_trend(figures: pd.DataFrame, targets: Mapping[str, Target]) -> pd.DataFrame:
    """Return one row a series with three figures to learn from: mean scores of model and trend; lower is better.

    Args:
        figures: One row a reported figure with its `use` and the model's `score`, as `predictive` returns it.
        targets: The figures by id.

    Returns:
        `metric`, `figures`, and the scores of the `model`, of the `trend`, of a trend that foretells each figure from
        the others (`unseen`; none of three, as a line through two has no spread), and of reports that scatter around
        what was reported (`least`): a trend below that cannot be beaten, whatever a model knows. `better` tells whether
        the model is nearer than the trend.
    """
    rows = []
    about = figures[figures["side"] == "about"]
    for metric, held in about.groupby("metric", sort=False):
        series = [targets[name] for name in held["id"]]
        middles = np.array([(t.start.toordinal() + t.end.toordinal()) / 2.0 / 365.25 for t in series])
        known = (held["use"] == "fit").to_numpy()
        if known.sum() < FEWEST or len(np.unique(middles[known])) < 2:
            continue
        lengths = _lengths(str(metric), series)
        rates = np.log(np.array([target.reported for target in series]) / lengths)
        rows.append(
            {
                "metric": metric,
                "figures": len(held),
                "model": float(held["score"].mean()),
                "trend": _score(series, trend_draws(middles[known], rates[known], middles), lengths),
                "unseen": _score(series, _from_the_others(middles, rates, known), lengths),
                "least": _least(series),
            }
        )
    table = pd.DataFrame(rows, columns=["metric", "figures", "model", "trend", "unseen", "least"])
    return table.assign(better=table["model"] < table["trend"])


def _score(series: Sequence[Target], draws: NDArray[np.float64], lengths: NDArray[np.float64]) -> float:
    """Return the mean score of reports; `draws` are logarithms of rates, shape (figure, draw)."""
    reports = np.exp(draws) * lengths[:, None]
    return float(np.mean([score_of(one, drawn, np.ones(POINTS)) for one, drawn in zip(series, reports, strict=True)]))


def _from_the_others(
    time: NDArray[np.float64], logarithms: NDArray[np.float64], known: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return what lines report of figures that they have not seen, shape (figure, draw); NaN where they are too few."""
    if known.sum() <= FEWEST:
        return np.full((len(time), POINTS), np.nan)
    seen = [known & (np.arange(len(time)) != i) for i in range(len(time))]
    return np.vstack([trend_draws(time[s], logarithms[s], time[i : i + 1]) for i, s in enumerate(seen)])


def _least(series: Sequence[Target]) -> float:
    """Return the mean score of reports that scatter around the very figures that were reported."""
    generator = np.random.Generator(np.random.Philox(key=1, counter=[5, 0, 0, 0]))
    reports = [target.report(np.full(REPORTS, target.reported), generator, expected=False) for target in series]
    return float(np.mean([score_of(one, r, np.ones(REPORTS)) for one, r in zip(series, reports, strict=True)]))


def trend_draws(
    time: NDArray[np.float64], logarithms: NDArray[np.float64], at: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what a line that is fitted to points would report at times, as logarithms, shape (time, draw).

    Args:
        time: Times of the points, years, shape (point,).
        logarithms: Logarithms of what was reported there, shape (point,).
        at: Times that are asked for, years, shape (time,).
    """
    free, centre = len(time) - 2, time.mean()
    design, asked = (np.column_stack((np.ones(len(t)), t - centre)) for t in (time, at))
    solved = np.linalg.lstsq(design, logarithms, rcond=None)[0]
    spread = np.sqrt(np.square(logarithms - design @ solved).sum() / free)
    leverage = np.einsum("ij,jk,ik->i", asked, np.linalg.inv(design.T @ design), asked)
    shape = stats.t.ppf((np.arange(POINTS) + 0.5) / POINTS, free)
    return np.asarray((asked @ solved)[:, None] + (spread * np.sqrt(1.0 + leverage))[:, None] * shape, np.float64)


def _lengths(metric: str, series: Sequence[Target]) -> NDArray[np.float64]:
    """Return what figures are divided by for the line: flows by their days, as periods differ in length."""
    days = np.array([(target.end - target.start).days + 1 for target in series], np.float64)
    return days if all_measures()[metric].kind is Kind.FLOW else np.ones(len(series))
