"""The story of a shop."""

from collections import Counter

import numpy as np

from marketsim.core.units import MG_PER_G
from marketsim.results.story import words
from marketsim.results.story.diary import Period
from marketsim.results.story.watcher import State, Watcher
from marketsim.world.states import ChannelStatus, Role, ShopStatus, StaffStatus
from marketsim.world.world import World

LEADERS = (Role.OWNER, Role.ADMINISTRATOR, Role.OPERATOR, Role.WAREHOUSE_KEEPER, Role.PACKER)
"""People whose loss is told one by one."""
ENDS = {StaffStatus.DETAINED: "detained", StaffStatus.QUIT: "left", StaffStatus.CHEATED: "robbed by the shop"}


class ShopStory(Watcher):
    """Watches a row of shops, its people and its channels."""

    table = "shops"

    def __init__(self) -> None:
        """Begin with nobody known."""
        super().__init__()
        self._people: dict[int, int] = {}
        self._channels: dict[int, int] = {}

    def describe(self, world: World, now: State) -> str:
        """Return who it is."""
        owner = "abroad" if now.abroad else "in the country"
        return f"A shop with its home in {words.place(world, now.region)}; the owner lives {owner}"

    def meet(self, world: World, now: State, first_day: bool) -> None:
        """Note the opening."""
        regions, names = np.flatnonzero(now.serves).tolist(), words.products(world)
        where = words.place(world, now.region)
        verb = "Was there" if first_day else "Opened"
        what = f"{verb}: sells {words.named(now.sells, names)} in {words.count(len(regions), 'region')}"
        event = "first day" if first_day else "opened"
        self.note(event, f"{what}, supplied by {words.group(world, now.supplier)}.", where)

    def compare(self, world: World, was: State, now: State) -> None:
        """Note changes of status, reach, goods, supplier and payment."""
        where, names = words.place(world, now.region), words.products(world)
        if now.status != was.status:
            self._status(was, now, where)
        for verb, flags in (("Began to serve", now.serves & ~was.serves), ("Left", was.serves & ~now.serves)):
            if flags.any():
                self.note("reach", f"{verb} {words.named(flags, world.regions.labels)}.", where)
        for verb, flags in (("Took up", now.sells & ~was.sells), ("Gave up", was.sells & ~now.sells)):
            if flags.any():
                self.note("goods", f"{verb} {words.named(flags, names)}.", where)
        if (new := now.unlisted & ~was.unlisted).any():
            self.note("goods", f"Went over to an unlisted formula of {words.named(new, names)}.", where)
        if now.supplier != was.supplier and now.supplier >= 0:
            self.note("supplier", f"Is supplied by {words.group(world, now.supplier)} now.", where)
        if now.can_pay != was.can_pay:
            what = "Can be paid again." if now.can_pay else "Has no account that takes payments."
            self.note("payment", what, where)
        if now.on_marketplace != was.on_marketplace:
            what = "Got a page on" if now.on_marketplace else "Has no page any more on"
            self.note("marketplace", f"{what} the dominant marketplace.", where)

    def _status(self, was: State, now: State, where: str) -> None:
        if now.status == ShopStatus.ABROAD:
            self.note("moved abroad", "Moved to a neighbouring country.", where)
        elif now.status == ShopStatus.OPEN and was.status == ShopStatus.ABROAD:
            self.note("returned", "Came back from abroad.", where)
        elif now.status == ShopStatus.OPEN:
            self.note("reopened", f"Opened a new main channel, number {now.incarnation + 1}.", where)
        elif now.status == ShopStatus.REBUILDING:
            what = f"Lost its main channel; opens a new one on {words.date(now.reopens_on)}."
            self.note("rebuilding", what, where)
        else:
            self.note("closed", "Closed for good.", where)

    def count(self, world: World, row: int, now: State) -> None:
        """Keep orders, hirings, losses and blocks of the day, and what is there tonight."""
        drops, lot = world.drops, world.lot
        sold = np.flatnonzero((drops.used("shop") == row) & (drops.used("reserved_on") == self._today))
        sold = sold[drops.buyer[sold] >= 0]
        sums = Counter(orders=sold.size * lot, revenue=int(drops.paid[sold].sum()) * lot)
        couriers = self._count_people(world, row, sums)
        live = self._count_channels(world, row, sums)
        if self._before is not None and self._before.status == now.status == ShopStatus.CLOSED:
            return
        last = {
            "couriers": couriers,
            "channels": live,
            "stock": int(now.stock.sum()),
            "till": int(now.money),
            "prices": {
                name: float(price)
                for name, price, sells in zip(words.products(world), now.price, now.sells, strict=True)
                if sells
            },
        }
        self.diary.keep(self._today, words.place(world, now.region), sums, last)

    def _count_people(self, world: World, row: int, sums: Counter[str]) -> int:
        """Count hirings and losses and return the couriers at work."""
        staff, first = world.staff, not self._people
        rows = np.flatnonzero(staff.used("shop") == row)
        now = dict(zip(staff.uid[rows].tolist(), staff.status[rows].tolist(), strict=True))
        for uid, status, role in zip(now, now.values(), staff.role[rows].tolist(), strict=True):
            if first or self._people.get(uid) == status:
                continue
            sums["hired"] += uid not in self._people
            if end := ENDS.get(StaffStatus(status)):
                sums[end] += 1
            if status == StaffStatus.DETAINED and role in LEADERS:
                self.note("staff detained", f"Its {words.name(Role(role))} was detained (agent {uid}).")
        self._people = now
        return int(((staff.role[rows] == Role.COURIER) & (staff.status[rows] == StaffStatus.ACTIVE)).sum())

    def _count_channels(self, world: World, row: int, sums: Counter[str]) -> int:
        """Count openings and blocks and return the channels that can be reached."""
        channels, first = world.channels, not self._channels
        rows = np.flatnonzero(channels.used("shop") == row)
        now = dict(zip(channels.uid[rows].tolist(), channels.status[rows].tolist(), strict=True))
        for uid, status in now.items():
            if not first and self._channels.get(uid) != status:
                sums["opened"] += uid not in self._channels
                sums["blocked"] += status == ChannelStatus.BLOCKED
        self._channels = now
        return int((channels.status[rows] <= ChannelStatus.FOUND).sum())

    def sum_up(self, period: Period) -> str:
        """Tell trade, people and channels."""
        sums, last = period.sums, period.last
        told = [f"Had {words.count(sums['orders'], 'order')} for {words.money(sums['revenue'])}"]
        people = [f"{sums['hired']} hired"] if sums["hired"] else []
        people += [f"{sums[end]} {end}" for end in ENDS.values() if sums[end]]
        online = [f"{sums['opened']} opened"] if sums["opened"] else []
        online += [f"{sums['blocked']} blocked"] if sums["blocked"] else []
        told += [f"people: {words.listed(people)}"] if people else []
        told += [f"channels: {words.listed(online)}"] if online else []
        prices = words.listed(f"{name} {price:,.0f} KZT / g" for name, price in last["prices"].items())
        told.append(
            f"then {words.count(last['couriers'], 'courier')} at work, "
            f"{words.count(last['channels'], 'channel')} live, {last['stock'] / MG_PER_G:,.0f} g in stock, "
            f"{words.money(last['till'])} in the till, {prices}"
        )
        return f"{'; '.join(told)}."
