"""Is the model any better than a line through the points? Each series against a log-linear trend of its own.

A trend has two numbers a series and a spread; a calibration has more, which all figures share. What a trend would
report is Student's t around the line, with the spread that its own residuals have. It is fitted to the figures that the
calibration learned from; those held back are foretold by both.
"""

from collections.abc import Mapping

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


def against_trend(figures: pd.DataFrame, targets: Mapping[str, Target]) -> pd.DataFrame:
    """Return one row a series with three figures to learn from: mean scores of model and trend; lower is better.

    Args:
        figures: One row a reported figure with its `use` and the model's `score`, as `predictive` returns it.
        targets: The figures by id.
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
        reports = np.exp(trend_draws(middles[known], rates[known], middles)) * lengths[:, None]
        scores = [score_of(target, drawn, np.ones(POINTS)) for target, drawn in zip(series, reports, strict=True)]
        model, trend = float(held["score"].mean()), float(np.mean(scores))
        rows.append(
            {"metric": metric, "figures": len(held), "model": model, "trend": trend, "better": bool(model < trend)}
        )
    return pd.DataFrame(rows, columns=["metric", "figures", "model", "trend", "better"])


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


def _lengths(metric: str, series: list[Target]) -> NDArray[np.float64]:
    """Return what figures are divided by for the line: flows by their days, as periods differ in length."""
    days = np.array([(target.end - target.start).days + 1 for target in series], np.float64)
    return days if all_measures()[metric].kind is Kind.FLOW else np.ones(len(series))
