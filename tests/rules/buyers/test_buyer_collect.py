"""Collecting: outcomes have the stated chances, and each has its consequence."""

import numpy as np
import pytest

from marketsim.rules.buyers.buyer_collect import BuyerCollect
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import BuyerState, DropStatus
from marketsim.world.world import World

PARCELS = 2_500


@pytest.fixture
def reserved(world: World) -> World:
    """A world where the first buyers each reserved a parcel of shop 0 yesterday."""
    drops, buyers = world.drops, world.buyers
    rows = drops.append(PARCELS)
    drops.uid[rows] = np.arange(1, PARCELS + 1, dtype=np.uint64)
    drops.shop[rows] = 0
    drops.mg[rows] = 500
    drops.status[rows] = DropStatus.RESERVED
    drops.buyer[rows] = np.arange(PARCELS)
    drops.reserved_on[rows] = world.today.day - 1
    drops.paid[rows] = 9_000
    buyers.state[:PARCELS] = BuyerState.REGULAR
    buyers.known_shop[:PARCELS] = -1
    buyers.known_shop[:PARCELS, 2] = 0
    buyers.trust[:PARCELS] = 0.0
    world.shops.money[0] = 10**12
    world.shops.refunds[0] = world.shops.resends[0] = 0.0
    world.cells.suitability[0] = BuyerCollect().fit
    return world


def test_outcomes_have_the_stated_chances(reserved: World) -> None:
    BuyerCollect(missing=0.2, stolen=0.1)(reserved)
    statuses = np.bincount(reserved.drops.used("status"), minlength=6)
    for status, share in ((DropStatus.COLLECTED, 0.7), (DropStatus.MISSING, 0.2), (DropStatus.STOLEN, 0.1)):
        assert abs(statuses[status] - share * PARCELS) < 5 * np.sqrt(PARCELS * share * (1 - share))
    assert statuses[DropStatus.RESERVED] == 0


def test_a_visit_that_finds_nothing_is_counted_once(reserved: World) -> None:
    BuyerCollect(missing=0.2, stolen=0.1)(reserved)
    statuses = np.bincount(reserved.drops.used("status"), minlength=6) * reserved.weight
    counts = reserved.tally.counts.sum(axis=1)
    assert counts[Count.COLLECTIONS] == statuses[DropStatus.COLLECTED]
    assert counts[Count.COLLECTIONS_STOLEN] == statuses[DropStatus.STOLEN]
    assert counts[Count.COLLECTIONS_MISSING] == statuses[DropStatus.MISSING] + statuses[DropStatus.STOLEN]


def test_a_place_half_as_good_loses_twice_as_many_to_others(reserved: World) -> None:
    reserved.cells.suitability[0] /= 2.0
    BuyerCollect(missing=0.2, stolen=0.1)(reserved)
    stolen = (reserved.drops.used("status") == DropStatus.STOLEN).sum()
    assert abs(stolen - 0.2 * PARCELS) < 5 * np.sqrt(PARCELS * 0.16)


def test_todays_parcels_are_collected_today_in_the_stated_share(reserved: World) -> None:
    reserved.drops.reserved_on[:PARCELS] = reserved.today.day
    BuyerCollect(same_day=0.6)(reserved)
    left = (reserved.drops.used("status") == DropStatus.RESERVED).sum()
    assert abs(left - 0.4 * PARCELS) < 5 * np.sqrt(PARCELS * 0.24)


def test_books_balance_and_every_gram_has_a_cause(reserved: World) -> None:
    reserved.shops.refunds[0] = 0.5
    before = count_stocks(reserved)
    BuyerCollect()(reserved)
    check(reserved, before)
    mass = reserved.ledger.mass
    gone = mass[MassFlow.SOLD, 0] + mass[MassFlow.LOST_DROP, 0] + mass[MassFlow.STOLEN_DROP, 0]
    assert gone == PARCELS * 500 * reserved.weight
    assert reserved.ledger.money[MoneyFlow.REFUNDS] == 9_000 * reserved.tally.counts[Count.DISPUTES_REFUNDED].sum()


def test_trust_rises_with_a_find_and_falls_with_a_refused_dispute(reserved: World) -> None:
    BuyerCollect(missing=0.3)(reserved)
    status = reserved.drops.used("status")
    trust = reserved.buyers.trust[:PARCELS, 2]
    assert (trust[status == DropStatus.COLLECTED] > 0).all()
    assert (trust[status == DropStatus.MISSING] < 0).all()


def test_a_shop_that_cheats_too_often_is_forgotten(reserved: World) -> None:
    reserved.buyers.trust[:PARCELS, 2] = -1.2
    BuyerCollect(missing=0.5, stolen=0.5)(reserved)
    assert (reserved.buyers.known_shop[:PARCELS, 2] == -1).all()


def test_somebody_who_no_longer_uses_does_not_come(reserved: World) -> None:
    reserved.buyers.state[:PARCELS] = BuyerState.DETAINED
    BuyerCollect()(reserved)
    assert reserved.ledger.mass[MassFlow.SOLD].sum() == 0
    assert (reserved.drops.used("status") == DropStatus.MISSING).all()


def disputes_about(world: World, refunds: float, resends: float) -> World:
    """Let nobody find a parcel of shop 0, whose policy in disputes and stock are these."""
    world.shops.refunds[0], world.shops.resends[0] = refunds, resends
    world.shops.stock[0, 0, 0] = 10**9
    return world


def test_disputes_end_by_the_policy_of_the_shop(reserved: World) -> None:
    disputes_about(reserved, refunds=0.3, resends=0.2).ledger.clear()
    before = count_stocks(reserved)
    BuyerCollect(missing=0.5, stolen=0.5)(reserved)
    check(reserved, before)
    counts, k, lot = reserved.tally.counts, reserved.weight, reserved.lot
    refunded, resent = (int(counts[c].sum()) // k for c in (Count.DISPUTES_REFUNDED, Count.DISPUTES_RESENT))
    for number, share in ((refunded, 0.3), (resent, 0.2)):
        assert abs(number - share * PARCELS) < 5 * np.sqrt(PARCELS * share * (1 - share))
    assert 10**12 - reserved.shops.money[0] == refunded * lot * 9_000
    assert reserved.ledger.money[MoneyFlow.REFUNDS] == refunded * k * 9_000
    assert 10**9 - reserved.shops.stock[0, 0, 0] == resent * lot * 500
    lost = -reserved.buyers.trust[:PARCELS, 2] / BuyerCollect().loss
    for part, number in ((0.25, refunded), (0.1, resent), (1.0, PARCELS - refunded - resent)):
        assert np.isclose(lost, part).sum() == number


def test_who_has_neither_money_nor_stock_refuses_every_dispute(reserved: World) -> None:
    disputes_about(reserved, refunds=0.5, resends=0.5)
    reserved.shops.money[0] = 0
    reserved.shops.stock[0, 0, 0] = 0
    BuyerCollect(missing=0.5, stolen=0.5)(reserved)
    assert reserved.tally.counts[Count.DISPUTES_REFUNDED].sum() == 0
    assert reserved.tally.counts[Count.DISPUTES_RESENT].sum() == 0
    assert reserved.shops.reputation[0] < 0.0


@pytest.mark.parametrize("working", [1.0, 0.5, 0.0])
def test_the_marketplace_settles_what_its_escrow_holds_whatever_the_shop_does(reserved: World, working: float) -> None:
    disputes_about(reserved, refunds=0.0, resends=0.0)
    reserved.drops.escrow[: PARCELS // 2] = True
    reserved.levers.escrow = working
    BuyerCollect(missing=0.5, stolen=0.5, arbitration=0.8)(reserved)
    refunded = reserved.tally.counts[Count.DISPUTES_REFUNDED].sum() / reserved.weight
    n, share = PARCELS // 2, 0.8 * working
    assert abs(refunded - share * n) <= 5 * np.sqrt(n * share * (1 - share))
    refused = np.isclose(reserved.buyers.trust[:PARCELS, 2], -BuyerCollect().loss)
    assert refused[n:].all() and n - refused[:n].sum() == refunded


@pytest.mark.parametrize(("refunds", "working", "share"), [(0.3, 0.0, 0.3), (0.3, 0.5, 0.55), (0.9, 1.0, 0.9)])
def test_escrow_never_refunds_less_than_the_shop_itself(
    reserved: World, refunds: float, working: float, share: float
) -> None:
    disputes_about(reserved, refunds=refunds, resends=0.0)
    reserved.levers.escrow = working
    rule = BuyerCollect(missing=0.5, stolen=0.5, arbitration=0.8)
    refunded = []
    for held in (False, True):
        reserved.drops.escrow[:PARCELS] = held
        reserved.drops.used("status")[:] = DropStatus.RESERVED
        reserved.tally.clear()
        rule(reserved)
        refunded.append(int(reserved.tally.counts[Count.DISPUTES_REFUNDED].sum()) // reserved.weight)
    outside, escrowed = refunded
    assert abs(escrowed - share * PARCELS) <= 5 * np.sqrt(PARCELS * share * (1 - share))
    # Luck goes by buyer and day: where escrow adds nothing the very same disputes are refunded.
    assert escrowed == outside if share == refunds else escrowed > outside


def test_luck_goes_by_buyer_and_order_and_not_by_parcel(reserved: World) -> None:
    drops = reserved.drops
    outcomes = []
    for uids, ordered_on in ((1, 1), (1_000_000, 1), (1, 2)):
        drops.uid[:PARCELS] = np.arange(uids, uids + PARCELS)
        drops.reserved_on[:PARCELS] = reserved.today.day - ordered_on
        drops.used("status")[:] = DropStatus.RESERVED
        BuyerCollect(missing=0.3, stolen=0.0)(reserved)
        outcomes.append(drops.used("status") == DropStatus.MISSING)
    np.testing.assert_array_equal(outcomes[0], outcomes[1])
    assert abs((outcomes[0] & outcomes[2]).sum() - 0.09 * PARCELS) < 5.0 * 0.3 * np.sqrt(PARCELS)
