"""Many runs at once, for the statistical checks: one process a core, each run by itself."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import pandas as pd

import marketsim as ms
from tests.whole_model.running import scenario


def yearly(seed: int, weight: int) -> pd.DataFrame:
    """Return the yearly measures of one run of the history, with full precision."""
    return ms.run(scenario(weight=weight), seed=seed).yearly


def compared(seed: int, weight: int) -> pd.DataFrame:
    """Return one run of the history against the reported figures."""
    from marketsim.results.evidence import compare

    return compare(ms.run(scenario(weight=weight), seed=seed))


def in_parallel(function, seeds: range, weight: int) -> list[pd.DataFrame]:
    """Return what a function gives for every seed, in the order of the seeds."""
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(min(2, os.cpu_count() or 1), mp_context=context) as workers:
        return list(workers.map(partial(function, weight=weight), seeds))
