import numpy as np
import pytest

from marketsim.rules.health import treatment_exit
from marketsim.rules.health.treatment_exit import TreatmentExit
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, Care


def treat(world):
    """Put everybody in treatment; for every second one it ends today."""
    world.buyers.used("state")[:] = BuyerState.IN_TREATMENT
    world.buyers.used("until")[:] = world.today.day + np.arange(world.buyers.size) % 2
    world.buyers.used("care")[:] = Care.PUBLIC


def test_the_share_who_recover_is_the_stated_one(world_of):
    world = world_of(10)
    treat(world)
    stocks = count_stocks(world)
    TreatmentExit(success=0.4)(world)
    ended = world.buyers.used("state")[::2]
    recovered = np.count_nonzero(ended == int(BuyerState.ABSTINENT))
    assert abs(recovered - 0.4 * ended.size) < 5.0 * np.sqrt(0.24 * ended.size)
    assert 0 < recovered < ended.size
    assert not world.tally.counts[Count.RELAPSES].any()  # Who was not abstinent does not relapse.
    check(world, stocks)


def test_those_who_stay_are_the_patients(world):
    treat(world)
    TreatmentExit()(world)
    stay = world.buyers.used("region")[1::2]
    assert (world.market.patients[Care.PUBLIC] == world.weight * np.bincount(stay, minlength=20)).all()
    assert world.market.patients.sum() == world.weight * len(stay)


def test_fewer_recover_under_an_order(world_of):
    worlds = {care: world_of(10) for care in (Care.PUBLIC, Care.COMPULSORY)}
    for care, world in worlds.items():
        treat(world)
        world.buyers.used("care")[:] = care
        TreatmentExit(success=0.6, compulsory_success=0.3)(world)
    well = {care: world.buyers.used("state") == int(BuyerState.ABSTINENT) for care, world in worlds.items()}
    assert well[Care.COMPULSORY].sum() == pytest.approx(0.5 * well[Care.PUBLIC].sum(), rel=0.1)
    assert not (well[Care.COMPULSORY] & ~well[Care.PUBLIC]).any()


def test_some_who_recover_are_observed_but_nobody_from_an_anonymous_place(world_of):
    world = world_of(10)
    treat(world)
    buyers = world.buyers
    buyers.used("care")[: buyers.size // 2] = Care.ANONYMOUS
    world.levers.continuing_care, world.levers.observation_days = 0.6, 200.0
    TreatmentExit(success=1.0)(world)
    observed = buyers.used("observed_until") == world.today.day + 200
    assert not observed[: buyers.size // 2].any()
    recovered = np.count_nonzero(buyers.used("state")[buyers.size // 2 :] == int(BuyerState.ABSTINENT))
    assert abs(observed.sum() - 0.6 * recovered) < 5.0 * np.sqrt(0.24 * recovered)
    assert world.tally.counts[Count.OBSERVATIONS].sum() == 10 * observed.sum()


def test_without_patients_there_are_none(world):
    world.market.patients[:] = 5
    TreatmentExit()(world)
    assert not world.market.patients.any()


def test_the_compiled_rule_is_the_written_rule(world_of, monkeypatch):
    worlds = world_of(), world_of()
    for world in worlds:
        treat(world)
    TreatmentExit()(worlds[0])
    monkeypatch.setattr(treatment_exit, "_discharge", treatment_exit._discharge.py_func)
    TreatmentExit()(worlds[1])
    assert (worlds[0].buyers.used("state") == worlds[1].buyers.used("state")).all()
    assert (worlds[0].market.patients == worlds[1].market.patients).all()
