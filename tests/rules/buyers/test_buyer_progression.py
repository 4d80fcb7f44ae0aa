import numpy as np
import pytest

from marketsim.rules.buyers import buyer_progression
from marketsim.rules.buyers.buyer_progression import BuyerProgression
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState
from marketsim.world.turns import DAYS_BETWEEN_TURNS

STILL = BuyerProgression(
    to_regular=0, to_dependent=0, regular_falls=0, dependent_falls=0, occasional_stops=0, regular_stops=0,
    dependent_stops=0, relapse=0, early_relapse=0,
)  # fmt: skip


def live(world, rule, days=DAYS_BETWEEN_TURNS):
    for _ in range(days):
        rule(world)
        world.today.day += 1


@pytest.mark.parametrize(
    ("hazard", "start", "end"),
    [
        ("to_regular", BuyerState.OCCASIONAL, BuyerState.REGULAR),
        ("to_dependent", BuyerState.REGULAR, BuyerState.DEPENDENT),
        ("regular_falls", BuyerState.REGULAR, BuyerState.OCCASIONAL),
        ("dependent_falls", BuyerState.DEPENDENT, BuyerState.REGULAR),
        ("occasional_stops", BuyerState.OCCASIONAL, BuyerState.ABSTINENT),
        ("regular_stops", BuyerState.REGULAR, BuyerState.ABSTINENT),
        ("dependent_stops", BuyerState.DEPENDENT, BuyerState.ABSTINENT),
        ("relapse", BuyerState.ABSTINENT, BuyerState.REGULAR),
    ],
)
def test_each_step_is_taken_as_often_as_its_hazard_says(world, hazard, start, end):
    buyers = world.buyers
    buyers.used("state")[:] = start
    buyers.used("days_used")[:] = 1_000_000_000
    live(world, STILL.model_copy(update={hazard: 5.0}))
    moved = np.count_nonzero(buyers.used("state") == int(end))
    expected = buyers.size * -np.expm1(-5.0 * DAYS_BETWEEN_TURNS / 365.25)
    assert abs(moved - expected) < 5.0 * np.sqrt(expected)
    assert np.count_nonzero(buyers.used("state") == int(start)) == buyers.size - moved


def test_escalation_rises_with_days_used(world_of):
    light, heavy = world_of(), world_of()
    for world, days in ((light, 5), (heavy, 60)):
        world.buyers.used("state")[:] = BuyerState.OCCASIONAL
        world.buyers.used("days_used")[:] = days
        live(world, STILL.model_copy(update={"to_regular": 5.0}))
    regular = [world.buyers.used("state") == int(BuyerState.REGULAR) for world in (light, heavy)]
    assert regular[0].sum() < regular[1].sum()
    assert not (regular[0] & ~regular[1]).any()


def test_relapse_leads_back_to_the_habit_of_before(world):
    buyers = world.buyers
    buyers.used("state")[:] = BuyerState.ABSTINENT
    buyers.used("days_used")[::2] = 10
    buyers.used("days_used")[1::2] = 300
    live(world, STILL.model_copy(update={"relapse": 20.0}))
    assert set(buyers.used("state")[::2]) == {BuyerState.OCCASIONAL, BuyerState.ABSTINENT}
    assert set(buyers.used("state")[1::2]) == {BuyerState.REGULAR, BuyerState.ABSTINENT}
    relapsed = np.count_nonzero(buyers.used("state") != int(BuyerState.ABSTINENT))
    assert world.tally.counts[Count.RELAPSES].sum() == relapsed * world.weight


def test_relapse_is_frequent_at_first_and_rarer_under_observation(world):
    buyers, today = world.buyers, world.today.day
    buyers.used("state")[:] = BuyerState.ABSTINENT
    third = np.arange(buyers.size) % 3
    buyers.used("until")[:] = np.where(third == 0, today - 400, today - 30)
    buyers.used("observed_until")[third == 2] = today + 300
    live(world, STILL.model_copy(update={"relapse": 1.0, "early_relapse": 6.0, "observed": 0.5}))
    back = buyers.used("state") != int(BuyerState.ABSTINENT)
    for group, hazard in enumerate((1.0, 6.0, 3.0)):
        expected = np.count_nonzero(third == group) * -np.expm1(-hazard * DAYS_BETWEEN_TURNS / 365.25)
        assert abs(back[third == group].sum() - expected) < 5.0 * np.sqrt(expected)


def test_who_stops_without_treatment_no_longer_waits_and_is_no_patient_of_late(world):
    world.buyers.used("state")[:] = BuyerState.DEPENDENT
    world.buyers.used("until")[:] = world.today.day + 60
    live(world, STILL.model_copy(update={"dependent_stops": 10.0}))
    stopped = world.buyers.used("state") == int(BuyerState.ABSTINENT)
    assert stopped.any()
    assert not world.buyers.used("until")[stopped].any()
    assert world.buyers.used("until")[~stopped].all()


def test_occasional_users_who_are_told_stop_more_often_and_escalate_less(world_of):
    rule = STILL.model_copy(update={"to_regular": 3.0, "occasional_stops": 1.0, "told_stops": 2.0, "told_rises": 0.5})
    worlds = world_of(10), world_of(10)
    for world, told in zip(worlds, (0.0, 1.0), strict=True):
        world.buyers.used("state")[:] = BuyerState.OCCASIONAL
        world.buyers.used("days_used")[:] = 50
        world.levers.prevention_indicated = told
        live(world, rule)
    stopped, risen = (
        [np.count_nonzero(world.buyers.used("state") == int(state)) for world in worlds]
        for state in (BuyerState.ABSTINENT, BuyerState.REGULAR)
    )
    assert stopped[1] > 2.0 * stopped[0] > 0
    assert risen[0] > 1.5 * risen[1] > 0


def test_people_who_do_not_use_are_left_alone(world):
    world.buyers.used("state")[:] = np.arange(world.buyers.size) % 10
    idle = ~np.isin(world.buyers.used("state"), (1, 2, 3, 7))
    before = world.buyers.used("state").copy()
    live(world, BuyerProgression(occasional_stops=10.0))
    assert (world.buyers.used("state")[idle] == before[idle]).all()


def test_the_books_balance(world):
    world.buyers.used("state")[:] = 1 + np.arange(world.buyers.size) % 3
    stocks = count_stocks(world)
    live(world, BuyerProgression())
    assert world.ledger.buyers.any()
    check(world, stocks)


def test_the_compiled_rule_is_the_written_rule(world_of, monkeypatch):
    compiled, written = world_of(), world_of()
    for world in (compiled, written):
        world.buyers.used("state")[:] = (1, 2, 3, 7) * (world.buyers.size // 4) + (0,) * (world.buyers.size % 4)
    live(compiled, BuyerProgression(), days=3)
    for name in ("_relapse_hazard", "_progress"):
        monkeypatch.setattr(buyer_progression, name, getattr(buyer_progression, name).py_func)
    live(written, BuyerProgression(), days=3)
    assert (compiled.buyers.used("state") == written.buyers.used("state")).all()
    assert compiled.ledger.buyers.any()
