"""Who is paid by the account of a policy: the cost of a day, and the officers, places and outreach that it buys."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from marketsim.world.levers import Levers
from marketsim.world.public_costs import LINES, BudgetLine
from marketsim.world.world import World


class Paid(NamedTuple):
    """Levers that cost money at unit costs unless a policy's account pays for them."""

    capacity: NDArray[np.float64]
    places: NDArray[np.float64]
    outreach: NDArray[np.float64]


def book_cost(world: World, cost: float, line: BudgetLine, regions: Sequence[str]) -> None:
    """Charge the cost of a day to a budget line; it falls on the regions meant (none: all) by population.

    Args:
        world: The world, whose tally is written.
        cost: KZT of today.
        line: Budget that pays.
        regions: Names of the regions meant.
    """
    people = world.regions.population.astype(np.float64)
    if regions:
        people *= np.isin(world.regions.names, regions)
    world.tally.policy_cost[LINES.index(line)] += cost * people / people.sum()


def pull_and_pay(world: World, pull: Callable[[], None]) -> None:
    """Pull levers; note as paid for what that adds to officers, places and outreach, at most what it would add alone.

    Levers multiply: of two policies on one unit the later one also moves what the earlier one added. That part is in no
    account; it is counted at unit costs.

    Args:
        world: The world, whose levers and tally are written.
        pull: Pulls the policy's levers, `world.levers`.
    """
    before = _paid_levers(world.levers)
    pull()
    now, tally = _less(_paid_levers(world.levers), before), world.tally
    if not any(added.any() for added in now):
        return
    alone = _added_alone(world, pull)
    tally.paid_capacity += _smaller(now.capacity, alone.capacity)
    tally.paid_places += _smaller(now.places, alone.places)
    tally.paid_outreach += _smaller(now.outreach, alone.outreach)


def _added_alone(world: World, pull: Callable[[], None]) -> Paid:
    """Return what a pull adds to the levers of a country without any policy; the world's levers stay as they are."""
    held = world.levers
    world.levers = Levers(len(world.products), len(world.regions.names))
    before = _paid_levers(world.levers)
    pull()
    added = _less(_paid_levers(world.levers), before)
    world.levers = held
    return added


def _paid_levers(levers: Levers) -> Paid:
    return Paid(levers.capacity.copy(), levers.places(), levers.outreach.copy())


def _less(levers: Paid, before: Paid) -> Paid:
    return Paid(*(now - then for now, then in zip(levers, before, strict=True)))


def _smaller(now: NDArray[np.float64], alone: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return whichever addition (or cut) is nearer to none, lever by lever."""
    nearer: NDArray[np.float64] = np.where(np.abs(now) < np.abs(alone), now, alone)
    return nearer
