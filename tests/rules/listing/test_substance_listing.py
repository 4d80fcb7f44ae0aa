"""Formulas appear at the stated chance and are listed after the law's delay."""

import numpy as np

from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.couriers.courier_drop import CourierDrop
from marketsim.rules.listing import substance_listing
from marketsim.rules.listing.substance_listing import SubstanceListing
from marketsim.rules.listing.substance_switching import SubstanceSwitching
from marketsim.world.counts import Count
from marketsim.world.states import Role
from marketsim.world.world import World


def count_appearances(world: World, days: int, listed_ago: int) -> int:
    seen = 0
    for _ in range(days):
        world.today.day += 1
        world.market.formula_appeared_on[:] = -1
        world.market.listed_on[:] = world.today.day - listed_ago if listed_ago else -1
        world.tally.clear()
        SubstanceListing(rate=18.2625, cannabinoid_rate=18.2625, lag=100.0)(world)
        seen += int(world.tally.counts[Count.FORMULAS_APPEARED].sum())
    return seen


def test_formulas_appear_at_the_stated_hazard(world: World) -> None:
    chance, n = -np.expm1(-18.2625 / DAYS_PER_YEAR), 3 * 800
    assert abs(count_appearances(world, 800, 0) - n * chance) < 5 * np.sqrt(n * chance)


def test_the_hazard_comes_back_after_a_listing(world: World) -> None:
    n = 3 * 800
    for ago in (10, 300):
        chance = -np.expm1(-0.05 * -np.expm1(-ago / 100.0))
        assert abs(count_appearances(world, 800, ago) - n * chance) < 5 * np.sqrt(n * chance)


def test_a_formula_is_listed_when_the_delay_since_its_identification_has_passed_and_shops_lose_it(world: World) -> None:
    rule = SubstanceListing(rate=0.0, cannabinoid_rate=0.0)
    world.levers.listing_delay = 30.0
    world.market.formula_appeared_on[:] = (-1, world.today.day - 29, world.today.day - 90)
    world.market.formula_identified_on[:] = (-1, world.today.day - 29, world.today.day - 30)
    world.shops.unlisted[: world.shops.size] = True
    rule(world)
    assert world.market.formula_appeared_on.tolist() == [-1, world.today.day - 29, -1]
    assert world.market.listed_on.tolist() == [-1, -1, world.today.day]
    assert world.shops.used("unlisted")[:, 1].all()
    assert not world.shops.used("unlisted")[:, 2].any()
    assert world.tally.counts[Count.FORMULAS_LISTED].sum() == 1


def test_a_listing_covers_parcels_that_lie_already_and_none_of_the_next_formula(world: World) -> None:
    drops, market, shops, staff = world.drops, world.market, world.shops, world.staff
    listing = SubstanceListing(rate=0.0, cannabinoid_rate=0.0)
    rows = drops.append(3)
    drops.product[rows] = (2, 2, 1)
    drops.unlisted[rows] = (True, False, True)
    world.levers.listing_delay = 30.0
    market.formula_appeared_on[2] = market.formula_identified_on[2] = world.today.day - 29
    listing(world)
    assert drops.used("unlisted").tolist() == [True, False, True]
    world.today.day += 1
    listing(world)
    assert drops.used("unlisted").tolist() == [False, False, True]
    market.formula_appeared_on[2] = world.today.day
    world.today.day += 1
    listing(world)
    shops.used("sells")[:, 2] = True
    SubstanceSwitching(hazard=0.7)(world)
    shops.used("demand")[:, :, 2] = 50_000.0
    staff.used("carried")[:, 2] = 100_000
    staff.used("role")[:] = Role.COURIER
    CourierDrop()(world)
    gone_over, hidden = shops.used("unlisted")[:, 2], slice(3, drops.size)
    new = drops.product[hidden] == 2
    expected = gone_over[drops.shop[hidden][new]]
    assert expected.any() and not expected.all()
    np.testing.assert_array_equal(drops.unlisted[hidden][new], expected)
    assert drops.unlisted[:3].tolist() == [False, False, True]


def identified_on(world: World, sellers: float) -> int:
    """Return after how many days the formula of product 2 is identified when a share of shops sells it."""
    shops, market = world.shops, world.market
    shops.sells[:] = True
    shops.unlisted[: shops.size, 2] = np.arange(shops.size) < sellers * shops.size
    market.formula_appeared_on[:] = (-1, -1, world.today.day)
    market.formula_identified_on[:] = -1
    world.levers.listing_delay = 1e9
    first = world.today.day
    while market.formula_identified_on[2] < 0 and world.today.day < first + 3_000:
        world.today.day += 1
        SubstanceListing(rate=0.0, cannabinoid_rate=0.0)(world)
    return world.today.day - first


def test_a_formula_that_nobody_sells_is_never_identified(world: World) -> None:
    assert identified_on(world, 0.0) == 3_000


def test_identification_takes_the_stated_time(world_of) -> None:
    world = world_of()
    world.levers.forensic_unlisted, world.levers.forensic_days = 0.5, 10.0
    days = np.array([identified_on(world, 1.0) for _ in range(200)])
    chance = -np.expm1(-0.05)
    assert abs(days.mean() - 1 / chance) < 5 * np.sqrt(1 - chance) / chance / np.sqrt(200)


def test_the_compiled_rule_is_the_written_rule() -> None:
    for day in range(50):
        arguments = [np.uint64(3), 7_000 + day, np.full(3, -1, np.int32), np.full(3, 6_950, np.int32)]
        rest = (np.full(3, 0.2), 60.0, substance_listing.DECISION)
        written = [np.copy(a) if isinstance(a, np.ndarray) else a for a in arguments]
        compiled = substance_listing._appear(*arguments, *rest)
        assert compiled == substance_listing._appear.py_func(*written, *rest)
        np.testing.assert_array_equal(arguments[2], written[2])
