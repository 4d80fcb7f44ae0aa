"""The one place where people become detained: status, what was found, books and counts.

A detained person's `until` is -1, "no verdict scheduled", and the charge is NONE: both are for the courts. Nobody is
detained who is in custody or prison already, or has left.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from marketsim.core.decisions import decision
from marketsim.core.draws import draw, locate
from marketsim.core.units import MG_PER_G
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow
from marketsim.world.states import BuyerState, Care, Charge, Role, StaffStatus
from marketsim.world.world import World

ELSEWHERE = decision("detention.elsewhere")
UNSCHEDULED = -1
"""Value of `until` of a detained person before the courts have set a day."""
STREET = (Role.COURIER, Role.TAGGER)
"""Roles whose detention makes a cell hot: the others are found at home."""
AT_LARGE = (StaffStatus.APPLICANT, StaffStatus.ACTIVE, StaffStatus.OUTSIDE)
"""Who can be detained: those in the trade, and strangers of whom nobody knew before."""


class Parcel(NamedTuple):
    """What a buyer was held with, for which the charge is laid."""

    product: int
    mg: int
    unlisted: bool
    """Its formula is on no list today."""


def grade_of(world: World, product: int, mg: int) -> int:
    """Return the `WeightGrade` of a weight of one product under today's law."""
    medium, large, especially_large = world.levers.threshold_mg[product]
    return int(mg >= medium) + int(mg >= large) + int(mg >= especially_large)


def heaviest_grade(world: World, found: NDArray[np.int64]) -> int:
    """Return the highest `WeightGrade` among the products found (mg, shape (product,))."""
    return max(grade_of(world, product, int(mg)) for product, mg in enumerate(found))


def seize_carried(world: World, row: int) -> None:
    """Take what a member of staff carries; the shop's losses grow by its wholesale value."""
    staff = world.staff
    carried = staff.carried[row]
    flow = MassFlow.SEIZED_COURIER if staff.role[row] == Role.COURIER else MassFlow.SEIZED_WAREHOUSE
    world.ledger.mass[flow, :-1] += carried * staff.weight[row]
    book_loss(world, int(staff.shop[row]), carried)
    carried[:] = 0


def book_loss(world: World, shop: int, mg: NDArray[np.int64]) -> None:
    """Add the wholesale value of product lost (mg, shape (product,)) to a shop's losses; row -1 is nobody's."""
    if shop >= 0:
        world.shops.losses[shop] += float((mg * world.market.wholesale_price).sum()) / MG_PER_G


def detain_staff(world: World, row: int, cell: int = -1, found: NDArray[np.int64] | None = None) -> bool:
    """Detain a member of staff, take what the person carries, book and count it.

    Args:
        world: The world.
        row: Row in staff.
        cell: Where it happened; the home cell if -1.
        found: Product found beside what the person carries, mg, shape (product,). It counts for the grade; whoever
            found it books it.

    Returns:
        Whether there was anybody to detain: nothing happens to those in custody or prison, and to those who left.
    """
    staff = world.staff
    if staff.status[row] not in AT_LARGE:
        return False
    carried = staff.carried[row]
    staff.grade[row] = heaviest_grade(world, carried if found is None else carried + found)
    seize_carried(world, row)
    world.ledger.staff[staff.status[row], StaffStatus.DETAINED] += staff.weight[row]
    staff.status[row] = StaffStatus.DETAINED
    staff.until[row] = UNSCHEDULED
    staff.charge[row] = Charge.NONE
    world.tally.detained.append(row)
    _count(world, row)
    _heat_staff(world, row, cell)
    return True


def _count(world: World, row: int) -> None:
    staff, counts = world.staff, world.tally.counts
    role, region, weight = int(staff.role[row]), int(staff.region[row]), int(staff.weight[row])
    counts[Count.DETAINED_OWNER + role, region] += weight
    counts[Count.DETAINED_FIRST_OFFENDERS, region] += weight * int(staff.first_offence[row])
    counts[Count.DETAINED_WOMEN, region] += weight * int(staff.woman[row])
    counts[Count.DETAINED_MINORS, region] += weight * int(staff.age_band[row] == 0)


def _heat_staff(world: World, row: int, cell: int) -> None:
    staff, cells = world.staff, world.cells
    place, persons = int(staff.cell[row]) if cell < 0 else cell, int(staff.weight[row])
    cells.arrests[place] += persons
    if staff.role[row] in STREET:
        likely = cells.residents if cell < 0 else cells.live_drops * cells.patrol_hours
        _heat_up(world, staff.uid[row], int(staff.region[row]), place, persons, likely)


def detain_buyer(world: World, row: int, parcel: Parcel, cell: int = -1) -> bool:
    """Detain a user. The parcel is kept for the charge, the state and the wait for treatment for the return.

    An order of a court to undergo treatment for which no place was free yet holds until the person is free.

    Args:
        world: The world.
        row: Row in buyers.
        parcel: What the person is held with; whoever found it books it.
        cell: Where it was just collected; -1 where a patrol met somebody who used near home.

    Returns:
        Whether there was a user to detain: nothing happens to those in custody or prison, or who do not use.
    """
    buyers, cells, k, before = world.buyers, world.cells, world.weight, int(world.buyers.state[row])
    if not BuyerState.OCCASIONAL <= before <= BuyerState.DEPENDENT:
        return False
    place = int(buyers.cell[row]) if cell < 0 else cell
    world.ledger.buyers[before, BuyerState.DETAINED] += k
    buyers.detained_on[row] = world.today.day
    buyers.state_before[row], buyers.until_before[row] = before, buyers.until[row]
    buyers.held_product[row], buyers.held_mg[row], buyers.held_unlisted[row] = parcel
    if buyers.care[row] == Care.COMPULSORY and buyers.until[row] > world.today.day:
        buyers.care[row] = Care.ORDERED
    buyers.state[row] = BuyerState.DETAINED
    buyers.until[row] = UNSCHEDULED
    world.tally.counts[Count.DETAINED_BUYER, buyers.region[row]] += k
    cells.arrests[place] += k
    likely = (cells.residents if cell < 0 else cells.live_drops) * cells.patrol_hours
    _heat_up(world, buyers.uid[row], int(buyers.region[row]), place, k, likely)
    return True


def _heat_up(world: World, uid: np.uint64, region: int, cell: int, persons: int, likely: NDArray[np.float64]) -> None:
    """Note the arrest of one person in a cell; the others for whom the row stands were met in cells drawn by `likely`.

    At scale 1 everybody has a place of arrest of their own; k arrests in one cell would clear it of parcels and leave
    the others cold.
    """
    cells = world.cells
    cells.heat[cell] += 1.0
    running = np.cumsum(likely[cells.of_region[region]])
    if running[-1] <= 0.0:
        running = cells.cumulative_residents[region]
    for other in range(1, persons):
        word = draw(world.seed, uid, world.today.day, ELSEWHERE, other)[0]
        cells.heat[cells.of_region[region, locate(word, running)]] += 1.0
