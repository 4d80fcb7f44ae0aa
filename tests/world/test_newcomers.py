"""Newcomers: their traits, their identities, their books."""

import numpy as np
import pytest

from marketsim.world.audit import check, count_stocks
from marketsim.world.ledger import MoneyFlow
from marketsim.world.newcomers import add_account, add_channel, add_shop, add_staff, fill_buyers
from marketsim.world.states import (
    AccountStatus,
    BuyerState,
    ChannelKind,
    ChannelStatus,
    Role,
    ShopStatus,
    StaffStatus,
)
from marketsim.world.world import World

CREW = [Role.OWNER, Role.ADMINISTRATOR, Role.OPERATOR, Role.WAREHOUSE_KEEPER, Role.PACKER, Role.TAGGER, Role.DROPPER]


def settle_buyers(world: World, uids: range, region: int = 4) -> np.ndarray:
    added = world.buyers.append(len(uids))
    rows = np.arange(added.start, added.stop, dtype=np.int64)
    world.buyers.uid[rows] = np.array(uids, np.uint64)
    world.buyers.region[rows] = region
    fill_buyers(world, rows)
    return rows


def near(share: float, expected: float, count: int) -> bool:
    return abs(share - expected) < 5 * np.sqrt(max(expected * (1 - expected), 1e-4) / count)


def test_buyers_have_the_traits_of_the_population(world_of) -> None:
    world = world_of(settled=False)
    rows = settle_buyers(world, range(1, 20_001))
    buyers, people, n = world.buyers, world.people, 20_000
    assert near(buyers.woman[rows].mean(), people.user_women, n)
    assert near(buyers.online[rows].mean(), people.online, n)
    assert near(buyers.came_from_opioids[rows].mean(), people.came_from_opioids, n)
    never_opioids = rows[~buyers.came_from_opioids[rows]]
    assert near(buyers.injects[never_opioids].mean(), people.injects, len(never_opioids))
    from_opioids = rows[buyers.came_from_opioids[rows]]
    assert near(buyers.injects[from_opioids].mean(), people.injects_from_opioids, len(from_opioids))
    assert near(buyers.wants_medicines[rows].mean(), people.wants_medicines, n)
    through = [1.0 - buyers.online[these].mean() for these in (never_opioids, from_opioids)]
    assert through[1] / through[0] == pytest.approx(people.intermediary_from_opioids, rel=0.25)
    for band, share in enumerate(np.array(people.user_ages) / sum(people.user_ages)):
        assert near((buyers.age_band[rows] == band).mean(), share, n)
    shares = np.array([p.share for p in world.products])
    for product, share in enumerate(shares / shares.sum()):
        assert near((buyers.product[rows] == product).mean(), share, n)
    assert abs(np.median(buyers.spending_limit[rows]) / people.spending_limit - 1.0) < 0.03


def test_buyers_live_where_residents_do(world_of) -> None:
    world = world_of(settled=False)
    rows = settle_buyers(world, range(1, 20_001), region=7)
    cells = world.cells
    assert (cells.region[world.buyers.cell[rows]] == 7).all()
    expected = cells.residents[cells.of_region[7]] / cells.residents[cells.of_region[7]].sum()
    observed = np.array([(world.buyers.cell[rows] == cell).mean() for cell in cells.of_region[7]])
    assert (np.abs(observed - expected) < 5 * np.sqrt(expected / 20_000) + 1e-4).all()


def test_a_newcomer_in_a_used_row_knows_nothing_of_the_one_before(world: World) -> None:
    row = np.array([5], np.int64)
    buyers = world.buyers
    buyers.known_shop[5], buyers.trust[5], buyers.days_used[5] = 1, 2.0, 99
    buyers.registered[5] = buyers.hospitalised[5] = buyers.searching[5] = True
    buyers.uid[5] = 987_654
    fill_buyers(world, row)
    assert buyers.state[5] == BuyerState.POTENTIAL
    assert (buyers.known_shop[5] == -1).all() and not buyers.trust[5].any()
    assert not (buyers.registered[5] or buyers.hospitalised[5] or buyers.searching[5])
    assert (buyers.days_used[5], buyers.until[5]) == (0, 0)


def test_traits_follow_from_the_identity_alone(world_of) -> None:
    one, other = world_of(settled=False), world_of(settled=False)
    settle_buyers(other, range(500, 600))
    mine, yours = settle_buyers(one, range(1, 101)), settle_buyers(other, range(1, 101))
    for name in ("cell", "woman", "product", "spending_limit", "online", "injects", "hiv", "hcv"):
        np.testing.assert_array_equal(getattr(one.buyers, name)[mine], getattr(other.buyers, name)[yours], name)


def test_newcomers_balance_the_books(world: World) -> None:
    world.ledger.clear()
    before = count_stocks(world)
    settle_buyers(world, range(1, 31))
    shop = add_shop(world, 5, 0, 3, 2_000_000)
    add_staff(world, shop, Role.COURIER, 4, StaffStatus.APPLICANT, world.today.day + 3)
    add_account(world, shop)
    check(world, before)
    assert world.ledger.money[MoneyFlow.INVESTED] == 2_000_000 * world.shop_weight
    assert world.ledger.staff[StaffStatus.OUTSIDE].sum() == (len(CREW) + 2) * world.shop_weight
    assert world.ledger.buyers[BuyerState.OUTSIDE, BuyerState.POTENTIAL] == 30 * world.weight


def test_a_new_shop_has_people_an_account_and_a_channel(world: World) -> None:
    shop = add_shop(world, 5, 0, 3, 2_000_000)
    shops, staff = world.shops, world.staff
    mine = staff.used("shop") == shop
    assert sorted(staff.used("role")[mine].tolist()) == sorted(CREW)
    assert (staff.used("status")[mine] == StaffStatus.ACTIVE).all()
    assert (shops.status[shop], shops.region[shop], shops.money[shop]) == (ShopStatus.OPEN, 3, 2_000_000)
    assert np.flatnonzero(shops.serves[shop]).tolist() == [3] and not shops.sells[shop].any()
    account = int((world.accounts.used("shop") == shop).argmax())
    assert world.accounts.status[account] == AccountStatus.OPEN and shops.can_pay[shop]
    assert staff.role[world.accounts.holder[account]] == Role.DROPPER
    channel = int((world.channels.used("shop") == shop).argmax())
    assert world.channels.status[channel] == ChannelStatus.LIVE
    assert world.channels.kind[channel] == ChannelKind.MESSENGER_SHOP


def test_identities_of_newcomers_differ_and_do_not_depend_on_who_came_before(world_of) -> None:
    one, other = world_of(), world_of()
    add_shop(other, 1_234, 0, 8, 1)
    for world in (one, other):
        for ordinal in range(5):
            shop = add_shop(world, 5, ordinal, 3, 1)
            for kind in ChannelKind:
                add_channel(world, shop, kind, 10.0, 1)
    for table in ("shops", "staff", "channels", "accounts"):
        mine, yours = (set(getattr(world, table).used("uid").tolist()) for world in (one, other))
        assert mine < yours, table
        assert len(mine) == getattr(one, table).size, table


def test_staff_have_the_traits_of_the_people_in_the_trade(world: World) -> None:
    rows = [add_staff(world, 0, Role.OPERATOR, 2, StaffStatus.ACTIVE, 0) for _ in range(3_000)]
    staff, people = world.staff, world.people
    assert near(staff.woman[rows].mean(), people.staff_women, 3_000)
    assert near(staff.first_offence[rows].mean(), people.staff_first_offence, 3_000)
    assert near(staff.abroad[rows].mean(), people.operators_abroad, 3_000)
    assert (staff.hired_on[rows] == world.today.day).all()
    couriers = [add_staff(world, 0, Role.COURIER, 2, StaffStatus.ACTIVE, 0) for _ in range(200)]
    assert not staff.abroad[couriers].any()


def test_who_fills_a_post_later_is_the_same_person(world_of) -> None:
    prompt, late = world_of(), world_of()
    late.today.day += 3
    for world in (prompt, late):
        for region in (2, 2, 4):
            add_staff(world, 0, Role.COURIER, region, StaffStatus.APPLICANT, 0)
        add_staff(world, 1, Role.COURIER, 2, StaffStatus.APPLICANT, 0)
        add_staff(world, 0, Role.PACKER, 2, StaffStatus.APPLICANT, 0)
    for name in ("uid", "woman", "age_band", "first_offence", "cell"):
        np.testing.assert_array_equal(prompt.staff.used(name)[-5:], late.staff.used(name)[-5:], name)
    assert len(set(prompt.staff.used("uid")[-5:].tolist())) == 5
    assert (late.staff.used("hired_on")[-5:] == prompt.staff.used("hired_on")[-5:] + 3).all()
