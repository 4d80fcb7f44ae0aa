"""Raids on laboratories, and what they bring down."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from marketsim.core.units import DAYS_PER_MONTH, DAYS_PER_YEAR, MG_PER_KG, day_number
from marketsim.rules.police import laboratory_raid
from marketsim.rules.police.laboratory_raid import LaboratoryRaid
from marketsim.rules.supply.precursor_purchase import PrecursorPurchase
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import (
    Charge,
    GroupStatus,
    LaboratoryClass,
    LaboratoryStatus,
    Role,
    ShopStatus,
    StaffStatus,
    Unit,
    WeightGrade,
)
from marketsim.world.world import World

TYPICAL = 40.0 * MG_PER_KG / DAYS_PER_MONTH
NEVER = (0.0, 0.0, 0.0)


def rule_of(world: World, hazard: float, **words: object) -> LaboratoryRaid:
    officers = np.count_nonzero(world.officers.used("unit") == Unit.LABORATORY)
    world.levers.capacity[Unit.LABORATORY] = hazard * DAYS_PER_YEAR / officers
    return LaboratoryRaid(hazard=(1.0, 1.0, 1.0), growth=1.0, **words)


def honest(world: World) -> None:
    world.officers.used("corrupt")[:] = False


def raided(world: World) -> int:
    return int((world.laboratories.used("status") == LaboratoryStatus.RAIDED).sum())


def test_share_raided_is_the_stated_chance(
    world: World, build: Callable[..., slice], within_five_sigma: Callable[..., bool]
) -> None:
    honest(world)
    build(world, 1_000, LaboratoryClass.INDUSTRIAL, TYPICAL)
    world.start_day()
    rule_of(world, 0.2, workers=0, suppressed=NEVER)(world)
    assert within_five_sigma(raided(world), 1_000, -np.expm1(-0.2))
    by_committee = world.tally.counts[Count.LABORATORIES_RAIDED_BY_COMMITTEE].sum()
    assert within_five_sigma(by_committee, raided(world), 0.85)


def test_large_ones_and_traced_buyers_are_found_more_often(world: World, build: Callable[..., slice]) -> None:
    honest(world)
    build(world, 500, LaboratoryClass.INDUSTRIAL, TYPICAL)
    build(world, 500, LaboratoryClass.INDUSTRIAL, 10.0 * TYPICAL)
    world.laboratories.uid[500:1_000] += np.uint64(1)
    world.laboratories.purchases[:1_000] = 1e12
    laboratories = world.laboratories
    found = []
    for traced in (0.0, 3.0):
        rows = laboratory_raid._find(
            world.seed, world.today.day, np.full(3, 0.05), np.zeros(3), 0.3, np.full(3, TYPICAL), traced, 1.0,
            laboratories.uid, laboratories.status, laboratories.size_class, laboratories.output, laboratories.purchases,
            laboratories.size,
        )  # fmt: skip
        found.append(rows)
    assert (found[0] >= 500).sum() > 1.3 * (found[0] < 500).sum()
    assert set(found[0].tolist()) < set(found[1].tolist())


def test_everything_found_is_booked(world: World, build: Callable[..., slice]) -> None:
    honest(world)
    world.groups.staff_abroad[0] = 0.0
    world.groups.precursor_stock[0, 5] = 2_000_000_000
    build(world, 1, LaboratoryClass.INDUSTRIAL, TYPICAL)
    world.start_day()
    before = count_stocks(world)
    rule_of(world, 1e9, suppressed=(1.0,) * 3, by_committee=(1.0,) * 3)(world)
    check(world, before)
    books = world.ledger
    assert books.mass[MassFlow.SEIZED_LABORATORY, 0] == 10_000_000
    assert books.mass[MassFlow.SEIZED_LABORATORY, world.precursor] == 100_000_000
    assert books.mass[MassFlow.SEIZED_DEPOT, world.precursor] == 2_000_000_000
    assert world.tally.large_laboratory_mg[0] == 10_000_000
    assert np.array_equal(
        world.tally.committee_mg, books.mass[MassFlow.SEIZED_LABORATORY] + books.mass[MassFlow.SEIZED_DEPOT]
    )
    assert world.groups.status[0] == GroupStatus.SUPPRESSED
    assert books.money[MoneyFlow.CONFISCATED] == 60_000_000
    assert world.tally.counts[Count.GROUPS_SUPPRESSED].sum() == 1


def test_three_persons_are_detained_whole_at_any_scale(world: World, build: Callable[..., slice]) -> None:
    honest(world)
    build(world, 1, LaboratoryClass.KITCHEN, TYPICAL)
    world.start_day()
    rule_of(world, 1e9)(world)
    assert world.tally.counts[Count.DETAINED_LABORATORY_WORKER].sum() == 3
    workers = world.staff.used("role") == Role.LABORATORY_WORKER
    assert (world.staff.used("status")[workers] == StaffStatus.DETAINED).all()
    assert world.staff.used("weight")[workers].tolist() == [1, 1, 1]
    assert len(set(world.staff.used("uid")[workers].tolist())) == 3


def charges(world: World, role: Role) -> list[int]:
    """Return the charges of all people of a role."""
    return world.staff.used("charge")[world.staff.used("role") == role].tolist()


def test_workers_are_charged_with_the_equipment_where_no_product_can_be_proved(
    world: World, build: Callable[..., slice]
) -> None:
    honest(world)
    rows = build(world, 3, LaboratoryClass.KITCHEN, TYPICAL)
    world.laboratories.product[rows] = 0, 0, 1
    world.laboratories.product_stock[rows.start] = 0
    world.shops.used("sells")[:] = True
    world.shops.used("unlisted")[:, 1] = True
    world.levers.forensic_unlisted = world.levers.analogue_notion = 0.0
    rule_of(world, 1e9, workers=1)(world)
    assert charges(world, Role.LABORATORY_WORKER) == [Charge.EQUIPMENT, Charge.PRODUCTION, Charge.EQUIPMENT]
    grades = world.staff.used("grade")[world.staff.used("role") == Role.LABORATORY_WORKER].tolist()
    assert grades == [WeightGrade.SMALL, WeightGrade.ESPECIALLY_LARGE, WeightGrade.SMALL]


def test_what_targets_spare_has_no_say_in_what_can_be_proved(world: World, build: Callable[..., slice]) -> None:
    honest(world)
    world.today.day = day_number(date(2019, 3, 31))
    build(world, 400, LaboratoryClass.KITCHEN, TYPICAL)
    world.shops.used("sells")[:] = True
    sellers = np.flatnonzero(world.shops.used("status") == ShopStatus.OPEN)
    world.shops.unlisted[sellers[: sellers.size // 2], 0] = True
    world.levers.performance_targets = 0.5
    world.levers.forensic_unlisted = world.levers.analogue_notion = 0.0
    rule_of(world, 1e9, workers=1, by_committee=NEVER, suppressed=NEVER)(world)
    proved = np.array(charges(world, Role.LABORATORY_WORKER)) == Charge.PRODUCTION
    assert 0.3 * 400 < proved.size < 0.7 * 400
    assert abs(proved.mean() - 0.5) < 5 * np.sqrt(0.25 / proved.size)


def test_sellers_under_suspicion_name_buyers_as_records_do(world: World) -> None:
    market = world.market
    assert market.traced_share(0.0) == 0.0
    world.levers.precursor_liability = 0.5
    PrecursorPurchase(named=0.2)(world)
    assert market.traced_share(0.0) == pytest.approx(0.1)
    assert market.traced_share(0.5) == pytest.approx(1.0 - 0.5 * 0.9)


def test_who_keeps_a_depot_is_charged_as_far_as_circulation_is_punished(
    world_of: Callable[..., World], build: Callable[..., slice]
) -> None:
    for liability, expected in ((0.0, []), (1.0, [Charge.PRECURSOR_CIRCULATION] * 2)):
        world = world_of()
        honest(world)
        world.groups.staff_abroad[0] = 0.0
        world.groups.precursor_stock[0, 5] = world.groups.precursor_stock[0, 9] = 10_000
        build(world, 1, LaboratoryClass.INDUSTRIAL, TYPICAL)
        world.start_day()
        before = count_stocks(world)
        world.levers.precursor_liability = liability
        rule_of(world, 1e9, suppressed=(1.0,) * 3, depot_found=(0.0,) * 3)(world)
        check(world, before)
        assert charges(world, Role.PRECURSOR_SUPPLIER) == expected


def test_the_keeper_of_a_depot_found_in_parts_is_one_person(world: World, build: Callable[..., slice]) -> None:
    honest(world)
    world.groups.staff_abroad[0] = 0.0
    world.groups.precursor_stock[0, 5] = 10_000
    build(world, 2, LaboratoryClass.INDUSTRIAL, TYPICAL)
    world.levers.precursor_liability = 1.0
    rule_of(world, 1e9, suppressed=(1.0,) * 3, depot_found=(0.5,) * 3)(world)
    assert charges(world, Role.PRECURSOR_SUPPLIER) == [Charge.PRECURSOR_CIRCULATION]
    assert world.tally.counts[Count.DETAINED_PRECURSOR_SUPPLIER].sum() == 1


def test_a_tip_saves_the_laboratory(world: World, build: Callable[..., slice]) -> None:
    world.officers.used("corrupt")[:] = True
    build(world, 50, LaboratoryClass.KITCHEN, TYPICAL)
    rule_of(world, 1e9)(world)
    assert raided(world) == 0
    world.levers.corruption = 0.0
    rule_of(world, 1e9, workers=0)(world)
    assert raided(world) == 50


def test_people_nearby_tell_for_a_reward(
    world: World, build: Callable[..., slice], within_five_sigma: Callable[..., bool]
) -> None:
    honest(world)
    build(world, 1_000, LaboratoryClass.KITCHEN, TYPICAL)
    world.levers.informant_rewards = 0.5
    rule_of(world, 0.0, told=(10.0,) * 3, workers=0, suppressed=NEVER)(world)
    assert within_five_sigma(raided(world), 1_000, -np.expm1(-5.0 / DAYS_PER_YEAR))


def test_targets_spare_laboratories_from_the_police_and_not_from_the_committee(
    world: World, build: Callable[..., slice]
) -> None:
    honest(world)
    world.today.day = day_number(date(2019, 3, 25))
    build(world, 200, LaboratoryClass.KITCHEN, TYPICAL)
    world.levers.performance_targets = 1.0
    rule_of(world, 1e9, by_committee=(0.3,) * 3, workers=0, suppressed=NEVER)(world)
    assert world.tally.counts[Count.LABORATORIES_RAIDED_BY_COMMITTEE].sum() == raided(world)
    assert 30 < raided(world) < 90


def test_the_compiled_search_is_the_written_one(world: World, build: Callable[..., slice]) -> None:
    build(world, 200, LaboratoryClass.MEDIUM, TYPICAL)
    table = world.laboratories
    arguments = (
        world.seed, world.today.day, np.full(3, 0.3), np.zeros(3), 0.3, np.full(3, TYPICAL), 1.0, 1.0, table.uid,
        table.status, table.size_class, table.output, table.purchases, table.size,
    )  # fmt: skip
    compiled = laboratory_raid._find(*arguments)
    assert len(compiled) > 10
    assert np.array_equal(compiled, laboratory_raid._find.py_func(*arguments))
