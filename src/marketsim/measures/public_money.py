"""Public money by budget line: what the state does at unit costs, and what policies cost by their own account."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketsim.core.units import DAYS_PER_YEAR
from marketsim.measures.measure import Kind, measure
from marketsim.measures.record import Prisoner, Record
from marketsim.world.counts import Count
from marketsim.world.public_costs import LINES, Bound, BudgetLine
from marketsim.world.states import BuyerState

BILLION = 1e9
DETENTIONS = tuple(Count(place) for place in range(Count.DETAINED_OWNER, Count.DETAINED_BUYER + 1))
ACTIVE = (BuyerState.OCCASIONAL, BuyerState.REGULAR, BuyerState.DEPENDENT)


def _officers(record: Record, bound: Bound) -> NDArray[np.float64]:
    """Return the cost of officers whom no policy pays by its own account, KZT, shape (day, region)."""
    officers = record.used("officers")
    unpaid: NDArray[np.float64] = officers[:, 0] - officers[:, 1]
    return unpaid * record.unit_cost("officer_year", bound) / DAYS_PER_YEAR


def _police(record: Record, bound: Bound) -> NDArray[np.float64]:
    detained = record.count(*DETENTIONS) * record.unit_cost("detention", bound)
    cases = record.count(Count.ONLINE_SALE_CASES, Count.ADVERTISING_CASES)
    return _officers(record, bound) + detained + cases * record.unit_cost("investigation_case", bound)


def _courts(record: Record, bound: Bound) -> NDArray[np.float64]:
    verdicts = record.count(Count.CONVICTIONS_TRAFFICKING, Count.CONVICTIONS_POSSESSION)
    return np.multiply(verdicts, record.unit_cost("court_hearing", bound), dtype=np.float64)


def _prisons(record: Record, bound: Bound) -> NDArray[np.float64]:
    sentenced = record.prisoners_of(Prisoner.ALL) + record.persons(BuyerState.IMPRISONED)
    persons = sentenced + record.awaiting_verdict()
    return np.multiply(persons, record.unit_cost("prison_day", bound), dtype=np.float64)


def _health(record: Record, bound: Bound) -> NDArray[np.float64]:
    patients = _unpaid_patients(record)
    stays = record.count(Count.FIRST_HOSPITALISATIONS) * record.unit_cost("hospital_stay", bound)
    care = record.count(Count.POISONINGS) * record.unit_cost("poisoning_care", bound)
    return patients * record.unit_cost("treatment_day", bound) + stays + care


def _social(record: Record, bound: Bound) -> NDArray[np.float64]:
    outreach = record.used("outreach")
    reached = record.persons(*ACTIVE) * (outreach[:, 0] - outreach[:, 1])
    contacts = record.unit_cost("outreach_contacts", bound) / DAYS_PER_YEAR
    return reached * contacts * record.unit_cost("outreach_contact", bound)


SERVICES = {
    BudgetLine.POLICE: _police,
    BudgetLine.COURTS: _courts,
    BudgetLine.PRISONS: _prisons,
    BudgetLine.HEALTH: _health,
    BudgetLine.SOCIAL: _social,
}


def _unpaid_patients(record: Record) -> NDArray[np.float64]:
    """Return the patients in places that no policy pays by its own account, which fill first, shape (day, region)."""
    patients, places = record.persons(BuyerState.IN_TREATMENT), record.used("places")
    share, everybody = np.ones(record.size), patients.sum(axis=1)
    paid = (places[:, 1] > 0.0) & (everybody > 0)
    np.divide(places[:, 0] - places[:, 1], everybody, out=share, where=paid)
    return np.multiply(patients, share.clip(0.0, 1.0)[:, None], dtype=np.float64)


def _services(record: Record, line: BudgetLine) -> NDArray[Any]:
    return SERVICES[line](record, Bound.VALUE) / BILLION


def _policies(record: Record, line: BudgetLine) -> NDArray[Any]:
    return record.total("policy_cost", LINES.index(line)) / BILLION


def _all(record: Record, bound: Bound) -> NDArray[Any]:
    services = sum(at_cost(record, bound) for at_cost in SERVICES.values())
    return (services + record.total("policy_cost")) / BILLION


@measure("officer-years", Kind.FLOW)
def officer_years(record: Record) -> NDArray[Any]:
    """Officers at work, those whom policies add included; growth of what an officer can do left out."""
    return record.used("officers")[:, 0] / DAYS_PER_YEAR


@measure("places", Kind.MEAN)
def treatment_places(record: Record) -> NDArray[Any]:
    """Places for treatment that are open, taken or not."""
    return record.used("places")[:, 0].copy()


@measure("bn KZT", Kind.FLOW)
def officers_bn_kzt(record: Record) -> NDArray[Any]:
    """Officers at unit costs (part of `services_police_bn_kzt`), those left out whom a policy's own cost pays."""
    return _officers(record, Bound.VALUE) / BILLION


@measure("bn KZT", Kind.FLOW)
def services_police_bn_kzt(record: Record) -> NDArray[Any]:
    """Officers, detentions and cases at unit costs."""
    return _services(record, BudgetLine.POLICE)


@measure("bn KZT", Kind.FLOW)
def services_courts_bn_kzt(record: Record) -> NDArray[Any]:
    """Hearings until a verdict for making, selling or possession, at unit costs."""
    return _services(record, BudgetLine.COURTS)


@measure("bn KZT", Kind.FLOW)
def services_prisons_bn_kzt(record: Record) -> NDArray[Any]:
    """Days in prison and in custody before a verdict, of people of the trade and of buyers, at unit costs."""
    return _services(record, BudgetLine.PRISONS)


@measure("bn KZT", Kind.FLOW)
def services_health_bn_kzt(record: Record) -> NDArray[Any]:
    """Treatment, first hospital stays and care of poisonings at unit costs."""
    return _services(record, BudgetLine.HEALTH)


@measure("bn KZT", Kind.FLOW)
def services_social_bn_kzt(record: Record) -> NDArray[Any]:
    """Contacts of outreach with users at unit costs."""
    return _services(record, BudgetLine.SOCIAL)


@measure("bn KZT", Kind.FLOW)
def policies_police_bn_kzt(record: Record) -> NDArray[Any]:
    """Policies paid by the police's budget, as far as the scenario states a cost."""
    return _policies(record, BudgetLine.POLICE)


@measure("bn KZT", Kind.FLOW)
def policies_courts_bn_kzt(record: Record) -> NDArray[Any]:
    """Policies paid by the courts' budget, likewise."""
    return _policies(record, BudgetLine.COURTS)


@measure("bn KZT", Kind.FLOW)
def policies_prisons_bn_kzt(record: Record) -> NDArray[Any]:
    """Policies paid by the prisons' budget, likewise."""
    return _policies(record, BudgetLine.PRISONS)


@measure("bn KZT", Kind.FLOW)
def policies_health_bn_kzt(record: Record) -> NDArray[Any]:
    """Policies paid by the health budget, likewise."""
    return _policies(record, BudgetLine.HEALTH)


@measure("bn KZT", Kind.FLOW)
def policies_social_bn_kzt(record: Record) -> NDArray[Any]:
    """Policies paid by the social budget, likewise."""
    return _policies(record, BudgetLine.SOCIAL)


@measure("bn KZT", Kind.FLOW)
def public_money_bn_kzt(record: Record) -> NDArray[Any]:
    """All budget lines: what the state does at unit costs, and policies by their own account."""
    return _all(record, Bound.VALUE)


@measure("bn KZT", Kind.FLOW)
def public_money_low_bn_kzt(record: Record) -> NDArray[Any]:
    """The same with every unit cost at its low end."""
    return _all(record, Bound.LOW)


@measure("bn KZT", Kind.FLOW)
def public_money_high_bn_kzt(record: Record) -> NDArray[Any]:
    """The same with every unit cost at its high end."""
    return _all(record, Bound.HIGH)
