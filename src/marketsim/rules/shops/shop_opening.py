"""New shops open where there is money to be made."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, unit, whole
from marketsim.core.elementary import power
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.founding import active_groups, choose_group
from marketsim.world.newcomers import add_shop
from marketsim.world.world import World

OPENING = decision("shop.opening")
SUPPLIER = decision("shop.opening.supplier")


@kernel
def _decide(seed, day, expected, openings):
    """Write how many shops open in each region to `openings`; return the sum."""
    for region in range(expected.size):
        word, _, _, _ = draw(seed, region, day, OPENING, 0)
        openings[region] = whole(word, max(0.0, expected[region]))
    return openings.sum()


class ShopOpening(Rule):
    """A shop opens in a region: the more is spent there, and the wider the margin, the more often.

    Who     founders, region by region
    When    in the morning
    Chance  expected openings a day = rate * (what wishes in the region, served or not, would cost / turnover of a
            usual shop) ** crowding * (margin / usual margin), rounded by chance
    Reads   market.retail_price, wholesale_price, wished; groups.status
    Writes  shops, channels, staff, accounts (new rows)
    Source  entry follows profit, and sellers rise less than in proportion with a market (Bresnahan and Reiss 1991);
            level: channels-2024, shops-2019
    """

    rate: float = param(
        7.5,
        unit="openings / (supported shop * year)",
        low=0,
        high=20,
        grade=Grade.CALIBRATED,
        source="channels-2024 with shop-life",
    )
    """Openings a year for each shop that the market could feed."""
    crowding: float = param(
        0.5, unit="exponent", low=0.1, high=1.5, grade=Grade.ASSUMED, source="shops-2019 against channels-2024"
    )
    """How the number of shops follows the size of a region's market: below 1, larger markets have larger shops."""
    turnover: float = param(
        190e6, unit="KZT / year", low=1e6, high=1e10, grade=Grade.ASSUMED, source="defaults: 63 bn KZT over 300 shops"
    )
    """Yearly turnover of a usual shop."""
    usual_margin: float = param(
        0.6, unit="share", low=0.05, high=0.95, grade=Grade.ASSUMED, source="wholesale at a third of retail"
    )
    """Margin over the wholesale price at which the rate holds."""
    money: float = param(3_000_000.0, unit="KZT", low=0, high=1e9, grade=Grade.ASSUMED, source="two weeks of turnover")
    """What a founder invests."""
    products: float = param(
        1.6,
        unit="products",
        low=1,
        high=12,
        grade=Grade.BORROWED,
        source="shops-cath, shops-cann, share-meph, share-apvp",
    )
    """Mean number of products on offer."""

    def __call__(self, world: World) -> None:
        """Open shops."""
        market = world.market
        price = market.retail_price
        spending = (market.wished * price[:, None]).sum(axis=0) * 1e-3 * DAYS_PER_YEAR
        margin = max(0.0, 1.0 - float((market.wholesale_price / price).sum()) / len(price))
        supported = power(spending / self.turnover, self.crowding)
        expected = self.rate / DAYS_PER_YEAR * supported * margin / self.usual_margin / world.shop_weight
        openings = np.empty(len(expected), np.int64)
        if _decide(world.seed, world.today.day, expected, openings):
            for region, number in enumerate(openings.tolist()):
                for ordinal in range(number):
                    self._open(world, region, ordinal)

    def _open(self, world: World, region: int, ordinal: int) -> None:
        shops = world.shops
        row = add_shop(world, region + 1, ordinal, region, round(self.money))
        uid = shops.uid[row]
        a, b, _, _ = draw(world.seed, uid, world.today.day, OPENING, 1)
        shares = np.cumsum(world.market.wished[:, region] + 1.0)
        shops.sells[row, np.searchsorted(shares, unit(a) * shares[-1])] = True
        for product in range(len(world.products)):
            w0, _, _, _ = draw(world.seed, uid, world.today.day, OPENING, 2 + product)
            shops.sells[row, product] |= unit(w0) < (self.products - 1.0) / max(1, len(world.products) - 1)
        shops.price[row] = world.market.retail_price * (0.85 + 0.2 * unit(b))
        shops.supplier[row] = choose_group(world, uid, active_groups(world), SUPPLIER)
        shops.demand[row, region] = np.where(shops.sells[row], self.first_demand(world), 0.0)
        world.tally.counts[Count.SHOPS_OPENED, region] += world.shop_weight

    def first_demand(self, world: World) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        """Return what a founder prepares for, mg a day of each product: a few packs."""
        return 5.0 * world.mean_pack_mg
