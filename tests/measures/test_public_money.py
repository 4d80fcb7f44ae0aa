"""What the state does, priced on days made by hand; what a policy pays itself is not counted again."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from marketsim.core.units import DAYS_PER_YEAR
from marketsim.interventions.intervention import Intervention
from marketsim.interventions.investigation_capacity import InvestigationCapacity
from marketsim.interventions.treatment_places import TreatmentPlaces
from marketsim.measures.record import Record
from marketsim.measures.registry import all_measures
from marketsim.world.counts import Count
from marketsim.world.first_day import FirstDay
from marketsim.world.public_costs import LINES, UNIT_COSTS, Bound, BudgetLine, PublicCosts
from marketsim.world.states import BuyerState
from marketsim.world.world import World

COSTS = PublicCosts()
HEADS = ("patrol_officers", "cyber_officers", "laboratory_officers", "border_officers", "finance_officers")
OFFICERS = sum(getattr(FirstDay(), name) for name in (*HEADS, "investigators"))
START = date(2017, 1, 1)


@pytest.fixture
def record(world_of: Callable[..., World]) -> Record:
    """A record of two days on which nothing happened and nobody was at work."""
    empty = Record(2, world_of(settled=False))
    empty.size = 2
    return empty


def bn(name: str, record: Record) -> list[float]:
    return all_measures()[name].daily(record).tolist()


@pytest.mark.parametrize(
    ("event", "line", "cost"),
    [
        (Count.DETAINED_COURIER, "police", "detention"),
        (Count.DETAINED_BUYER, "police", "detention"),
        (Count.DETAINED_OWNER, "police", "detention"),
        (Count.ONLINE_SALE_CASES, "police", "investigation_case"),
        (Count.ADVERTISING_CASES, "police", "investigation_case"),
        (Count.CONVICTIONS_POSSESSION, "courts", "court_hearing"),
        (Count.CONVICTIONS_TRAFFICKING, "courts", "court_hearing"),
        (Count.FIRST_HOSPITALISATIONS, "health", "hospital_stay"),
        (Count.POISONINGS, "health", "poisoning_care"),
    ],
)
def test_an_event_costs_its_unit_cost_to_its_budget(record: Record, event: Count, line: str, cost: str):
    record.counts[1, event, 4] = 1_000
    expected = 1_000 * getattr(COSTS, cost)[Bound.VALUE] / 1e9
    for other in LINES:
        assert bn(f"services_{other}_bn_kzt", record) == pytest.approx([0.0, expected if other == line else 0.0])
    assert bn("public_money_bn_kzt", record) == pytest.approx([0.0, expected])
    assert bn("public_money_low_bn_kzt", record)[1] == pytest.approx(1_000 * getattr(COSTS, cost)[Bound.LOW] / 1e9)
    assert bn("public_money_high_bn_kzt", record)[1] == pytest.approx(1_000 * getattr(COSTS, cost)[Bound.HIGH] / 1e9)


def test_details_of_the_detained_are_not_counted_as_further_detentions(record: Record):
    for event in (Count.DETAINED_WOMEN, Count.DETAINED_MINORS, Count.DETAINED_FIRST_OFFENDERS):
        record.counts[1, event, 4] = 1_000
    assert bn("public_money_bn_kzt", record) == [0.0, 0.0]


def test_everybody_in_prison_costs_a_day(record: Record):
    record.prisoners[0, 0, 2] = 30
    record.prisoners[0, 1, 2] = 20  # of these 30
    record.buyers[0, BuyerState.IMPRISONED, 5] = 12
    assert bn("services_prisons_bn_kzt", record) == pytest.approx([42 * COSTS.prison_day[Bound.VALUE] / 1e9, 0.0])


def test_everybody_in_custody_costs_a_day_too_and_counts_apart_from_prison(record: Record):
    record.custody[0, 2] = 30
    record.buyers[0, BuyerState.DETAINED, 5] = 12
    assert bn("services_prisons_bn_kzt", record) == pytest.approx([42 * COSTS.prison_day[Bound.VALUE] / 1e9, 0.0])
    assert bn("public_money_bn_kzt", record) == pytest.approx([42 * COSTS.prison_day[Bound.VALUE] / 1e9, 0.0])
    assert bn("custody_years", record) == pytest.approx([42 / DAYS_PER_YEAR, 0.0])
    assert bn("awaiting_verdict", record) == [42, 0]
    assert bn("prison_years", record) == [0.0, 0.0]


def test_outreach_costs_contacts_with_those_whom_it_reaches(record: Record):
    record.buyers[0, BuyerState.REGULAR, 5] = 1_000
    record.outreach[0, 0], record.outreach[0, 1] = 0.25, 0.05
    contacts = 200 * COSTS.outreach_contacts[Bound.VALUE] / DAYS_PER_YEAR
    expected = contacts * COSTS.outreach_contact[Bound.VALUE] / 1e9
    assert bn("services_social_bn_kzt", record) == pytest.approx([expected, 0.0])


@pytest.mark.parametrize(("places", "unpaid"), [((600, 0), 500), ((900, 300), 500), ((900, 500), 400), ((900, 900), 0)])
def test_patients_fill_places_first_that_no_policy_pays(record: Record, places: tuple[int, int], unpaid: int):
    record.buyers[1, BuyerState.IN_TREATMENT, 5] = 500
    record.places[1] = places
    expected = unpaid * COSTS.treatment_day[Bound.VALUE] / 1e9
    assert bn("services_health_bn_kzt", record)[1] == pytest.approx(expected)


def lived(world: World, *policies: Intervention) -> Record:
    """Return the record of one morning on which policies pull and nothing else happens."""
    record = Record(1, world, places=(600.0, 30.0))
    world.start_day()
    for policy in policies:
        policy.act(world, policy.strength(world.today.day))
    record.take(world)
    return record


def test_the_force_of_the_first_day_costs_its_officers(world: World):
    record = lived(world)
    assert bn("officer_years", record)[0] * DAYS_PER_YEAR == pytest.approx(OFFICERS)
    assert bn("officers_bn_kzt", record)[0] * DAYS_PER_YEAR == pytest.approx(OFFICERS * 6e6 / 1e9)
    assert bn("treatment_places", record) == [630.0]


def test_officers_whom_a_policy_adds_cost_unit_costs_or_what_it_states_and_never_both(world: World):
    settings = {"start": START, "investigation": 2.0}
    before = lived(world)
    free = lived(world, InvestigationCapacity(**settings))
    paid = lived(world, InvestigationCapacity(**settings, cost_per_year=365.25e6))
    more = FirstDay().investigators
    assert bn("officer_years", free) == bn("officer_years", paid)
    assert bn("officer_years", free)[0] * DAYS_PER_YEAR == pytest.approx(OFFICERS + more)
    added = (bn("officers_bn_kzt", free)[0] - bn("officers_bn_kzt", before)[0]) * DAYS_PER_YEAR
    assert added == pytest.approx(more * 6e6 / 1e9)
    assert bn("officers_bn_kzt", paid) == pytest.approx(bn("officers_bn_kzt", before))
    assert bn("policies_police_bn_kzt", paid) == pytest.approx([0.001])
    assert bn("policies_police_bn_kzt", free) == [0.0]


@pytest.mark.parametrize("order", [1, -1])
def test_a_policy_pays_for_the_officers_that_it_would_add_alone_whoever_else_multiplies_the_unit(
    world: World, order: int
):
    free = InvestigationCapacity(start=START, investigation=3.0)
    paid = InvestigationCapacity(start=START, investigation=1.5, intensity=0.5, cost_per_year=1.0)
    heads = FirstDay().investigators
    record = lived(world, *(free, paid)[::order])
    assert bn("officer_years", record)[0] * DAYS_PER_YEAR == pytest.approx(OFFICERS + (3.0 * 1.25 - 1.0) * heads)
    counted = OFFICERS + (3.0 * 1.25 - 1.0 - 0.25) * heads  # all but a quarter: half of the half that it adds alone
    assert bn("officers_bn_kzt", record)[0] * DAYS_PER_YEAR == pytest.approx(counted * 6e6 / 1e9)


def test_two_accounts_on_one_unit_pay_for_their_own_officers(world: World):
    settings = {"start": START, "cost_per_year": 1.0}
    record = lived(world, *(InvestigationCapacity(**settings, investigation=times) for times in (2.0, 3.0)))
    counted = OFFICERS + (6.0 - 1.0 - 1.0 - 2.0) * FirstDay().investigators
    assert bn("officers_bn_kzt", record)[0] * DAYS_PER_YEAR == pytest.approx(counted * 6e6 / 1e9)


def test_a_policy_pays_for_no_officer_who_is_not_there(world: World):
    halved = InvestigationCapacity(start=START, investigation=0.5)
    record = lived(world, halved, InvestigationCapacity(start=START, investigation=1.5, cost_per_year=1.0))
    counted = OFFICERS - 0.5 * FirstDay().investigators
    assert bn("officers_bn_kzt", record)[0] * DAYS_PER_YEAR == pytest.approx(counted * 6e6 / 1e9)


@pytest.mark.parametrize("order", [1, -1])
def test_a_policy_pays_for_the_places_that_it_would_add_alone(world: World, order: int):
    free, paid = (TreatmentPlaces(start=START, places=3.0, **cost) for cost in ({}, {"cost_per_year": 1.0}))
    record = lived(world, *(free, paid)[::order])
    assert record.used("places")[0].tolist() == [9.0 * 600.0 + 30.0, 2.0 * 600.0]


def test_a_policy_is_paid_from_the_budget_usual_for_its_kind_unless_it_says_another(world: World):
    usual = TreatmentPlaces(start=START, places=2.0, cost_per_year=365.25e6)
    other = TreatmentPlaces(start=START, places=2.0, cost_per_year=365.25e6, budget_line="prisons")
    assert (usual.paid_from, other.paid_from) == (BudgetLine.HEALTH, BudgetLine.PRISONS)
    record = lived(world, usual, other)
    assert bn("policies_health_bn_kzt", record) == pytest.approx([0.001])
    assert bn("policies_prisons_bn_kzt", record) == pytest.approx([0.001])
    assert bn("policy_cost_bn_kzt", record) == pytest.approx([0.002])
    assert bn("treatment_places", record) == [2_430.0]


def test_what_a_policy_costs_falls_on_regions_by_population(world: World):
    record = lived(world, TreatmentPlaces(start=START, places=2.0, cost_per_year=365.25e6))
    by_region = all_measures()["policies_health_bn_kzt"].regional(record)
    assert by_region is not None
    share = world.regions.population / world.regions.population.sum()
    assert by_region[0] / by_region[0].sum() == pytest.approx(share)


def test_unit_costs_are_those_of_the_scenario(world: World):
    record = Record(1, world, PublicCosts(prison_day=(1.0, 2.0, 3.0)))
    assert [record.unit_cost("prison_day", bound) for bound in Bound] == [1.0, 2.0, 3.0]
    assert record.unit_costs.shape == (len(UNIT_COSTS), len(Bound))


def test_every_unit_cost_is_assumed_and_says_why():
    for name, field in PublicCosts.model_fields.items():
        facts = field.json_schema_extra
        assert isinstance(facts, dict)
        assert facts["grade"] == "assumed", name
        low, value, high = getattr(COSTS, name)
        assert 0 < low < value < high, name
        assert len(str(facts["source"])) > 10, name


def test_unit_costs_written_from_high_to_low_are_refused():
    with pytest.raises(ValueError, match="it runs down from 3 to 2; write the lower end first"):
        PublicCosts(prison_day=(3.0, 2.0, 1.0))
    assert np.isfinite(PublicCosts(prison_day=(2.0, 2.0, 2.0)).table()).all()
