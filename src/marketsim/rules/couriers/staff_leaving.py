"""People leave the trade: they quit, carry off what they hold, or are cheated."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_MONTH, MG_PER_G
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.detention import detain_staff
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import Role, StaffStatus
from marketsim.world.world import World

LEAVING = decision("staff.leaving")


@kernel
def _leave(
    seed, day, uid, shop, weight, role, status, region, carried, deposit, size, shop_stock, shop_money, shop_losses,
    wholesale, scam_propensity, risk, courier_hazard, other_hazard, fear, theft, cheating, violence, betrayal,
    given_away, counts, mass, money, moves,
):  # fmt: skip
    """Let people leave; write the couriers whom their shop gives away to `given_away` and return how many."""
    betrayed = 0
    for row in range(size):
        if status[row] != StaffStatus.ACTIVE or role[row] == Role.OWNER or shop[row] < 0:
            continue
        w0, w1, w2, w3 = draw(seed, uid[row], day, LEAVING, 0)
        s, r, courier = shop[row], region[row], role[row] == Role.COURIER
        hazard = courier_hazard if courier else other_hazard
        if unit(w0) >= hazard * (1.0 + fear * risk[role[row], r]):
            continue
        k = weight[row]
        cheated = courier and unit(w1) < cheating * (0.5 + scam_propensity[s])
        thief = courier and not cheated and unit(w2) < theft
        if cheated and unit(w3) < betrayal:
            given_away[betrayed] = row
            betrayed += 1
            continue
        if (cheated or thief) and unit(w3) >= 1.0 - violence:
            counts[Count.BEATEN, r] += k
        for p in range(carried.shape[1]):
            if thief:
                mass[MassFlow.STOLEN_STAFF, p] += k * carried[row, p]
                shop_losses[s] += carried[row, p] * wholesale[p]
            else:
                shop_stock[s, r, p] += carried[row, p]
            carried[row, p] = 0
        if not cheated and not thief:
            back = min(deposit[row], max(shop_money[s], 0))
            shop_money[s] -= back
            money[MoneyFlow.DEPOSITS_RETURNED] += k * back
        deposit[row] = 0
        to = StaffStatus.CHEATED if cheated else StaffStatus.QUIT
        status[row] = to
        moves[StaffStatus.ACTIVE, to] += k
        counts[Count.CHEATED if cheated else Count.QUITS, r] += k
    return betrayed


class StaffLeaving(Rule):
    """Staff quit; some couriers carry off their batch, some are robbed of their deposit or given away by the shop.

    Who     every active member of staff but owners
    When    before the day's parcels are hidden
    Chance  1 / tenure a month, raised by perceived risk; then cheated, thief or neither; of the cheated some are given
            away to the police, of the cheated and of thieves some are beaten
    Reads   market.risk, wholesale_price; shops.scam_propensity
    Writes  staff.status, carried, deposit; shops.stock, money, losses; what detain_staff writes
    Source  tenure; theft and cheating: chapter 2 without figures
    """

    courier_tenure: float = param(
        4.0, unit="months", low=0.5, high=60, grade=Grade.CALIBRATED, source="tenure (1-6), arrests apart"
    )
    """Mean stay of a courier who is not arrested."""
    other_tenure: float = param(
        12.0, unit="months", low=1, high=120, grade=Grade.ASSUMED, source="longer than couriers'"
    )
    """Mean stay of everybody else."""
    fear: float = param(
        0.2,
        unit="1 / (detention / year)",
        low=0,
        high=5,
        grade=Grade.ASSUMED,
        source="certainty shortens careers (P12)",
    )
    """How much sooner people quit for each expected detention a year."""
    theft: float = param(0.05, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="known from chats, no figures")
    """Share of leaving couriers who carry off their batch."""
    cheating: float = param(
        0.1, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="known from chats, no figures"
    )
    """Share of leaving couriers who were robbed of pay or given away, in a shop of middling honesty."""

    violence: float = param(
        0.2, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="known from chats and court reports, no figures"
    )
    """Share of cheated or stealing couriers who are beaten."""
    betrayal: float = param(
        0.1, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="known from chats and court reports, no figures"
    )
    """Share of cheated couriers whom the shop gives away to the police."""

    def __call__(self, world: World) -> None:
        """Let people leave."""
        staff, shops, books = world.staff, world.shops, world.ledger
        given_away = np.empty(staff.size, np.int64)
        betrayed = _leave(
            world.seed, world.today.day, staff.uid, staff.shop, staff.weight, staff.role, staff.status, staff.region,
            staff.carried, staff.deposit, staff.size, shops.stock, shops.money, shops.losses,
            world.market.wholesale_price / MG_PER_G, shops.scam_propensity, world.market.risk,
            1.0 / (self.courier_tenure * DAYS_PER_MONTH), 1.0 / (self.other_tenure * DAYS_PER_MONTH), self.fear,
            self.theft, self.cheating, self.violence, self.betrayal, given_away, world.tally.counts, books.mass,
            books.money, books.staff,
        )  # fmt: skip
        for row in given_away[:betrayed].tolist():
            world.tally.counts[Count.GIVEN_AWAY, staff.region[row]] += staff.weight[row]
            detain_staff(world, row)
