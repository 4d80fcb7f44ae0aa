import numpy as np

from marketsim.rules.health import treatment_entry
from marketsim.rules.health.treatment_entry import TreatmentEntry
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.states import NEVER, BuyerState, WeightGrade
from marketsim.world.turns import DAYS_BETWEEN_TURNS


def live(world, rule, days=DAYS_BETWEEN_TURNS):
    for _ in range(days):
        rule(world)
        world.today.day += 1


def in_treatment(world):
    return world.buyers.used("state") == int(BuyerState.IN_TREATMENT)


def test_with_places_for_all_as_many_enter_as_the_hazard_says(world_of):
    world = world_of(10)
    world.buyers.used("state")[:] = BuyerState.DEPENDENT
    live(world, TreatmentEntry(places=100_000, seeking=2.0, stigma=0.5))
    expected = world.buyers.size * -np.expm1(-DAYS_BETWEEN_TURNS / 365.25)
    assert abs(in_treatment(world).sum() - expected) < 5.0 * np.sqrt(expected)
    assert world.tally.counts[Count.TREATMENT_ENTRIES].sum() == 10 * in_treatment(world).sum()
    assert not world.tally.counts[Count.TREATMENT_REFUSED].any()


def test_the_earlier_holding_is_a_crime_the_fewer_dare(world_of):
    entered = []
    for grade in (NEVER, WeightGrade.LARGE, WeightGrade.SMALL):
        world = world_of(10)
        world.buyers.used("state")[:] = BuyerState.DEPENDENT
        world.levers.possession_from = int(grade)
        live(world, TreatmentEntry(places=100_000, seeking=2.0, stigma=0.5, fear=0.2))
        entered.append(in_treatment(world).sum())
    for number, daring in zip(entered, (0.9, 0.5, 0.1), strict=True):
        expected = world.buyers.size * -np.expm1(-2.0 * daring * DAYS_BETWEEN_TURNS / 365.25)
        assert abs(number - expected) < 5.0 * np.sqrt(expected)


def test_places_are_never_exceeded_and_all_are_taken_when_they_are_scarce(world_of):
    world = world_of(10)
    world.buyers.used("state")[:] = BuyerState.DEPENDENT
    stocks = count_stocks(world)
    live(world, TreatmentEntry(places=1_000, seeking=5.0))
    assert world.market.patients.sum() == 10 * in_treatment(world).sum() == 1_000
    assert world.tally.counts[Count.TREATMENT_REFUSED].sum() > 1_000
    check(world, stocks)


def test_those_who_find_no_place_wait_and_enter_later_or_give_up(world):
    world.buyers.used("state")[:] = BuyerState.DEPENDENT
    live(world, TreatmentEntry(places=0, seeking=5.0, patience=90))
    waiting = world.buyers.used("until") > world.today.day
    assert waiting.any()
    live(world, TreatmentEntry(places=100_000, seeking=0.0), days=1)
    assert (in_treatment(world) == waiting).all()
    other = world.buyers.used("until")[~waiting]
    world.today.day += 90
    live(world, TreatmentEntry(places=100_000, seeking=0.0), days=1)
    assert (world.buyers.used("until")[~waiting] == other).all()


def test_a_contested_place_goes_to_the_same_person_whatever_the_order_of_rows(world_of):
    forward, backward = world_of(), world_of()
    for world in (forward, backward):
        world.buyers.used("state")[:] = BuyerState.DEPENDENT
        world.buyers.used("until")[:] = world.today.day + 30
    for name in ("uid", "region"):
        backward.buyers.used(name)[:] = backward.buyers.used(name)[::-1].copy()
    for world in (forward, backward):
        live(world, TreatmentEntry(), days=1)
    chosen = [set(world.buyers.used("uid")[in_treatment(world)]) for world in (forward, backward)]
    assert chosen[0] == chosen[1]
    assert len(chosen[0]) == 600 // forward.weight


def test_more_places_only_add_patients(world_of):
    few, many = world_of(), world_of()
    many.levers.treatment_places = 3.0
    for world in (few, many):
        world.buyers.used("state")[:] = BuyerState.DEPENDENT
        world.buyers.used("until")[:] = world.today.day + 30
        live(world, TreatmentEntry(places=600), days=1)
    assert in_treatment(few).sum() < in_treatment(many).sum()
    assert not (in_treatment(few) & ~in_treatment(many)).any()


def test_the_compiled_rule_is_the_written_rule(world_of, monkeypatch):
    worlds = world_of(), world_of()
    for i, world in enumerate(worlds):
        world.buyers.used("state")[:] = BuyerState.DEPENDENT
        if i:
            for name in ("_seek", "_admit"):
                monkeypatch.setattr(treatment_entry, name, getattr(treatment_entry, name).py_func)
        live(world, TreatmentEntry(seeking=5.0), days=3)
    for name in ("state", "until"):
        assert (worlds[0].buyers.used(name) == worlds[1].buyers.used(name)).all()
    assert in_treatment(worlds[0]).any()
