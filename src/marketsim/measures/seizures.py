"""Masses seized, by place and agency."""

from typing import Any

from numpy.typing import NDArray

from marketsim.core.units import MG_PER_KG, MG_PER_T
from marketsim.measures.measure import Kind, measure
from marketsim.measures.record import Record
from marketsim.world.ledger import MassFlow

SEIZED = tuple(flow for flow in MassFlow if flow.name.startswith("SEIZED_"))


@measure("kg", Kind.FLOW, "all agencies")
def synthetics_seized_kg(record: Record) -> NDArray[Any]:
    """Product of every kind seized anywhere, by any agency; what corrupt officers sold back was seized before."""
    return record.product_mg(*SEIZED) / MG_PER_KG


@measure("kg", Kind.FLOW, "National Security Committee")
def synthetics_seized_knb_kg(record: Record) -> NDArray[Any]:
    """Product seized by the National Security Committee."""
    return record.total("committee_mg", *range(len(record.products))) / MG_PER_KG


@measure("kg", Kind.FLOW, "police and National Security Committee")
def product_seized_in_labs_kg(record: Record) -> NDArray[Any]:
    """Product seized in laboratories of every size; depots of groups left out."""
    return record.product_mg(MassFlow.SEIZED_LABORATORY) / MG_PER_KG


@measure("kg", Kind.FLOW, "police and National Security Committee")
def product_seized_in_large_labs_kg(record: Record) -> NDArray[Any]:
    """Product seized in medium and industrial laboratories."""
    return record.total("large_laboratory_mg", *range(len(record.products))) / MG_PER_KG


@measure("kg", Kind.FLOW, "police and National Security Committee")
def product_seized_in_depots_kg(record: Record) -> NDArray[Any]:
    """Product seized in depots of groups."""
    return record.product_mg(MassFlow.SEIZED_DEPOT) / MG_PER_KG


@measure("kg", Kind.FLOW, "police")
def product_seized_in_warehouses_kg(record: Record) -> NDArray[Any]:
    """Product seized in warehouses of shops."""
    return record.product_mg(MassFlow.SEIZED_WAREHOUSE) / MG_PER_KG


@measure("kg", Kind.FLOW, "police")
def product_seized_from_couriers_kg(record: Record) -> NDArray[Any]:
    """Product seized from couriers, hidden parcels left out."""
    return record.product_mg(MassFlow.SEIZED_COURIER) / MG_PER_KG


@measure("kg", Kind.FLOW, "police")
def product_seized_in_drops_kg(record: Record) -> NDArray[Any]:
    """Product seized in hidden parcels."""
    return record.product_mg(MassFlow.SEIZED_DROP) / MG_PER_KG


@measure("kg", Kind.FLOW, "police")
def product_seized_from_buyers_kg(record: Record) -> NDArray[Any]:
    """Product seized from buyers who had just collected it; it is not among what they collected and kept."""
    return record.product_mg(MassFlow.SEIZED_BUYER) / MG_PER_KG


@measure("kg", Kind.FLOW, "customs and police")
def product_seized_on_the_way_kg(record: Record) -> NDArray[Any]:
    """Product seized at the border and in transit between cities."""
    return record.product_mg(MassFlow.SEIZED_BORDER, MassFlow.SEIZED_TRANSIT) / MG_PER_KG


@measure("t", Kind.FLOW, "police and National Security Committee")
def precursors_seized_in_labs_t(record: Record) -> NDArray[Any]:
    """Precursor seized in laboratories of every size; depots of groups left out."""
    return record.precursor_mg(MassFlow.SEIZED_LABORATORY) / MG_PER_T


@measure("t", Kind.FLOW, "all agencies")
def ingredients_seized_t(record: Record) -> NDArray[Any]:
    """Precursor seized anywhere: laboratories, depots, transit, border (C06: all ingredients)."""
    return record.precursor_mg(*SEIZED) / MG_PER_T
