import numpy as np
import pytest

from marketsim.rules.health.treatment_entry import TreatmentEntry
from marketsim.rules.justice import treatment_order
from marketsim.rules.justice.charge_laying import ChargeLaying
from marketsim.rules.justice.treatment_order import INTERVAL, TreatmentOrder
from marketsim.world.counts import Count
from marketsim.world.detention import Parcel, detain_buyer
from marketsim.world.states import BuyerState, Care


def bring_in(world):
    """Detain everybody; every second one was dependent, whatever the days of use."""
    buyers = world.buyers
    buyers.used("state")[:] = BuyerState.REGULAR
    buyers.used("state")[::2] = BuyerState.DEPENDENT
    buyers.used("days_used")[:] = np.arange(buyers.size)[::-1] % 500
    for row in range(buyers.size):
        detain_buyer(world, row, Parcel(0, 500, False))
    world.levers.compulsory_detained = 0.5


def ordered(world):
    return world.buyers.used("care") == int(Care.ORDERED)


def test_courts_order_the_stated_share_of_adults_who_were_dependent(world_of):
    world = world_of(10)
    bring_in(world)
    TreatmentOrder(evasion=0.0)(world)
    meant = np.zeros(world.buyers.size, np.bool_)
    meant[::2] = world.buyers.used("age_band")[::2] > 0
    assert not ordered(world)[~meant].any()
    assert abs(ordered(world).sum() - 0.5 * meant.sum()) < 5.0 * np.sqrt(0.25 * meant.sum())
    assert world.tally.counts[Count.TREATMENT_ORDERS].sum() == 10 * ordered(world).sum()


def test_every_adult_who_was_dependent_is_ordered_where_the_law_means_all(world):
    bring_in(world)
    world.levers.compulsory_detained = 1.0
    TreatmentOrder(evasion=0.0)(world)
    meant = (np.arange(world.buyers.size) % 2 == 0) & (world.buyers.used("age_band") > 0)
    assert np.array_equal(ordered(world), meant)


def test_the_ordered_are_still_under_the_order_once_they_were_fined_and_let_go(world):
    bring_in(world)
    world.levers.compulsory_detained = 1.0
    TreatmentOrder(evasion=0.0)(world)
    meant = ordered(world).copy()
    ChargeLaying()(world)
    assert (world.buyers.used("state")[meant] == int(BuyerState.DEPENDENT)).all()
    TreatmentEntry(places=1e5)(world)
    assert (world.buyers.used("state")[meant] == int(BuyerState.IN_TREATMENT)).all()
    assert (world.buyers.used("care")[meant] == int(Care.COMPULSORY)).all()


def test_some_evade_and_are_counted(world_of):
    world = world_of(10)
    bring_in(world)
    TreatmentOrder(evasion=0.4)(world)
    orders, evaded = (world.tally.counts[c].sum() for c in (Count.TREATMENT_ORDERS, Count.ORDERS_EVADED))
    assert orders - evaded == 10 * ordered(world).sum()
    assert evaded == pytest.approx(0.4 * orders, rel=0.1)


def test_whoever_awaits_trial_is_ordered_no_second_time(world):
    bring_in(world)
    world.buyers.used("until")[:] = world.today.day + 50
    TreatmentOrder()(world)
    assert not ordered(world).any()


def test_dependent_users_on_the_register_are_ordered_over_the_year(world_of):
    world = world_of(10)
    buyers = world.buyers
    buyers.used("state")[:] = BuyerState.DEPENDENT
    buyers.used("registered")[::2] = True
    world.levers.compulsory_registered = 0.9
    world.today.day -= world.today.day % INTERVAL
    TreatmentOrder(evasion=0.0)(world)
    meant = buyers.used("registered") & (buyers.used("age_band") > 0)
    expected = meant.sum() * (1.0 - 0.1 ** (INTERVAL / 365.25))
    assert abs(ordered(world).sum() - expected) < 5.0 * np.sqrt(expected)
    assert not ordered(world)[~meant].any()


def test_who_waits_under_an_order_gets_no_second_one(world):
    buyers = world.buyers
    buyers.used("state")[:] = BuyerState.DEPENDENT
    buyers.used("registered")[:] = True
    buyers.used("care")[:] = Care.COMPULSORY
    buyers.used("until")[::2] = world.today.day + 50
    world.levers.compulsory_registered = 1.0
    world.today.day -= world.today.day % INTERVAL
    TreatmentOrder(evasion=0.0)(world)
    assert not ordered(world)[::2].any()
    assert ordered(world)[1::2].any()


def test_without_the_levers_courts_order_nobody(world):
    bring_in(world)
    world.levers.compulsory_detained = 0.0
    TreatmentOrder()(world)
    assert not ordered(world).any()


def test_the_compiled_rule_is_the_written_rule(world_of, monkeypatch):
    worlds = world_of(), world_of()
    for i, world in enumerate(worlds):
        bring_in(world)
        if i:
            monkeypatch.setattr(treatment_order, "_order", treatment_order._order.py_func)
        TreatmentOrder()(world)
    assert (worlds[0].buyers.used("care") == worlds[1].buyers.used("care")).all()
    assert ordered(worlds[0]).any()
