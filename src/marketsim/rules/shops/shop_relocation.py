"""Shops turn their trade to a neighbouring country when police make it too hard here, and back when it calms down."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.closing import move_shop_abroad
from marketsim.world.counts import Count
from marketsim.world.newcomers import equip_shop
from marketsim.world.states import ChannelKind, Role, ShopStatus
from marketsim.world.world import World

RELOCATION = decision("shop.relocation")
FIRST_PACKS = 5.0
"""Packs a day of each product that a shop prepares for when it opens again here, as any founder."""


@kernel
def _lost_share(shop, losses, demand, price):
    """Return the share of its turnover that a shop lost in the ten days or so that losses are remembered, at most 1."""
    turnover = 1.0
    for region in range(demand.shape[1]):
        for product in range(demand.shape[2]):
            turnover += demand[shop, region, product] * 0.001 * price[shop, product]
    return min(losses[shop] / (10.0 * turnover), 1.0)


@kernel
def _relocate(
    seed, day, size, uid, status, region, serves, owner_abroad, at_work, losses, demand, price, near_border, strain,
    heavy_loss, moving, returning, ending, places, weight, leaving, back,
):  # fmt: skip
    """Write the rows of shops that leave to `leaving` and of those that return to `back`; return how many of each.

    Those that end abroad are closed here: they have nothing left to book.
    """
    abroad = 0
    for s in range(size):
        abroad += weight * (status[s] == ShopStatus.ABROAD)
    room = max(0.0, 1.0 - abroad / places)
    left, returned = 0, 0
    for s in range(size):
        if status[s] == ShopStatus.CLOSED:
            continue
        here = strain[region[s]]
        word, end, _, _ = draw(seed, uid[s], day, RELOCATION, 0)
        if status[s] == ShopStatus.ABROAD:
            if happens(end, ending):
                status[s] = ShopStatus.CLOSED
            elif happens(word, returning * max(0.0, 1.0 - here)):
                back[returned] = s
                returned += 1
            continue
        able = False
        for r in range(near_border.size):
            able |= near_border[r] and serves[s, r]
        if not (able and owner_abroad[s] and at_work[s, Role.OWNER] > 0):
            continue
        pressure = here + _lost_share(s, losses, demand, price) / heavy_loss
        if happens(word, moving * pressure * room):
            leaving[left] = s
            left += 1
    return left, returned


class ShopRelocation(Rule):
    """An owner moves a shop to a neighbouring country, or back home.

    Who     every shop that has not closed, whose owner lives abroad and is free, and that serves a region with a road
            from abroad; every shop that moved before
    When    after shop_exit
    Chance  1 - exp(-hazard): `moving` x pressure x room abroad x openness of borders; back with `returning` x what
            pressure lacks to 1. Pressure is what couriers detained, channels blocked and accounts frozen a year exceed
            those to expect abroad, over what is `unbearable`, and lost turnover over `heavy_loss`
    Reads   shops.region, serves, abroad, at_work, losses, demand, price; market.risk, channel_loss, freezing_risk;
            levers.border_openness
    Writes  everything of a shop that leaves (`marketsim.world.closing`) or opens here again; market.moved_shops_share
    Source  displacement across borders under pressure at home (the balloon effect: Windle and Farrell 2012); numbers
            assumed
    """

    expected_abroad: tuple[float, ...] = param(
        (0.15, 4.0, 0.4),
        unit="1 / year",
        low=0,
        high=1_000,
        grade=Grade.ASSUMED,
        source="two thirds of the hazards here in 2023: markets there are policed less",
    )
    """Detentions a courier, blocks a messenger shop and freezings an account that an owner expects abroad."""
    unbearable: tuple[float, ...] = param(
        (1.0, 25.0, 2.0),
        unit="1 / year",
        low=0.01,
        high=1_000,
        grade=Grade.ASSUMED,
        source="four times the hazards here in 2023: couriers last a year, channels two weeks, accounts half a year",
    )
    """The same beyond those abroad that each alone makes a pressure of 1."""
    heavy_loss: float = param(
        0.5, unit="share", low=0.01, high=10, grade=Grade.ASSUMED, source="about the margin over wholesale"
    )
    """Share of turnover lost to seizures, thefts and freezing that makes a pressure of 1."""
    moving: float = param(
        0.1, unit="1 / year", low=0, high=100, grade=Grade.ASSUMED, source="customers and couriers are left behind"
    )
    """Hazard of moving at a pressure of 1 with all places abroad free."""
    returning: float = param(
        0.3, unit="1 / year", low=0, high=100, grade=Grade.ASSUMED, source="as in laboratory_relocation"
    )
    """Hazard of coming back without any pressure."""
    ending: float = param(
        1.0, unit="1 / year", low=0, high=100, grade=Grade.ASSUMED, source="as other exits of grown shops (defaults)"
    )
    """Hazard that a shop abroad gives up for good."""
    places: float = param(
        30.0, unit="shops", low=1, high=10_000, grade=Grade.ASSUMED, source="a tenth of the shops here: demand there"
    )
    """Shops from here that neighbouring countries have room for."""
    rivals: float = param(
        20.0, unit="shops", low=0.1, high=10_000, grade=Grade.ASSUMED, source="most buyers there know one shop or two"
    )
    """Moved shops that take half of the wishes which shops here would serve across the border."""
    money: float = param(3_000_000.0, unit="KZT", low=0, high=1e9, grade=Grade.ASSUMED, source="as in shop_opening")
    """Till with which a shop opens here again."""

    def __call__(self, world: World) -> None:
        """Let shops move."""
        shops, k = world.shops, world.shop_weight
        leaving, back = np.empty(shops.size, np.int64), np.empty(shops.size, np.int64)
        left, returned = _relocate(
            world.seed, world.today.day, shops.size, shops.uid, shops.status, shops.region, shops.serves, shops.abroad,
            shops.at_work, shops.losses, shops.demand, shops.price, world.regions.by_road,
            self.strain(world), self.heavy_loss, self.moving * world.levers.border_openness / DAYS_PER_YEAR,
            self.returning / DAYS_PER_YEAR, self.ending / DAYS_PER_YEAR, self.places, k, leaving, back,
        )  # fmt: skip
        for row in leaving[:left].tolist():
            move_shop_abroad(world, row)
        for row in back[:returned].tolist():
            self._open_again(world, row)
        there = k * int(np.count_nonzero(shops.used("status") == int(ShopStatus.ABROAD)))
        world.market.moved_shops_share = there / (there + self.rivals)

    def strain(self, world: World) -> NDArray[np.float64]:
        """Return the pressure on every shop of a region by what everybody knows, shape (region,)."""
        market = world.market
        courier_risk, block_risk, freezing_risk = self.expected_abroad
        couriers = np.maximum(0.0, market.risk[Role.COURIER] - courier_risk) / self.unbearable[0]
        loss = float(market.channel_loss[ChannelKind.MESSENGER_SHOP])
        blocks = max(0.0, loss - block_risk) / self.unbearable[1]
        freezings = max(0.0, market.freezing_risk - freezing_risk) / self.unbearable[2]
        strain: NDArray[np.float64] = couriers + blocks + freezings
        return strain

    def _open_again(self, world: World, row: int) -> None:
        """Open a shop in its home region under its name; its customers of old have lost it."""
        shops, region = world.shops, int(world.shops.region[row])
        shops.status[row] = ShopStatus.OPEN
        shops.serves[row] = False
        shops.serves[row, region] = True
        shops.price[row] = world.market.retail_price
        shops.wage[row] = world.market.mean_wage
        shops.demand[row, region] = np.where(shops.sells[row], FIRST_PACKS * world.mean_pack_mg, 0.0)
        shops.incarnation[row] += 1
        shops.retention[row] = 0.0
        shops.reopens_on[row] = 0
        equip_shop(world, row, round(self.money))
        world.tally.counts[Count.SHOPS_RETURNED, region] += world.shop_weight
