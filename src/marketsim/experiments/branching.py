"""Runs that have a past in common live it once.

The state of the market on the last evening of each year is kept in a folder. A scenario whose policies differ only
after such an evening goes on from there, to the same bytes as a run of its own from the first day.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import secrets
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from marketsim.core.compiling import mark_warm
from marketsim.results.manifest import describe
from marketsim.results.run import Run
from marketsim.results.running import collected
from marketsim.scenario.scenario import Scenario
from marketsim.world.audit import count_stocks

if TYPE_CHECKING:
    from marketsim.model import Simulation

NO_PAST = ("title", "question", "economics", "measures_from", "interventions")
"""What a scenario says that moves nothing before the day on which its policies differ."""


class _Evening(NamedTuple):
    """The state of a market on an evening, with the stocks of mass of its first morning."""

    simulation: Simulation
    opening: NDArray[np.int64]


def live(scenario: Scenario, seed: int, folder: Path, until: date, keep: bool) -> Run:
    """Return a run, as short as may be: from the latest evening that is kept and that it shares.

    Args:
        scenario: The scenario, as long as it is meant to run at most.
        seed: Seed of all chance.
        folder: Where evenings are kept; a folder that nobody else can write to.
        until: Last day to live.
        keep: Keep the last evening of each year that is lived.
    """
    shown = scenario.shortened((until - scenario.start).days + 1)
    manifest = describe(shown, seed, events=False, audit=False)
    past = _Past(scenario.drawn(seed), seed, folder)
    day, begun = past.latest(shown.end)
    if begun is None:
        simulation = scenario.simulation(seed)
        begun = _Evening(simulation, count_stocks(simulation.world).mass)
    while day < shown.end:
        begun.simulation.step()
        day += timedelta(days=1)
        if keep and (day.month, day.day) == (12, 31):
            past.keep(day, begun)
    mark_warm()
    return collected(begun.simulation, shown, manifest, begun.opening)


class _Past:
    """The evenings of one scenario and seed."""

    def __init__(self, scenario: Scenario, seed: int, folder: Path) -> None:
        self.scenario, self.seed, self.folder = scenario, seed, folder
        self._resolved = scenario.resolved()

    def latest(self, last: date) -> tuple[date, _Evening | None]:
        """Return the latest evening that is kept, not after a day, with policies as they are from now on."""
        for year in range(last.year, self.scenario.start.year - 1, -1):
            day = date(year, 12, 31)
            if day <= last and (held := self._read(day)) is not None:
                held.simulation.policies = self.scenario.interventions
                return day, held
        return self.scenario.start - timedelta(days=1), None

    def keep(self, day: date, evening: _Evening) -> None:
        """Keep an evening; readers see all of it or nothing."""
        path = self._file(day)
        partial = path.with_suffix(f".{secrets.token_hex(4)}.partial")
        with pa.output_stream(str(partial), compression="lz4") as stream:
            pickle.dump(evening, stream, pickle.HIGHEST_PROTOCOL)
        partial.replace(path)

    def _read(self, day: date) -> _Evening | None:
        try:
            with pa.input_stream(str(self._file(day)), compression="lz4") as stream:
                evening: _Evening = pickle.loads(stream.read())
        except FileNotFoundError:
            return None
        return evening

    def _file(self, day: date) -> Path:
        return self.folder / f"{self._digest(day)}-{self.seed}-{day}.pickle"

    def _digest(self, day: date) -> str:
        """Return a name of all that has moved the market by an evening: policies that begin later have not."""
        lived: dict[str, Any] = {key: value for key, value in self._resolved.items() if key not in NO_PAST}
        lived["interventions"] = [
            policy for policy in self._resolved["interventions"] if date.fromisoformat(policy["start"]) <= day
        ]
        return hashlib.sha256(json.dumps(lived, sort_keys=True).encode()).hexdigest()[:24]
