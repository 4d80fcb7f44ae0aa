"""Opening, earning and closing."""

import numpy as np
import pytest

from marketsim.rules.shops.shop_exit import ShopExit
from marketsim.rules.shops.shop_opening import ShopOpening
from marketsim.rules.shops.shop_profit import ShopProfit
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.newcomers import add_shop
from marketsim.world.states import AccountStatus, ChannelStatus, Role, ShopStatus, StaffStatus
from marketsim.world.world import World


def test_openings_follow_spending_in_proportion(world_of) -> None:
    opened = {}
    for demand in (2e6, 6e6):
        world = world_of(weight=1)
        world.shops.demand[:] = 0.0
        world.market.wished[:] = demand / 20
        for _ in range(30):
            world.today.day += 1
            world.shops.demand[:] = 0.0
            ShopOpening()(world)
        opened[demand] = world.tally.counts[Count.SHOPS_OPENED].sum()
    assert abs(opened[6e6] - 3 * opened[2e6]) < 5 * np.sqrt(opened[6e6] + 9 * opened[2e6])
    assert opened[2e6] > 20


def test_no_margin_no_openings(world: World) -> None:
    world.market.wished[:] = 1e9
    world.market.wholesale_price[:] = world.market.retail_price * 1.1
    ShopOpening()(world)
    assert world.tally.counts[Count.SHOPS_OPENED].sum() == 0


def test_an_opening_balances_the_books_and_brings_people_account_and_channel(world: World) -> None:
    before = count_stocks(world)
    world.ledger.clear()
    row = add_shop(world, 7, 0, 3, 1_000_000)
    check(world, before)
    roles = world.staff.used("role")[world.staff.used("shop") == row]
    assert set(roles) == {
        Role.OWNER, Role.ADMINISTRATOR, Role.OPERATOR, Role.WAREHOUSE_KEEPER, Role.PACKER, Role.TAGGER, Role.DROPPER,
    }  # fmt: skip
    assert world.shops.can_pay[row] and (world.channels.used("shop") == row).sum() == 1


def test_young_shops_close_more_often_than_old_ones(world_of) -> None:
    closed = {}
    for age in (0, 2_000):
        world = world_of()
        for i in range(600):
            add_shop(world, 900 + i, 0, 0, 1_000)
        world.shops.opened_on[:] = world.today.day - age
        world.shops.demand[:] = 1_000.0
        rule = ShopExit(young=40.0, grown=4.0)
        rule(world)
        closed[age] = (world.shops.used("status") == ShopStatus.CLOSED).sum()
    assert closed[0] > 3 * closed[2_000] >= 0
    assert abs(closed[0] - 600 * -np.expm1(-40 / 365.25)) < 5 * np.sqrt(600 * 0.1) + 3


def test_closing_ends_everything_of_the_shop_and_balances_the_books(world: World) -> None:
    world.shops.stock[0, 2, 1] = 12_345
    world.ledger.clear()
    before = count_stocks(world)
    ShopExit(young=50.0, grown=10.0, youth=3_650.0)(world)
    for _ in range(60):
        world.today.day += 1
        ShopExit(young=50.0, grown=10.0, youth=3_650.0)(world)
    assert world.shops.status[0] == ShopStatus.CLOSED
    check(world, before)
    assert world.ledger.mass[MassFlow.LOST_CLOSURE, 1] == 12_345 * world.shop_weight
    mine = world.staff.used("shop") == 0
    assert np.isin(world.staff.used("status")[mine], (StaffStatus.QUIT, StaffStatus.CHEATED)).all()
    assert (world.channels.used("status")[world.channels.used("shop") == 0] == ChannelStatus.ABANDONED).all()
    assert (world.accounts.used("status")[world.accounts.used("shop") == 0] == AccountStatus.CLOSED).all()


def test_a_full_till_tempts_only_the_dishonest(world: World) -> None:
    world.shops.demand[:] = 1_000.0
    world.shops.money[:] = 10**9
    world.shops.scam_propensity[:] = 0.0
    for _ in range(200):
        world.today.day += 1
        ShopExit(young=0.0, grown=0.0, scam=50.0)(world)
    assert world.tally.counts[Count.EXIT_SCAMS].sum() == 0
    world.shops.scam_propensity[:] = 1.0
    for _ in range(30):
        world.today.day += 1
        ShopExit(young=0.0, grown=0.0, scam=50.0)(world)
    assert world.tally.counts[Count.EXIT_SCAMS].sum() > 0


def test_owners_leave_what_restocking_needs(world: World) -> None:
    world.shops.money[: world.shops.size] = 10**9
    world.shops.demand[:] = 0.0
    before = count_stocks(world)
    world.ledger.clear()
    for _ in range(400):
        ShopProfit(least=2_000_000.0)(world)
    check(world, before)
    left = world.shops.used("money")
    assert (left >= 2_000_000).all() and (left < 2_100_000).all()
    assert world.ledger.money[MoneyFlow.OWNERS] > 0


@pytest.mark.parametrize(("months", "reputation", "runs"), [(0.4, 1.0, False), (0.6, 1.0, True), (0.4, -1.0, True)])
def test_an_owner_runs_off_only_when_the_till_exceeds_the_worth_of_the_name(
    world: World, months: float, reputation: float, runs: bool
) -> None:
    """A perfect name is worth half a month's turnover here, one of the worst repute nothing."""
    shops, n = world.shops, world.shops.size
    shops.demand[:n] = 0.0
    shops.demand[:n, 0, 0] = 1e6
    shops.price[:n] = 10_000.0
    shops.money[:n] = int(months * 30 * 1_000 * 10_000)
    shops.reputation[:n] = reputation
    shops.scam_propensity[:n] = 1.0
    for _ in range(60):
        world.today.day += 1
        ShopExit(young=0.0, grown=0.0, ruin=0.0, scam=50.0, name_worth=0.5)(world)
    assert (world.tally.counts[Count.EXIT_SCAMS].sum() > 0) == runs
    assert (shops.used("status") == ShopStatus.CLOSED).any() == runs
