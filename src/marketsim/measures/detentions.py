"""People detained, by role and by who they are."""

from typing import Any

from numpy.typing import NDArray

from marketsim.measures.measure import Kind, measure
from marketsim.measures.record import Record
from marketsim.world.counts import Count

SHOP_STAFF = (
    Count.DETAINED_OWNER,
    Count.DETAINED_ADMINISTRATOR,
    Count.DETAINED_OPERATOR,
    Count.DETAINED_WAREHOUSE_KEEPER,
    Count.DETAINED_PACKER,
    Count.DETAINED_COURIER,
    Count.DETAINED_TAGGER,
    Count.DETAINED_DROPPER,
)


@measure("persons", Kind.FLOW, "police")
def detained_online_trade(record: Record) -> NDArray[Any]:
    """People detained who work for online shops, in any role; people of laboratories and buyers left out."""
    return record.count(*SHOP_STAFF)


@measure("persons", Kind.FLOW, "police")
def detained_administrators(record: Record) -> NDArray[Any]:
    """Administrators and owners of shops detained (the source: administrators and bot creators)."""
    return record.count(Count.DETAINED_ADMINISTRATOR, Count.DETAINED_OWNER)


@measure("persons", Kind.FLOW, "police")
def detained_operators_packers_stashers(record: Record) -> NDArray[Any]:
    """Operators, packers and warehouse keepers detained, whom the source does not tell apart."""
    return record.count(Count.DETAINED_OPERATOR, Count.DETAINED_PACKER, Count.DETAINED_WAREHOUSE_KEEPER)


@measure("persons", Kind.FLOW, "police")
def detained_couriers(record: Record) -> NDArray[Any]:
    """Couriers detained, whether met by a patrol or traced in a case."""
    return record.count(Count.DETAINED_COURIER)


@measure("persons", Kind.FLOW, "police")
def detained_taggers(record: Record) -> NDArray[Any]:
    """Taggers, who spray adverts, detained."""
    return record.count(Count.DETAINED_TAGGER)


@measure("persons", Kind.FLOW, "police")
def detained_droppers(record: Record) -> NDArray[Any]:
    """Droppers, who lend their accounts, detained."""
    return record.count(Count.DETAINED_DROPPER)


@measure("persons", Kind.FLOW)
def detained_laboratory_workers(record: Record) -> NDArray[Any]:
    """People detained in laboratories, by the police or the National Security Committee."""
    return record.count(Count.DETAINED_LABORATORY_WORKER)


@measure("persons", Kind.FLOW)
def detained_precursor_suppliers(record: Record) -> NDArray[Any]:
    """People detained for the circulation of precursors; nobody where only smuggling is punished."""
    return record.count(Count.DETAINED_PRECURSOR_SUPPLIER)


@measure("persons", Kind.FLOW)
def detained_all_drug_supply(record: Record) -> NDArray[Any]:
    """People detained for making or selling synthetics; the reported figure is for all drugs, so an upper bound."""
    return record.count(*SHOP_STAFF, Count.DETAINED_LABORATORY_WORKER, Count.DETAINED_PRECURSOR_SUPPLIER)


@measure("persons", Kind.FLOW, "police")
def detained_buyers(record: Record) -> NDArray[Any]:
    """Buyers detained with what they had collected, or for using in public, whatever the charge."""
    return record.count(Count.DETAINED_BUYER)


@measure("persons", Kind.FLOW, "police")
def detained_for_public_use(record: Record) -> NDArray[Any]:
    """Users detained for using in public, whatever the charge; they are among the buyers detained too."""
    return record.count(Count.DETAINED_PUBLIC_USE)


@measure("persons", Kind.FLOW)
def detained_first_offenders(record: Record) -> NDArray[Any]:
    """People of the trade detained who were never convicted before."""
    return record.count(Count.DETAINED_FIRST_OFFENDERS)


@measure("persons", Kind.FLOW)
def detained_women(record: Record) -> NDArray[Any]:
    """Women of the trade detained."""
    return record.count(Count.DETAINED_WOMEN)


@measure("persons", Kind.FLOW)
def detained_minors(record: Record) -> NDArray[Any]:
    """People under 18 of the trade detained."""
    return record.count(Count.DETAINED_MINORS)


@measure("persons", Kind.FLOW, "police")
def detained_couriers_on_patrol(record: Record) -> NDArray[Any]:
    """Couriers detained by a patrol that met them."""
    return record.count(Count.DETAINED_COURIERS_ON_PATROL)


@measure("persons", Kind.FLOW, "police")
def detained_couriers_in_cases(record: Record) -> NDArray[Any]:
    """Couriers detained after a test purchase or on a colleague's word."""
    return record.count(Count.DETAINED_COURIERS_IN_CASES)
