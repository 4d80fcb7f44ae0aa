import numpy as np

from marketsim.rules.health import treatment_entry
from marketsim.rules.health.treatment_entry import TreatmentEntry
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.states import NEVER, BuyerState, Care, WeightGrade
from marketsim.world.turns import DAYS_BETWEEN_TURNS

ENOUGH = TreatmentEntry(places=100_000, adolescent_places=100_000)


def live(world, rule, days=DAYS_BETWEEN_TURNS):
    for _ in range(days):
        rule(world)
        world.today.day += 1


def wait(world):
    """Let everybody be dependent and wait for a public place."""
    world.buyers.used("state")[:] = BuyerState.DEPENDENT
    world.buyers.used("until")[:] = world.today.day + 30
    world.buyers.used("care")[:] = Care.PUBLIC


def in_treatment(world):
    return world.buyers.used("state") == int(BuyerState.IN_TREATMENT)


def test_with_places_for_all_as_many_enter_as_the_hazard_says(world_of):
    world = world_of(10)
    world.buyers.used("state")[:] = BuyerState.DEPENDENT
    live(world, ENOUGH.model_copy(update={"seeking": 2.0, "stigma": 0.5}))
    expected = world.buyers.size * -np.expm1(-2.0 * DAYS_BETWEEN_TURNS / 365.25) / 2.0
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
    live(world, TreatmentEntry(places=1_000, adolescent_places=100, seeking=5.0, patience=5))
    assert world.market.patients.sum() == 10 * in_treatment(world).sum() == 1_100
    assert world.market.patients[Care.ADOLESCENT].sum() == 100
    assert world.tally.counts[Count.TREATMENT_REFUSED].sum() > 1_000
    check(world, stocks)


def test_those_who_find_no_place_wait_and_enter_later_or_give_up(world):
    world.buyers.used("state")[:] = BuyerState.DEPENDENT
    live(world, TreatmentEntry(places=0, adolescent_places=0, seeking=5.0, patience=90))
    waiting = world.buyers.used("until") > world.today.day
    assert waiting.any()
    live(world, ENOUGH.model_copy(update={"seeking": 0.0}), days=1)
    assert (in_treatment(world) == waiting).all()
    other = world.buyers.used("until")[~waiting]
    world.today.day += 90
    live(world, ENOUGH.model_copy(update={"seeking": 0.0}), days=1)
    assert (world.buyers.used("until")[~waiting] == other).all()


def test_a_contested_place_goes_to_the_same_person_whatever_the_order_of_rows(world_of):
    forward, backward = world_of(), world_of()
    for world in (forward, backward):
        wait(world)
    for name in ("uid", "region"):
        backward.buyers.used(name)[:] = backward.buyers.used(name)[::-1].copy()
    for world in (forward, backward):
        live(world, TreatmentEntry(), days=1)
    chosen = [set(world.buyers.used("uid")[in_treatment(world)]) for world in (forward, backward)]
    assert chosen[0] == chosen[1]
    assert len(chosen[0]) == round(540 / forward.weight)


def test_more_places_only_add_patients(world_of):
    few, many = world_of(), world_of()
    many.levers.treatment_places = 3.0
    for world in (few, many):
        wait(world)
        live(world, TreatmentEntry(places=600), days=1)
    assert in_treatment(few).sum() < in_treatment(many).sum()
    assert not (in_treatment(few) & ~in_treatment(many)).any()


def test_young_people_and_adults_do_not_take_each_others_places(world):
    wait(world)
    young = world.buyers.used("age_band") == 0
    world.buyers.used("care")[young] = Care.ADOLESCENT
    world.levers.adolescent_places = 2.0
    live(world, TreatmentEntry(places=0, adolescent_places=500), days=1)
    assert (in_treatment(world) & young).sum() == 1_000 // world.weight
    assert not (in_treatment(world) & ~young).any()


def test_anonymous_places_bring_those_whom_the_register_keeps_away(world_of):
    rule = TreatmentEntry(places=0, seeking=5.0, stigma=1.0, anonymous_stigma=0.0)
    without, open_to_all = world_of(10), world_of(10)
    open_to_all.levers.anonymous_places = 100_000.0
    for world in (without, open_to_all):
        world.buyers.used("state")[:] = BuyerState.DEPENDENT
        live(world, rule)
    assert not in_treatment(without).any()
    patients = in_treatment(open_to_all)
    assert patients.any()
    assert (open_to_all.buyers.used("care")[patients] == Care.ANONYMOUS).all()
    assert (open_to_all.buyers.used("age_band")[patients] > 0).all()
    assert open_to_all.market.patients[Care.ANONYMOUS].sum() == 10 * patients.sum()


def test_adults_who_find_no_public_place_take_an_anonymous_one(world):
    wait(world)
    world.levers.anonymous_places = 1_000.0
    live(world, TreatmentEntry(places=500), days=1)
    assert world.market.patients.sum(axis=1)[[Care.PUBLIC, Care.ANONYMOUS]].tolist() == [500, 1_000]


def test_people_under_an_order_come_first_and_occupy_public_places(world):
    wait(world)
    buyers = world.buyers
    buyers.used("state")[:20] = BuyerState.REGULAR
    buyers.used("until")[:20] = 0
    buyers.used("care")[:20] = Care.ORDERED
    live(world, TreatmentEntry(places=1_500, seeking=0.0), days=1)
    assert in_treatment(world)[:20].all()
    assert (buyers.used("care")[:20] == Care.COMPULSORY).all()
    assert world.market.patients.sum(axis=1)[[Care.PUBLIC, Care.COMPULSORY]].tolist() == [500, 1_000]


def test_an_order_takes_the_place_of_a_wait(world):
    wait(world)
    world.buyers.used("care")[:20] = Care.ORDERED
    live(world, TreatmentEntry(places=0, adolescent_places=0, patience=50), days=1)
    assert (world.buyers.used("care")[:20] == Care.COMPULSORY).all()
    assert (world.buyers.used("until")[:20] == world.today.day - 1 + 50).all()


def test_a_referred_regular_user_reports_waits_and_gives_up_in_the_end(world):
    buyers = world.buyers
    buyers.used("state")[:] = BuyerState.REGULAR
    buyers.used("care")[::2] = Care.REFERRED
    rule = TreatmentEntry(places=0, adolescent_places=0, patience=50)
    live(world, rule, days=1)
    waits = buyers.used("until") == world.today.day - 1 + 50
    assert waits[::2].all()
    assert not waits[1::2].any()
    assert not world.tally.counts[Count.TREATMENT_REFUSED].any()
    live(world, rule, days=49)
    assert world.tally.counts[Count.TREATMENT_REFUSED].sum() == world.weight * waits.sum()


def test_the_registered_dare_and_observation_deters(world_of):
    came = {}
    for name in ("usual", "registered", "observed"):
        world = world_of()
        world.buyers.used("state")[:] = BuyerState.DEPENDENT
        world.buyers.used("registered")[:] = name == "registered"
        world.levers.continuing_care = float(name == "observed")
        live(world, ENOUGH.model_copy(update={"seeking": 5.0, "observation_deters": 0.5}))
        came[name] = in_treatment(world)
    assert came["observed"].sum() < came["usual"].sum() < came["registered"].sum()
    assert not (came["observed"] & ~came["usual"]).any()
    assert not (came["usual"] & ~came["registered"]).any()


def test_those_in_contact_with_outreach_come_sooner(world_of):
    usual, reached = world_of(), world_of()
    reached.buyers.used("reached")[:] = True
    for world in (usual, reached):
        world.buyers.used("state")[:] = BuyerState.DEPENDENT
        live(world, ENOUGH)
    assert in_treatment(reached).sum() > 1.5 * in_treatment(usual).sum() > 0


def test_the_compiled_rule_is_the_written_rule(world_of, monkeypatch):
    worlds = world_of(), world_of()
    for i, world in enumerate(worlds):
        world.buyers.used("state")[:] = BuyerState.DEPENDENT
        if i:
            for name in ("_choose", "_seek", "_admit"):
                monkeypatch.setattr(treatment_entry, name, getattr(treatment_entry, name).py_func)
        live(world, TreatmentEntry(seeking=5.0), days=3)
    for name in ("state", "until"):
        assert (worlds[0].buyers.used(name) == worlds[1].buyers.used(name)).all()
    assert in_treatment(worlds[0]).any()
