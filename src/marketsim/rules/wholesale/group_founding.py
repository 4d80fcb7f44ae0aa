"""New organised groups come when the market has room for them."""

import numpy as np

from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens, pick, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_MONTH, DAYS_PER_YEAR, MG_PER_KG
from marketsim.rules.rule import Rule
from marketsim.world.founding import found_group
from marketsim.world.states import GroupKind, GroupStatus
from marketsim.world.world import World

DECISION = decision("group.founding.when")
FOUNDER = np.uint64(1)


class GroupFounding(Rule):
    """A new group is founded when trade has outgrown the groups that are active.

    Who     people who would run a group, at most one a day
    When    in the stage of wholesale
    Chance  1 - exp(-missing groups / delay)
    Reads   market.offtake; groups.status
    Writes  groups; books of invested
    Source  replacement of suppressed groups (groups-2023: a dozen in 2023 without a lack of supply); numbers assumed
    """

    groups_at_reference: float = param(
        14.0, unit="groups", low=1, high=200, grade=Grade.ASSUMED, source="as on the first day"
    )
    """Groups that an offtake of `reference` has room for."""
    reference: float = param(
        40.0, unit="kg / month", low=1, high=10_000, grade=Grade.BORROWED, source="defaults: retail of 2017"
    )
    """Offtake that gives room to `groups_at_reference` groups."""
    exponent: float = param(
        0.5, unit="exponent", low=0, high=1, grade=Grade.ASSUMED, source="groups grow as trade does"
    )
    """How that number grows with offtake."""
    delay: float = param(
        0.5, unit="years", low=0.01, high=10, grade=Grade.ASSUMED, source="people, depots and contacts must be found"
    )
    """Mean time until one missing group is there."""
    transnational: float = param(
        0.33, unit="share", low=0, high=1, grade=Grade.BORROWED, source="groups-2023: four of twelve"
    )
    """Share of new groups that are transnational."""
    money: float = param(
        60_000_000.0, unit="KZT", low=0, high=1e10, grade=Grade.ASSUMED, source="one large load, as on the first day"
    )
    """What a new group begins with."""

    def __call__(self, world: World) -> None:
        """Found a group if there is room."""
        offtake = float(world.market.offtake.sum()) * DAYS_PER_MONTH / MG_PER_KG
        active = int(np.count_nonzero(world.groups.used("status") == int(GroupStatus.ACTIVE)))
        missing = self.groups_at_reference * (offtake / self.reference) ** self.exponent - active
        if missing <= 0.0:
            return
        a, b, c, _ = draw(world.seed, FOUNDER, world.today.day, DECISION, 0)
        if not happens(a, missing / self.delay / DAYS_PER_YEAR):
            return
        kind = GroupKind.TRANSNATIONAL if unit(b) < self.transnational else GroupKind.LOCAL
        gateway = world.regions.gateway_post + world.regions.gateway_road
        region = int(pick(c, np.cumsum(gateway) / gateway.sum()))
        found_group(world, FOUNDER, 0, kind, region, round(self.money))
