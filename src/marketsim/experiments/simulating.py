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
from marketsim.results.files import parquet_bytes
from marketsim.results.run import Run
from marketsim.results.running import run


def simulate(task: Task, daily: bool) -> Outcome:
    """Return what comes of a run; whatever goes wrong in it becomes an outcome as well.

    Args:
        task: What to run.
        daily: Keep every day.
    """
    began = time.perf_counter()
    try:
        done = run(task.arm.scenario, task.seed)
        days = parquet_bytes(done.daily) if daily else b""
        seconds = time.perf_counter() - began
        figures = part_bytes(_figures(done, task, seconds, zlib.crc32(days) if daily else -1))
    except Exception as error:
        words = "".join(traceback.format_exception(error))
        return Outcome(task.run, time.perf_counter() - began, error=_last_line(error), traceback=words)
    return Outcome(task.run, seconds, figures, days)


def _figures(done: Run, task: Task, seconds: float, checksum: int) -> pa.Table:
    """Return one row for the whole measured period and one a year, and how long the run took."""
    counted = done.daily[done.daily.index >= pd.Timestamp(task.arm.scenario.measures_from)]
    whole = [measure.over(counted[name].to_numpy()) for name, measure in all_measures().items()]
    rows = len(done.yearly) + 1
    columns: dict[str, object] = {
        "run": [task.run] * rows,
        "seconds": [seconds] * rows,
        "daily_checksum": [checksum] * rows,
        "year": [WHOLE, *done.yearly.index],
        "days": [len(counted), *done.yearly["days"]],
        "complete": [True, *done.yearly["complete"]],
    }
    return part_table(columns, np.vstack([whole, done.yearly[list(all_measures())].to_numpy(np.float64)]))


def _last_line(error: Exception) -> str:
    return "".join(traceback.format_exception_only(error)).strip().splitlines()[-1][:500]
