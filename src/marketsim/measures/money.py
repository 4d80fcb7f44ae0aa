"""Money of the trade."""

from typing import Any

from numpy.typing import NDArray

from marketsim.measures.measure import Kind, measure
from marketsim.measures.record import Record
from marketsim.world.ledger import MoneyFlow

BILLION = 1e9


def _flow(record: Record, *flows: MoneyFlow) -> NDArray[Any]:
    return record.total("money", *flows) / BILLION


@measure("bn KZT", Kind.FLOW)
def revenue_bn_kzt(record: Record) -> NDArray[Any]:
    """Paid by buyers for orders, refunds not taken off."""
    return record.total("revenue") / BILLION


@measure("bn KZT", Kind.FLOW)
def refunds_bn_kzt(record: Record) -> NDArray[Any]:
    """Given back to buyers for parcels that they did not find."""
    return _flow(record, MoneyFlow.REFUNDS)


@measure("bn KZT", Kind.FLOW)
def wages_bn_kzt(record: Record) -> NDArray[Any]:
    """Paid to people who work for shops."""
    return _flow(record, MoneyFlow.WAGES)


@measure("bn KZT", Kind.FLOW)
def export_revenue_bn_kzt(record: Record) -> NDArray[Any]:
    """Paid from abroad for exported product."""
    return _flow(record, MoneyFlow.EXPORT_REVENUE)


@measure("bn KZT", Kind.FLOW)
def import_costs_bn_kzt(record: Record) -> NDArray[Any]:
    """Paid abroad for imported product."""
    return _flow(record, MoneyFlow.IMPORTS)


@measure("bn KZT", Kind.FLOW)
def production_costs_bn_kzt(record: Record) -> NDArray[Any]:
    """Paid for precursors and for running laboratories."""
    return _flow(record, MoneyFlow.PRECURSORS, MoneyFlow.PRODUCTION)


@measure("bn KZT", Kind.FLOW)
def profits_bn_kzt(record: Record) -> NDArray[Any]:
    """Taken out by owners of shops and by groups."""
    return _flow(record, MoneyFlow.OWNERS)


@measure("bn KZT", Kind.FLOW, "financial monitoring")
def money_frozen_bn_kzt(record: Record) -> NDArray[Any]:
    """Frozen on accounts of droppers."""
    return _flow(record, MoneyFlow.FROZEN)


@measure("bn KZT", Kind.FLOW)
def money_confiscated_bn_kzt(record: Record) -> NDArray[Any]:
    """Confiscated from shops and groups."""
    return _flow(record, MoneyFlow.CONFISCATED)


@measure("bn KZT", Kind.FLOW)
def exchange_fees_bn_kzt(record: Record) -> NDArray[Any]:
    """Kept by exchange offices that turn the shops' crypto-currency into cash."""
    return _flow(record, MoneyFlow.EXCHANGE)


@measure("bn KZT", Kind.FLOW)
def bribes_bn_kzt(record: Record) -> NDArray[Any]:
    """Paid to corrupt officers."""
    return _flow(record, MoneyFlow.BRIBES)


@measure("bn KZT", Kind.FLOW)
def policy_cost_bn_kzt(record: Record) -> NDArray[Any]:
    """What the policies in force cost the public purse, as far as the scenario states a cost (`cost_per_year`)."""
    return record.total("policy_cost") / BILLION
