"""How newcomers get their rows: buyers, shops, channels, staff, accounts. Their uids come from their causes."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, look_up, normal, pick, unit
from marketsim.world.ledger import MoneyFlow
from marketsim.world.people import People
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

TRAITS = decision("newcomer.traits")
SHOP = decision("newcomer.shop")
CHANNEL = decision("newcomer.channel")
ACCOUNT = decision("newcomer.account")
FOUNDERS = tuple(
    int(role)
    for role in (Role.OWNER, Role.ADMINISTRATOR, Role.OPERATOR, Role.WAREHOUSE_KEEPER, Role.PACKER, Role.TAGGER)
)
"""Roles of those who open a shop."""


@kernel
def _fill_buyers(
    seed, rows, region, uid, cell, age_band, woman, product, spending_limit, online, injects, came_from_opioids,
    hiv, hcv, wants_medicines, of_region, cumulative_residents, guide, product_shares, ages, women_share, online_shares,
    inject_shares, opioid_share, hiv_share, hcv_share, medicine_share, median_limit, decision,
):  # fmt: skip
    for row in rows:
        who = uid[row]
        a0, a1, a2, a3 = draw(seed, who, 0, decision, 0)
        b0, b1, b2, b3 = draw(seed, who, 0, decision, 1)
        c0, c1, c2, c3 = draw(seed, who, 0, decision, 2)
        r = region[row]
        cell[row] = of_region[r, look_up(a0, cumulative_residents[r], guide[r])]
        age_band[row] = pick(a1, ages)
        woman[row] = unit(a2) < women_share
        product[row] = pick(a3, product_shares)
        spending_limit[row] = median_limit * np.exp(0.5 * normal(b0, b1))
        came_from_opioids[row] = unit(b3) < opioid_share
        past = int(came_from_opioids[row])
        online[row] = unit(b2) < online_shares[past]
        injects[row] = unit(c0) < inject_shares[past]
        hiv[row] = unit(c1) < hiv_share
        hcv[row] = unit(c2) < hcv_share
        wants_medicines[row] = unit(c3) < medicine_share


def _online_shares(people: People) -> tuple[float, float]:
    """Return the share with access of those who never used opioids and of those who do or did; together `online`."""
    past, factor = people.came_from_opioids, people.intermediary_from_opioids
    through = min(1.0, (1.0 - people.online) * factor / (1.0 + past * (factor - 1.0)))
    others = (1.0 - people.online - past * through) / (1.0 - past) if past < 1.0 else 0.0
    return 1.0 - others, 1.0 - through


def fill_buyers(world: World, rows: NDArray[np.int64]) -> None:
    """Give traits to the buyers in `rows` (int64), whose `uid` and `region` are set; they start POTENTIAL.

    The move from OUTSIDE is booked.
    """
    buyers, people = world.buyers, world.people
    shares = np.cumsum([p.share for p in world.products])
    _fill_buyers(
        world.seed, rows, buyers.region, buyers.uid, buyers.cell, buyers.age_band, buyers.woman, buyers.product,
        buyers.spending_limit, buyers.online, buyers.injects, buyers.came_from_opioids, buyers.hiv, buyers.hcv,
        buyers.wants_medicines, world.cells.of_region, world.cells.cumulative_residents, world.cells.residents_guide,
        shares / shares[-1], np.cumsum(people.user_ages), people.user_women, _online_shares(people),
        (people.injects, people.injects_from_opioids), people.came_from_opioids, people.hiv, people.hcv,
        people.wants_medicines, people.spending_limit, TRAITS,
    )  # fmt: skip
    for flag in (
        buyers.registered, buyers.hospitalised, buyers.searching, buyers.reached, buyers.held_unlisted,
        buyers.uncharged,
    ):  # fmt: skip
        flag[rows] = False
    for number in (
        buyers.until, buyers.days_used, buyers.trust, buyers.known_incarnation, buyers.care,
        buyers.observed_until, buyers.detained_on, buyers.state_before, buyers.until_before, buyers.held_product,
        buyers.held_mg,
    ):  # fmt: skip
        number[rows] = 0
    buyers.known_shop[rows] = -1
    world.today.turns = None  # Those in the rows have days of their own.
    buyers.state[rows] = BuyerState.POTENTIAL
    world.ledger.buyers[BuyerState.OUTSIDE, BuyerState.POTENTIAL] += world.weight * len(rows)


def add_shop(world: World, parent: int, ordinal: int, region: int, money: int) -> int:
    """Open a shop in a region with a till of `money` KZT, its main channel, account and people; return its row.

    It serves its home region alone and sells nothing yet: `serves`, `sells`, `price` and `supplier` are the
    caller's. `parent` and `ordinal` are the cause from which its uid comes.
    """
    shops, today = world.shops, world.today.day
    row = shops.append(1).start
    uid = np.uint64(child_uid(np.uint64(parent), today, SHOP, ordinal))
    a, b, c, d = draw(world.seed, uid, today, SHOP, 0)
    e, f, _, _ = draw(world.seed, uid, today, SHOP, 1)
    shops.uid[row] = uid
    shops.status[row] = ShopStatus.OPEN
    shops.region[row] = region
    shops.serves[row, region] = True
    shops.wage[row] = world.market.mean_wage
    shops.abroad[row] = unit(a) < world.people.owners_abroad
    shops.scam_propensity[row] = unit(b) ** 3
    shops.reputation[row] = 0.5 * unit(c)
    shops.refunds[row] = min(1.0, 2.0 * world.people.refunds * unit(d))
    shops.resends[row] = min(1.0 - float(shops.refunds[row]), 2.0 * world.people.resends * unit(e))
    shops.lottery[row] = unit(f) < world.people.lotteries
    shops.opened_on[row] = today
    equip_shop(world, row, money)
    return row


def equip_shop(world: World, row: int, money: int) -> None:
    """Give a shop that has nothing a till of `money` KZT, its main channel, account and people; the money is booked."""
    region, today = int(world.shops.region[row]), world.today.day
    world.shops.money[row] = money
    world.ledger.money[MoneyFlow.INVESTED] += money * world.shop_weight
    newcomers = np.array([(row, role, region) for role in FOUNDERS], np.int64)
    hire(world, newcomers, StaffStatus.ACTIVE, today)
    add_account(world, row)
    add_channel(world, row, ChannelKind.MESSENGER_SHOP, followers=0.0, ordinal=0)


def add_channel(world: World, shop: int, kind: ChannelKind, followers: float, ordinal: int) -> int:
    """Open a channel for a shop and return its row."""
    channels, today = world.channels, world.today.day
    row = channels.append(1).start
    channels.uid[row] = child_uid(world.shops.uid[shop], today, CHANNEL, 1_000 * int(kind) + ordinal)
    channels.shop[row] = shop
    channels.kind[row] = kind
    channels.status[row] = ChannelStatus.LIVE
    channels.followers[row] = followers
    channels.born_on[row] = today
    return row


@kernel
def _give_staff_traits(
    seed, day, row, who, its_role, home, uid, role, region, cell, woman, age_band, first_offence, hired_on, of_region,
    cumulative_residents, guide, women_share, ages, first_offence_share,
):  # fmt: skip
    a, b, c, d = draw(seed, who, 0, TRAITS, 3)
    uid[row] = who
    role[row] = its_role
    region[row] = home
    cell[row] = of_region[home, look_up(a, cumulative_residents[home], guide[home])]
    woman[row] = unit(b) < women_share
    age_band[row] = pick(c, np.cumsum(np.array(ages)))
    first_offence[row] = unit(d) < first_offence_share
    hired_on[row] = day


@kernel
def _fill_staff(
    seed, day, first, newcomers, its_status, starts_on, its_weight, shop_uid, shop_abroad, at_work, hired,
    operators_abroad, shop, weight, status, until, abroad, uid, role, region, cell, woman, age_band, first_offence,
    hired_on, of_region, cumulative_residents, guide, women_share, ages, first_offence_share,
):  # fmt: skip
    for i in range(newcomers.shape[0]):
        row = first + i
        s, its_role, home = newcomers[i]
        hired[s, its_role, home] += 1
        # Not the day: who fills a post a day later in one arm than in another is the same person in both.
        post = its_role * hired.shape[2] + home
        who = child_uid(shop_uid[s], 0, TRAITS, post * 1_000_000 + hired[s, its_role, home])
        _give_staff_traits(
            seed, day, row, who, its_role, home, uid, role, region, cell, woman, age_band, first_offence, hired_on,
            of_region, cumulative_residents, guide, women_share, ages, first_offence_share,
        )  # fmt: skip
        if its_role == Role.OWNER:
            abroad[row] = shop_abroad[s]
        elif its_role == Role.ADMINISTRATOR or its_role == Role.OPERATOR:
            abroad[row] = unit(draw(seed, who, 0, TRAITS, 4)[0]) < operators_abroad
        shop[row] = s
        weight[row] = its_weight
        status[row] = its_status
        until[row] = starts_on
        at_work[s, its_role] += its_status == StaffStatus.ACTIVE


def hire(world: World, newcomers: NDArray[np.int64], status: StaffStatus, starts_on: int) -> slice:
    """Give shops new members of staff and return their rows; the moves from OUTSIDE are booked.

    Args:
        world: The world.
        newcomers: Shop, role and region of each, shape (newcomer, 3).
        status: What all of them are now.
        starts_on: Day on which applicants start.
    """
    staff, shops, cells, people = world.staff, world.shops, world.cells, world.people
    rows = staff.append(len(newcomers))
    _fill_staff(
        world.seed, world.today.day, rows.start, newcomers, int(status), starts_on, world.shop_weight, shops.uid,
        shops.abroad, shops.at_work, shops.hired, people.operators_abroad, staff.shop, staff.weight, staff.status,
        staff.until, staff.abroad, staff.uid, staff.role, staff.region, staff.cell, staff.woman, staff.age_band,
        staff.first_offence, staff.hired_on, cells.of_region, cells.cumulative_residents, cells.residents_guide,
        people.staff_women, people.staff_ages, people.staff_first_offence,
    )  # fmt: skip
    world.ledger.staff[StaffStatus.OUTSIDE, status] += world.shop_weight * len(newcomers)
    return rows


def add_staff(world: World, shop: int, role: Role, region: int, status: StaffStatus, starts_on: int) -> int:
    """Give a shop a new member of staff and return the row; the move from OUTSIDE is booked."""
    return hire(world, np.array([(shop, role, region)], np.int64), status, starts_on).start


def give_staff_traits(world: World, row: int, uid: np.uint64, role: Role, region: int) -> None:
    """Give the person in a new row of staff an identity, a home, an age and a past."""
    staff, cells, people = world.staff, world.cells, world.people
    _give_staff_traits(
        world.seed, world.today.day, row, uid, int(role), region, staff.uid, staff.role, staff.region, staff.cell,
        staff.woman, staff.age_band, staff.first_offence, staff.hired_on, cells.of_region, cells.cumulative_residents,
        cells.residents_guide, people.staff_women, people.staff_ages, people.staff_first_offence,
    )  # fmt: skip


def add_wallet(world: World, shop: int, ordinal: int) -> int:
    """Open an account in crypto-currency, which needs no dropper, for a shop; return its row."""
    accounts, today = world.accounts, world.today.day
    row = accounts.append(1).start
    accounts.uid[row] = child_uid(world.shops.uid[shop], today, ACCOUNT, ordinal)
    accounts.shop[row] = shop
    accounts.status[row] = AccountStatus.OPEN
    accounts.crypto[row] = True
    accounts.opened_on[row] = today
    world.shops.can_pay[shop] = True
    return row


def add_account(world: World, shop: int) -> int:
    """Recruit a dropper whose account takes a shop's payments; return the account's row."""
    accounts = world.accounts
    region, today = int(world.shops.region[shop]), world.today.day
    holder = add_staff(world, shop, Role.DROPPER, region, StaffStatus.ACTIVE, today)
    row = accounts.append(1).start
    accounts.uid[row] = child_uid(world.staff.uid[holder], today, ACCOUNT, 0)
    accounts.shop[row] = shop
    accounts.holder[row] = holder
    accounts.status[row] = AccountStatus.OPEN
    accounts.opened_on[row] = today
    world.shops.can_pay[shop] = True
    return row
