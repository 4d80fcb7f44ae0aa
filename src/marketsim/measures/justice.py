"""Cases, convictions and people in prison."""

from typing import Any

from numpy.typing import NDArray

from marketsim.core.units import DAYS_PER_YEAR
from marketsim.measures.measure import Kind, measure
from marketsim.measures.record import Prisoner, Record
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState


@measure("cases", Kind.FLOW, "police")
def online_sale_cases(record: Record) -> NDArray[Any]:
    """Cases of online sale opened."""
    return record.count(Count.ONLINE_SALE_CASES)


@measure("cases", Kind.FLOW, "police")
def advertising_cases(record: Record) -> NDArray[Any]:
    """Cases of advertising drugs opened; none before advertising became an offence."""
    return record.count(Count.ADVERTISING_CASES)


@measure("purchases", Kind.FLOW, "police")
def test_purchases(record: Record) -> NDArray[Any]:
    """Test purchases made by the police."""
    return record.count(Count.TEST_PURCHASES)


@measure("offences", Kind.FLOW, "police")
def sale_offences_all_drugs(record: Record) -> NDArray[Any]:
    """Offences of sale of synthetics: one for every person detained who handles product, in a shop or by hand.

    The reported figure is for all drugs, so an upper bound.
    """
    return record.count(
        Count.DETAINED_OWNER,
        Count.DETAINED_ADMINISTRATOR,
        Count.DETAINED_OPERATOR,
        Count.DETAINED_WAREHOUSE_KEEPER,
        Count.DETAINED_PACKER,
        Count.DETAINED_COURIER,
    )


@measure("offences", Kind.FLOW, "police")
def possession_offences_all_drugs(record: Record) -> NDArray[Any]:
    """Offences of possession of synthetics: one for every buyer detained.

    The reported figure is for all drugs, so an upper bound.
    """
    return record.count(Count.DETAINED_BUYER)


@measure("persons", Kind.FLOW)
def charges_dropped(record: Record) -> NDArray[Any]:
    """People detained and let go: substance unlisted or not identified, or the case ended before court."""
    return record.count(Count.CHARGES_DROPPED)


@measure("persons", Kind.FLOW)
def charges_expired(record: Record) -> NDArray[Any]:
    """People let go because the analysis was not ready in the legal time; among the charges dropped too."""
    return record.count(Count.CHARGES_EXPIRED)


@measure("persons", Kind.FLOW)
def buyers_fined(record: Record) -> NDArray[Any]:
    """Buyers held with less than the law punishes as a crime, and fined."""
    return record.count(Count.FINED)


@measure("persons", Kind.STOCK)
def awaiting_verdict(record: Record) -> NDArray[Any]:
    """People of the trade and buyers in custody without a verdict."""
    return record.awaiting_verdict()


@measure("person-years", Kind.FLOW)
def custody_years(record: Record) -> NDArray[Any]:
    """Time spent in custody before a verdict by people of the trade and buyers; it is not in `prison_years`.

    It is not taken off the sentence.
    """
    return record.awaiting_verdict() / DAYS_PER_YEAR


@measure("person-years", Kind.FLOW)
def sentenced_years(record: Record) -> NDArray[Any]:
    """Years of prison that courts gave, before parole."""
    return record.count(Count.SENTENCED_DAYS) / DAYS_PER_YEAR


@measure("persons", Kind.FLOW)
def convictions_trafficking(record: Record) -> NDArray[Any]:
    """People convicted of making or selling; verdicts for advertising are not among them."""
    return record.count(Count.CONVICTIONS_TRAFFICKING)


@measure("persons", Kind.FLOW)
def convictions_possession(record: Record) -> NDArray[Any]:
    """People convicted of possession."""
    return record.count(Count.CONVICTIONS_POSSESSION)


@measure("persons", Kind.STOCK)
def convicts_synthetic_trafficking_stock(record: Record) -> NDArray[Any]:
    """People of the trade in prison for making or selling; those convicted of advertising are not among them."""
    return record.prisoners_of(Prisoner.TRAFFICKERS)


@measure("persons", Kind.STOCK)
def convicts_first_time_stock(record: Record) -> NDArray[Any]:
    """People in prison for making or selling (`convicts_synthetic_trafficking_stock`), never convicted before."""
    return record.prisoners_of(Prisoner.FIRST_TIME)


@measure("persons", Kind.STOCK)
def women_in_prison(record: Record) -> NDArray[Any]:
    """Women of the trade in prison."""
    return record.prisoners_of(Prisoner.WOMEN)


@measure("persons", Kind.STOCK)
def minors_in_prison(record: Record) -> NDArray[Any]:
    """People of the trade in prison who were under 18 when they came into it."""
    return record.prisoners_of(Prisoner.MINORS)


@measure("persons", Kind.STOCK)
def couriers_in_prison(record: Record) -> NDArray[Any]:
    """Couriers in prison; those of the first day are all counted as couriers."""
    return record.prisoners_of(Prisoner.COURIERS)


@measure("persons", Kind.STOCK)
def buyers_in_prison(record: Record) -> NDArray[Any]:
    """Buyers in prison."""
    return record.persons(BuyerState.IMPRISONED)


@measure("person-years", Kind.FLOW)
def prison_years(record: Record) -> NDArray[Any]:
    """Time spent in prison under a sentence by people of the trade and buyers."""
    return (record.prisoners_of(Prisoner.ALL) + record.persons(BuyerState.IMPRISONED)) / DAYS_PER_YEAR


@measure("persons", Kind.FLOW)
def prison_releases(record: Record) -> NDArray[Any]:
    """People released from prison."""
    return record.count(Count.RELEASES)


@measure("persons", Kind.FLOW)
def reoffences(record: Record) -> NDArray[Any]:
    """Staff released from prison whom a shop took on again, also those whose work then never begins."""
    return record.count(Count.REOFFENDED)


@measure("formulas", Kind.FLOW)
def formulas_appeared(record: Record) -> NDArray[Any]:
    """New formulas that no list names yet, in the country."""
    return record.count(Count.FORMULAS_APPEARED).sum(axis=1)


@measure("formulas", Kind.FLOW)
def formulas_listed(record: Record) -> NDArray[Any]:
    """Formulas put on the list of the country."""
    return record.count(Count.FORMULAS_LISTED).sum(axis=1)
