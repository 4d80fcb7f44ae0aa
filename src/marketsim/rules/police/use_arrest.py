"""A patrol that looks for use in public meets a user."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens, pick, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.detention import Parcel, detain_buyer
from marketsim.world.states import BuyerState
from marketsim.world.turns import DAYS_BETWEEN_TURNS, has_turn
from marketsim.world.world import World

ARREST = decision("use.arrest")
MOST = 0.95
"""Largest share of hours that can go to use: the rest is what hours for parcels are told from."""


@kernel
def _meet(seed, day, decision, hazard, visibility, patrol_hours, uid, state, cell, size):
    """Return the users met today."""
    rows = np.empty(size, np.int64)
    met = 0
    for row in range(size):
        if not has_turn(uid[row], day) or not BuyerState.OCCASIONAL <= state[row] <= BuyerState.DEPENDENT:
            continue
        seen = visibility[state[row] - BuyerState.OCCASIONAL] * patrol_hours[cell[row]]
        if seen > 0.0 and happens(draw(seed, uid[row], day, decision, 0)[0], hazard * seen):
            rows[met] = row
            met += 1
    return rows[:met]


class UseArrest(Rule):
    """Patrols spend a part of their hours on people who use in public; what they carry decides on fine or charge.

    Who     users on their turn (every sixteenth day), while patrols pursue use
    When    after buyer_arrest
    Chance  1 - exp(-16 days of detection * visibility by state * hours spent on use in the home cell). What a user
            carries is a pack of the preferred product, by the shares of packs, unlisted with the share of such shops
            among those that the user knows; it was booked as sold on the day of the order
    Reads   cells.patrol_hours (hours for parcels, of which the hours for use follow); buyers.state, cell, product,
            known_shop; shops.unlisted; levers.public_use_hours
    Writes  what detain_buyer writes
    Source  what use in public is pursued for today is not published: no hours without a policy
    """

    detection: float = param(
        1.0e-4,
        unit="1 / (user-day * patrol-hour)",
        low=0,
        high=0.1,
        grade=Grade.ASSUMED,
        source="about as often as a collection is noticed (buyer_arrest), and most days pass at home",
    )
    """Hazard a day of a dependent user from one patrol-hour spent on use in the home cell."""
    visibility: tuple[float, ...] = param(
        (0.1, 0.4, 1.0),
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="occasional users use at home and seldom",
    )
    """How visible occasional, regular and dependent users are."""

    def __call__(self, world: World) -> None:
        """Meet users."""
        share = min(MOST, float(world.levers.public_use_hours))
        if share <= 0.0:
            return
        buyers, counts = world.buyers, world.tally.counts
        hours_for_each_of_parcels = share / (1.0 - share)
        rows = _meet(
            world.seed, world.today.day, ARREST, DAYS_BETWEEN_TURNS * self.detection * hours_for_each_of_parcels,
            self.visibility, world.cells.patrol_hours, buyers.uid, buyers.state, buyers.cell, buyers.size,
        )  # fmt: skip
        for row in rows.tolist():
            if detain_buyer(world, row, self._carried(world, row)):
                counts[Count.DETAINED_PUBLIC_USE, buyers.region[row]] += world.weight

    @staticmethod
    def _carried(world: World, row: int) -> Parcel:
        """Return what a user has in the pocket."""
        buyers, product = world.buyers, int(world.buyers.product[row])
        pack, formula, _, _ = draw(world.seed, buyers.uid[row], world.today.day, ARREST, 1)
        known = buyers.known_shop[row][buyers.known_shop[row] >= 0]
        unlisted = unit(formula) * known.size < np.count_nonzero(world.shops.unlisted[known, product])
        return Parcel(product, int(world.packs_mg[product, pick(pack, world.pack_shares[product])]), bool(unlisted))
