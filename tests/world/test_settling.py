"""The first day: shares by region and state, and the same market at every scale."""

from collections.abc import Callable

import numpy as np
import pytest

from marketsim.world.audit import check, count_stocks
from marketsim.world.first_day import FirstDay
from marketsim.world.settling import people_at_risk, settle
from marketsim.world.states import BuyerState, GroupStatus, ShopStatus, StaffStatus, Unit
from marketsim.world.world import LARGEST_LOT, World

SETTINGS = FirstDay(at_risk=100_000, users=20_000, user_states=(0.5, 0.3, 0.2), shops=100, prisoners=500)
USING = (BuyerState.OCCASIONAL, BuyerState.REGULAR, BuyerState.DEPENDENT)


@pytest.fixture(scope="module")
def settled() -> Callable[[int], World]:
    """The first day at some weights, settled once."""
    from tests.conftest import make_world

    worlds: dict[int, World] = {}

    def at(weight: int) -> World:
        if weight not in worlds:
            worlds[weight] = make_world(weight=weight, settled=False)
            settle(worlds[weight], SETTINGS)
        return worlds[weight]

    return at


def persons(world: World, *states: BuyerState) -> np.ndarray:
    """Return the persons in these states, shape (region,)."""
    buyers = world.buyers
    these = np.isin(buyers.used("state"), states)
    return world.weight * np.bincount(buyers.used("region")[these], minlength=len(world.regions))


@pytest.mark.parametrize("weight", range(1, 51))
def test_a_row_of_shops_and_a_lot_make_the_weight(world_of, weight: int) -> None:
    world = world_of(weight=weight, settled=False)
    assert world.lot * world.shop_weight == world.weight == weight
    assert 1 <= world.lot <= LARGEST_LOT == 5
    assert not any(weight % larger == 0 for larger in range(world.lot + 1, LARGEST_LOT + 1))


def test_people_at_risk_are_spread_as_residents_are_with_more_in_the_cities(world_of) -> None:
    world = world_of(weight=1, settled=False)
    at_risk = people_at_risk(world, FirstDay(at_risk=100_000, metropolitan_prevalence=2.0))
    rate = at_risk / world.regions.population
    metropolitan = world.regions.metropolitan
    assert abs(at_risk.sum() - 100_000) <= len(world.regions)
    assert np.ptp(rate[metropolitan]) < 1e-5 and np.ptp(rate[~metropolitan]) < 1e-5
    assert rate[metropolitan].mean() / rate[~metropolitan].mean() == pytest.approx(2.0, rel=0.01)


@pytest.mark.parametrize("weight", [1, 10, 50])
def test_users_are_a_fifth_of_the_people_at_risk_in_every_region_and_state(settled, weight: int) -> None:
    world = settled(weight)
    for state, share in zip(USING, SETTINGS.user_states, strict=True):
        expected = 0.2 * share * weight * people_at_risk(world, SETTINGS)
        assert (np.abs(persons(world, state) - expected) <= 2.0 * weight).all(), state.name
        assert persons(world, state).sum() == pytest.approx(expected.sum(), rel=0.005 + 0.0005 * weight)


@pytest.mark.parametrize("weight", [10, 50])
def test_scales_agree(settled, weight: int) -> None:
    whole, thinned = settled(1), settled(weight)

    def levels(world: World) -> dict[str, float]:
        k = world.shop_weight
        return {
            "users": persons(world, *USING).sum(),
            "shops": k * world.shops.size,
            "till": k * world.shops.used("money").sum(),
            "prisoners": k * np.count_nonzero(world.staff.used("status") == StaffStatus.IMPRISONED),
            "expected orders": k * (world.shops.used("demand").sum(axis=1) / world.mean_pack_mg).sum(),
        }

    ones, others = levels(whole), levels(thinned)
    for name, level in ones.items():
        assert others[name] == pytest.approx(level, rel=0.05), name
    for kept_whole in ("groups", "officers"):
        one, other = getattr(whole, kept_whole), getattr(thinned, kept_whole)
        np.testing.assert_array_equal(one.used("uid"), other.used("uid"))
        assert len(set(one.used("uid").tolist())) == one.size


@pytest.mark.parametrize("weight", [1, 50])
def test_every_region_has_a_shop_and_every_user_who_can_know_one_does_and_nobody_else(settled, weight: int) -> None:
    world = settled(weight)
    shops, buyers = world.shops, world.buyers
    assert (shops.used("status") == ShopStatus.OPEN).all()
    assert shops.used("serves").any(axis=0).all()
    assert shops.used("sells").any(axis=1).all()
    assert (shops.used("supplier") >= 0).all() and (shops.used("price") > 0).all()
    offered = (shops.used("serves")[:, :, None] & shops.used("sells")[:, None, :]).any(axis=0)
    known = buyers.used("known_shop")
    served = offered[buyers.used("region"), buyers.used("product")]
    uses = np.isin(buyers.used("state"), USING)
    assert 0 < np.count_nonzero(uses) < buyers.size
    np.testing.assert_array_equal((known >= 0).any(axis=1), served & uses)
    for slot in range(known.shape[1]):
        rows = np.flatnonzero(known[:, slot] >= 0)
        assert shops.serves[known[rows, slot], buyers.region[rows]].all()
        assert shops.sells[known[rows, slot], buyers.product[rows]].all()
        assert not (known[rows, slot, None] == known[rows, :slot]).any()


def test_identities_are_unique(settled) -> None:
    world = settled(1)
    for table in ("buyers", "shops", "staff", "channels", "accounts", "groups", "officers"):
        uids = getattr(world, table).used("uid")
        assert len(np.unique(uids)) == len(uids), table


def test_officers_and_groups_are_as_many_as_stated(settled) -> None:
    world = settled(50)
    units = np.bincount(world.officers.used("unit"), minlength=len(Unit))
    assert units[Unit.PATROL] == SETTINGS.patrol_officers
    assert units[Unit.INVESTIGATION] == SETTINGS.investigators
    assert (world.groups.used("status") == GroupStatus.ACTIVE).sum() == SETTINGS.groups
    region = world.officers.used("region")[world.officers.used("unit") == Unit.PATROL]
    share = world.regions.population / world.regions.population.sum()
    counts = np.bincount(region, minlength=len(share))
    assert (np.abs(counts - share * SETTINGS.patrol_officers) <= 1.0).all()


@pytest.mark.parametrize("weight", [1, 10])
def test_prisoners_are_spread_as_people_are(settled, weight: int) -> None:
    world = settled(weight)
    staff, share = world.staff, world.regions.population / world.regions.population.sum()
    inside = staff.used("status") == StaffStatus.IMPRISONED
    persons = world.shop_weight * np.bincount(staff.used("region")[inside], minlength=len(share))
    assert (np.abs(persons - share * SETTINGS.prisoners) <= world.shop_weight).all()


def test_the_arrival_of_people_and_money_is_booked(world_of) -> None:
    world = world_of(settled=False)
    before = count_stocks(world)
    settle(world, SETTINGS)
    now, books = count_stocks(world), world.ledger
    moved = books.buyers.sum(axis=0) - books.buyers.sum(axis=1)
    outside = [BuyerState.OUTSIDE]
    np.testing.assert_array_equal(np.delete(now.buyers - before.buyers, outside), np.delete(moved, outside))
    world.start_day()
    check(world, now)
