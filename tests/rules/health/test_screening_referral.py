import numpy as np

from marketsim.rules.health import screening_referral
from marketsim.rules.health.screening_referral import ScreeningReferral
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, Care
from marketsim.world.turns import DAYS_BETWEEN_TURNS


def live(world, rule, days=DAYS_BETWEEN_TURNS):
    for _ in range(days):
        rule(world)
        world.today.day += 1


def use(world, screening=0.9):
    world.buyers.used("state")[:] = BuyerState.REGULAR
    world.levers.screening[:] = screening


def test_the_share_identified_in_a_year_is_the_stated_one(world_of):
    world = world_of(10)
    use(world, (0.0, 0.5, 0.5, 0.5))
    adults = np.count_nonzero(world.buyers.used("age_band") > 0)
    live(world, ScreeningReferral(acceptance=1.0))
    expected = adults * (1.0 - 0.5 ** (DAYS_BETWEEN_TURNS / 365.25))
    referred = world.buyers.used("care") == int(Care.REFERRED)
    assert abs(referred.sum() - expected) < 5.0 * np.sqrt(expected)
    assert not referred[world.buyers.used("age_band") == 0].any()
    for count in (Count.SCREENED, Count.REFERRALS):
        assert world.tally.counts[count].sum() == 10 * referred.sum()


def test_those_who_refuse_may_be_put_on_the_register(world_of):
    world = world_of(10)
    use(world)
    live(world, ScreeningReferral(acceptance=0.25, registration=0.4))
    counts, registered = world.tally.counts, world.buyers.used("registered")
    refused = (counts[Count.SCREENED].sum() - counts[Count.REFERRALS].sum()) // 10
    assert abs(registered.sum() - 0.4 * refused) < 5.0 * np.sqrt(0.24 * refused)
    assert counts[Count.REGISTRATIONS].sum() == 10 * registered.sum()
    assert not registered[world.buyers.used("care") == int(Care.REFERRED)].any()


def test_only_regular_and_dependent_users_who_do_not_wait_are_found(world):
    use(world)
    buyers = world.buyers
    buyers.used("state")[:] = np.arange(buyers.size) % 10
    buyers.used("until")[: buyers.size // 2] = world.today.day + 90
    live(world, ScreeningReferral(acceptance=1.0))
    referred = buyers.used("care") == int(Care.REFERRED)
    assert set(buyers.used("state")[referred]) == {BuyerState.REGULAR, BuyerState.DEPENDENT}
    assert not referred[: buyers.size // 2].any()


def test_without_screening_nothing_happens(world):
    use(world, 0.0)
    live(world, ScreeningReferral(acceptance=1.0))
    assert not world.tally.counts[Count.SCREENED].any()


def test_the_compiled_rule_is_the_written_rule(world_of, monkeypatch):
    worlds = world_of(), world_of()
    for i, world in enumerate(worlds):
        use(world)
        if i:
            monkeypatch.setattr(screening_referral, "_screen", screening_referral._screen.py_func)
        live(world, ScreeningReferral(), days=5)
    for name in ("care", "registered"):
        assert (worlds[0].buyers.used(name) == worlds[1].buyers.used(name)).all()
    assert worlds[0].buyers.used("care").any()
