"""The first day: the market of January 2017 moves in, and its arrival is booked."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, exponential, unit
from marketsim.core.units import DAYS_PER_YEAR, MG_PER_KG
from marketsim.world.buyers import KNOWN_SHOPS
from marketsim.world.first_day import FirstDay
from marketsim.world.newcomers import add_shop, add_staff, fill_buyers
from marketsim.world.states import (
    Agency,
    BuyerState,
    Charge,
    GroupKind,
    GroupStatus,
    PatrolStrategy,
    Role,
    StaffStatus,
    Unit,
    WeightGrade,
)
from marketsim.world.world import World

FIRST = decision("first.day")


def settle(world: World, settings: FirstDay) -> None:
    """Fill an empty world with the market of the first day and book its arrival."""
    _settle_market(world, settings)
    _settle_groups(world, settings)
    _settle_shops(world, settings)
    _settle_officers(world, settings)
    _settle_prisoners(world, settings)
    _settle_buyers(world, settings)


def people_at_risk(world: World, settings: FirstDay) -> NDArray[np.int64]:
    """Return the people at risk by region as rows (persons over `World.weight`), int64, shape (region,)."""
    regions = world.regions
    share = regions.population * np.where(regions.metropolitan, settings.metropolitan_prevalence, 1.0)
    return np.round(settings.at_risk * share / share.sum() / world.weight).astype(np.int64)


def _settle_market(world: World, settings: FirstDay) -> None:
    market = world.market
    market.wholesale_price[:] = [p.wholesale_price for p in world.products]
    market.usual_price[:] = [p.price for p in world.products]
    market.retail_price[:] = market.usual_price
    market.mean_wage = settings.wage
    market.precursor_price = settings.precursor_price
    market.know_how = settings.know_how
    market.channels_share[:] = 1.0
    market.risk[:] = 0.05
    low, high = world.levers.sentence_low[Charge.SALE], world.levers.sentence_high[Charge.SALE]
    market.expected_sentence[:] = (0.5 * (low + high))[: len(Role)]
    market.sentence_today[:] = market.expected_sentence[:, None]
    market.formula_appeared_on[:] = [-1 if p.listed else world.today.day for p in world.products]


def _settle_groups(world: World, settings: FirstDay) -> None:
    groups = world.groups
    rows = groups.append(settings.groups)
    gateway = np.cumsum(world.regions.gateway_post + world.regions.gateway_road)
    for row in range(rows.start, rows.stop):
        groups.uid[row] = child_uid(np.uint64(0), world.today.day, FIRST, 10_000 + row)
        a, b, _, _ = draw(world.seed, groups.uid[row], 0, FIRST, 0)
        groups.region[row] = np.searchsorted(gateway, unit(a) * gateway[-1])
        groups.kind[row] = GroupKind.TRANSNATIONAL if row % 3 == 0 else GroupKind.LOCAL
        groups.staff_abroad[row] = 0.3 + 0.6 * unit(b)
        groups.money[row] = round(settings.group_money)
        groups.product_stock[row, groups.region[row], :] = round(settings.group_stock * MG_PER_KG)
        groups.opened_on[row] = world.today.day
    groups.status[rows] = GroupStatus.ACTIVE


def _settle_shops(world: World, settings: FirstDay) -> None:
    """Open the shops, spread over regions as people are, every region served by one at least."""
    regions = len(world.regions)
    count = max(1, round(settings.shops / world.shop_weight))
    at_risk = people_at_risk(world, settings) + 1.0
    cumulative = np.cumsum(at_risk / at_risk.sum())
    for i in range(count):
        home = int(np.searchsorted(cumulative, (i + 0.5) / count))
        row = add_shop(world, 0, i, home, round(settings.shop_money))
        uid = world.shops.uid[row]
        a, b, c, _ = draw(world.seed, uid, 0, FIRST, 0)
        for region in range(regions):
            reach = unit(draw(world.seed, uid, 0, FIRST, 1 + region)[0])
            world.shops.serves[row, region] |= reach < at_risk[region] / at_risk.sum()
        main = int(np.searchsorted(np.cumsum([p.share for p in world.products]), unit(a)))
        world.shops.sells[row, min(main, len(world.products) - 1)] = True
        world.shops.sells[row, int(unit(b) * len(world.products))] = True
        world.shops.price[row] = world.market.usual_price * (0.9 + 0.2 * unit(c))
        world.shops.supplier[row] = i % world.groups.size
        world.shops.demand[row] = 0.0
    _leave_nobody_out(world)


def _leave_nobody_out(world: World) -> None:
    """Let every region have a seller of every product, however few shops there are."""
    serves, sells = world.shops.used("serves"), world.shops.used("sells")
    for region in range(serves.shape[1]):
        for product in range(sells.shape[1]):
            if not (serves[:, region] & sells[:, product]).any():
                shop = (region + product) % len(serves)
                serves[shop, region] = sells[shop, product] = True


def _settle_officers(world: World, settings: FirstDay) -> None:
    officers = world.officers
    share = np.cumsum(world.regions.population / world.regions.population.sum())
    plan = (
        (Unit.PATROL, settings.patrol_officers, Agency.POLICE),
        (Unit.CYBER, settings.cyber_officers, Agency.POLICE),
        (Unit.INVESTIGATION, settings.investigators, Agency.POLICE),
        (Unit.LABORATORY, settings.laboratory_officers, Agency.POLICE),
        (Unit.BORDER, settings.border_officers, Agency.CUSTOMS),
        (Unit.FINANCE, settings.finance_officers, Agency.FINANCIAL_MONITORING),
    )
    for unit_, count, agency in plan:
        rows = officers.append(count)
        for i, row in enumerate(range(rows.start, rows.stop)):
            uid = np.uint64(child_uid(np.uint64(0), world.today.day, FIRST, 100_000 * (unit_ + 2) + i))
            a, b, c, _ = draw(world.seed, uid, 0, FIRST, 0)
            region = int(np.searchsorted(share, (i + 0.5) / count))
            officers.uid[row] = uid
            officers.unit[row] = unit_
            committee = unit_ == Unit.LABORATORY and i % 2 == 1
            officers.agency[row] = Agency.NATIONAL_SECURITY_COMMITTEE if committee else agency
            officers.region[row] = region
            officers.cell[row] = world.cells.of_region[region, int(unit(a) * world.cells.of_region.shape[1])]
            hot = unit(b) < settings.hot_spot_patrols
            officers.strategy[row] = PatrolStrategy.HOT_SPOT if hot else PatrolStrategy.RANDOM
            officers.corrupt[row] = unit(c) < settings.corrupt_officers * (0.3 if committee else 1.0)


def _settle_prisoners(world: World, settings: FirstDay) -> None:
    """Put the people convicted before into prison, spread over regions by population."""
    staff, count = world.staff, round(settings.prisoners / world.shop_weight)
    share = np.cumsum(world.regions.population / world.regions.population.sum())
    for i in range(count):
        region = int(np.searchsorted(share, (i + 0.5) / count))
        row = add_staff(world, 0, Role.COURIER, region, StaffStatus.IMPRISONED, 0)
        a, b, _, _ = draw(world.seed, staff.uid[row], 0, FIRST, 0)
        days = exponential(a) * settings.remaining_sentence * DAYS_PER_YEAR
        staff.shop[row] = -1
        staff.until[row] = world.today.day + 1 + int(days)
        staff.charge[row] = Charge.SALE
        staff.grade[row] = WeightGrade.LARGE
        staff.first_offence[row] = unit(b) < settings.first_time_prisoners


def _settle_buyers(world: World, settings: FirstDay) -> None:
    buyers = world.buyers
    counts = people_at_risk(world, settings)
    rows = np.arange(counts.sum(), dtype=np.int64)
    buyers.append(len(rows))
    region = np.repeat(np.arange(len(counts)), counts)
    ordinal = np.concatenate([np.arange(n) for n in counts])
    _name_buyers(buyers.uid, region, ordinal)
    buyers.region[rows] = region
    fill_buyers(world, rows)
    # Every so manieth person uses, in one sequence over all regions: even in each of them and in the country, so that
    # scales agree from the first day.
    spread = ((rows + 0.5) * 0.6180339887498949) % 1.0
    edges = np.cumsum(np.array(settings.user_states)) / sum(settings.user_states) * settings.users / settings.at_risk
    state = np.searchsorted(edges, spread, side="right")
    for step, to in enumerate((BuyerState.OCCASIONAL, BuyerState.REGULAR, BuyerState.DEPENDENT)):
        these = rows[state == step]
        buyers.state[these] = to
        buyers.days_used[these] = (20, 120, 400)[step]
        world.ledger.buyers[BuyerState.POTENTIAL, to] += world.weight * len(these)
    _introduce(
        world, rows[(buyers.state[rows] >= BuyerState.OCCASIONAL) & (buyers.state[rows] <= BuyerState.DEPENDENT)]
    )


@kernel
def _name_buyers(uid, region, ordinal):
    for row in range(ordinal.size):
        uid[row] = child_uid(region[row], 0, FIRST, ordinal[row])


def _introduce(world: World, rows: NDArray[np.int64]) -> None:
    """Let buyers know shops that serve their region and sell their product, nearest rank first."""
    shops, buyers = world.shops, world.buyers
    region_of, product_of = buyers.region[rows], buyers.product[rows]
    for region in range(len(world.regions)):
        for product in range(len(world.products)):
            offers = np.flatnonzero(shops.used("serves")[:, region] & shops.used("sells")[:, product])
            if not len(offers):
                continue
            these = rows[(region_of == region) & (product_of == product)]
            for slot in range(min(KNOWN_SHOPS, len(offers), 3)):
                start = (buyers.uid[these] >> np.uint64(7)) % np.uint64(len(offers))
                buyers.known_shop[these, slot] = offers[(start.astype(np.int64) + slot) % len(offers)]
    _expect_customers(world)


def _expect_customers(world: World) -> None:
    """Let shops expect the orders of the users who know them, about one in eight days each (orders-rate)."""
    buyers, shops = world.buyers, world.shops
    state = buyers.used("state")
    users = np.flatnonzero((state >= BuyerState.OCCASIONAL) & (state <= BuyerState.DEPENDENT))
    known = buyers.known_shop[users]
    share = 0.13 / np.maximum((known >= 0).sum(axis=1), 1)
    region, product = buyers.region[users], buyers.product[users]
    for slot in range(KNOWN_SHOPS):
        has = known[:, slot] >= 0
        place = (known[has, slot], region[has], product[has])
        np.add.at(shops.demand, place, share[has] * world.lot * world.mean_pack_mg[product[has]])
