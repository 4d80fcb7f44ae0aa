"""From what happens in the model to what a source would report of it.

Counts measure the police as well as the market, and sources disagree (docs/evidence/conflicts.md): no figure is the
truth. How far a source may be off is assumed here, from the range that it gives or, without one, from its grade, and
farther where sources conflict.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from marketsim.experiments.errors import ExperimentError
from marketsim.measures.registry import all_measures
from marketsim.results.evidence import Figure, figure_in, figures
from marketsim.results.run import Run

COUNTED = {"persons", "cases", "labs", "resources", "shops", "sites", "groups", "offences", "channels"}
WEIGHED = {"kg", "t"}
DEPOTS = ("ingredients_seized_t",)
"""Masses of which a few depots hold most: a single find can double a year."""
OFF = {"count": 0.06, "mass": 0.2, "depots": 0.2, "price": 0.12, "share": 0.1}
"""Standard deviation of the logarithm of a figure of grade A without a range: about 10 % either way for counts and a
factor of 1.4 for masses at 90 % (assumed)."""
WORSE = {"A": 1.0, "B": 1.5, "C": 2.5, "D": 4.0}
"""How much farther off figures of lower grades may be (assumed)."""
DISPUTED = 1.5
"""How much farther off a figure may be on which sources conflict, beyond a range of the reading that is taken
(assumed)."""
RANGE = 2.0 * float(stats.norm.isf(0.05))
"""Standard deviations between the ends of a range, taken for a 90 % interval."""
FREEDOM = 3.0
"""Degrees of freedom of Student's t for the logarithm of what depots hold (assumed)."""
SCALE = float(np.sqrt((FREEDOM - 2.0) / FREEDOM))
"""Scale of that law for each unit of its standard deviation, which is what errors are stated by."""


class Error(StrEnum):
    """How a report scatters around what happened."""

    COUNT = "count"
    """Gamma: a share by which a figure is off, each by itself; negative binomial around what is expected."""
    MASS = "mass"
    """Log-normal."""
    DEPOTS = "depots"
    """Student's t on the logarithm."""
    PRICE = "price"
    """Log-normal."""
    SHARE = "share"
    """Log-normal: shares compared here are far from 1."""


class Side(StrEnum):
    """What a figure says of the truth."""

    ABOUT = "about"
    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True)
class Target:
    """A reported figure that the model must answer for."""

    id: str
    metric: str
    start: date
    end: date
    reported: float
    unit: str
    error: Error
    side: Side
    off: float
    """Standard deviation of the logarithm of the report around the truth, beside chance, whatever the law."""

    def figure(self, run: Run) -> float:
        """Return what happened in a run, in the unit and over the period of the report; NaN if it was not all run."""
        return figure_in(run.daily, self.metric, self.start, self.end)

    def report(
        self, truth: NDArray[np.float64], generator: np.random.Generator, expected: bool = False
    ) -> NDArray[np.float64]:
        """Return what a source could report, of the shape of `truth`.

        Args:
            truth: What happened in runs, whose chance is in it; or what is expected.
            generator: Of chance.
            expected: It is what is expected: a count is then Poisson around it before the source is off.
        """
        if self.error is Error.COUNT:
            shape = self.off**-2
            around = truth * generator.gamma(shape, 1.0 / shape, truth.shape)
            return (generator.poisson(around) if expected else np.rint(around)).astype(np.float64)
        if self.error is Error.DEPOTS:
            return truth * np.exp(self.off * SCALE * generator.standard_t(FREEDOM, truth.shape))
        return truth * np.exp(self.off * generator.standard_normal(truth.shape))

    def log_likelihood(self, expected: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log density of the report given what is expected to happen, of the shape of `expected`."""
        expected = np.maximum(expected, 1e-9)
        if self.error is Error.COUNT:
            shape = self.off**-2
            law, at = stats.nbinom(shape, shape / (shape + expected)), round(self.reported)
            if self.side is Side.ABOUT:
                return np.asarray(law.logpmf(at), np.float64)
            return np.asarray(law.logsf(at - 1) if self.side is Side.AT_LEAST else law.logcdf(at), np.float64)
        law, scale = (stats.t(FREEDOM), self.off * SCALE) if self.error is Error.DEPOTS else (stats.norm, self.off)
        gap = np.log(self.reported / expected) / scale
        if self.side is Side.ABOUT:
            return np.asarray(law.logpdf(gap) - np.log(scale * self.reported), np.float64)
        return np.asarray(law.logsf(gap) if self.side is Side.AT_LEAST else law.logcdf(gap), np.float64)

    def output(self, report: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a report on the scale on which it is compared; beyond a bound all reports are alike."""
        if self.side is Side.AT_LEAST:
            report = np.minimum(report, self.reported)
        elif self.side is Side.AT_MOST:
            report = np.maximum(report, self.reported)
        return np.log(report + (1.0 if self.error is Error.COUNT else 0.01 * self.reported))


def targets(uses: Iterable[str] = ("fit",)) -> tuple[Target, ...]:
    """Return the reported figures of these uses (`fit`, `check` or `bound`) in the order of `evidence.csv`.

    Raises:
        ExperimentError: No measure answers a figure, or in another unit.
    """
    wanted = set(uses)
    return tuple(target_of(figure) for figure in figures() if figure.use in wanted and figure.scope == "KZ")


def target_of(figure: Figure, disputed: bool = False) -> Target:
    """Return a reported figure as a target.

    Args:
        figure: The figure, as it is read.
        disputed: Sources conflict on it.

    Raises:
        ExperimentError: No measure answers it, or in another unit, or it is nothing where the error is of a logarithm.
    """
    found = all_measures().get(figure.metric)
    if found is None:
        raise ExperimentError(f"{figure.id}: there is no measure {figure.metric}; `marketsim show measures` lists all.")
    unit = figure.unit.removesuffix("/year").removesuffix("/period")
    if unit != found.unit:
        raise ExperimentError(f"{figure.id} is in {unit}, the measure {figure.metric} in {found.unit}.")
    error = _error(figure.metric, unit)
    if error is not Error.COUNT and not figure.number > 0.0:
        raise ExperimentError(f"{figure.id} is {figure.number:g} {unit}: only a count can be compared that is none.")
    return Target(
        id=figure.id,
        metric=figure.metric,
        start=figure.start,
        end=figure.end,
        reported=figure.number,
        unit=unit,
        error=error,
        side=_side(figure),
        off=max(OFF[error] * WORSE[figure.grade] * (DISPUTED if disputed else 1.0), _half_range(figure)),
    )


def _error(metric: str, unit: str) -> Error:
    if unit in COUNTED:
        return Error.COUNT
    if unit in WEIGHED:
        return Error.DEPOTS if metric in DEPOTS else Error.MASS
    return Error.SHARE if unit == "share" else Error.PRICE


def _side(figure: Figure) -> Side:
    """Return what a figure bounds: "more than" has a low end only, and offences of all drugs are more than ours."""
    if figure.low == figure.number and np.isnan(figure.high):
        return Side.AT_LEAST
    return Side.AT_MOST if figure.use == "bound" else Side.ABOUT


def _half_range(figure: Figure) -> float:
    if np.isnan(figure.low) or np.isnan(figure.high) or not 0.0 < figure.low < figure.high:
        return 0.0
    return float(np.log(figure.high / figure.low)) / RANGE
