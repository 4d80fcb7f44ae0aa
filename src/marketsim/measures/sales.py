"""Orders, masses sold, parcels hidden, found and lost."""

from typing import Any

from numpy.typing import NDArray

from marketsim.core.units import MG_PER_T
from marketsim.measures.measure import Kind, measure, ratio
from marketsim.measures.record import Record
from marketsim.world.counts import Count


@measure("orders", Kind.FLOW)
def orders(record: Record) -> NDArray[Any]:
    """Orders paid for."""
    return record.count(Count.ORDERS)


@measure("orders", Kind.FLOW)
def orders_wanted(record: Record) -> NDArray[Any]:
    """Orders that buyers wished to place."""
    return record.count(Count.ORDERS_WANTED)


@measure("orders", Kind.FLOW)
def orders_unserved(record: Record) -> NDArray[Any]:
    """Wanted orders that were not placed that day, whatever the cause: none known, none that serves, nothing left."""
    return record.count(Count.ORDERS_UNSERVED)


@measure("orders", Kind.FLOW)
def orders_through_intermediary(record: Record) -> NDArray[Any]:
    """Orders paid for by people who buy through somebody else."""
    return record.count(Count.ORDERS_THROUGH_INTERMEDIARY)


@measure("share", Kind.MEAN)
def orders_served_share(record: Record) -> NDArray[Any]:
    """Share of wanted orders that were paid for."""
    return ratio(record.count(Count.ORDERS).sum(axis=1), record.count(Count.ORDERS_WANTED).sum(axis=1))


@measure("orders", Kind.FLOW)
def orders_on_marketplace(record: Record) -> NDArray[Any]:
    """Orders paid for through the dominant marketplace, until it is closed."""
    return record.count(Count.ORDERS_ON_MARKETPLACE)


@measure("share", Kind.MEAN)
def marketplace_share(record: Record) -> NDArray[Any]:
    """Share of orders paid for through the dominant marketplace."""
    return ratio(record.count(Count.ORDERS_ON_MARKETPLACE).sum(axis=1), record.count(Count.ORDERS).sum(axis=1))


@measure("t", Kind.FLOW)
def retail_t(record: Record) -> NDArray[Any]:
    """Product that buyers paid for."""
    return record.total("sold_mg") / MG_PER_T


@measure("batches", Kind.FLOW)
def batches(record: Record) -> NDArray[Any]:
    """Batches handed from a warehouse to a courier."""
    return record.count(Count.BATCHES)


@measure("drops", Kind.FLOW)
def drops_placed(record: Record) -> NDArray[Any]:
    """Parcels hidden by couriers."""
    return record.count(Count.DROPS_PLACED)


@measure("drops", Kind.FLOW)
def drops_collected(record: Record) -> NDArray[Any]:
    """Parcels that their buyers found."""
    return record.count(Count.COLLECTIONS)


@measure("share", Kind.MEAN)
def drops_missing_share(record: Record) -> NDArray[Any]:
    """Share of visits to a hiding place that found nothing: missing or stolen by others."""
    nothing = record.count(Count.COLLECTIONS_MISSING).sum(axis=1)
    return ratio(nothing, nothing + record.count(Count.COLLECTIONS).sum(axis=1))


@measure("disputes", Kind.FLOW)
def disputes_refunded(record: Record) -> NDArray[Any]:
    """Disputes about missing parcels that ended with a refund."""
    return record.count(Count.DISPUTES_REFUNDED)


@measure("person-days", Kind.FLOW)
def searches(record: Record) -> NDArray[Any]:
    """Days on which somebody who had wanted to buy and got nothing looked for a shop."""
    return record.count(Count.SEARCHES)


@measure("disputes", Kind.FLOW)
def disputes_resent(record: Record) -> NDArray[Any]:
    """Disputes in which the shop sent another parcel."""
    return record.count(Count.DISPUTES_RESENT)


@measure("searches", Kind.FLOW)
def searches_successful(record: Record) -> NDArray[Any]:
    """Searches that found a shop."""
    return record.count(Count.SEARCHES_FOUND)


@measure("parcels", Kind.FLOW)
def parcels_stolen(record: Record) -> NDArray[Any]:
    """Reserved parcels that somebody else had found before the buyer came."""
    return record.count(Count.COLLECTIONS_STOLEN)
