"""What every method of sensitivity analysis has: points in the unit cube, and indices of what came out there."""

from __future__ import annotations

from typing import ClassVar, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from marketsim.experiments.errors import ExperimentError

LEVEL = 0.95
"""Confidence of intervals."""
MOST_LOST = 0.1
"""Share of the points that may have no output, since their runs failed or have no such figure."""

Floats = NDArray[np.float64]


class Indices(NamedTuple):
    """What a method finds for one output: a column of one value a dimension for each index, and what is to be said."""

    columns: dict[str, Floats]
    note: str = ""


class Method(Protocol):
    """A method of sensitivity analysis."""

    name: ClassVar[str]
    main: ClassVar[str]
    """The index by whose size dimensions are ranked."""
    indices: ClassVar[tuple[str, ...]]
    """Every index, in the order of the table."""

    def shares(self) -> Floats:
        """Return the points, shape (point, dimension): shares of the way through each range, NaN for the base value."""

    def analyse(self, outputs: Floats, inputs: Floats | None = None) -> Indices:
        """Return the indices of one output.

        Args:
            outputs: One figure a point and seed, shape (point, seed); NaN where there is none.
            inputs: Shares of the way at which values really lie, shape (point, dimension), where they are not those of
                `shares`: whole numbers and days lie beside them.

        Raises:
            ExperimentError: Too many figures are missing.
        """


def nothing(method: type[Method] | Method, dimensions: int, note: str) -> Indices:
    """Return no indices, with the reason."""
    return Indices({name: np.full(dimensions, np.nan) for name in method.indices}, note)


def whole_blocks(outputs: Floats, size: int, many: str, least: int) -> tuple[Floats, NDArray[np.bool_], str]:
    """Return means over seeds of the blocks of points that are complete.

    A method needs all points of a block: SALib would return zeros without a word if one figure were missing.

    Args:
        outputs: One figure a point and seed, shape (point, seed).
        size: Points of a block.
        many: What blocks are called.
        least: Blocks that are needed.

    Returns:
        The means, shape (block, size); which blocks they are of; and what was left out, in words.

    Raises:
        ExperimentError: Too much is missing.
    """
    means = outputs.mean(axis=1).reshape(-1, size)
    kept = np.isfinite(means).all(axis=1)
    lost = int((~kept).sum())
    if lost > MOST_LOST * kept.size or kept.sum() < least:
        raise ExperimentError(
            f"{lost} of {kept.size} {many} have a point without a figure: its run failed, or the figure is not "
            f"defined there. At most {MOST_LOST:.0%} may be left out, and {least} {many} at least must be left. "
            "Look at the failed runs, narrow the ranges, or take another measure."
        )
    return means[kept], kept, f"{lost} of {kept.size} {many} left out: a figure is missing" if lost else ""


def interval(resamples: Floats) -> tuple[Floats, Floats]:
    """Return the ends of the interval of each column of resampled values."""
    low, high = np.quantile(resamples, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return low, high


def varies(values: Floats) -> bool:
    """Tell whether figures differ by more than the last digits of their kind."""
    return bool(np.ptp(values) > 1e-12 * np.abs(values).max(initial=0.0))


def chance(outputs: Floats) -> float:
    """Return the standard error of a point's mean over seeds, of what seeds do not do to all points alike.

    It is the rest of a two-way analysis of variance of the points without a missing figure, NaN with one seed or point.
    """
    outputs = outputs[np.isfinite(outputs).all(axis=1)]
    points, seeds = outputs.shape
    if seeds < 2 or points < 2:
        return float("nan")
    rest = outputs - outputs.mean(axis=1, keepdims=True) - outputs.mean(axis=0, keepdims=True) + outputs.mean()
    error = float(np.sqrt((rest**2).sum() / ((points - 1) * (seeds - 1)) / seeds))
    return error if error > 1e-9 * np.abs(outputs).max(initial=0.0) else 0.0


def chance_of_variance(outputs: Floats) -> str:
    """Return in words which share of the variance between points is chance, empty if it is none or unknown."""
    error, variance = chance(outputs), float(outputs.mean(axis=1).var(ddof=1)) if len(outputs) > 1 else 0.0
    return f"chance makes {min(1.0, error**2 / variance):.0%} of the variance" if error > 0.0 < variance else ""


def together(*notes: str) -> str:
    """Return notes as one."""
    return "; ".join(note for note in notes if note)
