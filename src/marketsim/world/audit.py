"""The audit: stocks counted from the tables must move by exactly the flows that the rules booked."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketsim.world.ledger import FIRST_MASS_EXIT, FIRST_MONEY_EXIT
from marketsim.world.states import BuyerState, ConsignmentStatus, DropStatus, StaffStatus
from marketsim.world.world import World


class LedgerError(Exception):
    """The books do not balance."""


@dataclass(frozen=True)
class Stocks:
    """What is there: mass by material (mg), money (KZT), people by state (persons)."""

    mass: NDArray[np.int64]
    money: int
    buyers: NDArray[np.int64]
    staff: NDArray[np.int64]


def count_stocks(world: World) -> Stocks:
    """Count what is there, from the tables alone."""
    k, shops = world.weight, world.shop_weight
    products = len(world.products)
    mass = np.zeros(products + 1, np.int64)
    mass[:products] += shops * world.shops.used("stock").sum(axis=(0, 1))
    mass[:products] += (world.staff.used("carried") * world.staff.used("weight")[:, None]).sum(axis=0)
    mass[:products] += world.groups.used("product_stock").sum(axis=(0, 1))
    mass[:products] += world.market.corrupt_stash
    mass[products] += world.groups.used("precursor_stock").sum() + world.laboratories.used("precursor_stock").sum()
    np.add.at(mass, world.laboratories.used("product"), world.laboratories.used("product_stock"))
    live = world.drops.used("status") <= DropStatus.RESERVED
    np.add.at(mass, world.drops.used("product")[live], k * world.drops.used("mg")[live])
    travelling = world.consignments.used("status") == ConsignmentStatus.TRAVELLING
    np.add.at(mass, world.consignments.used("material")[travelling], world.consignments.used("mg")[travelling])
    return Stocks(
        mass=mass,
        money=int(shops * world.shops.used("money").sum() + world.groups.used("money").sum()),
        buyers=k * np.bincount(world.buyers.used("state"), minlength=len(BuyerState)).astype(np.int64),
        staff=_count_staff(world),
    )


def _count_staff(world: World) -> NDArray[np.int64]:
    persons = np.zeros(len(StaffStatus), np.int64)
    np.add.at(persons, world.staff.used("status"), world.staff.used("weight"))
    return persons


def check(world: World, before: Stocks) -> Stocks:
    """Compare the stocks with those of the evening before plus today's flows; return the stocks.

    Rows outside the market (`OUTSIDE`) are places, not people, and are not compared.

    Raises:
        LedgerError: A book does not balance; the message names it, the day and the amount.
    """
    now = count_stocks(world)
    books = world.ledger
    mass = books.mass[:FIRST_MASS_EXIT].sum(axis=0) - books.mass[FIRST_MASS_EXIT:].sum(axis=0)
    money = books.money[:FIRST_MONEY_EXIT].sum() - books.money[FIRST_MONEY_EXIT:].sum()
    names = [p.name for p in world.products] + ["precursor"]
    faults = [
        f"mass of {name}: {gap:+d} mg" for name, gap in zip(names, now.mass - before.mass - mass, strict=True) if gap
    ]
    if gap := now.money - before.money - int(money):
        faults.append(f"money: {gap:+d} KZT")
    for title, states, flows, new, old in (
        ("buyers", BuyerState, books.buyers, now.buyers, before.buyers),
        ("staff", StaffStatus, books.staff, now.staff, before.staff),
    ):
        moved = flows.sum(axis=0) - flows.sum(axis=1)
        gaps = new - old - moved
        faults += [f"{title} {s.name.lower()}: {gaps[s]:+d} persons" for s in states if gaps[s] and s.name != "OUTSIDE"]
    if faults:
        raise LedgerError(f"{world.today.date}: the books do not balance: " + "; ".join(faults))
    return now
