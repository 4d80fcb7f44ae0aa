"""The books: what flowed, counted by the rules where it happens, against what is there, counted from the tables.

Mass is in whole milligrams by material (each product, then the precursor), money in whole tenge, people in
persons; a row counts for all for whom it stands. Rules only ever write the flows. `marketsim.world.audit`
counts the stocks, by other code, and compares.
"""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from marketsim.world.states import BuyerState, StaffStatus


class MassFlow(IntEnum):
    """Why mass entered or left the market. Entries first, then exits, every one with a named cause."""

    PRODUCED = 0
    IMPORTED = 1
    """Sent to the country; counts as stock while it travels."""
    BOUGHT = 2
    """Precursor bought at home."""
    RETURNED = 3
    """Seized and sold back by corrupt officers; counted as seized before."""
    EXPORTED = 4
    SOLD = 5
    """Collected by a buyer, who kept it."""
    USED = 6
    """Precursor turned into product or waste."""
    SEIZED_LABORATORY = 7
    SEIZED_DEPOT = 8
    SEIZED_WAREHOUSE = 9
    SEIZED_COURIER = 10
    SEIZED_DROP = 11
    SEIZED_BUYER = 12
    """Found on a buyer who had just collected it."""
    SEIZED_BORDER = 13
    SEIZED_TRANSIT = 14
    LOST_DROP = 15
    """Never found by anybody."""
    STOLEN_DROP = 16
    STOLEN_STAFF = 17
    """Carried off by a courier or keeper who left."""
    LOST_CLOSURE = 18
    """Carried off by the owner when a shop, laboratory or group ended, or a shop or laboratory moved abroad."""
    SOLD_ABROAD = 19
    """Sold by shops to buyers in neighbouring countries."""
    GIVEN_AWAY = 20
    """Prizes of shops' lotteries."""


FIRST_MASS_EXIT = MassFlow.EXPORTED


class MoneyFlow(IntEnum):
    """Why money entered or left the tills of shops and groups. Entries first, then exits."""

    INVESTED = 0
    PAYMENTS = 1
    """Paid by buyers for orders."""
    DEPOSITS = 2
    """Left by new couriers."""
    EXPORT_REVENUE = 3
    REFUNDS = 4
    WAGES = 5
    DEPOSITS_RETURNED = 6
    PRECURSORS = 7
    PRODUCTION = 8
    IMPORTS = 9
    CHANNELS = 10
    """Opening and advertising channels, opening accounts."""
    FROZEN = 11
    BRIBES = 12
    CONFISCATED = 13
    OWNERS = 14
    """Taken out by owners, at work or when the shop or group ends or moves abroad."""
    EXCHANGE = 15
    """Kept by exchange offices that turn crypto-currency into cash."""


FIRST_MONEY_EXIT = MoneyFlow.REFUNDS


class Ledger:
    """Today's flows.

    Attributes:
        mass: Milligrams, int64, shape (len(MassFlow), material); the last material is the precursor.
        money: Tenge, int64, shape (len(MoneyFlow),).
        buyers: Persons that moved from a state to another, int64, shape (BuyerState, BuyerState).
        staff: Persons that moved from a status to another, int64, shape (StaffStatus, StaffStatus).
    """

    def __init__(self, materials: int) -> None:
        """Open empty books for `materials` materials."""
        self.mass: NDArray[np.int64] = np.zeros((len(MassFlow), materials), np.int64)
        self.money: NDArray[np.int64] = np.zeros(len(MoneyFlow), np.int64)
        self.buyers: NDArray[np.int64] = np.zeros((len(BuyerState), len(BuyerState)), np.int64)
        self.staff: NDArray[np.int64] = np.zeros((len(StaffStatus), len(StaffStatus)), np.int64)

    def clear(self) -> None:
        """Start a new day."""
        for flows in (self.mass, self.money, self.buyers, self.staff):
            flows.fill(0)
