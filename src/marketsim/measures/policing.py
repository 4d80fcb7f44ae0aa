"""What the police do, and how the trade gives way to them."""

from typing import Any

from numpy.typing import NDArray

from marketsim.measures.measure import Kind, measure
from marketsim.measures.record import Record
from marketsim.world.counts import Count


@measure("officer-hours", Kind.FLOW, "police")
def patrol_hours(record: Record) -> NDArray[Any]:
    """Hours that officers spent on the street, those for use in public among them."""
    return record.count(Count.PATROL_HOURS)


@measure("persons", Kind.FLOW, "police")
def detained_on_patrol(record: Record) -> NDArray[Any]:
    """Couriers and buyers detained by a patrol that met them."""
    return record.count(Count.DETAINED_COURIERS_ON_PATROL, Count.DETAINED_BUYER)


@measure("parcels", Kind.FLOW)
def parcels_displaced(record: Record) -> NDArray[Any]:
    """Parcels hidden elsewhere than without recent arrests and cleared places: displacement within a region."""
    return record.count(Count.DROPS_DISPLACED)


@measure("purchases", Kind.FLOW, "police")
def test_purchases_made(record: Record) -> NDArray[Any]:
    """Test purchases by officers, whether or not they open a case."""
    return record.count(Count.TEST_PURCHASES)


@measure("purchases", Kind.FLOW)
def test_purchases_tipped_off(record: Record) -> NDArray[Any]:
    """Test purchases that came to nothing because a corrupt officer warned the shop."""
    return record.count(Count.PURCHASES_TIPPED_OFF)
