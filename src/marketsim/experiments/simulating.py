"""One run, wherever it is made: its tables as bytes, or why there are none. Nothing is written here."""

import time
import traceback
import zlib
from datetime import date

import numpy as np
import pandas as pd

from marketsim.experiments.parts import part_bytes
from marketsim.experiments.tasks import Outcome, Task
from marketsim.measures.registry import all_measures
from marketsim.results.files import parquet_bytes
from marketsim.results.run import Run
from marketsim.results.running import run

WHOLE = 0
"""Stands for the year in the row of the whole measured period."""


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


def _figures(done: Run, task: Task, seconds: float, checksum: int) -> pd.DataFrame:
    """Return one row for the whole measured period and one a year, and how long the run took."""
    whole = whole_period(done.daily, task.arm.scenario.measures_from)
    table = pd.concat([whole, done.yearly]).rename_axis("year").reset_index()
    table.insert(0, "run", task.run)
    table.insert(1, "seconds", seconds)
    table.insert(2, "daily_checksum", checksum)
    return table


def whole_period(daily: pd.DataFrame, measures_from: date) -> pd.DataFrame:
    """Return one row, of year 0: every measure over all days from `measures_from` on."""
    counted = daily[daily.index >= pd.Timestamp(measures_from)]
    figures = {name: measure.over(counted[name].to_numpy()) for name, measure in all_measures().items()}
    columns = {"days": np.int64(len(counted)), "complete": True} | figures
    return pd.DataFrame(columns, index=pd.Index([WHOLE], dtype="int64", name="year"))


def _last_line(error: Exception) -> str:
    return "".join(traceback.format_exception_only(error)).strip().splitlines()[-1][:500]
