"""One run, wherever it is made: its tables as bytes, or why there are none. Nothing is written here."""

import time
import traceback
import zlib

import numpy as np
import pandas as pd
import pyarrow as pa

from marketsim.experiments.parts import WHOLE, part_bytes, part_table
from marketsim.experiments.tasks import Outcome, Task
from marketsim.measures.registry import all_measures
from marketsim.results.evidence import answered, figure_in
from marketsim.results.files import parquet_bytes
from marketsim.results.run import Run
from marketsim.results.running import run
from marketsim.scenario.scenario import Scenario
from marketsim.version import MODEL_VERSION


def simulate(task: Task, daily: bool) -> Outcome:
    """Return what comes of a run; whatever goes wrong in it becomes an outcome as well.

    Args:
        task: What to run.
        daily: Keep every day.
    """
    began = time.perf_counter()
    try:
        scenario = task.arm.scenario
        done = run(scenario, task.seed)
        days = parquet_bytes(done.daily) if daily else b""
        seconds = time.perf_counter() - began
        figures = part_bytes(_figures(done, scenario, task.run, seconds, zlib.crc32(days) if daily else -1))
    except Exception as error:
        words = "".join(traceback.format_exception(error))
        return Outcome(task.run, time.perf_counter() - began, error=_last_line(error), traceback=words)
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
