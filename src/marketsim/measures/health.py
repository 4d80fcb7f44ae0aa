"""Poisonings, treatment, registration and infections."""

from typing import Any

from numpy.typing import NDArray

from marketsim.measures.measure import Kind, measure
from marketsim.measures.record import Record
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState


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
    """Dependent people who sought treatment and found no free place; one person can be counted more than once."""
    return record.count(Count.TREATMENT_REFUSED)


@measure("persons", Kind.STOCK)
def patients(record: Record) -> NDArray[Any]:
    """People in treatment."""
    return record.persons(BuyerState.IN_TREATMENT)


@measure("persons", Kind.FLOW)
def relapses(record: Record) -> NDArray[Any]:
    """People who went back from abstinence to use."""
    return record.count(Count.RELAPSES)


@measure("persons", Kind.FLOW)
def infections_hiv(record: Record) -> NDArray[Any]:
    """People who use infected with HIV."""
    return record.count(Count.INFECTIONS_HIV)


@measure("persons", Kind.FLOW)
def infections_hcv(record: Record) -> NDArray[Any]:
    """People who use infected with hepatitis C."""
    return record.count(Count.INFECTIONS_HCV)
