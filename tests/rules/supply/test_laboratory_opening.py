"""Where laboratories come from."""

from collections.abc import Callable

import numpy as np

from marketsim.rules.supply.laboratory_opening import LaboratoryOpening
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.ledger import MoneyFlow
from marketsim.world.states import GroupKind, GroupStatus, LaboratoryClass
from marketsim.world.world import World


def live(world: World, rule: LaboratoryOpening, days: int, know_how: float) -> int:
    """Let the rule work on `days` days with the same know-how and no laboratories; return the openings."""
    for _ in range(days):
        world.today.day += 1
        world.market.know_how = know_how
        rule(world)
    return int(world.tally.counts[Count.LABORATORIES_OPENED].sum())


def test_openings_are_know_how_times_margin(world: World) -> None:
    rule = LaboratoryOpening(openings=400.0, margin=4_000.0, cost=(1_000.0, 1_000.0, 1_000.0))
    world.market.wholesale_price[:] = 3_000.0
    mean = 400.0 * 0.5 * sum(p.made_at_home for p in world.products) * 0.5
    assert abs(live(world, rule, 365, 0.5) - mean) < 5 * np.sqrt(mean)


def test_nobody_opens_without_a_margin_or_know_how(world: World) -> None:
    assert live(world, LaboratoryOpening(openings=5_000.0), 30, 0.0) == 0
    world.market.wholesale_price[:] = 100.0
    assert live(world, LaboratoryOpening(openings=5_000.0), 30, 1.0) == 0


def test_dear_precursor_keeps_laboratories_from_opening(world: World) -> None:
    cheap = live(world, LaboratoryOpening(openings=1_000.0), 60, 1.0)
    world.tally.clear()
    world.market.precursor_cost = 400_000.0
    assert live(world, LaboratoryOpening(openings=1_000.0), 60, 1.0) < 0.6 * cheap
    world.tally.clear()
    world.market.precursor_cost = np.inf
    assert live(world, LaboratoryOpening(openings=1_000.0), 60, 1.0) == 0


def test_producers_move_here_at_the_rate_of_the_lever_with_large_laboratories(world: World) -> None:
    world.levers.relocating_laboratories = 100.0
    before = count_stocks(world)
    count = live(world, LaboratoryOpening(expansion=0.0), 365, 0.0)
    assert abs(count - 100) < 50
    laboratories, groups = world.laboratories, world.groups
    assert (laboratories.used("size_class") > LaboratoryClass.KITCHEN).all()
    assert (laboratories.used("export_share") > 0.9).all()
    assert (groups.kind[laboratories.used("group")] == GroupKind.TRANSNATIONAL).all()
    assert (groups.used("status") == GroupStatus.ACTIVE).all()
    assert groups.size > 14
    check(world, before)


def test_groups_expand_for_export_while_somebody_abroad_wants_more(
    world: World, add_laboratories: Callable[..., slice]
) -> None:
    rows = add_laboratories(world, 200)
    world.laboratories.export_share[rows] = 0.9
    world.market.foreign_price[1] = 10_000.0
    world.market.foreign_stock[1] = 1.0
    assert live(world, LaboratoryOpening(expansion=3.6525), 1, 0.0) == 0
    world.market.foreign_stock[1] = 0.0
    world.market.foreign_price[1] = 500.0
    assert live(world, LaboratoryOpening(expansion=18.2625), 5, 0.0) == 0
    world.market.foreign_price[1] = 10_000.0
    assert 0 < live(world, LaboratoryOpening(expansion=18.2625), 1, 0.0) <= 10 + 5 * np.sqrt(10)


def test_who_opens_nothing_here_pays_nothing_here(world: World) -> None:
    world.levers.relocating_laboratories = 20_000.0
    world.market.wholesale_price[:] = 0.0
    size, money = world.groups.size, int(world.groups.money.sum())
    assert live(world, LaboratoryOpening(openings=0.0), 5, 0.0) == 0
    assert (world.groups.size, int(world.groups.money.sum())) == (size, money)
    assert world.ledger.money[MoneyFlow.INVESTED] == 0


def test_know_how_spreads_and_laboratories_teach(world: World) -> None:
    world.market.know_how = 0.1
    LaboratoryOpening(openings=0.0, spread=1.0)(world)
    alone = world.market.know_how
    assert alone > 0.1
    world.levers.relocating_laboratories = 20_000.0
    world.market.know_how = 0.1
    LaboratoryOpening(openings=0.0, spread=1.0, teaching=0.01)(world)
    assert world.market.know_how > alone


def test_the_classes_have_the_stated_means(world: World) -> None:
    live(world, LaboratoryOpening(openings=5_000.0), 100, 1.0)
    output = world.laboratories.used("output")[world.laboratories.used("size_class") == LaboratoryClass.KITCHEN]
    logs = np.log(output * 30.4375 / 1e6 / 0.4)
    assert abs(logs.mean()) < 5 * 0.6 / np.sqrt(logs.size)
    assert abs(logs.std() - 0.6) < 5 * 0.6 / np.sqrt(2 * logs.size)


def test_checks_of_equipment_sales_stop_some_and_cost_the_others_more(world: World) -> None:
    world.groups.money[:] = 10**13
    rule = LaboratoryOpening(openings=5_000.0, refused=(0.5, 0.5, 0.5), equipment_premium=1.0)
    free, paid = live(world, rule, 30, 1.0), world.ledger.money[MoneyFlow.PRODUCTION]
    world.ledger.clear()
    world.tally.clear()
    world.today.day -= 30
    world.levers.equipment_control = 1.0
    checked = live(world, rule, 30, 1.0)
    assert abs(checked - 0.5 * free) < 5 * np.sqrt(0.25 * free)
    assert world.ledger.money[MoneyFlow.PRODUCTION] / checked > 1.4 * paid / free


def test_no_group_no_laboratory(world: World) -> None:
    world.groups.status[:] = GroupStatus.SUPPRESSED
    assert live(world, LaboratoryOpening(openings=5_000.0), 10, 1.0) == 0


def test_the_group_goes_by_the_pair_and_not_by_the_row(world_of: Callable[..., World]) -> None:
    uids = []
    for arm in range(3):
        world = world_of()
        groups = world.groups
        if arm == 1:
            for name in groups.columns:
                column = groups.used(name)
                column[:] = column[::-1].copy()
        if arm == 2:
            groups.status[4] = GroupStatus.SUPPRESSED
        left = groups.uid[4]
        live(world, LaboratoryOpening(openings=5_000.0, industrial=(0.0, 0.0)), 20, 1.0)
        laboratories = world.laboratories
        uids.append(dict(zip(laboratories.used("uid"), groups.uid[laboratories.used("group")], strict=True)))
    first, turned, without = uids
    assert len(first) > 100
    assert first == turned
    moved = [laboratory for laboratory, group in first.items() if without[laboratory] != group]
    assert {first[laboratory] for laboratory in moved} == {left}
    counts = np.unique(list(first.values()), return_counts=True)[1]
    assert counts.size == 14 and abs(counts - len(first) / 14).max() < 5 * np.sqrt(len(first) / 14)


def test_the_compiled_rule_is_the_written_rule(
    world_of: Callable[..., World], add_laboratories: Callable[..., slice], as_written: Callable[..., None]
) -> None:
    worlds = world_of(), world_of()
    for world in worlds:
        world.laboratories.export_share[add_laboratories(world, 30)] = 0.9
        world.market.know_how = 1.0
        world.market.foreign_price[:] = 10_000.0
        world.levers.relocating_laboratories = 300.0
    as_written(LaboratoryOpening(openings=2_000.0, expansion=20.0), *worlds, "_decide")
    assert worlds[0].laboratories.size > 30
