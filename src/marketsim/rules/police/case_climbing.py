"""Cases climb: who is detained may lead to the people behind, up to the owner."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.decisions import decision
from marketsim.core.draws import draw, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.capacity import target_pull
from marketsim.world.counts import Count
from marketsim.world.detention import book_loss, detain_staff
from marketsim.world.ledger import MassFlow
from marketsim.world.states import Role, StaffStatus, Unit
from marketsim.world.world import World

CLIMBING = decision("case.climbing")


class CaseClimbing(Rule):
    """A detained member of a shop leads investigators to the next one up.

    Who     members of shops detained today, and those to whom they lead
    When    after courier_arrest and test_purchase
    Chance  1 - (1 - chance of the step) ** (investigators' capacity lever, less what targets draw away); whoever talks
            for a reward and knows leads there in any case; of several people of a role the case finds
            one within reach: at home, or abroad and handed over with the chance of international cooperation
    Reads   tally.detained; staff.shop, role, abroad; levers.capacity, performance_targets, informant_rewards,
            international_cooperation
    Writes  what detain_staff writes; shops.stock when a warehouse keeper is detained
    Source  det-ops-2023 and det-admin-2023 against det-cour-2023; falling chances (Manzi and Calderoni 2024)
    """

    courier_to_keeper: float = param(
        0.26, unit="share", low=0, high=1, grade=Grade.CALIBRATED, source="det-ops-2023 over det-cour-2023"
    )
    """Share of detained couriers through whom the warehouse keeper is found."""
    courier_to_courier: float = param(
        0.02, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="couriers of a shop seldom meet"
    )
    """Share of detained couriers who give up a colleague."""
    keeper_to_packer: float = param(0.35, unit="share", low=0, high=1, grade=Grade.CALIBRATED, source="det-ops-2023")
    """Share of detained warehouse keepers through whom a packer is found."""
    keeper_to_operator: float = param(
        0.7,
        unit="share",
        low=0,
        high=1,
        grade=Grade.CALIBRATED,
        source="det-ops-2023; half of the operators live abroad",
    )
    """Share of detained warehouse keepers through whom an operator is found, if one is within reach."""
    operator_to_administrator: float = param(
        0.5, unit="share", low=0, high=1, grade=Grade.CALIBRATED, source="det-admin-2023"
    )
    """Share of detained operators through whom the administrator is found, if within reach."""
    administrator_to_owner: float = param(
        0.3, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no owner is listed among the detained of 2023"
    )
    """Share of detained administrators through whom the owner is found, if within reach."""
    stock_found: float = param(
        0.8,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="defaults: warehouses hold little, most of it in one place",
    )
    """Share of the stock found with the warehouse keeper, in the keeper's region and that of who led there."""

    known: float = param(
        0.5, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="shops keep people apart: most know an alias only"
    )
    """Share of those who would talk for a reward who know enough to lead to the next one."""

    def __call__(self, world: World) -> None:
        """Follow every person detained today upwards; the list grows on the way."""
        for row in world.tally.detained:
            shop = int(world.staff.shop[row])
            if shop < 0:
                continue
            for role, chance in self._steps(int(world.staff.role[row])):
                self._reach(world, row, shop, role, chance)

    def _steps(self, role: int) -> tuple[tuple[Role, float], ...]:
        if role == Role.COURIER:
            return ((Role.WAREHOUSE_KEEPER, self.courier_to_keeper), (Role.COURIER, self.courier_to_courier))
        if role == Role.WAREHOUSE_KEEPER:
            return ((Role.PACKER, self.keeper_to_packer), (Role.OPERATOR, self.keeper_to_operator))
        if role == Role.OPERATOR:
            return ((Role.ADMINISTRATOR, self.operator_to_administrator),)
        if role == Role.ADMINISTRATOR:
            return ((Role.OWNER, self.administrator_to_owner),)
        return ()

    def _reach(self, world: World, leader: int, shop: int, role: Role, chance: float) -> None:
        staff, levers = world.staff, world.levers
        reached, _, talks, _ = draw(world.seed, staff.uid[leader], world.today.day, CLIMBING, int(role))
        effort = float(levers.capacity[Unit.INVESTIGATION]) * (1.0 - target_pull(world))
        named = unit(talks) < levers.informant_rewards * self.known
        if not named and unit(reached) >= 1.0 - (1.0 - chance) ** effort:
            return
        row = self._within_reach(world, shop, role)
        if row < 0:
            return
        found = None
        if role == Role.WAREHOUSE_KEEPER:
            found = self._seize_stock(world, shop, {int(staff.region[leader]), int(staff.region[row])})
        if detain_staff(world, row, found=found) and role == Role.COURIER:
            world.tally.counts[Count.DETAINED_COURIERS_IN_CASES, staff.region[row]] += staff.weight[row]

    @staticmethod
    def _within_reach(world: World, shop: int, role: Role) -> int:
        """Return whom of a shop's people of a role the case finds: the lowest draw within reach, -1 if there is none.

        Those who sit abroad and are not handed over are passed over for a colleague. A shop that moved abroad left
        nobody at work here.
        """
        staff = world.staff
        people = (
            (staff.used("shop") == shop)
            & (staff.used("role") == int(role))
            & (staff.used("status") == int(StaffStatus.ACTIVE))
        )
        nearest, lowest = -1, 0
        for row in people.nonzero()[0].tolist():
            luck, handed_over, _, _ = draw(world.seed, staff.uid[row], world.today.day, CLIMBING, 99)
            away = staff.abroad[row] and unit(handed_over) >= world.levers.international_cooperation
            if not away and (nearest < 0 or luck < lowest):
                nearest, lowest = row, luck
        return nearest

    def _seize_stock(self, world: World, shop: int, regions: set[int]) -> NDArray[np.int64]:
        stock = world.shops.stock[shop]
        places = sorted(regions)
        part = np.floor(stock[places] * self.stock_found).astype(np.int64)
        stock[places] -= part
        found: NDArray[np.int64] = part.sum(axis=0)
        world.ledger.mass[MassFlow.SEIZED_WAREHOUSE, :-1] += world.shop_weight * found
        book_loss(world, shop, found)
        return found
