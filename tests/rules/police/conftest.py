"""Streets, shops and loads made by hand, so that the chance that a rule states can be worked out."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.core.draws import child_uid
from marketsim.world.newcomers import add_staff
from marketsim.world.states import ConsignmentStatus, LaboratoryStatus, Role, StaffStatus
from marketsim.world.world import World

HOURS = 4.0


@pytest.fixture(scope="session")
def uids() -> Callable[[int, int], np.ndarray]:
    def make(count: int, salt: int) -> np.ndarray:
        return np.array([child_uid(np.uint64(salt), 0, 0, i) for i in range(count)], np.uint64)

    return make


@pytest.fixture
def hire() -> Callable[..., np.ndarray]:
    """Hire people for a shop; they live where chance puts them."""

    def make(world: World, role: Role, count: int, shop: int = 0, region: int = 3) -> np.ndarray:
        rows = [add_staff(world, shop, role, region, StaffStatus.ACTIVE, world.today.day) for i in range(count)]
        return np.array(rows)

    return make


@pytest.fixture
def hide(uids: Callable[[int, int], np.ndarray]) -> Callable[..., slice]:
    """Hide parcels of half a gram in cells with `HOURS` hours of patrol; booked as nothing: count stocks after it."""

    def make(world: World, couriers: np.ndarray, each: int) -> slice:
        drops = world.drops
        rows = drops.append(len(couriers) * each)
        drops.uid[rows] = uids(len(couriers) * each, 77)
        drops.courier[rows] = np.repeat(couriers, each)
        drops.shop[rows] = np.repeat(world.staff.shop[couriers], each)
        drops.region[rows] = 3
        drops.cell[rows] = world.cells.of_region[3, np.arange(len(couriers) * each) % 256]
        drops.mg[rows] = 500
        drops.placed_on[rows] = world.today.day
        world.cells.patrol_hours[:] = HOURS
        return rows

    return make


@pytest.fixture
def build(uids: Callable[[int, int], np.ndarray]) -> Callable[..., slice]:
    """Build laboratories of group 0 in region 5, each with 10 kg of product and 100 kg of precursor."""

    def make(world: World, count: int, size_class: int, output: float) -> slice:
        laboratories = world.laboratories
        rows = laboratories.append(count)
        laboratories.uid[rows] = uids(count, 88)
        laboratories.status[rows] = LaboratoryStatus.OPEN
        laboratories.region[rows] = 5
        laboratories.size_class[rows] = size_class
        laboratories.output[rows] = output
        laboratories.product_stock[rows] = 10_000_000
        laboratories.precursor_stock[rows] = 100_000_000
        laboratories.group[rows] = 0
        return rows

    return make


@pytest.fixture
def send(uids: Callable[[int, int], np.ndarray]) -> Callable[..., slice]:
    """Put loads on their way that arrive tomorrow."""

    def make(world: World, count: int, mg: int, material: int = 0) -> slice:
        loads = world.consignments
        rows = loads.append(count)
        loads.uid[rows] = uids(count, 99)
        loads.status[rows] = ConsignmentStatus.TRAVELLING
        loads.material[rows] = material
        loads.mg[rows] = mg
        loads.group[rows] = 0
        loads.region[rows] = 5
        loads.arrives_on[rows] = world.today.day + 1
        return rows

    return make


def _within_five_sigma(observed: int, trials: int, chance: float) -> bool:
    return abs(observed - trials * chance) <= 5.0 * np.sqrt(trials * chance * (1.0 - chance)) + 1e-9


@pytest.fixture(scope="session")
def within_five_sigma() -> Callable[[int, int, float], bool]:
    return _within_five_sigma
