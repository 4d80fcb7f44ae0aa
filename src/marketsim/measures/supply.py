"""Where product and precursors come from and where they go."""

from typing import Any

from numpy.typing import NDArray

from marketsim.core.units import MG_PER_KG, MG_PER_T
from marketsim.measures.measure import Kind, measure
from marketsim.measures.record import Record
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow


@measure("t", Kind.FLOW)
def production_t(record: Record) -> NDArray[Any]:
    """Product made in laboratories at home."""
    return record.product_mg(MassFlow.PRODUCED) / MG_PER_T


@measure("t", Kind.FLOW)
def imports_t(record: Record) -> NDArray[Any]:
    """Product sent to the country, whether it arrived or was seized at the border."""
    return record.product_mg(MassFlow.IMPORTED) / MG_PER_T


@measure("t", Kind.FLOW)
def exports_t(record: Record) -> NDArray[Any]:
    """Product sold to other countries, by groups or by shops."""
    return record.product_mg(MassFlow.EXPORTED, MassFlow.SOLD_ABROAD) / MG_PER_T


@measure("t", Kind.FLOW)
def exports_to_neighbours_t(record: Record) -> NDArray[Any]:
    """Product that shops sold to buyers in neighbouring countries."""
    return record.product_mg(MassFlow.SOLD_ABROAD) / MG_PER_T


@measure("t", Kind.FLOW)
def imports_from_neighbours_t(record: Record) -> NDArray[Any]:
    """Product sent to the country by road from a neighbour, whether it arrived or was seized at the border."""
    return record.total("from_neighbours_mg", *range(len(record.products))) / MG_PER_T


@measure("t", Kind.FLOW)
def imports_from_moved_laboratories_t(record: Record) -> NDArray[Any]:
    """The part of it that was made by laboratories which had moved abroad."""
    return record.total("from_moved_mg", *range(len(record.products))) / MG_PER_T


@measure("t", Kind.FLOW)
def moved_laboratories_sales_abroad_t(record: Record) -> NDArray[Any]:
    """Product that laboratories which had moved abroad sold there."""
    return record.total("moved_sales_mg", *range(len(record.products))) / MG_PER_T


@measure("t", Kind.FLOW)
def moved_shops_sales_abroad_t(record: Record) -> NDArray[Any]:
    """Product that shops which had moved abroad sold there."""
    return record.total("moved_shops_mg", *range(len(record.products))) / MG_PER_T


@measure("t", Kind.FLOW)
def precursors_used_t(record: Record) -> NDArray[Any]:
    """Precursor turned into product or waste."""
    return record.precursor_mg(MassFlow.USED) / MG_PER_T


@measure("t", Kind.FLOW)
def precursors_bought_t(record: Record) -> NDArray[Any]:
    """Precursor bought at home."""
    return record.precursor_mg(MassFlow.BOUGHT) / MG_PER_T


@measure("t", Kind.FLOW)
def precursors_smuggled_t(record: Record) -> NDArray[Any]:
    """Precursor sent from abroad, whether it arrived or was seized at the border."""
    return record.precursor_mg(MassFlow.IMPORTED) / MG_PER_T


@measure("kg", Kind.FLOW)
def product_lost_kg(record: Record) -> NDArray[Any]:
    """Product lost otherwise than to the police: never found, stolen, carried off, given away as a prize."""
    lost = (MassFlow.LOST_DROP, MassFlow.STOLEN_DROP, MassFlow.STOLEN_STAFF, MassFlow.LOST_CLOSURE, MassFlow.GIVEN_AWAY)
    return record.product_mg(*lost) / MG_PER_KG


@measure("kg", Kind.FLOW)
def product_sold_back_kg(record: Record) -> NDArray[Any]:
    """Seized product that corrupt officers returned to the market."""
    return record.product_mg(MassFlow.RETURNED) / MG_PER_KG


@measure("consignments", Kind.FLOW)
def consignments_sent(record: Record) -> NDArray[Any]:
    """Loads of product sent, from abroad, between cities or out of the country."""
    return record.count(Count.CONSIGNMENTS_SENT)


@measure("consignments", Kind.FLOW)
def consignments_from_abroad(record: Record) -> NDArray[Any]:
    """Loads of product sent from abroad, by region of arrival."""
    return record.count(Count.CONSIGNMENTS_FROM_ABROAD)


@measure("consignments", Kind.FLOW, "customs and police")
def consignments_seized(record: Record) -> NDArray[Any]:
    """Loads of product or precursor seized on the way."""
    return record.count(Count.CONSIGNMENTS_SEIZED)
