"""Shops, their channels and their people."""

from typing import Any

from numpy.typing import NDArray

from marketsim.measures.measure import Kind, measure
from marketsim.measures.record import Record
from marketsim.world.counts import Count
from marketsim.world.states import ChannelKind, Role, ShopStatus


@measure("shops", Kind.STOCK)
def shops_open(record: Record) -> NDArray[Any]:
    """Shops that trade."""
    return record.used("shops")[:, ShopStatus.OPEN]


@measure("shops", Kind.STOCK)
def shops_rebuilding(record: Record) -> NDArray[Any]:
    """Shops that have lost their channels and will open again under their name."""
    return record.used("shops")[:, ShopStatus.REBUILDING]


@measure("channels", Kind.STOCK)
def telegram_channels_alive(record: Record) -> NDArray[Any]:
    """Main channels of shops on messengers that can be reached; adverts and chats left out."""
    return record.used("channels")[:, ChannelKind.MESSENGER_SHOP]


@measure("sites", Kind.STOCK)
def sites_and_mirrors_alive(record: Record) -> NDArray[Any]:
    """Sites of shops and their mirrors that can be reached."""
    channels = record.used("channels")
    return channels[:, ChannelKind.SITE] + channels[:, ChannelKind.MIRROR]


@measure("resources", Kind.STOCK)
def resources_alive(record: Record) -> NDArray[Any]:
    """Online resources of every kind that can be reached."""
    return record.total("channels")


@measure("shops", Kind.FLOW)
def shops_opened(record: Record) -> NDArray[Any]:
    """Shops opened under a new name."""
    return record.count(Count.SHOPS_OPENED)


@measure("shops", Kind.FLOW)
def shops_closed(record: Record) -> NDArray[Any]:
    """Shops closed for good; exit scams (`exit_scams`) and those that moved abroad (`shops_moved_abroad`) apart."""
    return record.count(Count.SHOPS_CLOSED)


@measure("shops", Kind.FLOW)
def shops_rebuilt(record: Record) -> NDArray[Any]:
    """Shops that opened a new main channel after the loss of the one before."""
    return record.count(Count.SHOPS_REBUILT)


@measure("shops", Kind.FLOW)
def exit_scams(record: Record) -> NDArray[Any]:
    """Shops whose owner ran off with the till."""
    return record.count(Count.EXIT_SCAMS)


@measure("shops", Kind.FLOW)
def shops_moved_abroad(record: Record) -> NDArray[Any]:
    """Shops that moved to a neighbouring country."""
    return record.count(Count.SHOPS_MOVED_ABROAD)


@measure("shops", Kind.FLOW)
def shops_returned(record: Record) -> NDArray[Any]:
    """Shops that moved back from a neighbouring country."""
    return record.count(Count.SHOPS_RETURNED)


@measure("shops", Kind.STOCK)
def shops_abroad(record: Record) -> NDArray[Any]:
    """Shops that trade in neighbouring countries after they moved there from here, by home region."""
    return record.used("shops_abroad")


@measure("persons", Kind.STOCK)
def couriers_active(record: Record) -> NDArray[Any]:
    """Couriers at work."""
    return record.at_work(Role.COURIER)


@measure("posts", Kind.MEAN)
def courier_posts(record: Record) -> NDArray[Any]:
    """Full posts of couriers: parcels hidden in a day over the 150 a week of one courier (evidence row `batch`)."""
    return record.count(Count.DROPS_PLACED) * 7 / 150


@measure("persons", Kind.STOCK)
def shop_staff_active(record: Record) -> NDArray[Any]:
    """People at work in shops, in any role."""
    return record.at_work(*(role for role in Role if role <= Role.DROPPER))


@measure("persons", Kind.FLOW)
def hires(record: Record) -> NDArray[Any]:
    """People hired by shops."""
    return record.count(Count.HIRES)


@measure("persons", Kind.FLOW)
def quits(record: Record) -> NDArray[Any]:
    """Staff who left of their own will, couriers whose shop gave up the region, droppers whose account was frozen."""
    return record.count(Count.QUITS)


@measure("persons", Kind.FLOW)
def couriers_beaten(record: Record) -> NDArray[Any]:
    """Couriers who met with violence from their shop."""
    return record.count(Count.BEATEN)


@measure("persons", Kind.FLOW)
def couriers_given_away(record: Record) -> NDArray[Any]:
    """Couriers whom their shop gave away to the police."""
    return record.count(Count.GIVEN_AWAY)


@measure("share", Kind.MEAN)
def largest_shops_share(record: Record) -> NDArray[Any]:
    """Share of demand that the largest tenth of open shops has."""
    return record.used("largest_share")


@measure("persons", Kind.FLOW)
def staff_cheated(record: Record) -> NDArray[Any]:
    """Staff robbed of deposit or pay by their shop, and all but the owner where one ran off (`exit_scams`)."""
    return record.count(Count.CHEATED)
