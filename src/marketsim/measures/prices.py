"""Prices and wages."""

from typing import Any

from numpy.typing import NDArray

from marketsim.measures.measure import Kind, measure
from marketsim.measures.record import Record

KZT_PER_USD = 450.0
"""Evidence row fx; used for every year, so that a price in USD moves as the price in KZT does."""


@measure("USD/g", Kind.MEAN)
def retail_price_alpha_pvp(record: Record) -> NDArray[Any]:
    """Price of one gram of alpha-PVP in open shops, weighted by demand, at 450 KZT to the dollar."""
    return record.price("alpha_pvp") / KZT_PER_USD


@measure("USD/g", Kind.MEAN)
def retail_price_mephedrone(record: Record) -> NDArray[Any]:
    """Price of one gram of mephedrone in open shops, weighted by demand, at 450 KZT to the dollar."""
    return record.price("mephedrone") / KZT_PER_USD


@measure("USD/g", Kind.MEAN)
def retail_price_cannabinoid(record: Record) -> NDArray[Any]:
    """Price of one gram of synthetic cannabinoids in open shops, weighted by demand, at 450 KZT to the dollar."""
    return record.price("cannabinoid") / KZT_PER_USD


@measure("USD/g", Kind.MEAN)
def wholesale_price_alpha_pvp(record: Record) -> NDArray[Any]:
    """What shops pay groups for one gram of alpha-PVP, at 450 KZT to the dollar."""
    return record.price("alpha_pvp", wholesale=True) / KZT_PER_USD


@measure("USD/g", Kind.MEAN)
def wholesale_price_mephedrone(record: Record) -> NDArray[Any]:
    """What shops pay groups for one gram of mephedrone, at 450 KZT to the dollar."""
    return record.price("mephedrone", wholesale=True) / KZT_PER_USD


@measure("USD/g", Kind.MEAN)
def wholesale_price_cannabinoid(record: Record) -> NDArray[Any]:
    """What shops pay groups for one gram of synthetic cannabinoids, at 450 KZT to the dollar."""
    return record.price("cannabinoid", wholesale=True) / KZT_PER_USD


@measure("KZT/drop", Kind.MEAN)
def courier_wage(record: Record) -> NDArray[Any]:
    """Mean pay for one hidden parcel."""
    return record.used("wage")
