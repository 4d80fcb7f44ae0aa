import numpy as np

from marketsim.rules.health import hospital_admission
from marketsim.rules.health.hospital_admission import INTERVAL, HospitalAdmission
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState
from marketsim.world.turns import DAYS_BETWEEN_TURNS


def live(world, rule, days=DAYS_BETWEEN_TURNS):
    for _ in range(days):
        rule(world)
        world.today.day += 1


def test_first_stays_and_registrations_are_as_many_as_stated(world_of):
    world = world_of(10)
    buyers = world.buyers
    buyers.used("state")[:] = BuyerState.DEPENDENT
    live(world, HospitalAdmission(admission=2.0, registration=0.4, removal=0.0))
    stays = buyers.used("hospitalised").sum()
    expected = buyers.size * -np.expm1(-2.0 * DAYS_BETWEEN_TURNS / 365.25)
    assert abs(stays - expected) < 5.0 * np.sqrt(expected)
    assert abs(buyers.used("registered").sum() - 0.4 * stays) < 5.0 * np.sqrt(0.24 * stays)
    assert world.tally.counts[Count.FIRST_HOSPITALISATIONS].sum() == 10 * stays
    assert world.tally.counts[Count.REGISTRATIONS].sum() == 10 * buyers.used("registered").sum()


def test_a_first_stay_happens_once_and_to_dependent_users_alone(world):
    live(world, HospitalAdmission(admission=2.0), days=3 * DAYS_BETWEEN_TURNS)
    stays = world.buyers.used("hospitalised")
    assert (world.buyers.used("state")[stays] == int(BuyerState.DEPENDENT)).all()
    assert world.tally.counts[Count.FIRST_HOSPITALISATIONS].sum() == world.weight * stays.sum() > 0


def test_people_leave_the_register_as_the_hazard_says_and_the_dead_at_once(world_of):
    world = world_of(10)
    buyers = world.buyers
    buyers.used("registered")[:] = True
    buyers.used("state")[:5] = BuyerState.DEAD
    world.today.day -= world.today.day % INTERVAL
    HospitalAdmission(admission=0.0, removal=1.0)(world)
    left = buyers.size - buyers.used("registered").sum()
    expected = buyers.size * -np.expm1(-INTERVAL / 365.25)
    assert abs(left - expected) < 5.0 * np.sqrt(expected)
    assert not buyers.used("registered")[:5].any()


def test_the_compiled_rule_is_the_written_rule(world_of, monkeypatch):
    worlds = world_of(), world_of()
    for i, world in enumerate(worlds):
        world.buyers.used("state")[:] = BuyerState.DEPENDENT
        world.buyers.used("registered")[::2] = True
        world.today.day -= world.today.day % INTERVAL
        if i:
            for name in ("_admit", "_review"):
                monkeypatch.setattr(hospital_admission, name, getattr(hospital_admission, name).py_func)
        HospitalAdmission(admission=2.0, removal=2.0)(world)
    for flag in ("hospitalised", "registered"):
        assert (worlds[0].buyers.used(flag) == worlds[1].buyers.used(flag)).all()
