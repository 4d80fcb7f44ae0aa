"""Officers buy from shops; what they buy opens a case, which may lead to the courier."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.capacity import capacity, corrupt_share, target_pull
from marketsim.world.counts import Count
from marketsim.world.detention import detain_staff, grade_of
from marketsim.world.states import Agency, ChannelStatus, Role, ShopStatus, StaffStatus, Unit, WeightGrade
from marketsim.world.world import World

PURCHASE = decision("test.purchase")


@kernel
def _buy(seed, day, purchases, half, weight, channel_shop, channel_status, followers, channels_size, uid, status, size):
    """Return the shops at which officers buy today."""
    seen = np.zeros(size)
    for row in range(channels_size):
        if channel_status[row] <= ChannelStatus.FOUND and channel_shop[row] >= 0:
            seen[channel_shop[row]] += np.sqrt(followers[row] + 1.0)
    total = 0.0
    open_shops = 0
    for shop in range(size):
        if status[shop] != ShopStatus.OPEN:
            seen[shop] = 0.0
        if seen[shop] > 0.0:
            total += seen[shop]
            open_shops += 1
    bought = 0
    shops = np.empty(size, np.int64)
    for shop in range(size):
        if seen[shop] > 0.0:
            word, _, _, _ = draw(seed, uid[shop], day, PURCHASE, 0)
            if happens(word, purchases * open_shops / (weight * open_shops + half) * seen[shop] / total):
                shops[bought] = shop
                bought += 1
    return shops[:bought]


class TestPurchase(Rule):
    """Officers buy from a shop that they found online, open a case and trace the courier.

    Who     open shops with a channel that can be reached
    When    after channel_blocking
    Chance  bought from: 1 - exp(-hazard), hazards in proportion to the visibility of a shop's channels, in all the
            purchases that officers manage in a day; unless a corrupt officer warns the shop, a purchase opens a case
            with the share of the grade of the pack; a case leads to one of the shop's couriers with a fixed chance
    Reads   channels; shops.status, sells; staff; officers.corrupt; levers.capacity, threshold_mg, performance_targets,
            corruption
    Writes  what detain_staff writes. The pack itself is paid for and booked as any order is, not here
    Source  sale-online-2021h, sale-online-2023; det-cour-2023
    """

    __test__ = False  # not a test, whatever pytest makes of its name

    purchases: float = param(
        1.47e-3,
        unit="purchases / (officer * day)",
        low=0,
        high=10,
        grade=Grade.CALIBRATED,
        source="sale-online-2021h, sale-online-2023",
    )
    """Level: purchases that an investigator makes in a day in 2017 when there are very many shops."""
    growth: float = param(
        13.0,
        unit="factor",
        low=0.1,
        high=200,
        grade=Grade.CALIBRATED,
        source="sale-online-2023 over sale-online-2021h, less the part of the threshold",
    )
    """Growth: purchases in the long run relative to 2017."""
    half: float = param(
        20.0,
        unit="shops",
        low=0,
        high=10_000,
        grade=Grade.ASSUMED,
        source="there have always been more shops than purchases",
    )
    """Open shops, whole market, at which investigators manage half of what they could."""
    opens_case: tuple[float, ...] = param(
        (0.1, 0.22, 0.45, 0.45),
        unit="share",
        low=0,
        high=1,
        grade=Grade.CALIBRATED,
        source="defaults: half of the rise of 2021-2023 through the threshold of October 2021",
    )
    """Share of purchases that open a case of online sale, by the grade of the largest pack on sale."""
    climbing: float = param(0.5, unit="share", low=0, high=0.95, grade=Grade.ASSUMED, source="no published practice")
    """Share of investigators' time that goes into cases up the chain; targets draw it to purchases."""
    traced: float = param(
        0.36,
        unit="share",
        low=0,
        high=1,
        grade=Grade.CALIBRATED,
        source="det-cour-2023 and sale-online-2023, with half of the couriers met on patrol",
    )
    """Share of cases in which the courier is found."""

    def __call__(self, world: World) -> None:
        """Buy, open cases, trace couriers."""
        channels, shops, k = world.channels, world.shops, world.shop_weight
        drawn = 1.0 + target_pull(world) * self.climbing / (1.0 - self.climbing)
        bought = _buy(
            world.seed, world.today.day, drawn * self._purchases(world), self.half, k, channels.shop, channels.status,
            channels.followers, channels.size, shops.uid, shops.status, shops.size,
        )  # fmt: skip
        for shop in bought:
            self._open_case(world, int(shop))

    def _purchases(self, world: World) -> float:
        """Return the purchases that officers manage today, under the reading of the run."""
        medium, large = self.opens_case[WeightGrade.MEDIUM], self.opens_case[WeightGrade.LARGE]
        before = medium / large if medium and large else 1.0
        effort = world.attribution.effort(before, world.capacity_course.grown(world.today.day))
        return self.purchases * effort * capacity(world, Unit.INVESTIGATION, self.growth)

    def _open_case(self, world: World, shop: int) -> None:
        counts, region = world.tally.counts, world.shops.region[shop]
        _, opened, found, warned = draw(world.seed, world.shops.uid[shop], world.today.day, PURCHASE, 0)
        counts[Count.TEST_PURCHASES, region] += world.shop_weight
        if unit(warned) < corrupt_share(world, Unit.INVESTIGATION, Agency.POLICE):
            counts[Count.PURCHASES_TIPPED_OFF, region] += world.shop_weight
            return
        grades = [grade_of(world, int(p), int(world.packs_mg[p, -1])) for p in np.flatnonzero(world.shops.sells[shop])]
        if unit(opened) >= world.attribution.by_grade(self.opens_case)[max(grades, default=0)]:
            return
        counts[Count.ONLINE_SALE_CASES, region] += world.shop_weight
        courier = self._courier_of(world, shop)
        if courier >= 0 and unit(found) < self.traced and detain_staff(world, courier):
            counts[Count.DETAINED_COURIERS_IN_CASES, world.staff.region[courier]] += world.staff.weight[courier]

    def _courier_of(self, world: World, shop: int) -> int:
        """Return the courier whose parcel the officers got: the one with the lowest draw, -1 if there is none."""
        staff = world.staff
        couriers = np.flatnonzero(
            (staff.used("shop") == shop)
            & (staff.used("role") == int(Role.COURIER))
            & (staff.used("status") == int(StaffStatus.ACTIVE))
        )
        return min(
            (int(row) for row in couriers),
            key=lambda row: draw(world.seed, staff.uid[row], world.today.day, PURCHASE, 1)[0],
            default=-1,
        )
