"""Dates, ramps, fades and intensities of policies, and what is refused."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import marketsim as ms
from marketsim import interventions
from marketsim.core.units import day_number
from marketsim.interventions.border_screening import BorderScreening
from marketsim.interventions.intervention import Intervention, towards
from marketsim.interventions.marketplace_closure import MarketplaceClosure
from marketsim.interventions.site_blocking import SiteBlocking
from marketsim.interventions.weight_thresholds import WeightThresholds
from marketsim.model import Simulation
from marketsim.scenario.registry import intervention_kinds
from marketsim.world.levers import Levers
from marketsim.world.states import Unit
from marketsim.world.world import World

DAY = day_number(date(2021, 1, 1))


def screening(**settings: object) -> BorderScreening:
    """Return twice the screening from 2021 on."""
    return BorderScreening.model_validate({"start": date(2021, 1, 1), "officers": 2.0} | settings)


def test_a_policy_acts_from_its_first_day_for_ever():
    assert [screening().strength(DAY + d) for d in (-1, 0, 1, 5_000)] == [0.0, 1.0, 1.0, 1.0]


def test_a_policy_acts_on_its_last_day_and_no_longer():
    policy = screening(end=date(2021, 1, 3))
    assert [policy.strength(DAY + d) for d in range(-1, 5)] == [0.0, 1.0, 1.0, 1.0, 0.0, 0.0]


def test_a_policy_of_one_day_acts_on_it():
    policy = screening(end=date(2021, 1, 1))
    assert [policy.strength(DAY + d) for d in (-1, 0, 1)] == [0.0, 1.0, 0.0]


def test_a_ramp_rises_in_equal_steps_to_full_strength():
    policy = screening(ramp=4)
    assert [policy.strength(DAY + d) for d in range(-1, 6)] == [0.0, 0.25, 0.5, 0.75, 1.0, 1.0, 1.0]


def test_a_fade_falls_in_equal_steps_and_is_over_after_the_end():
    policy = screening(end=date(2021, 1, 6), fade=4)
    assert [policy.strength(DAY + d) for d in range(7)] == [1.0, 1.0, 1.0, 0.75, 0.5, 0.25, 0.0]


def test_where_ramp_and_fade_meet_the_lower_one_holds():
    policy = screening(end=date(2021, 1, 4), ramp=4, fade=4)
    assert [policy.strength(DAY + d) for d in range(4)] == [0.25, 0.5, 0.5, 0.25]


def test_intensity_is_the_share_of_the_change_carried_out():
    assert screening(intensity=0.3, ramp=2).strength(DAY) == 0.15
    assert screening(intensity=0.3, ramp=2).strength(DAY + 1) == 0.3
    assert screening(intensity=0.0).strength(DAY) == 0.0


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"end": date(2020, 12, 31)}, "end 2020-12-31 is before start 2021-01-01"),
        ({"fade": 10}, "fade wants an end"),
        ({"intensity": 1.5}, "less than or equal to 1"),
        ({"ramp": -1}, "greater than or equal to 0"),
        ({"officers": -0.1}, "greater than or equal to 0"),
        ({"officers": float("nan")}, "finite number"),
        ({"cost_per_year": -1.0}, "greater than or equal to 0"),
        ({"cost_total": 5.0}, "cost_total wants a last day on which it is spent"),
        ({"cost_total": 5.0, "cost_per_year": 5.0, "end": date(2021, 2, 1)}, "two accounts of one policy"),
        ({"cost_until": date(2021, 2, 1)}, "cost_until wants a cost_total"),
        ({"cost_total": 5.0, "cost_until": date(2020, 12, 31)}, "outside the days in force"),
        ({"cost_total": 5.0, "cost_until": date(2021, 3, 1), "end": date(2021, 2, 1)}, "outside the days in force"),
        ({"officer": 2.0}, "Extra inputs are not permitted"),
    ],
)
def test_impossible_settings_are_refused(settings, complaint):
    with pytest.raises(ValueError, match=complaint):
        screening(**settings)


def spent(world: World, policy: Intervention, days: int = 40) -> list[float]:
    """Return what is booked on each day from the day before the policy on, KZT."""
    costs = []
    for day in range(DAY - 1, DAY + days):
        world.start_day()
        world.today.day = day
        if strength := policy.strength(day):
            policy.act(world, strength)
        costs.append(float(world.tally.policy_cost.sum()))
    return costs


@pytest.mark.parametrize("course", [{}, {"ramp": 7}, {"ramp": 300}, {"ramp": 5, "fade": 12}])
def test_a_total_is_spent_in_whole_over_its_days_whatever_the_course(course: dict[str, int], bare: World):
    policy = screening(end=date(2021, 1, 30), cost_total=6e9, **course)
    booked = spent(bare, policy)
    assert sum(booked) == pytest.approx(6e9)
    assert booked[1:31] == pytest.approx([0.2e9] * 30)
    assert booked[0] == booked[31] == 0.0


def test_a_total_may_be_spent_before_the_policy_ends_and_pays_for_nobody_after(bare: World):
    policy = screening(cost_total=6e9, cost_until=date(2021, 1, 10))
    assert sum(spent(bare, policy)) == pytest.approx(6e9)
    for day, paid in ((DAY + 9, 1.0), (DAY + 10, 0.0)):
        bare.start_day()
        bare.today.day = day
        policy.act(bare, policy.strength(day))
        assert bare.levers.capacity[Unit.BORDER] == 2.0
        assert bare.tally.paid_capacity[Unit.BORDER] == paid


def test_of_what_is_carried_out_in_part_a_part_is_spent(bare: World):
    assert sum(spent(bare, screening(end=date(2021, 1, 30), cost_total=6e9, intensity=0.5))) == pytest.approx(3e9)


def test_a_cost_a_year_goes_by_strength(bare: World):
    booked = spent(bare, screening(ramp=10, cost_per_year=365.25e6))
    assert booked[1:12] == pytest.approx([1e5 * day for day in range(1, 11)] + [1e6])


@pytest.mark.parametrize(
    ("policy", "unknown"),
    [
        (screening(), False),  # officers are counted at unit costs
        (SiteBlocking(start=date(2021, 1, 1), officers=2.0), False),
        (SiteBlocking(start=date(2021, 1, 1), officers=2.0, delay=1.0), True),
        (SiteBlocking(start=date(2021, 1, 1), delay=1.0, cost_per_year=0.0), False),
        (SiteBlocking(start=date(2021, 1, 1), delay=1.0, cost_total=5.0, cost_until=date(2021, 1, 2)), False),
        (SiteBlocking(start=date(2021, 1, 1), delay=1.0, intensity=0.0), False),
        (MarketplaceClosure(start=date(2021, 1, 1)), True),
    ],
)
def test_a_policy_knows_whether_anybody_counts_what_it_costs(policy: Intervention, unknown: bool):
    assert policy.cost_is_unknown is unknown


ACCOUNTED = [(name, field) for name, kind in sorted(intervention_kinds().items()) for field in sorted(kind.accounted)]
COUNTED = {"capacity", "treatment_places", "adolescent_places", "anonymous_places", "outreach"}
"""Levers that cost money at unit costs."""


@pytest.mark.parametrize(("name", "field"), ACCOUNTED)
def test_what_wants_no_stated_cost_moves_levers_that_are_counted_alone(
    name: str, field: str, moved: Callable[..., dict]
):
    kind = intervention_kinds()[name]
    needed = {key: 1.0 for key, held in kind.model_fields.items() if held.is_required() and key != "start"}
    found = set(moved(kind.model_validate({"start": date(2021, 1, 1)} | needed | {field: 0.7})))
    assert found
    assert found <= COUNTED or name in ("producer_relocation", "price_shock")  # nobody's policy: no public money


def test_a_policy_that_says_nothing_of_what_changes_is_refused():
    with pytest.raises(ValueError, match="it changes nothing; set at least one of automatic_finds, delay"):
        SiteBlocking(start=date(2021, 1, 1))
    with pytest.raises(ValueError, match="set at least one of especially_large, large, medium"):
        WeightThresholds(start=date(2021, 1, 1), products=("alpha_pvp",))


def test_a_kind_without_settings_needs_none():
    assert MarketplaceClosure(start=date(2022, 4, 5)).strength(day_number(date(2022, 4, 5))) == 1.0


def test_a_lever_goes_all_the_way_at_full_strength_and_nowhere_at_none():
    assert towards(0.1, 0.3, 1.0) == 0.3
    assert towards(0.1, 0.3, 0.0) == 0.1
    assert towards(0.1, 0.3, 0.5) == pytest.approx(0.2)
    assert towards(0.1, None, 1.0) == 0.1
    assert all(towards(0.1, 0.1, s / 7) == 0.1 for s in range(8))


def test_a_policy_of_no_intensity_changes_no_byte_of_a_run(world_of: Callable[..., World]):
    policies = (
        SiteBlocking(start=date(2021, 1, 1), officers=9.0, automatic_finds=99.0, delay=0.0, intensity=0.0),
        WeightThresholds(start=date(2021, 1, 1), large=1.0, intensity=0.0),
    )
    kept = []
    for arm in ((), policies):
        simulation = Simulation(world_of(start=date(2020, 12, 25), settled=False), {}, arm, days=14)
        simulation.run(14)
        kept.append({name: np.asarray(array).tobytes() for name, array in vars(simulation.record).items()})
    assert kept[0] == kept[1]


def test_the_policy_that_starts_later_holds_wherever_it_stands(bare: World):
    early, late = (SiteBlocking(start=date(2017, 1, day), delay=float(day)) for day in (1, 2))
    simulation = Simulation(bare, {}, [late, early], days=2, without={"measures"})
    simulation.rules = ()
    simulation.step()
    assert bare.levers.block_delay == 1.0
    simulation.step()
    assert bare.levers.block_delay == 2.0


def test_a_kind_that_does_not_pull_says_so(bare: World):
    class Idle(Intervention, kind="idle"):
        """Does nothing."""

    with pytest.raises(TypeError, match="idle does not say what it does"):
        Idle(start=date(2021, 1, 1)).pull(bare, 1.0)


@pytest.mark.parametrize("name", sorted(intervention_kinds()))
def test_each_kind_names_the_levers_that_it_pulls_and_a_source(name):
    kind = intervention_kinds()[name]
    words = kind.__doc__ or ""
    named = set(re.findall(r"levers\.(\w+)", words))
    assert named
    assert named <= Levers.__annotations__.keys()
    assert "Source  " in words


A_NEW_KIND = '''
"""Days off for patrols."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention
from marketsim.world.states import Unit


class PatrolHoliday(Intervention, kind="patrol_holiday"):
    """Patrols stay at home."""

    at_home: float = param(..., unit="share", low=0, high=1, grade=Grade.ASSUMED, source="a test")
    """Share of patrols at home."""

    def pull(self, world, strength):
        """Send patrols home."""
        world.levers.capacity[Unit.PATROL] *= 1.0 - strength * self.at_home
'''


@pytest.fixture
def folder_with_a_new_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Drop one file in a folder that counts as one of interventions."""
    (tmp_path / "patrol_holiday.py").write_text(A_NEW_KIND)
    monkeypatch.setattr(interventions, "__path__", [*interventions.__path__, str(tmp_path)])
    yield
    monkeypatch.delattr(interventions, "patrol_holiday", raising=False)


@pytest.mark.usefixtures("folder_with_a_new_kind")
def test_a_new_kind_is_one_new_file_that_is_found_and_runs(bare: World):
    kind = intervention_kinds()["patrol_holiday"]
    policy = kind.model_validate({"start": "2017-01-02", "at_home": 0.75})
    simulation = Simulation(bare, {}, [policy], days=2, without={"measures"})
    simulation.rules = ()
    simulation.step()
    assert bare.levers.capacity[Unit.PATROL] == 1.0
    simulation.step()
    assert bare.levers.capacity[Unit.PATROL] == 0.25


A_SCENARIO = """
start: 2018-01-01
end: 2018-01-20
measures_from: 2018-01-01
scale: 0.02
space: {city_side: 4, regions: [almaty_city, astana]}
economics: {currency: KZT}
interventions:
  - {kind: patrol_holiday, start: 2018-01-11, at_home: 1, cost_per_year: 365.25e6, budget_line: social}
"""


@pytest.mark.usefixtures("folder_with_a_new_kind")
def test_a_new_kind_is_named_in_a_scenario_file_runs_and_is_paid_for(tmp_path: Path):
    path = tmp_path / "holiday.yaml"
    path.write_text(A_SCENARIO)
    done = ms.run(ms.load(path), seed=2, audit=True)
    officers = done.daily["officer_years"]
    assert (officers.loc[:"2018-01-10"] > 1.5 * officers.loc["2018-01-11":].max()).all()
    country = ms.read(done.save(tmp_path)).consequences.iloc[-1]
    assert country["policies_social_kzt"] == pytest.approx(10e6, abs=5)
    assert ms.load(path).resolved()["interventions"][0]["at_home"] == 1


@pytest.mark.usefixtures("folder_with_a_new_kind")
def test_what_is_wrong_with_a_new_kind_is_told_at_its_place(tmp_path: Path):
    path = tmp_path / "holiday.yaml"
    path.write_text(A_SCENARIO.replace("at_home: 1", "at_home: 7"))
    with pytest.raises(ms.ScenarioError, match=r"interventions\[0\].at_home: 7 is out of range."):
        ms.load(path)


def test_a_kind_that_was_not_dropped_is_not_known():
    assert "patrol_holiday" not in intervention_kinds()
