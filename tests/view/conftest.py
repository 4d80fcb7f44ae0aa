"""A scenario for the Mesa model: a small market in which every day somebody comes, somebody goes and somebody moves."""

import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pytest

from marketsim.core.units import day_number
from marketsim.interventions.intervention import Intervention
from marketsim.model import DAY, Simulation
from marketsim.view.market_model import MarketModel
from marketsim.world.newcomers import add_staff
from marketsim.world.states import DropStatus, Role, StaffStatus
from marketsim.world.world import World

START = date(2017, 1, 1)


class Bustle(Intervention, kind=""):
    """Hires a courier, hides a parcel, empties the last row of buyers and moves the patrols, every day."""

    def pull(self, world: World, strength: float) -> None:
        today = world.today.day
        add_staff(world, 0, Role.COURIER, today % 20, StaffStatus.ACTIVE, today)
        drops = world.drops
        row = drops.append(1).start
        drops.uid[row] = 777_000 + today
        drops.shop[row] = 0
        drops.cell[row] = world.cells.of_region[3, today % 7]
        drops.mg[row] = 1_500
        drops.status[row] = DropStatus.AVAILABLE
        drops.status[:row][drops.placed_on[:row] < today - 1] = DropStatus.COLLECTED
        drops.placed_on[row] = today
        world.buyers.state[world.buyers.size - 1 - (today - day_number(START))] = 9
        world.officers.used("cell")[:] = np.roll(world.officers.used("cell"), 1)
        world.cells.heat *= 0.9
        world.cells.heat[world.cells.of_region[0, 0]] += 1.0


@dataclass
class Bustling:
    """What can be started: the market of the first day and `Bustle`, or with `full` the whole day."""

    world_of: Callable[..., World]
    days: int = 60
    full: bool = False
    made: list[Simulation] = field(default_factory=list)

    def simulation(self, seed: int) -> Simulation:
        without = () if self.full else tuple(stage.name for stage in DAY)
        policies = () if self.full else (Bustle(start=START),)
        return Simulation(self.world_of(seed=seed, settled=False), {}, policies, self.days, without=without)


@pytest.fixture
def scenario(world_of: Callable[..., World]) -> Bustling:
    return Bustling(world_of)


@pytest.fixture
def model(scenario: Bustling) -> MarketModel:
    return MarketModel(scenario, seed=1)


@pytest.fixture
def agents_alive() -> Callable[[], int]:
    """Count of views in the interpreter."""
    from marketsim.view.view import View

    def count() -> int:
        gc.collect()
        return sum(isinstance(thing, View) for thing in gc.get_objects())

    return count
