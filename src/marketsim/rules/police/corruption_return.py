"""Corrupt officers bring seized product back to the market."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.capacity import corrupt_share
from marketsim.world.founding import choose_group
from marketsim.world.ledger import MassFlow
from marketsim.world.states import Agency, GroupKind, GroupStatus, Unit
from marketsim.world.world import World

RETURN = decision("corruption.return")
BUYER = decision("corruption.return.buyer")


@kernel
def _hold_back(mass, committee_mg, share, stash):
    """Put a share of what the police seized of each product into the stash, and book it as returned."""
    for product in range(stash.size):
        seized = 0
        for flow in range(MassFlow.SEIZED_LABORATORY, MassFlow.SEIZED_BUYER + 1):  # Loads are with customs.
            seized += mass[flow, product]
        kept = int(np.floor(max(seized - committee_mg[product], 0) * share))
        stash[product] += kept
        mass[MassFlow.RETURNED, product] += kept


class CorruptionReturn(Rule):
    """Corrupt officers hold back a part of what the police seized today and sell it to a local group later.

    Who     the police; what the National Security Committee seized, and customs, stays seized
    When    last of the police
    Chance  the part held back is exact: corrupt officers * part; the stash is sold with a hazard a day, to one of the
            local groups, all alike
    Reads   books of mass, tally.committee_mg; officers.corrupt; groups.kind; levers.corruption
    Writes  market.corrupt_stash; groups.product_stock
    Source  chapter 2 names cases of seized drugs brought back, no share
    """

    part: float = param(
        0.3, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="most of a seizure must be there in court"
    )
    """Part of the seizures of a corrupt officer that is held back."""
    sale: float = param(
        1 / 30, unit="1 / day", low=0, high=1, grade=Grade.ASSUMED, source="about a month until it is sold"
    )
    """Hazard that the stash is sold."""

    def __call__(self, world: World) -> None:
        """Hold back a part of today's seizures; sell what was held back."""
        stash = world.market.corrupt_stash
        if stash.any():
            self._sell(world)
        share = self.part * corrupt_share(world, Unit.INVESTIGATION, Agency.POLICE)
        _hold_back(world.ledger.mass, world.tally.committee_mg, share, stash)

    def _sell(self, world: World) -> None:
        groups, stash = world.groups, world.market.corrupt_stash
        sold, _, _, _ = draw(world.seed, np.uint64(1), world.today.day, RETURN, 0)
        if not happens(sold, self.sale):
            return
        local = np.flatnonzero(
            (groups.used("status") == int(GroupStatus.ACTIVE)) & (groups.used("kind") == int(GroupKind.LOCAL))
        )
        group = choose_group(world, np.uint64(1), local, BUYER, world.today.day)
        if group < 0:
            return
        groups.product_stock[group, groups.region[group]] += stash
        stash[:] = 0
