"""How a shop ends here: its people leave, its goods and till go, its channels are given up; how it leaves a region."""

from marketsim.core.compiling import kernel
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import AccountStatus, ChannelStatus, DropStatus, Role, ShopStatus, StaffStatus
from marketsim.world.world import World


@kernel
def _dismiss(
    shop, scam, k, works_for, role, lives_in, status, weight, carried, deposit, size, shop_money, counts, moves, mass,
    money,
):  # fmt: skip
    """Let a shop's people go with what they carry; deposits are returned while the till lasts, after a scam never.

    In a scam everybody is cheated but the owner, who runs off with it.
    """
    for row in range(size):
        if works_for[row] != shop or status[row] > StaffStatus.ACTIVE:
            continue
        cheated = scam and role[row] != Role.OWNER
        to = StaffStatus.CHEATED.value if cheated else StaffStatus.QUIT.value
        moves[status[row], to] += weight[row]
        counts[Count.CHEATED, lives_in[row]] += weight[row] * cheated
        if not scam:
            back = min(deposit[row], max(shop_money[shop], 0))
            shop_money[shop] -= back
            money[MoneyFlow.DEPOSITS_RETURNED] += back * k
        for p in range(carried.shape[1]):
            mass[MassFlow.STOLEN_STAFF, p] += weight[row] * carried[row, p]
            carried[row, p] = 0
        deposit[row] = 0
        status[row] = to


@kernel
def _let_couriers_go(
    shop, region, home, works_for, role, lives_in, status, weight, carried, deposit, size, stock, shop_money, counts,
    moves, money,
):  # fmt: skip
    """Let a shop's couriers and applicants of a region go in peace; return how many of them were at work."""
    at_work = 0
    for row in range(size):
        if works_for[row] != shop or role[row] != Role.COURIER or lives_in[row] != region:
            continue
        if status[row] > StaffStatus.ACTIVE:
            continue
        at_work += status[row] == StaffStatus.ACTIVE
        for p in range(carried.shape[1]):
            stock[shop, home, p] += carried[row, p]
            carried[row, p] = 0
        back = min(deposit[row], max(shop_money[shop], 0))
        shop_money[shop] -= back
        money[MoneyFlow.DEPOSITS_RETURNED] += weight[row] * back
        deposit[row] = 0
        moves[status[row], StaffStatus.QUIT] += weight[row]
        status[row] = StaffStatus.QUIT
        counts[Count.QUITS, region] += weight[row]
    return at_work


@kernel
def _take_back(shop, region, home, lot, of_shop, product, mg, lies_in, status, size, stock):
    """Gather a shop's parcels in a region that nobody has paid for."""
    for drop in range(size):
        if of_shop[drop] == shop and lies_in[drop] == region and status[drop] == DropStatus.AVAILABLE:
            status[drop] = DropStatus.TAKEN_BACK
            stock[shop, home, product[drop]] += lot * mg[drop]


def leave_region(world: World, shop: int, region: int) -> None:
    """Let a shop give up a region, not its home: all that it has there comes home and its couriers are let go.

    They gather the parcels that lie there unpaid, hand over what they carry and get their deposits back while the till
    lasts. Where no courier is at work nobody gathers the parcels: strangers find them, or they spoil.
    """
    shops, staff, drops, books = world.shops, world.staff, world.drops, world.ledger
    home = int(shops.region[shop])
    shops.serves[shop, region] = False
    shops.demand[shop, region] = 0.0
    shops.posts[shop, region] = 0
    shops.stock[shop, home] += shops.stock[shop, region]
    shops.stock[shop, region] = 0
    at_work = _let_couriers_go(
        shop, region, home, staff.shop, staff.role, staff.region, staff.status, staff.weight, staff.carried,
        staff.deposit, staff.size, shops.stock, shops.money, world.tally.counts, books.staff, books.money,
    )  # fmt: skip
    if at_work:
        _take_back(
            shop, region, home, world.lot, drops.shop, drops.product, drops.mg, drops.region, drops.status, drops.size,
            shops.stock,
        )  # fmt: skip


def close_shop(world: World, shop: int, scam: bool) -> None:
    """Close a shop. The owner carries off stock and till; in a scam staff are cheated and lose their deposits too."""
    _wind_up(world, shop, scam)
    world.shops.status[shop] = ShopStatus.CLOSED
    count = Count.EXIT_SCAMS if scam else Count.SHOPS_CLOSED
    world.tally.counts[count, world.shops.region[shop]] += world.shop_weight


def move_shop_abroad(world: World, shop: int) -> None:
    """Let a shop leave for a neighbouring country with stock and till; its people stay behind and leave the trade."""
    _wind_up(world, shop, scam=False)
    world.shops.status[shop] = ShopStatus.ABROAD
    world.tally.counts[Count.SHOPS_MOVED_ABROAD, world.shops.region[shop]] += world.shop_weight


def _wind_up(world: World, shop: int, scam: bool) -> None:
    """End everything that a shop has here, and book it."""
    shops, staff, books, k = world.shops, world.staff, world.ledger, world.shop_weight
    products = len(world.products)
    _dismiss(
        shop, scam, k, staff.shop, staff.role, staff.region, staff.status, staff.weight, staff.carried, staff.deposit,
        staff.size, shops.money, world.tally.counts, books.staff, books.mass, books.money,
    )  # fmt: skip
    books.mass[MassFlow.LOST_CLOSURE, :products] += k * shops.stock[shop].sum(axis=0)
    books.money[MoneyFlow.OWNERS] += k * int(shops.money[shop])
    shops.stock[shop] = 0
    shops.money[shop] = 0
    shops.demand[shop] = 0
    shops.can_pay[shop] = False
    channels, accounts = world.channels, world.accounts
    channels.used("status")[(channels.used("shop") == shop) & (channels.used("status") <= int(ChannelStatus.FOUND))] = (
        ChannelStatus.ABANDONED
    )
    accounts.used("status")[accounts.used("shop") == shop] = AccountStatus.CLOSED
