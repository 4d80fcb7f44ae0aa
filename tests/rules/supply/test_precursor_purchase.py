"""Buying precursor: stocks, prices under liability, inspection and smuggling."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.core.units import DAYS_PER_MONTH
from marketsim.rules.supply.precursor_purchase import PrecursorPurchase
from marketsim.world import precursor_orders
from marketsim.world.audit import check, count_stocks
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import ConsignmentStatus, LaboratoryClass
from marketsim.world.world import World

RICH = 10**15
UNDER_LIABILITY = 4.2**3 / (4.2**3 + 49)
"""Share bought abroad under full liability: four times the price at home, and fear of the tenth that is traced."""


def test_a_laboratory_fills_up_to_its_months_and_the_group_pays(
    world: World, add_laboratories: Callable[..., slice]
) -> None:
    add_laboratories(world, 1)
    before, money = count_stocks(world), int(world.groups.money[0])
    PrecursorPurchase(smuggled=0.0)(world)
    bought = int(world.ledger.mass[MassFlow.BOUGHT, world.precursor])
    assert abs(bought - min(2.7 * DAYS_PER_MONTH * 100_000, 0.5 * money / 30_000 * 1e6)) < 2
    assert world.laboratories.precursor_stock[0] == bought
    assert money - world.groups.money[0] == world.ledger.money[MoneyFlow.PRECURSORS] > 0
    check(world, before)


def test_groups_hold_most_of_what_industrial_laboratories_use(
    world: World, add_laboratories: Callable[..., slice]
) -> None:
    add_laboratories(world, 1, LaboratoryClass.INDUSTRIAL)
    world.groups.money[0] = RICH
    PrecursorPurchase(smuggled=0.0)(world)
    ratio = world.groups.precursor_stock[0, 3] / world.laboratories.precursor_stock[0]
    assert abs(ratio - 4.4 / 1.5) < 1e-3


def test_no_purchase_goes_beyond_the_money(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 3)
    world.groups.money[0] = 40_000
    PrecursorPurchase(smuggled=0.0, spend=0.5)(world)
    assert world.groups.money[0] >= 5_000


def test_liability_makes_precursor_dearer_for_who_buys_at_home(world: World) -> None:
    rule, usual = PrecursorPurchase(liability_premium=3.0, smuggled=0.0), world.market.precursor_price
    world.levers.precursor_liability = 0.5
    rule(world)
    assert world.market.precursor_cost == pytest.approx(2.5 * usual)
    world.levers.precursor_price = 2.0
    rule(world)
    assert world.market.precursor_cost == pytest.approx(5.0 * usual)
    world.levers.purchase_inspection = 0.5
    rule(world)
    assert world.market.precursor_cost == pytest.approx(10.0 * usual)
    world.levers.purchase_inspection = 1.0
    rule(world)
    assert world.market.precursor_cost == np.inf


@pytest.mark.parametrize(("wanted", "inspection", "lost"), [(0.0, 0.0, 0.0), (2e9, 0.0, 0.0), (2e9, 0.3, 0.4)])
def test_makers_reckon_with_what_is_paid_for_what_arrives(
    world: World, add_laboratories: Callable[..., slice], wanted: float, inspection: float, lost: float
) -> None:
    count = 4_000
    add_laboratories(world, count)
    world.groups.money[0] = RICH
    world.levers.precursor_liability, world.levers.purchase_inspection = 1.0, inspection
    world.market.precursor_loss, world.market.precursor_wanted = lost, wanted
    rule = PrecursorPurchase(home_supply=365.25, left_under_liability=0.4, smuggled=0.02)
    rule(world)
    arrived = world.laboratories.used("precursor_stock").sum() + (1.0 - lost) * world.consignments.used("mg").sum()
    paid = RICH - world.groups.money[0]
    assert world.market.precursor_cost == pytest.approx(paid / arrived * 1e6, rel=0.05)
    assert world.market.precursor_cost < 4.0 * world.market.precursor_price


def test_what_few_pay_at_home_hardly_makes_product_dearer(world: World) -> None:
    world.levers.precursor_liability, world.market.precursor_wanted = 1.0, 1e9
    PrecursorPurchase()(world)
    assert world.market.precursor_cost < 1.4 * world.market.precursor_price


def test_inspectors_seize_the_stated_share(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 400)
    world.groups.money[0] = RICH
    world.levers.purchase_inspection = 0.3
    before = count_stocks(world)
    PrecursorPurchase(smuggled=0.0)(world)
    left_without = (world.laboratories.used("precursor_stock") == 0).sum()
    assert abs(left_without - 120) < 5 * np.sqrt(400 * 0.3 * 0.7)
    assert world.ledger.mass[MassFlow.SEIZED_TRANSIT, world.precursor] > 0
    check(world, before)


def test_the_share_bought_abroad_follows_what_it_costs_here_and_there(world: World) -> None:
    rule, levers = PrecursorPurchase(smuggled=0.02, liability_premium=3.0, substitution=3.0, fear=2.0), world.levers
    assert rule.smuggled_share(world, 1.0) == pytest.approx(0.02)
    levers.precursor_liability, world.market.precursor_named = 1.0, 0.1
    dear = rule.smuggled_share(world, 1.0)
    assert dear == pytest.approx(UNDER_LIABILITY)
    assert rule.smuggled_share(world, 0.5) > dear
    levers.purchase_tracing = 0.5
    traced = rule.smuggled_share(world, 1.0)
    levers.purchase_inspection = 0.3
    assert rule.smuggled_share(world, 1.0) > traced > dear
    world.market.precursor_loss = 0.5
    assert rule.smuggled_share(world, 1.0) < traced
    for reached in (1.0, 0.3, 0.0):
        levers.border_openness = 1.0
        open_borders = rule.smuggled_share(world, reached)
        for levers.border_openness in (0.0, 0.25, 0.5):
            assert rule.smuggled_share(world, reached) == pytest.approx(levers.border_openness * open_borders)


def test_half_closed_borders_halve_smuggling_once(world_of: Callable[..., World], add_laboratories: Callable) -> None:
    loads = []
    for openness in (1.0, 0.5):
        world = world_of()
        add_laboratories(world, 1_000)
        world.groups.money[0] = RICH
        world.levers.precursor_liability, world.levers.border_openness = 1.0, openness
        PrecursorPurchase()(world)
        loads.append(world.consignments.used("mg").copy())
    assert set(loads[0]) == set(loads[1])
    share = UNDER_LIABILITY
    assert abs(loads[1].size - 0.5 * 1_000 * share) < 5 * np.sqrt(1_000 * share / 2)


def stay_dry(world: World, rule: PrecursorPurchase, days: int) -> None:
    """Let laboratories use up at once what they get, and no load arrive, day after day."""
    for _ in range(days):
        rule(world)
        world.laboratories.precursor_stock[: world.laboratories.size] = 0
        world.today.day += 1


def test_who_waits_for_a_load_does_not_order_again(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 50)
    world.groups.money[0] = 10**12
    stay_dry(world, PrecursorPurchase(smuggled=1.0, travel_days=120.0), 1)
    loads = world.consignments
    assert loads.size == 50
    loads.arrives_on[:50] = world.laboratories.due_on[:50] = world.today.day + 60
    stay_dry(world, PrecursorPurchase(smuggled=1.0), 35)
    assert loads.size == 50
    loads.status[:20] = ConsignmentStatus.SEIZED
    stay_dry(world, PrecursorPurchase(smuggled=1.0), 24)
    lost = loads.used("mg")[:20].sum()
    assert 0.5 * lost < loads.used("mg")[50:].sum() <= lost


def test_who_gets_less_than_it_lacks_orders_the_rest_on_its_own_day(
    world: World, add_laboratories: Callable[..., slice]
) -> None:
    add_laboratories(world, 1)
    world.laboratories.uid[0] = np.uint64(30 * 7919)
    world.today.day = 30 * 210 + 1
    rule, wish = PrecursorPurchase(smuggled=1.0, smuggling_factor=1.0), int(2.7 * DAYS_PER_MONTH * 100_000)
    world.groups.money[0] = 100_000
    rule(world)
    first = int(world.consignments.mg[0])
    assert 0 < first < wish
    world.groups.money[0] = RICH
    world.consignments.arrives_on[0] = world.laboratories.due_on[0] = world.today.day + 60
    for _ in range(28):
        world.today.day += 1
        rule(world)
    assert world.consignments.size == 1
    world.today.day += 1
    rule(world)
    assert world.consignments.used("mg").tolist() == [first, wish - first]


def test_a_load_for_one_laboratory_is_none_for_its_neighbour(
    world: World, add_laboratories: Callable[..., slice]
) -> None:
    add_laboratories(world, 2)
    world.groups.money[0] = RICH
    wish = int(2.7 * DAYS_PER_MONTH * 100_000)
    for waiting, other in ((0, 1), (1, 0)):
        world.consignments.size = 0
        world.laboratories.precursor_stock[[waiting, other]] = 0, 10**12
        world.laboratories.due_on[:2] = -1
        PrecursorPurchase(smuggled=1.0)(world)
        assert world.consignments.used("mg").tolist() == [wish]
        world.laboratories.precursor_stock[other] = 0
        PrecursorPurchase(smuggled=1.0)(world)
        assert world.consignments.used("mg").tolist() == [wish, wish]


def test_a_need_that_lasts_finds_no_way_by_being_asked_again(
    world: World, add_laboratories: Callable[..., slice]
) -> None:
    add_laboratories(world, 1_000)
    world.groups.money[0] = RICH
    world.levers.precursor_liability, world.levers.border_openness = 1.0, 0.1
    rule = PrecursorPurchase(left_under_liability=0.0, travel_days=120.0)
    stay_dry(world, rule, 1)
    assert abs(world.consignments.size - 100) < 5 * np.sqrt(100)
    world.laboratories.due_on[:1_000] = -1
    world.laboratories.precursor_stock[:1_000] = 0
    stay_dry(world, rule, 29)
    senders = 1_000 * (1.0 - 0.9**2)
    assert abs((world.laboratories.used("due_on") >= 0).sum() - senders) < 5 * np.sqrt(senders)


def test_at_home_a_need_is_asked_for_once_a_month(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 1)
    world.laboratories.uid[0] = np.uint64(30 * 7919)
    world.today.day = 30 * 210 + 1
    world.groups.money[0] = RICH
    world.market.precursor_wanted = 1e12
    wish, bought = int(2.7 * DAYS_PER_MONTH * 100_000), []
    rule = PrecursorPurchase(smuggled=0.0)
    for _ in range(59):
        before = int(world.ledger.mass[MassFlow.BOUGHT, world.precursor])
        wanted = world.market.precursor_wanted
        rule(world)
        got = int(world.ledger.mass[MassFlow.BOUGHT, world.precursor]) - before
        asked = 30 * world.market.precursor_wanted - 29 * wanted
        if got:
            bought.append(world.today.day)
            assert asked == pytest.approx(wish, rel=0.01)
        else:
            assert asked == pytest.approx(0.0, abs=1e-3 * wish)
        world.laboratories.precursor_stock[0] = 0
        world.today.day += 1
    assert bought == [30 * 210 + 1, 30 * 211]


def test_who_gets_nothing_bought_nothing(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 20)
    world.groups.money[0] = RICH
    world.levers.precursor_liability, world.levers.purchase_inspection = 1.0, 0.9
    PrecursorPurchase(smuggled=0.0, left_under_liability=0.0)(world)
    assert (world.laboratories.used("bought_on") == -1).all()
    assert not world.laboratories.used("stopped").any()
    assert world.market.precursor_wanted > 0.0


def test_who_could_not_pay_asks_again(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 1)
    world.groups.money[0] = 0
    stay_dry(world, PrecursorPurchase(smuggled=0.0), 3)
    world.groups.money[0] = RICH
    PrecursorPurchase(smuggled=0.0)(world)
    assert world.laboratories.bought_on[0] == world.today.day


def test_what_is_ordered_for_a_depot_is_not_ordered_again_that_day(
    world: World, add_laboratories: Callable[..., slice]
) -> None:
    add_laboratories(world, 2, LaboratoryClass.INDUSTRIAL)
    world.groups.money[0] = RICH
    use = DAYS_PER_MONTH * 100_000
    world.groups.precursor_stock[0, 3] = int((2 * 1.5 + 4.4) * use)
    PrecursorPurchase(smuggled=1.0)(world)
    assert world.consignments.used("mg").sum() == pytest.approx(4.4 * use, rel=1e-6)


def test_scarce_money_of_a_group_does_not_go_by_the_row(
    world_of: Callable[..., World], add_laboratories: Callable
) -> None:
    stocks = []
    for turned in (False, True):
        world = world_of()
        rows = add_laboratories(world, 20)
        if turned:
            world.laboratories.uid[rows] = world.laboratories.uid[rows][::-1].copy()
        world.groups.money[0] = 100_000
        PrecursorPurchase(smuggled=0.0)(world)
        laboratories = world.laboratories
        stocks.append(dict(zip(laboratories.used("uid"), laboratories.used("precursor_stock"), strict=True)))
    assert stocks[0] == stocks[1]
    assert len(set(stocks[0].values())) > 5


def test_dregs_of_which_nothing_can_be_made_are_none(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 2)
    world.groups.money[0] = RICH
    world.laboratories.uid[:2] = np.uint64(30 * 7919)
    world.today.day = 30 * 210 + 1
    world.laboratories.precursor_stock[:2] = 9, 10
    PrecursorPurchase(smuggled=0.0)(world)
    assert world.laboratories.precursor_stock[0] == int(2.7 * DAYS_PER_MONTH * 100_000)
    assert world.laboratories.precursor_stock[1] == 10


def test_under_liability_sellers_let_go_of_little(world: World, add_laboratories: Callable[..., slice]) -> None:
    rule = PrecursorPurchase(smuggled=0.0, home_supply=365.25, left_under_liability=0.02)
    assert rule.ration(world) == 1.0
    world.market.precursor_wanted = 2e9
    assert rule.ration(world) == pytest.approx(0.5)
    world.levers.precursor_liability = 1.0
    assert rule.ration(world) == pytest.approx(0.01)
    add_laboratories(world, 100)
    world.groups.money[0] = RICH
    rule(world)
    wanted = 100 * 2.7 * DAYS_PER_MONTH * 100_000
    assert world.ledger.mass[MassFlow.BOUGHT, world.precursor] == pytest.approx(0.01 * wanted, rel=1e-4)
    assert world.market.precursor_wanted == pytest.approx(2e9 + (wanted - 2e9) / 30)


def test_smuggled_loads_travel_by_road_to_the_depot(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 400)
    world.groups.money[0] = RICH
    world.levers.precursor_liability = 1.0
    before = count_stocks(world)
    PrecursorPurchase()(world)
    loads = world.consignments
    share = UNDER_LIABILITY
    assert abs(loads.size - 400 * share) < 5 * np.sqrt(400 * share * (1 - share))
    assert (loads.used("material") == world.precursor).all()
    assert (loads.used("status") == ConsignmentStatus.TRAVELLING).all()
    assert (loads.used("arrives_on") > world.today.day).all()
    assert world.tally.from_neighbours_mg[world.precursor] == loads.used("mg").sum()
    check(world, before)


def test_purchases_become_noticeable_and_fade(world: World, add_laboratories: Callable[..., slice]) -> None:
    add_laboratories(world, 1)
    PrecursorPurchase(smuggled=0.0)(world)
    noticed = world.laboratories.purchases[0]
    assert noticed > 0
    world.today.day += 1
    PrecursorPurchase(smuggled=0.0)(world)
    assert world.laboratories.purchases[0] < noticed


def test_the_compiled_rule_is_the_written_rule(
    world_of: Callable[..., World],
    add_laboratories: Callable[..., slice],
    as_written: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        add_laboratories(world, 20, LaboratoryClass.INDUSTRIAL)
        world.levers.precursor_liability = 0.7
        world.levers.purchase_inspection = 0.4
        world.laboratories.due_on[:5] = world.today.day + 3
    monkeypatch.setattr(precursor_orders, "_take", precursor_orders._take.py_func)
    monkeypatch.setattr(precursor_orders, "_expect", precursor_orders._expect.py_func)
    as_written(PrecursorPurchase(), *worlds, "order_precursor")
