"""Runs, wherever they are made: their tables as bytes, or why there are none. Nothing is written here."""

import time
import traceback
import zlib
from collections.abc import Generator, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from marketsim.experiments.parts import WHOLE, part_bytes, part_table
from marketsim.experiments.tasks import Outcome, Task
from marketsim.measures.registry import all_measures
from marketsim.results.evidence import answered, figure_in
from marketsim.results.files import parquet_bytes
from marketsim.results.run import Run
from marketsim.results.running import rule_by_rule
from marketsim.scenario.scenario import Scenario
from marketsim.version import MODEL_VERSION


def simulate(tasks: Sequence[Task], daily: bool) -> list[Outcome]:
    """Return what comes of runs; whatever goes wrong in one becomes an outcome as well.

    They take turns rule by rule: what the processor fetched of a rule for one is at hand for the others.

    Args:
        tasks: What to run.
        daily: Keep every day.
    """
    outcomes: dict[str, Outcome] = {}
    living = [(task.run, _lived(task, daily, len(tasks))) for task in tasks]
    while living:
        ended = False
        for run, turns in living:
            try:
                next(turns)
            except StopIteration as end:
                outcomes[run], ended = end.value, True
        if ended:
            living = [one for one in living if one[0] not in outcomes]
    return [outcomes[task.run] for task in tasks]


def _lived(task: Task, daily: bool, together: int) -> Generator[None, None, Outcome]:
    """Make one of several runs that take turns; each is taken to need its share of the time."""
    began = time.perf_counter()
    try:
        scenario = task.arm.scenario
        done = yield from rule_by_rule(scenario, task.seed)
        days = parquet_bytes(done.daily) if daily else b""
        seconds = (time.perf_counter() - began) / together
        figures = part_bytes(_figures(done, scenario, task.run, seconds, zlib.crc32(days) if daily else -1))
    except Exception as error:
        words = "".join(traceback.format_exception(error))
        return Outcome(task.run, (time.perf_counter() - began) / together, error=_last_line(error), traceback=words)
    return Outcome(task.run, seconds, figures, days, model_version=MODEL_VERSION)


def _figures(done: Run, scenario: Scenario, name: str, seconds: float, checksum: int) -> pa.Table:
    """Return one row for the whole measured period, with answers to reported figures, and one a year."""
    counted = done.daily[done.daily.index >= pd.Timestamp(scenario.measures_from)]
    whole = [measure.over(counted[name].to_numpy()) for name, measure in all_measures().items()]
    rows = len(done.yearly) + 1
    columns: dict[str, object] = {
        "run": [name] * rows,
        "seconds": [seconds] * rows,
        "daily_checksum": [checksum] * rows,
        "year": [WHOLE, *done.yearly.index],
        "days": [len(counted), *done.yearly["days"]],
        "complete": [True, *done.yearly["complete"]],
    }
    answers = [figure_in(done.daily, figure.metric, figure.start, figure.end) for figure in answered()]
    return part_table(columns, np.vstack([whole, done.yearly[list(all_measures())].to_numpy(np.float64)]), answers)


def _last_line(error: Exception) -> str:
    return "".join(traceback.format_exception_only(error)).strip().splitlines()[-1][:500]
