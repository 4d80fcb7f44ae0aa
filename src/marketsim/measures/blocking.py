"""Online resources found, blocked and opened; accounts opened and frozen."""

from typing import Any

from numpy.typing import NDArray

from marketsim.measures.measure import Kind, measure
from marketsim.measures.record import Record
from marketsim.world.counts import Count


@measure("resources", Kind.FLOW)
def resources_blocked(record: Record) -> NDArray[Any]:
    """Online resources of every kind blocked: messenger shops, sites, mirrors, adverts, chats, listings (C02)."""
    return record.count(
        Count.BLOCKED_MESSENGER_SHOP,
        Count.BLOCKED_SITE,
        Count.BLOCKED_MIRROR,
        Count.BLOCKED_ADVERT,
        Count.BLOCKED_CHAT,
        Count.BLOCKED_LISTING,
    )


@measure("shops", Kind.FLOW)
def telegram_shops_blocked(record: Record) -> NDArray[Any]:
    """Main channels of shops on messengers blocked; a shop that opens a new one can be counted again (C02)."""
    return record.count(Count.BLOCKED_MESSENGER_SHOP)


@measure("sites", Kind.FLOW)
def sites_blocked(record: Record) -> NDArray[Any]:
    """Sites and their mirrors blocked (C02)."""
    return record.count(Count.BLOCKED_SITE, Count.BLOCKED_MIRROR)


@measure("resources", Kind.FLOW)
def resources_found(record: Record) -> NDArray[Any]:
    """Online resources found by the police or by automatic monitoring; most are blocked some days later."""
    return record.count(Count.CHANNELS_FOUND)


@measure("resources", Kind.FLOW)
def resources_opened(record: Record) -> NDArray[Any]:
    """Online resources opened by shops, replacements included."""
    return record.count(Count.CHANNELS_OPENED)


@measure("accounts", Kind.FLOW, "financial monitoring")
def accounts_frozen(record: Record) -> NDArray[Any]:
    """Accounts of droppers frozen."""
    return record.count(Count.ACCOUNTS_FROZEN)


@measure("resources", Kind.FLOW)
def resources_tipped_off(record: Record) -> NDArray[Any]:
    """Online resources found that moved before the block because a corrupt officer warned the shop."""
    return record.count(Count.CHANNELS_TIPPED_OFF)


@measure("accounts", Kind.FLOW)
def bank_accounts_opened(record: Record) -> NDArray[Any]:
    """Bank accounts that shops got in the names of new droppers."""
    return record.count(Count.ACCOUNTS_OPENED)


@measure("accounts", Kind.FLOW)
def wallets_opened(record: Record) -> NDArray[Any]:
    """Accounts in crypto-currency that shops opened."""
    return record.count(Count.WALLETS_OPENED)
