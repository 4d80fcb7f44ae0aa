"""Poisonings, treatment, registration, harm reduction and infections."""

from typing import Any

from numpy.typing import NDArray

from marketsim.measures.measure import Kind, measure
from marketsim.measures.record import Record
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, Care


@measure("persons", Kind.FLOW)
def nps_first_hospitalisations(record: Record) -> NDArray[Any]:
    """People taken to hospital for synthetics for the first time in their life."""
    return record.count(Count.FIRST_HOSPITALISATIONS)


@measure("persons", Kind.STOCK)
def registered_synthetic_users_stock(record: Record) -> NDArray[Any]:
    """People on the narcological register for synthetics."""
    return record.used("registered")


@measure("persons", Kind.FLOW)
def registrations(record: Record) -> NDArray[Any]:
    """People put on the narcological register."""
    return record.count(Count.REGISTRATIONS)


@measure("poisonings", Kind.FLOW)
def poisonings(record: Record) -> NDArray[Any]:
    """Poisonings, fatal ones included."""
    return record.count(Count.POISONINGS)


@measure("deaths", Kind.FLOW)
def deaths(record: Record) -> NDArray[Any]:
    """Deaths from poisoning."""
    return record.count(Count.DEATHS)


@measure("persons", Kind.FLOW)
def treatment_entries(record: Record) -> NDArray[Any]:
    """People who began treatment."""
    return record.count(Count.TREATMENT_ENTRIES)


@measure("persons", Kind.FLOW)
def treatment_refused(record: Record) -> NDArray[Any]:
    """People who sought treatment and gave up, no place having come free; who tries again can be counted again."""
    return record.count(Count.TREATMENT_REFUSED)


@measure("persons", Kind.STOCK)
def patients(record: Record) -> NDArray[Any]:
    """People in treatment."""
    return record.persons(BuyerState.IN_TREATMENT)


@measure("persons", Kind.FLOW)
def relapses(record: Record) -> NDArray[Any]:
    """People who went back from abstinence to use; who leaves treatment or prison as a user is not among them."""
    return record.count(Count.RELAPSES)


@measure("persons", Kind.FLOW)
def infections_hiv(record: Record) -> NDArray[Any]:
    """People who use infected with HIV."""
    return record.count(Count.INFECTIONS_HIV)


@measure("persons", Kind.FLOW)
def infections_hcv(record: Record) -> NDArray[Any]:
    """People who use infected with hepatitis C."""
    return record.count(Count.INFECTIONS_HCV)


@measure("persons", Kind.STOCK)
def patients_public(record: Record) -> NDArray[Any]:
    """Adults in treatment in public places of their own will."""
    return record.total("patients", Care.PUBLIC)


@measure("persons", Kind.STOCK)
def patients_adolescent(record: Record) -> NDArray[Any]:
    """People under 18 in treatment."""
    return record.total("patients", Care.ADOLESCENT)


@measure("persons", Kind.STOCK)
def patients_anonymous(record: Record) -> NDArray[Any]:
    """People in treatment in anonymous places."""
    return record.total("patients", Care.ANONYMOUS)


@measure("persons", Kind.STOCK)
def patients_compulsory(record: Record) -> NDArray[Any]:
    """People in treatment by order of a court."""
    return record.total("patients", Care.COMPULSORY)


@measure("persons", Kind.STOCK)
def people_under_observation(record: Record) -> NDArray[Any]:
    """Abstinent people under observation after treatment."""
    return record.used("observed")


@measure("persons", Kind.FLOW)
def screening_identified(record: Record) -> NDArray[Any]:
    """Regular and dependent users whom screening identified."""
    return record.count(Count.SCREENED)


@measure("persons", Kind.FLOW)
def screening_referrals(record: Record) -> NDArray[Any]:
    """Those of them who let themselves be referred to treatment."""
    return record.count(Count.REFERRALS)


@measure("orders", Kind.FLOW)
def treatment_orders(record: Record) -> NDArray[Any]:
    """Orders of courts to undergo treatment."""
    return record.count(Count.TREATMENT_ORDERS)


@measure("orders", Kind.FLOW)
def treatment_orders_evaded(record: Record) -> NDArray[Any]:
    """Orders of courts to undergo treatment that people evaded."""
    return record.count(Count.ORDERS_EVADED)


@measure("persons", Kind.STOCK)
def people_reached(record: Record) -> NDArray[Any]:
    """Users in contact with outreach on the web."""
    return record.used("reached")


@measure("packs", Kind.FLOW)
def packs_checked_dangerous(record: Record) -> NDArray[Any]:
    """Packs found dangerous by drug checking and used with care, without a poisoning."""
    return record.count(Count.PACKS_CHECKED)


@measure("orders", Kind.FLOW)
def uses_with_medicines(record: Record) -> NDArray[Any]:
    """Orders used with medicines of pharmacies along."""
    return record.count(Count.MEDICINES_USED)


@measure("orders", Kind.FLOW)
def uses_with_illicit_medicines(record: Record) -> NDArray[Any]:
    """Orders used with medicines of illicit sellers along."""
    return record.count(Count.ILLICIT_MEDICINES_USED)
