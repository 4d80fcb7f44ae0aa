"""Ordering: who wants to buy, from whom, and who gets the last parcel."""

import numpy as np
import pytest

from marketsim.core.units import DAYS_PER_MONTH
from marketsim.rules.buyers import buyer_order
from marketsim.rules.buyers.buyer_order import BuyerOrder
from marketsim.world import drops_contest, shop_choice
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.drops_index import index_drops
from marketsim.world.states import BuyerState, DropStatus, ShopStatus
from marketsim.world.turning_elsewhere import leave_out
from marketsim.world.world import World

PLENTY = 400


def stock_up(world: World, shops: list[int], product: int = 0, region: int = 0, mg: int = 500, parcels: int = PLENTY):
    """Hide parcels of each shop in one region."""
    rows = world.drops.append(parcels * len(shops))
    drops = world.drops
    drops.uid[rows] = np.random.default_rng(1).integers(1, 2**64, parcels * len(shops), dtype=np.uint64)
    drops.shop[rows] = np.repeat(shops, parcels)
    drops.product[rows] = product
    drops.region[rows] = region
    drops.mg[rows] = mg
    drops.cell[rows] = world.cells.of_region[region, 100]
    drops.status[rows] = DropStatus.AVAILABLE
    for shop in shops:
        world.shops.serves[shop, region] = True
        world.shops.sells[shop, product] = True


def gather(world: World, buyers: int, shops: list[int], state: BuyerState = BuyerState.DEPENDENT) -> None:
    """Make the first buyers live in region 0, prefer product 0, know the shops and be rich."""
    table = world.buyers
    table.region[:buyers] = 0
    table.product[:buyers] = 0
    table.state[: table.size] = BuyerState.ABSTINENT
    table.state[:buyers] = state
    table.known_shop[:buyers] = -1
    table.known_shop[:buyers, : len(shops)] = shops
    table.known_incarnation[:buyers] = 0
    table.trust[:buyers] = 0.0
    table.spending_limit[:buyers] = 1e9
    world.shops.reputation[:] = 0.0
    world.shops.price[:] = world.market.usual_price
    world.shops.incarnation[:] = 0
    world.shops.can_pay[:] = True


def test_share_that_wants_is_the_stated_chance(world: World) -> None:
    gather(world, 2_000, [0])
    rule = BuyerOrder()
    wanted = 0
    days = 40
    for _ in range(days):
        world.today.day += 1
        world.tally.clear()
        rule(world)
        wanted += world.tally.counts[Count.ORDERS_WANTED].sum() / world.weight
    chance = rule.chances(world)[BuyerState.DEPENDENT, 0, 0]
    expected = 2_000 * days * chance
    assert abs(wanted - expected) < 5 * np.sqrt(expected * (1 - chance))


def test_users_want_as_many_orders_a_month_as_is_stated(world: World) -> None:
    rule = BuyerOrder(occasional_orders=1.5, regular_orders=5.0, dependent_orders=12.0, deterrence=0.0)
    world.today.wish_factor = world.levers.mobility = 1.0
    world.market.retail_price[:] = world.market.usual_price
    states = [BuyerState.OCCASIONAL, BuyerState.REGULAR, BuyerState.DEPENDENT]
    np.testing.assert_allclose(rule.chances(world)[states, 0, 0] * DAYS_PER_MONTH, [1.5, 5.0, 12.0])


def test_wishes_follow_price_weekday_movement_and_risk(world: World) -> None:
    rule = BuyerOrder(elasticity=-0.9)
    plain = rule.chances(world)[BuyerState.REGULAR, 0, 0]
    world.market.retail_price[0] *= 2.0
    dear = rule.chances(world)[BuyerState.REGULAR, 0, 0]
    assert dear == pytest.approx(-np.expm1(np.log1p(-plain) * 2.0**-0.9))
    world.market.retail_price[0] /= 2.0
    world.today.wish_factor = 1.2
    assert rule.chances(world)[BuyerState.REGULAR, 0, 0] > plain
    world.today.wish_factor = 1.0
    world.levers.mobility = 0.5
    assert rule.chances(world)[BuyerState.REGULAR, 0, 0] < plain
    world.levers.mobility = 1.0
    world.market.buyer_risk[0] = 0.5
    assert rule.chances(world)[BuyerState.REGULAR, 0, 0] < plain


def test_shops_are_chosen_in_proportion_to_their_appeal(world: World) -> None:
    gather(world, 2_500, [0, 1])
    stock_up(world, [0, 1], parcels=12_000)
    world.shops.reputation[0] = np.log(3.0)
    BuyerOrder(dependent_orders=90.0)(world)
    taken = world.drops.used("shop")[world.drops.used("status") == DropStatus.RESERVED]
    n = len(taken)
    assert n > 1_500
    assert abs((taken == 0).sum() - 0.75 * n) < 5 * np.sqrt(n * 0.75 * 0.25)


def test_closing_one_shop_moves_only_its_own_customers(world_of) -> None:
    chosen = {}
    for closed in (False, True):
        world = world_of()
        gather(world, 2_500, [0, 1])
        stock_up(world, [0, 1], parcels=12_000)
        if closed:
            world.shops.status[1] = ShopStatus.REBUILDING
        BuyerOrder(dependent_orders=90.0)(world)
        reserved = world.drops.used("status") == DropStatus.RESERVED
        chosen[closed] = dict(zip(world.drops.used("buyer")[reserved], world.drops.used("shop")[reserved], strict=True))
    assert set(chosen[False].values()) == {0, 1}
    assert all(chosen[True].get(buyer, 0) == 0 for buyer, shop in chosen[False].items() if shop == 0)


def test_two_who_want_one_parcel_are_settled_by_the_lower_draw_whatever_their_rows(world_of) -> None:
    winners = []
    for order in (1, -1):
        world = world_of()
        gather(world, 30, [0])
        stock_up(world, [0], parcels=1)
        world.buyers.uid[:30] = np.arange(1, 31, dtype=np.uint64)[::order]
        BuyerOrder(dependent_orders=90.0)(world)
        assert (world.drops.used("status") == DropStatus.RESERVED).sum() == 1
        winners.append(int(world.buyers.uid[world.drops.buyer[0]]))
    assert winners[0] == winners[1]


def test_a_stranger_does_not_change_whether_i_want_to_buy(world_of) -> None:
    wants = []
    for strangers in (0, 200):
        world = world_of()
        gather(world, 500 + strangers, [0])
        stock_up(world, [0], parcels=12_000)
        BuyerOrder()(world)
        buyers = world.drops.used("buyer")[world.drops.used("status") == DropStatus.RESERVED]
        wants.append({int(b) for b in buyers if b < 500})
    assert wants[0] and wants[0] == wants[1]


def test_paying_balances_the_books(world: World) -> None:
    gather(world, 2_000, [0, 1])
    stock_up(world, [0, 1])
    before = count_stocks(world)
    BuyerOrder()(world)
    assert world.tally.counts[Count.ORDERS].sum() > 0
    check(world, before)


def test_nobody_buys_above_the_spending_limit(world: World) -> None:
    gather(world, 2_000, [0])
    stock_up(world, [0], mg=1_000)
    world.buyers.spending_limit[:2_000] = world.shops.price[0, 0] * 0.99
    BuyerOrder()(world)
    assert world.tally.counts[Count.ORDERS].sum() == 0
    assert world.tally.counts[Count.ORDERS_UNSERVED].sum() > 0


def test_who_has_no_shop_starts_to_search(world: World) -> None:
    gather(world, 2_000, [])
    BuyerOrder()(world)
    assert world.tally.counts[Count.ORDERS_UNSERVED].sum() == world.weight * world.buyers.searching.sum() > 0


@pytest.mark.parametrize("cause", ["none known", "none open", "none pays", "sold out", "lost contest", "large only"])
def test_a_wish_without_an_order_is_one_unserved_wish_whatever_the_cause(world: World, cause: str) -> None:
    gather(world, 1_000, [] if cause == "none known" else [0])
    stock_up(world, [0], parcels={"sold out": 0, "lost contest": 300}.get(cause, 3_000), mg=1_000)
    if cause == "none open":
        world.shops.status[0] = ShopStatus.REBUILDING
    world.shops.can_pay[0] = cause != "none pays"
    smallest = world.shops.price[0, 0] * (world.packs_mg[0, 0] / 1_000) ** 0.6
    world.buyers.spending_limit[:1_000] = 1.01 * smallest if cause == "large only" else 1e9
    BuyerOrder(dependent_orders=90.0)(world)
    counts, k = world.tally.counts, world.weight
    wanted, ordered, unserved = (
        int(counts[c].sum()) // k for c in (Count.ORDERS_WANTED, Count.ORDERS, Count.ORDERS_UNSERVED)
    )
    assert wanted > 700 and ordered == (300 if cause == "lost contest" else 0)
    assert unserved == wanted - ordered == world.buyers.searching.sum()
    a_wish = 0.1 * k * world.mean_pack_mg[0]
    assert world.market.wished[0, 0] == pytest.approx(wanted * a_wish)
    assert world.market.unserved[0, 0] == pytest.approx(unserved * a_wish)
    assert world.market.wished.sum() == pytest.approx(wanted * a_wish)
    assert world.market.lacking()[0, 0] == pytest.approx(unserved / wanted)


@pytest.mark.parametrize("parcels", [0, 3_000])
def test_who_cannot_pay_the_smallest_pack_looks_on_but_is_no_sign_of_a_lack(world: World, parcels: int) -> None:
    gather(world, 1_000, [0])
    stock_up(world, [0], parcels=parcels)
    poor = np.arange(1_000) % 4 == 0
    world.buyers.spending_limit[:1_000][poor] = 0.99 * world.shops.price[0, 0] * (world.packs_mg[0, 0] / 1_000) ** 0.6
    world.buyers.searching[:1_000] = False
    BuyerOrder(dependent_orders=90.0)(world)
    wanted, ordered, unserved = (
        int(world.tally.counts[c].sum()) // world.weight
        for c in (Count.ORDERS_WANTED, Count.ORDERS, Count.ORDERS_UNSERVED)
    )
    assert unserved == wanted - ordered > 100
    able = ordered if parcels else wanted
    assert world.market.wished.sum() == pytest.approx(0.1 * world.weight * world.mean_pack_mg[0] * able)
    assert world.market.lacking()[0, 0] == pytest.approx(0.0 if parcels else 1.0)
    assert world.buyers.searching.sum() == unserved


@pytest.mark.parametrize("cause", ["sold out", "too dear"])
def test_who_is_turned_away_turns_to_the_next_shop_that_is_known(world: World, cause: str) -> None:
    gather(world, 2_500, [0, 1, 2])
    stock_up(world, [0], parcels=100 if cause == "sold out" else 12_000)
    stock_up(world, [1], parcels=500)
    world.shops.reputation[0] = 20.0
    if cause == "too dear":
        world.shops.price[0] *= 10.0
        world.buyers.spending_limit[:2_500] = world.shops.price[1, 0] * 5.0
    BuyerOrder(dependent_orders=90.0)(world)
    counts = world.tally.counts
    wanted, ordered, unserved = (
        int(counts[c].sum()) // world.weight for c in (Count.ORDERS_WANTED, Count.ORDERS, Count.ORDERS_UNSERVED)
    )
    at_first = 100 if cause == "sold out" else 0
    assert wanted > 1_500 and ordered == at_first + 500 and unserved == wanted - ordered
    of_shop = world.drops.used("shop")[world.drops.used("status") == DropStatus.RESERVED]
    assert (of_shop == 0).sum() == at_first and (of_shop == 1).sum() == 500
    buyers = world.drops.used("buyer")[world.drops.used("status") == DropStatus.RESERVED]
    assert len(set(buyers.tolist())) == ordered
    demand = world.shops.demand_today[:3, 0, 0]
    assert (
        demand[0] == pytest.approx(wanted * world.lot * world.mean_pack_mg[0], rel=0.01)
        and demand[0] > demand.sum() * 0.99
    )


def test_an_index_without_what_is_taken_holds_the_rest_in_order(world: World) -> None:
    stock_up(world, [0, 1], parcels=50)
    stock_up(world, [1], product=2, region=3, parcels=20)
    d = world.drops
    index = index_drops(d.uid, d.shop, d.region, d.product, d.status, d.size, world.shops.size, 20, 3)
    taken = np.arange(d.size) % 3 == 0
    left = leave_out(*index, taken)
    d.status[: d.size][taken] = DropStatus.RESERVED
    wanted = index_drops(d.uid, d.shop, d.region, d.product, d.status, d.size, world.shops.size, 20, 3)
    for made, anew in zip(left, wanted, strict=True):
        np.testing.assert_array_equal(made, anew)


def test_being_served_ends_the_search_and_only_that(world: World) -> None:
    gather(world, 2_000, [0])
    stock_up(world, [0], parcels=3_000)
    world.buyers.searching[:2_000] = True
    BuyerOrder()(world)
    served = world.drops.used("buyer")[world.drops.used("status") == DropStatus.RESERVED]
    searching = world.buyers.used("searching")
    assert 0 < served.size < 1_500
    assert not searching[served].any() and searching.sum() == 2_000 - served.size


def test_customers_who_miss_the_new_channel_forget_the_shop_in_the_stated_share(world: World) -> None:
    gather(world, 2_500, [0])
    stock_up(world, [0], parcels=12_000)
    world.shops.incarnation[0] = 1
    world.shops.retention[0] = 0.55
    BuyerOrder(dependent_orders=90.0)(world)
    wanted = world.tally.counts[Count.ORDERS_WANTED].sum() / world.weight
    kept = world.tally.counts[Count.ORDERS].sum() / world.weight
    assert abs(kept - 0.55 * wanted) < 5 * np.sqrt(wanted * 0.55 * 0.45)


def test_the_index_holds_every_available_parcel_in_its_bucket(world: World) -> None:
    stock_up(world, [0, 1], parcels=50)
    stock_up(world, [1], product=2, region=3, parcels=20)
    world.drops.status[5] = DropStatus.RESERVED
    d = world.drops
    arguments = (d.uid, d.shop, d.region, d.product, d.status, d.size, world.shops.size, 20, 3)
    start, rows, keys = index_drops(*arguments)
    assert len(rows) == 119 and sorted(rows) == [i for i in range(120) if i != 5]
    bucket = (d.shop[rows].astype(int) * 20 + d.region[rows]) * 3 + d.product[rows]
    assert (np.diff(bucket) >= 0).all()
    for b in np.unique(bucket):
        ring = keys[start[b] : start[b + 1]]
        assert (bucket[start[b] : start[b + 1]] == b).all() and (np.diff(ring.astype(int)) >= 0).all()
    for compiled, written in zip((start, rows, keys), index_drops.py_func(*arguments), strict=True):
        assert (compiled == written).all()


def test_the_compiled_wish_is_the_written_wish(world: World) -> None:
    gather(world, 300, [0])
    b = world.buyers
    chance = BuyerOrder().chances(world)
    results = []
    for wish in (buyer_order._wish, buyer_order._wish.py_func):
        found = wish(world.seed, 7_000, b.uid, b.state, b.product, b.region, 300, chance)
        results.append([column.tolist() for column in found])
    assert results[0] == results[1] and results[0][0]


def test_customers_whom_no_operator_answers_are_turned_away_by_chance(world: World) -> None:
    gather(world, 2_500, [0])
    stock_up(world, [0], parcels=12_000)
    world.shops.answers[0] = 0.6
    BuyerOrder(dependent_orders=90.0)(world)
    wanted = world.tally.counts[Count.ORDERS_WANTED].sum() / world.weight
    answered = world.tally.counts[Count.ORDERS].sum() / world.weight
    assert wanted > 1_500
    assert abs(answered - 0.6 * wanted) < 5 * np.sqrt(wanted * 0.24)
    assert world.tally.counts[Count.ORDERS_UNSERVED].sum() / world.weight == wanted - answered


def test_nearness_rises_with_parcels_and_is_one_without_any() -> None:
    near = BuyerOrder(distance=0.6).nearness()
    assert near[0] == 1.0
    assert (np.diff(near[1:]) > 0).all()
    assert near[1] == pytest.approx(np.exp(-0.6)) and near[4] == pytest.approx(np.exp(-0.3))
    assert (BuyerOrder(distance=0.0).nearness() == 1.0).all()


def test_a_shop_with_more_parcels_here_wins_by_how_much_nearer_they_are(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned_to = []

    def agree(words, chosen, *others):
        turned_to.append(chosen.copy())
        return drops_contest.agree(words, chosen, *others)

    monkeypatch.setattr(buyer_order, "agree", agree)
    gather(world, 2_500, [0, 1])
    stock_up(world, [0], parcels=12_000)
    stock_up(world, [1], parcels=1)
    rule = BuyerOrder(dependent_orders=90.0, distance=0.8)
    rule(world)
    near = rule.nearness()
    many, few = near[-1], near[world.lot]
    share, wanted = many / (many + few), turned_to[0].size
    assert wanted > 1_500
    assert abs(np.mean(turned_to[0] == 0) - share) < 5 * np.sqrt(share * (1 - share) / wanted)


@pytest.mark.parametrize("parcels", [0, 1, 12_000])
def test_demand_follows_appeal_however_many_parcels_a_shop_has(world: World, parcels: int) -> None:
    gather(world, 2_500, [0, 1])
    stock_up(world, [0], parcels=1)
    stock_up(world, [1], parcels=parcels)
    world.shops.reputation[0] = np.log(3.0)
    BuyerOrder(dependent_orders=90.0, distance=5.0)(world)
    wanted = world.tally.counts[Count.ORDERS_WANTED].sum() / world.weight
    demand = world.shops.demand_today[:2, 0, 0]
    assert demand.sum() == pytest.approx(wanted * world.lot * world.mean_pack_mg[0])
    assert abs(demand[0] / demand.sum() - 0.75) < 5 * np.sqrt(0.75 * 0.25 / wanted)


@pytest.mark.parametrize("listed", [True, False])
def test_orders_from_a_listed_shop_go_through_the_marketplace_in_the_stated_share(world: World, listed: bool) -> None:
    gather(world, 2_500, [0])
    stock_up(world, [0], parcels=12_000)
    world.shops.on_marketplace[0] = listed
    BuyerOrder(dependent_orders=90.0, through_marketplace=0.75)(world)
    taken = world.drops.used("status") == DropStatus.RESERVED
    orders, held = taken.sum(), world.drops.used("escrow")[taken].sum()
    share = 0.75 * listed
    assert orders > 1_500
    assert abs(held - share * orders) <= 5 * np.sqrt(orders * share * (1 - share))
    assert world.tally.counts[Count.ORDERS_ON_MARKETPLACE].sum() == held * world.weight
    assert (world.drops.used("paid")[taken] > 0).all()


@pytest.mark.filterwarnings("ignore:overflow")  # written in Python, hashes wrap at 64 bits with a warning
def test_the_compiled_order_is_the_written_order(world_of, monkeypatch: pytest.MonkeyPatch) -> None:
    worlds = world_of(), world_of()
    for world, written in zip(worlds, (False, True), strict=True):
        gather(world, 400, [0, 1])
        stock_up(world, [0, 1], parcels=30)
        world.shops.incarnation[1] = 1
        world.shops.retention[1] = 0.5
        if written:
            for module, name in (
                (buyer_order, "choose_shops"),
                (shop_choice, "_list_able"),
                (buyer_order, "agree"),
                (buyer_order, "turn_elsewhere"),
                (buyer_order, "_count_wishes"),
                (buyer_order, "_pay"),
            ):
                monkeypatch.setattr(module, name, getattr(module, name).py_func)
        BuyerOrder(dependent_orders=60.0)(world)
    for column in ("status", "buyer", "paid"):
        assert (worlds[0].drops.used(column) == worlds[1].drops.used(column)).all()
    for column in ("known_shop", "searching"):
        assert (worlds[0].buyers.used(column) == worlds[1].buyers.used(column)).all()
    assert (worlds[0].tally.counts == worlds[1].tally.counts).all() and worlds[0].tally.counts[Count.ORDERS].any()
