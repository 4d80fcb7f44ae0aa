"""Which agents a recorded run has, so that one can be asked about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from marketsim.results.errors import ResultError
from marketsim.results.run import Run
from marketsim.results.running import Progress
from marketsim.results.story.finding import KINDS, TABLES, present
from marketsim.results.story.rerun import Rerun, recorded
from marketsim.scenario.faults import guess, shorten


def agents(run: Run | Path | str, kind: str, on: date | None = None, progress: Progress | None = None) -> pd.DataFrame:
    """List the agents of a kind: uid, kind, status, region, shop (its uid, 0 for none) and first day.

    Where the run kept events and no day is named, those are listed to whom something happened, those to whom most did
    first, with all their statuses. Otherwise the scenario is run again up to the day, and those who are there that
    evening are listed.

    Args:
        run: A run or its folder.
        kind: Such as courier, buyer or shop.
        on: The evening; none is the last.
        progress: Called every evening.

    Raises:
        ResultError: There is no such run, kind or day, or the run cannot be repeated to the same figures.
    """
    name = kind.strip().lower().replace(" ", "_").replace("-", "_")
    if name not in KINDS:
        raise ResultError(f"There is no kind of agent '{shorten(kind)}'. {guess(name, KINDS)}")
    held = recorded(run)
    if on is None and held.events is not None and TABLES[name] in ("staff", "shops", "channels", "laboratories"):
        return _of_events(held.events, name)
    again = Rerun(held)
    day = on or again.scenario.end
    if not again.scenario.start <= day <= again.scenario.end:
        days = f"{again.scenario.start} to {again.scenario.end}"
        raise ResultError(f"{day} is no day of the run, which goes from {days}.")
    for world in again.evenings(progress):
        if world.today.date >= day:
            break
    again.check()
    return present(again.world, name)


def _of_events(events: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return one row an agent with its course, such as `active > detained > imprisoned`; the most eventful first."""
    table = TABLES[kind]
    mine = events[events["table"] == table]
    if table == "staff":
        mine = mine[mine["kind"] == kind]
    groups = mine.groupby("uid", sort=False)
    courses = [" > ".join([rows["before"].iloc[0], *rows["after"]]).removeprefix("new > ") for _, rows in groups]
    found = groups[["region"]].last()
    found["shop"], found["since"], found["changes"] = groups["shop"].first(), groups["date"].first(), groups.size()
    found = found.reset_index()
    found.insert(1, "kind", kind)
    found.insert(2, "status", courses)
    found["since"] = [day.date() for day in found["since"]]
    found = found.sort_values("changes", ascending=False, kind="stable").drop(columns="changes")
    return found.reset_index(drop=True)
