"""People who use, by state and place."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketsim.measures.measure import Kind, measure, ratio
from marketsim.measures.record import Record
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState

ACTIVE = (BuyerState.OCCASIONAL, BuyerState.REGULAR, BuyerState.DEPENDENT)
THREE_REGIONS = ("almaty_city", "almaty_region", "astana")


@measure("persons", Kind.STOCK)
def active_users(record: Record) -> NDArray[Any]:
    """People who use occasionally, regularly or in dependence."""
    return record.persons(*ACTIVE)


@measure("persons", Kind.STOCK)
def occasional_users(record: Record) -> NDArray[Any]:
    """People who use occasionally."""
    return record.persons(BuyerState.OCCASIONAL)


@measure("persons", Kind.STOCK)
def regular_users(record: Record) -> NDArray[Any]:
    """People who use regularly without being dependent."""
    return record.persons(BuyerState.REGULAR)


@measure("persons", Kind.STOCK)
def dependent_users(record: Record) -> NDArray[Any]:
    """People who are dependent and use."""
    return record.persons(BuyerState.DEPENDENT)


@measure("share", Kind.MEAN)
def dependent_share(record: Record) -> NDArray[Any]:
    """Share of active users who are dependent."""
    return ratio(record.persons(BuyerState.DEPENDENT).sum(axis=1), record.persons(*ACTIVE).sum(axis=1))


@measure("persons", Kind.STOCK)
def abstinent_users(record: Record) -> NDArray[Any]:
    """People who used and do not now."""
    return record.persons(BuyerState.ABSTINENT)


@measure("persons", Kind.STOCK)
def people_at_risk(record: Record) -> NDArray[Any]:
    """People who never used and may start."""
    return record.persons(BuyerState.POTENTIAL)


@measure("persons", Kind.STOCK)
def identified_consumers(record: Record) -> NDArray[Any]:
    """People who could be identified as consumers: all active users. The reported figure is a lower bound of them."""
    return record.persons(*ACTIVE)


@measure("share", Kind.MEAN)
def consumer_share_astana_almaty_region(record: Record) -> NDArray[Any]:
    """Share of active users who live in Astana, Almaty city or Almaty region; none without all three regions."""
    if not set(THREE_REGIONS) <= set(record.regions):
        return np.full(record.size, np.nan)
    active = record.persons(*ACTIVE)
    three = [record.regions.index(name) for name in THREE_REGIONS]
    return ratio(active[:, three].sum(axis=1), active.sum(axis=1))


@measure("persons", Kind.FLOW)
def initiations(record: Record) -> NDArray[Any]:
    """People who used for the first time."""
    return record.count(Count.INITIATIONS)
