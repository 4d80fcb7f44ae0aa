"""The fan of a measure in a period: intervals that hold one run more, and one report of it more."""

import numpy as np
from numpy.typing import NDArray

from marketsim.experiments.calibration.observation import Target
from marketsim.experiments.predictive_interval import interval_of

LEVELS = (50, 90)
"""Chances that intervals hold one run more, or one report more, percent."""
REPORTS = 20
"""Reports drawn of every run."""


def of_runs(values: NDArray[np.float64]) -> dict[str, float]:
    """Return median, ends of intervals, and the chances with which they hold one run more.

    Args:
        values: What happened in each run, shape (run,); runs in which it is not known count for nothing.
    """
    whole = values[np.isfinite(values)]
    made = {level: interval_of(whole, level / 100.0) for level in LEVELS}
    ends = {f"{side}_{level}": getattr(held, side) for level, held in made.items() for side in ("low", "high")}
    return {"median": _median(whole), **ends, **{f"holds_{level}": held.holds for level, held in made.items()}}


def of_reports(target: Target | None, recorded: NDArray[np.float64], place: int) -> dict[str, float]:
    """Return the interval of reports of what is recorded; none where no source reports the measure.

    Reports of one run are not draws of their own. Each run has its first report, its second and so on: every such set
    is as many draws as there are runs, and an end is the median of those of all sets: a mean of ends of which one lies
    far out, as reports of depots may, is an end that no report comes near.
    """
    whole = recorded[np.isfinite(recorded)] if target is not None else np.array([])
    generator = np.random.Generator(np.random.Philox(key=1, counter=[4, 0, 0, place]))
    reports = target.report(np.repeat(whole, REPORTS), generator) if target is not None else whole
    median = _median(reports)
    found = {"reported_median": median}
    for level in LEVELS:
        made = [interval_of(one, level / 100.0) for one in reports.reshape(-1, REPORTS).T]
        low, high = (float(np.median([getattr(held, side) for held in made])) for side in ("low", "high"))
        # The median is that of all reports: it may lie a little beyond ends that hardly part.
        found[f"reported_low_{level}"] = float(np.minimum(low, median))
        found[f"reported_high_{level}"] = float(np.maximum(high, median))
    return found


def _median(values: NDArray[np.float64]) -> float:
    return float(np.median(values)) if values.size else float("nan")
