"""Laboratories and groups: how many work, open, close and are found."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketsim.measures.measure import Kind, measure
from marketsim.measures.record import Record
from marketsim.world.counts import Count
from marketsim.world.states import LaboratoryClass

BOTH = "police and National Security Committee"
COMMITTEE = "National Security Committee"
RAIDS = (Count.LABORATORY_KITCHEN_RAIDED, Count.LABORATORY_MEDIUM_RAIDED, Count.LABORATORY_INDUSTRIAL_RAIDED)


@measure("labs", Kind.FLOW, BOTH)
def labs_dismantled(record: Record) -> NDArray[Any]:
    """Laboratories of every size raided by either agency (C01: the two agencies' figures added up)."""
    return record.count(*RAIDS)


@measure("labs", Kind.FLOW, "police")
def labs_dismantled_police(record: Record) -> NDArray[Any]:
    """Laboratories of every size raided by the police (C01)."""
    return record.count(*RAIDS) - record.count(Count.LABORATORIES_RAIDED_BY_COMMITTEE)


@measure("labs", Kind.FLOW, COMMITTEE)
def labs_dismantled_knb(record: Record) -> NDArray[Any]:
    """Laboratories of every size raided by the National Security Committee (C01)."""
    return record.count(Count.LABORATORIES_RAIDED_BY_COMMITTEE)


@measure("labs", Kind.FLOW, COMMITTEE)
def large_labs_dismantled(record: Record) -> NDArray[Any]:
    """Medium and industrial laboratories raided by the National Security Committee.

    The source says "large" without a size; everything above a kitchen is taken. Raids are counted by class and by
    agency, not by both: on each day and in each region the smaller of the two counts is taken, which is exact
    unless several laboratories of a region are raided on one day.
    """
    large = record.count(Count.LABORATORY_MEDIUM_RAIDED, Count.LABORATORY_INDUSTRIAL_RAIDED)
    return np.minimum(large, record.count(Count.LABORATORIES_RAIDED_BY_COMMITTEE))


@measure("labs", Kind.FLOW, BOTH)
def kitchen_labs_dismantled(record: Record) -> NDArray[Any]:
    """Kitchen laboratories raided."""
    return record.count(Count.LABORATORY_KITCHEN_RAIDED)


@measure("labs", Kind.FLOW, BOTH)
def medium_labs_dismantled(record: Record) -> NDArray[Any]:
    """Medium laboratories raided."""
    return record.count(Count.LABORATORY_MEDIUM_RAIDED)


@measure("labs", Kind.FLOW, BOTH)
def industrial_labs_dismantled(record: Record) -> NDArray[Any]:
    """Industrial laboratories raided."""
    return record.count(Count.LABORATORY_INDUSTRIAL_RAIDED)


@measure("labs", Kind.FLOW)
def labs_opened(record: Record) -> NDArray[Any]:
    """Laboratories that started to work."""
    return record.count(Count.LABORATORIES_OPENED)


@measure("labs", Kind.FLOW)
def labs_closed(record: Record) -> NDArray[Any]:
    """Laboratories that closed by themselves."""
    return record.count(Count.LABORATORIES_CLOSED)


@measure("labs", Kind.STOCK)
def kitchen_labs_open(record: Record) -> NDArray[Any]:
    """Kitchen laboratories at work."""
    return record.used("laboratories")[:, LaboratoryClass.KITCHEN]


@measure("labs", Kind.STOCK)
def medium_labs_open(record: Record) -> NDArray[Any]:
    """Medium laboratories at work."""
    return record.used("laboratories")[:, LaboratoryClass.MEDIUM]


@measure("labs", Kind.STOCK)
def industrial_labs_open(record: Record) -> NDArray[Any]:
    """Industrial laboratories at work."""
    return record.used("laboratories")[:, LaboratoryClass.INDUSTRIAL]


@measure("labs", Kind.FLOW)
def laboratories_moved_abroad(record: Record) -> NDArray[Any]:
    """Laboratories that moved to a neighbouring country."""
    return record.count(Count.LABORATORIES_MOVED_ABROAD)


@measure("labs", Kind.FLOW)
def laboratories_returned(record: Record) -> NDArray[Any]:
    """Laboratories that moved back from a neighbouring country."""
    return record.count(Count.LABORATORIES_RETURNED)


@measure("labs", Kind.STOCK)
def laboratories_abroad(record: Record) -> NDArray[Any]:
    """Laboratories at work in neighbouring countries that moved there from here."""
    return record.used("laboratories_abroad")


@measure("groups", Kind.FLOW, BOTH)
def organised_groups_suppressed(record: Record) -> NDArray[Any]:
    """Organised groups broken up."""
    return record.count(Count.GROUPS_SUPPRESSED)


@measure("groups", Kind.STOCK)
def organised_groups_active(record: Record) -> NDArray[Any]:
    """Organised groups that make, import or supply."""
    return record.used("groups")
