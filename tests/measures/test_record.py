"""The record keeps what the tables, books and tallies say."""

from collections.abc import Callable

import pytest

from marketsim.measures.record import Record
from marketsim.measures.registry import all_measures
from marketsim.world.counts import Count
from marketsim.world.first_day import FirstDay
from marketsim.world.states import Charge, StaffStatus
from marketsim.world.world import World


def taken(world: World) -> Record:
    record = Record(2, world)
    record.take(world)
    return record


def figure(record: Record, name: str) -> float:
    return all_measures()[name].daily(record)[0]


def test_the_first_evening_counts_the_people_of_the_first_day(world_of: Callable[..., World]):
    record, first_day = taken(world_of(weight=10)), FirstDay()
    assert abs(figure(record, "active_users") - first_day.users) <= 0.05 * first_day.users
    assert figure(record, "convicts_synthetic_trafficking_stock") == first_day.prisoners
    assert figure(record, "telegram_channels_alive") == first_day.shops
    assert figure(record, "shops_open") == first_day.shops
    assert figure(record, "organised_groups_active") == first_day.groups


def test_counts_of_a_day_are_kept_when_the_next_begins(world: World):
    world.tally.counts[Count.ORDERS, 2] = 11
    record = taken(world)
    world.tally.clear()
    record.take(world)
    assert all_measures()["orders"].daily(record).tolist() == [11, 0]


def test_only_live_channels_are_alive(world: World):
    world.channels.status[: world.channels.size] = 2
    assert figure(taken(world), "telegram_channels_alive") == 0


def test_people_in_custody_are_counted_where_they_live(world: World):
    staff = world.staff
    active = (staff.used("status") == int(StaffStatus.ACTIVE)).nonzero()[0][:7]
    staff.status[active], staff.region[active] = StaffStatus.DETAINED, 4
    record = taken(world)
    assert record.custody[0].tolist() == [7 * world.shop_weight * (region == 4) for region in range(20)]
    assert figure(record, "awaiting_verdict") == 7 * world.shop_weight


def test_people_convicted_of_advertising_are_in_prison_but_no_traffickers(world: World):
    staff, k = world.staff, world.shop_weight
    staff.used("status")[staff.used("status") == int(StaffStatus.IMPRISONED)] = StaffStatus.RELEASED
    rows = (staff.used("status") == int(StaffStatus.ACTIVE)).nonzero()[0][:10]
    staff.status[rows], staff.charge[rows], staff.first_offence[rows] = StaffStatus.IMPRISONED, Charge.SALE, True
    staff.charge[rows[:3]], staff.first_offence[rows[9]] = Charge.ADVERTISING, False
    record = taken(world)
    assert figure(record, "convicts_synthetic_trafficking_stock") == 7 * k
    assert figure(record, "convicts_first_time_stock") == 6 * k
    assert figure(record, "prison_years") == pytest.approx(10 * k / 365.25)


def test_formulas_are_of_the_country_alone(world: World):
    world.tally.counts[Count.FORMULAS_APPEARED, 0], world.tally.counts[Count.FORMULAS_LISTED, 0] = 3, 2
    record = taken(world)
    for name, number in (("formulas_appeared", 3), ("formulas_listed", 2)):
        assert all_measures()[name].regional(record) is None
        assert figure(record, name) == number
