"""What happened to one agent of a recorded run, in plain dated sentences."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from marketsim.results.errors import ResultError
from marketsim.results.run import Run
from marketsim.results.running import Progress
from marketsim.results.story.buyers import BuyerStory
from marketsim.results.story.diary import Every
from marketsim.results.story.finding import Place, find, kind_of, nearest
from marketsim.results.story.online import AccountStory, ChannelStory
from marketsim.results.story.parcels import OfficerStory, ParcelStory
from marketsim.results.story.rerun import Rerun, recorded
from marketsim.results.story.shops import ShopStory
from marketsim.results.story.staff import StaffStory
from marketsim.results.story.suppliers import ConsignmentStory, GroupStory, LaboratoryStory
from marketsim.results.story.watcher import Watcher
from marketsim.scenario.whole_numbers import LARGEST_SEED, whole_number

WATCHERS: dict[str, type[Watcher]] = {
    kind.table: kind
    for kind in (
        AccountStory, BuyerStory, ChannelStory, ConsignmentStory, GroupStory, LaboratoryStory, OfficerStory,
        ParcelStory, ShopStory, StaffStory,
    )
}  # fmt: skip
LARGEST_UID = LARGEST_SEED


@dataclass(frozen=True, eq=False)
class Story:
    """What happened to one agent."""

    uid: int
    kind: str
    """Such as courier, buyer or shop."""
    about: str
    """Who it is, in a sentence."""
    weight: int
    """How many of its kind the agent stands for."""
    table: pd.DataFrame
    """One row a thing that happened or a time summed up: `date`, `until`, `event`, `where` and `what`."""
    days: int
    """Days that were run again; their figures agree with the recorded ones."""

    def __str__(self) -> str:
        lines = [f"{self.about}."]
        for days, where, what in self.sentences():
            lines.append(f"{days}  {f'{where}: ' if where else ''}{what}")
        return "\n".join(lines)

    def sentences(self) -> list[tuple[str, str, str]]:
        """Return when, where and what of every row as text."""
        columns = (self.table["date"].dt.date, self.table["until"].dt.date, self.table["where"], self.table["what"])
        rows = zip(*columns, strict=True)
        return [(f"{a}" if a == b else f"{a} to {b}", str(where), str(what)) for a, b, where, what in rows]


def story(run: Run | Path | str, uid: int, every: Every | str | None = None, progress: Progress | None = None) -> Story:
    """Tell what happened to one agent: the recorded scenario is run again, with the same chance, and watched.

    The run ends as soon as the agent is gone. Whether its figures agree with the recorded ones is checked day by day.

    Args:
        run: A run or its folder.
        uid: The agent's number; `agents` lists them.
        every: Over how long routine is summed up: day, week or month; none chooses.
        progress: Called every evening.

    Raises:
        ResultError: There is no such run or agent, or the run cannot be repeated to the same figures.
        TypeError: The number is no whole number.
    """
    uid = whole_number(uid, "uid")
    if not 0 <= uid <= LARGEST_UID:
        raise ResultError(f"{uid} is no number of an agent: these go from 0 to {LARGEST_UID}.")
    chosen = Every(every) if every is not None else None
    again = Rerun(recorded(run))
    watcher: Watcher | None = None
    place: Place | None = None
    kind, first = "", True
    for world in again.evenings(progress):
        place = find(world, uid, place)
        if place is None and watcher is not None:
            break
        if place is not None:
            if watcher is None:
                watcher, kind = WATCHERS[place.table](), kind_of(world, place)
            watcher.look(world, place.row, first)
            if watcher.over:
                break
        first = False
    days = again.check()
    if watcher is None:
        raise ResultError(_nobody(again, uid))
    if place is not None and not watcher.over:
        watcher.end(again.world)
    table = watcher.diary.table(watcher.sum_up, chosen)
    return Story(uid, kind, watcher.about, watcher.weight, table, days)


def _nobody(again: Rerun, uid: int) -> str:
    near = ", ".join(f"{kind.replace('_', ' ')} {number}" for kind, number in nearest(again.world, uid))
    scenario = again.scenario
    return (
        f"Nobody has the number {uid} on any evening from {scenario.start} to {scenario.end}. On the last evening the "
        f"nearest are {near}. `marketsim story RUN --kind courier` lists couriers."
    )
