"""A scenario and a seed become a run."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from datetime import UTC, date, datetime
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import mark_warm
from marketsim.results.consequences import consequences_table
from marketsim.results.events import EventLog
from marketsim.results.manifest import describe
from marketsim.results.mass import mass_table
from marketsim.results.run import Run
from marketsim.results.tables import cell_layers, daily_table, regional_table, yearly_table
from marketsim.scenario.scenario import Scenario
from marketsim.scenario.whole_numbers import whole_number, whole_seed
from marketsim.world.audit import count_stocks

if TYPE_CHECKING:
    from marketsim.model import Simulation

Progress = Callable[[int, int, date], None]
"""Called after every day with the days lived, all days, and the date."""


def run(
    scenario: Scenario,
    seed: int = 1,
    days: int | None = None,
    audit: bool = False,
    events: bool = False,
    progress: Progress | None = None,
) -> Run:
    """Simulate a scenario and return its results; nothing is written.

    Args:
        scenario: The scenario.
        seed: Seed of all chance, 0 to 2**64 - 1.
        days: Stop after so many days; a run that never reaches `measures_from` is measured from its first day.
        audit: Check the books of mass, money and people every evening.
        events: Keep every change of status of staff, shops, channels and laboratories.
        progress: Called every evening.

    Raises:
        TypeError: The scenario is none, such as the name of a file; the seed or the days are no whole number.
        ValueError: The seed is not from 0 to 2**64 - 1, or there are no days.
        LedgerError: The audit found books that do not balance.
    """
    turns = rule_by_rule(scenario, seed, days, audit, events, progress)
    while True:
        try:
            next(turns)
        except StopIteration as end:
            return end.value


def rule_by_rule(
    scenario: Scenario,
    seed: int = 1,
    days: int | None = None,
    audit: bool = False,
    events: bool = False,
    progress: Progress | None = None,
) -> Generator[None, None, Run]:
    """Simulate as `run` does, pausing after every rule, so that runs can take turns."""
    if not isinstance(scenario, Scenario):
        named = repr(str(scenario)) if isinstance(scenario, str | PathLike) else "..."
        raise TypeError(f"run wants a Scenario, not a {type(scenario).__name__}: say run(marketsim.load({named})).")
    seed = whole_seed(seed)
    if days is not None:
        if (days := whole_number(days, "days")) < 1:
            raise ValueError(f"days wants a whole number of at least 1, not {days}.")
        scenario = scenario.shortened(days)
    manifest = describe(scenario, seed, events, audit)
    started, clock, processor = datetime.now(UTC), time.perf_counter(), time.process_time()
    simulation = scenario.simulation(seed, audit)
    world = simulation.world
    opening = count_stocks(world).mass
    log = EventLog(world) if events else None
    for day in range(scenario.days):
        yield from simulation.rule_by_rule()
        if log is not None:
            log.compare(world)
        if progress is not None:
            progress(day + 1, scenario.days, world.today.date)
    mark_warm()
    manifest["times"] = {
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.perf_counter() - clock, 3),
        "processor_seconds": round(time.process_time() - processor, 3),
    }
    return collected(simulation, scenario, manifest, opening, log)


def collected(
    simulation: Simulation,
    scenario: Scenario,
    manifest: dict[str, Any],
    opening: NDArray[np.int64],
    log: EventLog | None = None,
) -> Run:
    """Return what a simulation that has lived its days leaves behind.

    Args:
        simulation: The simulation.
        scenario: Its scenario, which says from when on days count.
        manifest: Where it comes from.
        opening: Stocks of mass on the first morning.
        log: Changes of status, where they were kept.
    """
    record, world = simulation.record, simulation.world
    daily = daily_table(record)
    return Run(
        daily=daily,
        yearly=yearly_table(daily, scenario.measures_from),
        regions=regional_table(record),
        consequences=consequences_table(record, scenario.measures_from),
        cells=cell_layers(world.cells),
        manifest=manifest,
        events=log.table(world.regions.names) if log is not None else None,
        mass=mass_table(record, opening, count_stocks(world).mass, scenario.measures_from),
    )
