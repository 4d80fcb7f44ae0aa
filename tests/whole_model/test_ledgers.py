"""The books balance every day of the history, and the smallest leak is caught."""

from datetime import date

import pytest

from marketsim.world.audit import LedgerError
from marketsim.world.states import BuyerState, StaffStatus
from tests.whole_model.running import days_until, scenario, simulate


@pytest.mark.parametrize("name", ["baseline", "site_blocking", "precursor_control"])
def test_the_books_balance_every_day(name: str) -> None:
    simulation = simulate(scenario(name), audit=True)
    assert simulation.record.size > 2_600
    assert simulation.record.mass.sum() > 0


@pytest.mark.parametrize("seed", [2, 3])
def test_the_books_balance_at_a_larger_scale(seed: int) -> None:
    simulate(scenario(weight=7, days=420), seed=seed, audit=True)


def leak_milligram_of_product(world) -> None:
    world.groups.product_stock[0, 0, 0] += 1


def leak_milligram_from_a_parcel(world) -> None:
    world.drops.mg[int((world.drops.used("status") == 0).argmax())] -= 1


def leak_milligram_of_precursor(world) -> None:
    world.groups.precursor_stock[0, 0] += 1


def leak_buyer(world) -> None:
    row = int((world.buyers.used("state") == BuyerState.POTENTIAL).argmax())
    world.buyers.state[row] = BuyerState.ABSTINENT


def leak_staff(world) -> None:
    row = int((world.staff.used("status") == StaffStatus.ACTIVE).argmax())
    world.staff.status[row] = StaffStatus.QUIT


def leak_tenge(world) -> None:
    world.shops.money[0] += 1


def leak_tenge_of_a_group(world) -> None:
    world.groups.money[0] -= 1


LEAKS = [
    leak_milligram_of_product,
    leak_milligram_from_a_parcel,
    leak_milligram_of_precursor,
    leak_buyer,
    leak_staff,
    leak_tenge,
    leak_tenge_of_a_group,
]


@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_caught_the_same_day(leak) -> None:
    short = scenario(weight=50, days=60)
    simulation = short.simulation(seed=1, audit=True)
    for _ in range(40):
        simulation.step()
    leak(simulation.world)
    with pytest.raises(LedgerError, match="the books do not balance"):
        simulation.step()


def test_nobody_is_lost_over_the_history() -> None:
    simulation = simulate(scenario(days=days_until(date(2019, 1, 1))), audit=True)
    world, books = simulation.world, simulation.record
    assert books.buyers[: books.size].sum(axis=(1, 2)).min() > 0
    assert world.staff.used("weight").min() >= 1
