"""Replicates: runs of one scenario with several seeds, and the band in which they lie."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from marketsim.figures.errors import FigureError, UnknownChoiceError
from marketsim.figures.periods import over_periods, periods_of
from marketsim.measures.measure import Kind
from marketsim.measures.registry import all_measures
from marketsim.results.run import Run

MANY = 20
"""Runs from which a band leaves out the outermost."""
CENTRE = (0.05, 0.95)


def runs_of(given: Run | Iterable[Run]) -> tuple[Run, ...]:
    """Return runs, given one or several.

    Raises:
        FigureError: There is none, they are not of one scenario, or one is given twice.
    """
    runs = (given,) if isinstance(given, Run) else tuple(given)
    if not runs:
        raise FigureError("There is no run to draw. Give one result at least.")
    first = runs[0].manifest
    for run in runs[1:]:
        for key in ("scenario_digest", "model_version"):
            if run.manifest[key] != first[key]:
                titles = [other["scenario"]["title"] for other in (first, run.manifest)]
                what = "of different scenarios" if key == "scenario_digest" else "of different versions of the model"
                raise FigureError(
                    f"These runs are {what} ({titles[0]!r}, {titles[1]!r}): a band holds runs of one, with several "
                    "seeds. To see two, draw two figures, or compare them with marketsim compare."
                )
    seeds = [run.manifest["seed"] for run in runs]
    if len(set(seeds)) != len(seeds):
        raise FigureError("A run is given twice: every run of a band wants a seed of its own.")
    return tuple(sorted(runs, key=lambda run: int(run.manifest["seed"])))


def one_run(given: Run | Iterable[Run]) -> Run:
    """Return the only run.

    Raises:
        FigureError: There are several, or none.
    """
    runs = runs_of(given)
    if len(runs) > 1:
        raise FigureError(f"This figure is drawn from one run, and these are {len(runs)}. Choose one.")
    return runs[0]


def known(runs: Sequence[Run], measures: Iterable[str]) -> tuple[str, ...]:
    """Return names of measures.

    Raises:
        FigureError: A name is no measure, or these results are too old to hold it.
    """
    names = tuple(measures)
    for name in names:
        if name not in all_measures():
            raise UnknownChoiceError(f"There is no measure {name!r}. See marketsim show measures.")
        if name not in runs[0].daily:
            raise FigureError(f"These results do not hold {name}: they are of an older version. Run them again.")
    if not names:
        raise FigureError("No measure is named. Name one at least.")
    return names


def course(runs: Sequence[Run], measure: str) -> pd.DataFrame:
    """Return a measure by whole month, or by day where there are few months; one column a seed."""
    periods = periods_of(runs[0])
    values = over_periods(tuple(runs), measure, all_measures()[measure].kind, periods)
    days = periods.days if periods.by_day else periods.months().to_timestamp() + pd.Timedelta(days=14)
    return pd.DataFrame(values.T, index=days, columns=[run.manifest["seed"] for run in runs])


def is_by_day(table: pd.DataFrame) -> bool:
    """Tell whether a course is by day."""
    return len(table) < 2 or bool(table.index[1] - table.index[0] < pd.Timedelta(days=2))


def rate_of(measure: str, by_day: bool) -> str:
    """Return the unit of a course."""
    made = all_measures()[measure]
    return f"{made.unit} a {'day' if by_day else 'month'}" if made.kind is Kind.FLOW else made.unit


def yearly(runs: Sequence[Run], measure: str) -> pd.DataFrame:
    """Return a measure by year, one column a seed."""
    values = np.column_stack([run.yearly[measure].to_numpy(np.float64) for run in runs])
    return pd.DataFrame(values, index=runs[0].yearly.index, columns=[run.manifest["seed"] for run in runs])


def year_labels(run: Run) -> list[str]:
    """Return the years in words; one that the run does not cover whole says its days."""
    rows = zip(run.yearly.index, run.yearly["complete"], run.yearly["days"], strict=True)
    return [str(year) if complete else f"{year}\n({days} d)" for year, complete, days in rows]


def band(table: pd.DataFrame) -> pd.DataFrame:
    """Return `low`, `middle` (the median) and `high` of the runs in every row."""
    ends = CENTRE if table.shape[1] >= MANY else (0.0, 1.0)
    shares, names = [ends[0], 0.5, ends[1]], ["low", "middle", "high"]
    values = table.to_numpy(np.float64)
    if np.isnan(values).any():
        return table.quantile(shares, axis=1).T.set_axis(names, axis=1)
    return pd.DataFrame(np.quantile(values, shares, axis=1).T, index=table.index, columns=names)  # pandas takes longer


def band_in_words(runs: int) -> str:
    """Return what line and band are."""
    if runs == 1:
        return "One run: chance alone can move it, and one run cannot show how far."
    reach = "the central 90 % of runs" if runs >= MANY else "from the lowest to the highest run"
    return f"Line: median of {runs} runs; band: {reach}."
