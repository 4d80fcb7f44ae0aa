"""Runs with draws of a posterior, and what happened in them of all that was reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from marketsim.experiments.designs import Design
from marketsim.experiments.errors import ExperimentError, WrongCallError
from marketsim.experiments.plan import Plan
from marketsim.experiments.saving import short_digest
from marketsim.experiments.sweeping import Step, sweep
from marketsim.results.evidence import answered, figure_in, largest_until, records
from marketsim.scenario.scenario import Scenario

LARGEST = "largest:"
"""Begins the name of a column of what is held against a record."""


def posterior_truths(
    scenario: Scenario,
    seeds: Sequence[int],
    out: Path | str = "results",
    workers: int = 1,
    started: Callable[[Plan], None] | None = None,
    progress: Callable[[Step], None] | None = None,
) -> pd.DataFrame:
    """Return what would be recorded without error, a row a finished run, a column `truth:` a reported figure.

    Beside them a column `largest:` a record holds the largest of its kind until then.

    Args:
        scenario: What was calibrated, with the posterior.
        seeds: Seeds, each of which takes its draw.
        out: Folder of results, in which finished runs are kept and found again.
        workers: Processes of this machine.
        started: Called once, before the first run.
        progress: Called after every run.

    Raises:
        WrongCallError: The scenario draws no parameters.
        ExperimentError: No run was finished.
    """
    if scenario.posterior is None:
        raise WrongCallError("Runs of a posterior want a scenario that draws from it.")
    name = f"validate-{short_digest({'scenario': scenario.digest()})}"
    question = "What does the calibrated model say of all that was reported?"
    design = Design(name, {"posterior": scenario}, (), [()], tuple(seeds), "Posterior", question, daily=True)
    made = sweep(design, out, workers, started=started, progress=progress)
    runs = made.runs[made.runs["status"] == "finished"]
    if runs.empty:
        raise ExperimentError(f"None of the runs in {made.folder} was finished.")
    shares = scenario.posterior.recorded
    rows = []
    for run, seed in zip(runs["run"], runs["seed"], strict=True):
        daily, number = made.daily(run), scenario.posterior.number(int(seed))
        rows.append(
            {
                f"truth:{figure.id}": figure_in(daily, figure.metric, figure.start, figure.end)
                * (shares[figure.metric][number] if figure.metric in shares else 1.0)
                for figure in answered()
            }
            | {f"{LARGEST}{record.id}": largest_until(daily, record) for record in records()}
        )
    return pd.DataFrame(rows)
