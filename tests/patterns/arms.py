"""The runs behind the patterns: each arm once, two at a time."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from marketsim.measures.record import Record
from marketsim.model import Simulation
from marketsim.results.tables import daily_table
from tests.interventions.trial import FIRST_DAY, LIVELY, START, Trial
from tests.whole_model.running import scenario

SETTLING = (START - FIRST_DAY).days
_seen: dict[str, Any] = {}


@cache
def _workers() -> ProcessPoolExecutor:
    context = multiprocessing.get_context("forkserver")
    return ProcessPoolExecutor(min(2, os.cpu_count() or 1), mp_context=context)


def together(function: Callable[..., Any], calls: Iterable[Sequence[Any]]) -> list[Any]:
    """Return what a function of a module gives for each call; the same call is made once."""
    calls = [tuple(call) for call in calls]
    names = [f"{function.__module__}.{function.__qualname__}{call!r}" for call in calls]
    waiting = {
        name: _workers().submit(function, *call)
        for name, call in zip(names, calls, strict=True)
        if name not in _seen
    }  # fmt: skip
    _seen.update({name: job.result() for name, job in waiting.items()})
    return [_seen[name] for name in names]


def lively(seed: int, weight: int = 25, days: int = 365, **settings: Any) -> Simulation:
    """Return a market as large as that of 2022 after three months, on the morning of `START`."""
    changes = {"start": FIRST_DAY, "measures_from": FIRST_DAY} | LIVELY | settings
    chosen = scenario(weight=weight, **changes)
    simulation = chosen.shortened(SETTLING + days).simulation(seed=seed)
    simulation.run(SETTLING)
    return simulation


def in_force(record: Record) -> pd.DataFrame:
    """Return the daily measures from `START` on."""
    table = daily_table(record)
    return table[table.index >= pd.Timestamp(START)]


def _arm(
    policy: Any, settings: Any, weight: int, days: int, seed: int, reads: Callable[[Record], Any]
) -> Any:  # fmt: skip
    trial = Trial(policy or {}, days, 1, weight, settings)
    return reads(trial.record("with" if policy else "without", seed))


def pairs(trial: Trial, reads: Callable[[Record], Any] = in_force) -> list[tuple[Any, Any]]:
    """Return, for each seed of a trial, what is read from the record without the policy and from that with it."""
    seeds = range(1, trial.seeds + 1)
    calls = [
        (policy, dict(trial.settings), trial.weight, trial.days, seed, reads)
        for seed in seeds
        for policy in (None, dict(trial.policy))
    ]
    read = together(_arm, calls)
    return list(zip(read[::2], read[1::2], strict=True))


def growth(read: Sequence[tuple[pd.DataFrame, pd.DataFrame]], measure: str) -> list[float]:
    """Return the log of a measure's mean with the policy over that without it, seed by seed."""
    return [float(np.log(after[measure].mean() / before[measure].mean())) for before, after in read]


def change(logs: Sequence[float]) -> float:
    """Return the mean change, as a share, of logs of ratios."""
    return float(np.expm1(np.mean(logs)))
