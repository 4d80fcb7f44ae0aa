"""What a calibrated model predicts: a fan over draws of its parameters, by measure and period, before figures come out.

Two things are kept apart: what happens in the model, and what a source would report of it: the share that the draw
takes to be recorded, with the error that reports of that measure are taken to have (`calibration/observation.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.calibration.observation import Target, target_of
from marketsim.experiments.designs import Design
from marketsim.experiments.errors import ExperimentError, WrongCallError
from marketsim.experiments.fan import of_reports, of_runs
from marketsim.experiments.figures_of_run import names_like
from marketsim.experiments.plan import Plan
from marketsim.experiments.saving import csv_bytes, json_bytes, save_files, short_digest
from marketsim.experiments.sweep import Sweep
from marketsim.experiments.sweeping import Step, sweep
from marketsim.measures.registry import all_measures
from marketsim.results.evidence import COMPARED, answered
from marketsim.scenario.faults import shorten
from marketsim.scenario.scenario import LONGEST_TITLE, UNTITLED, Scenario
from marketsim.version import MODEL_VERSION

GROWING = ", capacities go on growing"
"""End of the title of a scenario in which the trend goes on."""
TREND = {"parameters.capacity_course.after": "trend"}
"""How a scenario says that the trend of capacities goes on after the last year that is known."""
FEW = 10
"""Failed runs that are named."""
SINCE = date(2018, 1, 1)
"""First day of the fan: the years that figures cover are shown before those that they do not."""
KINDS = {"year": 12, "half-year": 6, "quarter": 3}
"""Periods by their months."""
INTERVALS = "chance that the interval holds one run more, by order statistics; holds_50 and holds_90 where runs are few"


@dataclass(frozen=True, eq=False)
class Prediction:
    """A fan for each arm."""

    scenarios: Mapping[str, Scenario]
    seeds: tuple[int, ...]
    intervals: pd.DataFrame
    """One row an arm, measure and period: median and ends of central intervals that hold one run more with a chance of
    50 and 90 %, and the same of reports (`reported_`); the chance with which they hold it (`holds_50`, `holds_90`),
    which is less where runs are too few and the interval is their range; whether the calibration goes on
    (`provisional`)."""
    failed: pd.DataFrame
    """Runs that failed, with their tracebacks."""

    @property
    def provisional(self) -> bool:
        """Whether the calibration goes on."""
        return _goes_on(self.scenarios)

    def described(self) -> dict[str, Any]:
        """Return what was predicted as plain values."""
        first = next(iter(self.scenarios.values()))
        posterior = first.posterior.described() if first.posterior is not None else None
        return {
            "model_version": MODEL_VERSION,
            "scenarios": {name: scenario.digest() for name, scenario in self.scenarios.items()},
            "posterior": posterior,
            "provisional": self.provisional,
            "seeds": list(self.seeds),
            "scale": first.scale,
            "until": first.end.isoformat(),
            "intervals": INTERVALS,
        }

    def save(self, parent: Path | str = "results", pictures: Mapping[str, bytes] | None = None) -> Path:
        """Write the tables, and pictures by their files' names, to a folder of their own under `parent`."""
        content = {
            "predictions.csv": csv_bytes(self.intervals),
            "failed.csv": csv_bytes(self.failed),
            "prediction.json": json_bytes(self.described()),
            **(pictures or {}),
        }
        digest = short_digest(self.described() | {"metrics": sorted(set(self.intervals["metric"]))})
        return save_files(Path(parent), f"predict-{'-'.join(self.scenarios)}", digest, content)


def predict(
    scenarios: Mapping[str, Scenario],
    seeds: Sequence[int],
    out: Path | str = "results",
    metrics: Sequence[str] = (),
    workers: int = 1,
    scheduler: str | None = None,
    started: Callable[[Plan], None] | None = None,
    progress: Callable[[Step], None] | None = None,
    fitted: Sequence[Target] = (),
) -> Prediction:
    """Run every scenario with every seed, each of which takes its draw, and return the fan.

    Args:
        scenarios: Scenarios by name, all with the same posterior and last day.
        seeds: Seeds.
        out: Folder of results, in which finished runs are kept and found again.
        metrics: Measures that are told; those of the reported figures without it.
        workers: Processes of this machine.
        scheduler: Address of a running Dask cluster, instead of processes of this machine.
        started: Called once, before the first run.
        progress: Called after every run.
        fitted: Figures as the calibration read them, by which reports of their measures scatter.

    Raises:
        WrongCallError: A scenario has no posterior, they differ in it, none has a whole quarter, or there is no such
            measure.
        ExperimentError: No run was finished.
    """
    design, names = design_of(scenarios, seeds, metrics), tuple(metrics) or usual_metrics()
    made = sweep(design, out, workers, scheduler, retry_failed=True, started=started, progress=progress)
    rows = [row for name in scenarios for row in _rows(name, scenarios[name], made, names, fitted)]
    if not rows:
        raise ExperimentError(f"No run came to an end. {failed_in_words(made.failed)}")
    table = pd.DataFrame(rows).assign(provisional=_goes_on(scenarios))
    return Prediction(dict(scenarios), tuple(seeds), table, made.failed)


def with_trend(scenario: Scenario) -> Scenario:
    """Return a scenario in which the trend of capacities goes on; its title says so."""
    return scenario.with_(TREND, title=f"{shorten(scenario.title, LONGEST_TITLE - len(GROWING))}{GROWING}")


def same_but_for_words(scenario: Scenario) -> str:
    """Return what is the same for scenarios that differ in title and question alone, which no run knows of."""
    return scenario.with_(title=UNTITLED, question="").digest()


def design_of(scenarios: Mapping[str, Scenario], seeds: Sequence[int], metrics: Sequence[str] = ()) -> Design:
    """Return the runs behind a prediction.

    Raises:
        WrongCallError: As `predict` does with the same arguments.
    """
    _check(scenarios, metrics)
    if not any(_spans(scenario) for scenario in scenarios.values()):
        raise WrongCallError("No policy runs for a whole quarter that is measured: look at --until.")
    digest = short_digest({name: scenario.digest() for name, scenario in scenarios.items()})
    return Design(
        name=f"predict-{digest}",
        scenarios=dict(scenarios),
        dimensions=(),
        points=[()],
        seeds=tuple(seeds),
        title="Prediction",
        question="What does the calibrated model say of the years that no figure covers yet?",
        daily=True,
    )


def usual_metrics() -> tuple[str, ...]:
    """Return the measures that reported figures are of, in their order."""
    return tuple(dict.fromkeys(figure.metric for figure in answered() if figure.use in COMPARED))


def periods(first: date, last: date) -> Iterator[tuple[str, str, date, date]]:
    """Yield kind, name, first and last day of whole years, half-years and quarters from one day to another."""
    for kind, months in KINDS.items():
        for year in range(first.year, last.year + 1):
            for part in range(12 // months):
                begins = date(year, 1 + part * months, 1)
                after = part * months + months
                ends = date(year + after // 12, after % 12 + 1, 1) - timedelta(days=1)
                if first <= begins and ends <= last:
                    letter = {"half-year": "H", "quarter": "Q"}.get(kind)
                    yield kind, f"{year}{letter}{part + 1}" if letter else str(year), begins, ends


def report_of(metric: str, fitted: Sequence[Target] = ()) -> Target | None:
    """Return the latest reported figure of a measure, which says how reports of it scatter, or none.

    Args:
        metric: The measure.
        fitted: Figures as a calibration read them, which go before those as they are.
    """
    held = {f.id: target_of(f) for f in answered() if f.metric == metric and f.use in COMPARED}
    held |= {target.id: target for target in fitted if target.metric == metric}
    return max(held.values(), key=lambda target: target.end) if held else None


def _goes_on(scenarios: Mapping[str, Scenario]) -> bool:
    """Tell whether the calibration that scenarios draw from is not finished."""
    return any(held.posterior is not None and not held.posterior.finished for held in scenarios.values())


def _check(scenarios: Mapping[str, Scenario], metrics: Sequence[str]) -> None:
    if not scenarios:
        raise WrongCallError("A prediction wants a policy at least.")
    for name, scenario in scenarios.items():
        if scenario.posterior is None or not scenario.posterior.keys:
            raise WrongCallError(f"{name} draws no parameters: a prediction wants a calibration. Name one.")
    if len({held.posterior.sha256 for held in scenarios.values() if held.posterior is not None}) > 1:
        raise WrongCallError("The policies draw from different posteriors. Name one for all.")
    for name in metrics:
        if name not in all_measures():
            raise WrongCallError(f"There is no measure '{shorten(name)}'. {names_like(name, all_measures())}")


def _rows(
    arm: str, scenario: Scenario, made: Sweep, metrics: Sequence[str], fitted: Sequence[Target]
) -> Iterator[dict[str, Any]]:
    """Yield the rows of one arm."""
    runs = made.runs[(made.runs["scenario"] == arm) & (made.runs["status"] == "finished")]
    if runs.empty:
        return
    spans = _spans(scenario)
    truths = np.full((len(metrics), len(spans), len(runs)), np.nan)
    for place, run in enumerate(runs["run"]):
        daily = made.daily(run)
        for j, (_, _, first, last) in enumerate(spans):
            days = daily.loc[pd.Timestamp(first) : pd.Timestamp(last)]
            for i, metric in enumerate(metrics):
                truths[i, j, place] = all_measures()[metric].over(days[metric].to_numpy())
    for i, metric in enumerate(metrics):
        recorded, target = _recorded(metric, scenario, runs["seed"]), report_of(metric, fitted)
        for j, (kind, period, first, last) in enumerate(spans):
            head = {"arm": arm, "title": scenario.title, "metric": metric, "unit": all_measures()[metric].unit}
            span = {"kind": kind, "period": period, "first": first, "last": last, "runs": len(runs)}
            fan = of_runs(truths[i, j]) | of_reports(target, truths[i, j] * recorded, i * len(spans) + j)
            yield head | span | fan


def _recorded(metric: str, scenario: Scenario, seeds: Iterable[int]) -> NDArray[np.float64]:
    """Return the share recorded of a measure in the draw of each run, shape (run,)."""
    drawn = scenario.posterior
    assert drawn is not None
    shares = drawn.recorded.get(metric)
    return np.array([1.0 if shares is None else shares[drawn.number(int(seed))] for seed in seeds])


def _spans(scenario: Scenario) -> list[tuple[str, str, date, date]]:
    return list(periods(max(SINCE, scenario.measures_from), scenario.end))


def failed_in_words(failed: pd.DataFrame) -> str:
    """Return which runs failed and why; the first few by name."""
    named = [f"{run['scenario']}, seed {run['seed']}: {run['error']}" for _, run in failed.head(FEW).iterrows()]
    more = [f"and {len(failed) - FEW} more"] if len(failed) > FEW else []
    return "\n".join(["Failed, and left out:", *named, *more])
