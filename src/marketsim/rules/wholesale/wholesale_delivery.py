"""Shops restock from the depots of groups."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, exponential
from marketsim.core.parameters import Grade, param
from marketsim.core.units import MG_PER_G
from marketsim.rules.rule import Rule
from marketsim.world.states import GroupStatus, Role, ShopStatus
from marketsim.world.world import World

DECISION = decision("wholesale.delivery")
QUEUE = decision("wholesale.delivery.queue")
INTERVAL = 7
"""Days between two orders of a shop; which weekday is its own follows from its uid."""


@kernel
def _take(depot, held, group, region, product, wish, weight):
    """Take up to `wish` mg for each of `weight` shops from a group, the nearby depot first; return the mg."""
    taken = 0
    regions = depot.shape[1]
    for step in range(regions):
        r = (region + step) % regions
        mg = min(wish - taken, depot[group, r, product] // weight)
        if mg > 0:
            depot[group, r, product] -= mg * weight
            held[group, product] -= mg * weight
            taken += mg
        if taken == wish:
            break
    return taken


@kernel
def _hold(size, status, depot, held):
    """Add up what each active group holds of each product; a suppressed one sells nothing."""
    for group in range(size):
        for product in range(depot.shape[2]):
            if status[group] == GroupStatus.ACTIVE:
                for region in range(depot.shape[1]):
                    held[group, product] += depot[group, region, product]


@kernel
def _sellable(size, status, depot, weight, left):
    """Write to `left` what active groups can sell of each product to each of `weight` shops, mg."""
    for group in range(size):
        if status[group] == GroupStatus.ACTIVE:
            for region in range(depot.shape[1]):
                for product in range(depot.shape[2]):
                    left[product] += depot[group, region, product] // weight


@kernel
def _share_out(wishes, left):
    """Cut wishes that add up to more than is left in proportion, to whole mg that add up to it."""
    total = wishes.sum()
    if total <= left:
        return
    asked, given = 0, 0
    for place in range(wishes.size):
        asked += wishes[place]
        wishes[place] = int(left * (asked / total) + 0.5) - given if asked < total else left - given
        given += wishes[place]


@kernel
def _next_group(seed, today, shop_uid, group_uid, held, product, weight, size, decision):
    """Return a group that has the product, with chances by its stock (exponential race); -1 if there is none."""
    best, best_time = -1, np.inf
    for group in range(size):
        if held[group, product] >= weight:
            word = draw(seed, shop_uid, today, decision, group_uid[group])[0]
            time = exponential(word) / held[group, product]
            if time < best_time:
                best, best_time = group, time
    return best


@kernel
def _queue(seed, today, size, uid, status, at_work, decision):
    """Return the shops whose day it is and who have a keeper, in the order of their draws."""
    order = np.empty(size, np.int64)
    word = np.empty(size, np.int64)
    count = 0
    for shop in range(size):
        if at_work[shop, Role.WAREHOUSE_KEEPER] == 0:
            continue
        if status[shop] != ShopStatus.OPEN or (today + int(uid[shop] % np.uint64(INTERVAL))) % INTERVAL:
            continue
        mine = int(draw(seed, uid[shop], today, decision, 0)[0])
        place = count
        while place > 0 and word[place - 1] > mine:
            word[place], order[place] = word[place - 1], order[place - 1]
            place -= 1
        word[place], order[place] = mine, shop
        count += 1
    return order[:count]


@kernel
def _wish(shop, home, serves, sells, stock, demand, target, least):
    """Return what a shop lacks, mg, int64, shape (region, product)."""
    wishes = np.zeros(demand.shape[1:], np.int64)
    for region in range(demand.shape[1]):
        if not serves[shop, region]:
            continue
        for product in range(demand.shape[2]):
            if sells[shop, product]:
                wanted = max(target * demand[shop, region, product], least if region == home else 0.0)
                wishes[region, product] = max(0, int(wanted) - stock[shop, region, product])
    return wishes


@kernel
def _deliver(
    seed, today, size, uid, status, at_work, home, serves, sells, stock, demand, money, supplier, group_size, group_uid,
    group_status, depot, group_money, price, weight, target, least, spend, decision, queue_decision,
):  # fmt: skip
    """Restock the shops whose day it is; what is scarce goes to the lower draw, and to all regions of a shop."""
    held = np.zeros((depot.shape[0], depot.shape[2]), np.int64)
    _hold(group_size, group_status, depot, held)
    left = np.zeros(depot.shape[2], np.int64)
    _sellable(group_size, group_status, depot, weight, left)
    for shop in _queue(seed, today, size, uid, status, at_work, queue_decision):
        wishes = _wish(shop, home[shop], serves, sells, stock, demand, target, least)
        bill = 1.0
        for product in range(wishes.shape[1]):
            _share_out(wishes[:, product], left[product])
            bill += wishes[:, product].sum() * price[product]
        part = min(1.0, max(0.0, spend * money[shop]) / bill)
        for product in range(wishes.shape[1]):
            for region in range(wishes.shape[0]):
                wish = int(part * wishes[region, product])
                group = supplier[shop]
                if group < 0 or group_status[group] != GroupStatus.ACTIVE or held[group, product] < weight:
                    group = -1
                while wish > 0:
                    if group < 0:
                        group = _next_group(
                            seed, today, uid[shop], group_uid, held, product, weight, group_size, decision
                        )
                    if group < 0:
                        break
                    mg = _take(depot, held, group, region, product, wish, weight)
                    paid = int(mg * price[product])
                    stock[shop, region, product] += mg
                    money[shop] -= paid
                    group_money[group] += paid * weight
                    wish -= mg
                    left[product] -= mg
                    if supplier[shop] < 0 or group_status[supplier[shop]] != GroupStatus.ACTIVE:
                        supplier[shop] = group
                    if mg == 0:
                        held[group, product] = 0
                    group = -1


class WholesaleDelivery(Rule):
    """A shop orders what it lacks, from its group or, failing that, from another that has it.

    Who     every open shop that has a warehouse keeper, once a week on a day of its own
    When    after laboratory_delivery, at yesterday's prices
    Chance  which other group: in proportion to what it holds; who is served first: the lower draw. Where all groups
            together hold less than a shop wants, its regions share in proportion to what they lack, and its
            till pays for what there is
    Reads   shops.uid, status, at_work, region, serves, sells, demand; groups.uid, status; market.wholesale_price
    Writes  shops.stock, shops.money, shops.supplier; groups.product_stock, groups.money
    Source  weekly batches (batch); stock targets assumed
    """

    target: float = param(
        12.5, unit="days of demand", low=1, high=120, grade=Grade.ASSUMED, source="nine days on the mean of the week"
    )
    """Stock up to which a shop orders, by region and product."""
    least: float = param(
        30_000.0, unit="mg", low=0, high=10_000_000, grade=Grade.ASSUMED, source="a small batch to start with"
    )
    """Least stock that a shop wants of each of its products at home."""
    spend: float = param(0.85, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="wages must be paid as well")
    """Most of the till that goes into one order."""

    def __call__(self, world: World) -> None:
        """Restock the shops whose day it is."""
        shops, groups = world.shops, world.groups
        _deliver(
            world.seed, world.today.day, shops.size, shops.uid, shops.status, shops.at_work, shops.region,
            shops.serves, shops.sells, shops.stock, shops.demand, shops.money, shops.supplier, groups.size, groups.uid,
            groups.status, groups.product_stock, groups.money, world.market.wholesale_price / MG_PER_G,
            world.shop_weight, self.target, self.least, self.spend, DECISION, QUEUE,
        )  # fmt: skip
