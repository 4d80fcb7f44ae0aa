"""The stories of groups, laboratories and consignments."""

from collections import Counter

import numpy as np

from marketsim.results.story import words
from marketsim.results.story.diary import Period
from marketsim.results.story.watcher import State, Watcher
from marketsim.world.states import (
    ConsignmentStatus,
    GroupKind,
    GroupStatus,
    LaboratoryClass,
    LaboratoryStatus,
    Origin,
    Route,
    ShopStatus,
)
from marketsim.world.world import World


class GroupStory(Watcher):
    """Watches a row of groups."""

    table = "groups"

    def stands_for(self, world: World, now: State) -> int:
        """Return 1: groups are kept whole."""
        return 1

    def describe(self, world: World, now: State) -> str:
        """Return who it is."""
        return f"A {words.name(GroupKind(now.kind))} group with its main depot in {words.place(world, now.region)}"

    def meet(self, world: World, now: State, first_day: bool) -> None:
        """Note the founding."""
        what = "Was there on the first day." if first_day else "Was founded."
        self.note("first day" if first_day else "founded", what, words.place(world, now.region))

    def compare(self, world: World, was: State, now: State) -> None:
        """Note the end, or a new depot."""
        where = words.place(world, now.region)
        if now.status != was.status:
            over = now.status == GroupStatus.SUPPRESSED
            self.note("suppressed" if over else "active", "Was broken up." if over else "Trades again.", where)
        if now.region != was.region:
            self.note("moved", "Moved its main depot.", where)

    def count(self, world: World, row: int, now: State) -> None:
        """Keep loads of the day and what is there tonight."""
        loads, shops, laboratories = world.consignments, world.shops, world.laboratories
        mine = loads.used("group") == row
        sums = Counter(
            arrived=int((mine & (loads.used("status") == ConsignmentStatus.ARRIVED) & self._due(world)).sum()),
            seized=int((mine & (loads.used("status") == ConsignmentStatus.SEIZED) & self._due(world)).sum()),
        )
        at_work = laboratories.used("status") == LaboratoryStatus.OPEN
        last = {
            "stock": int(now.product_stock.sum()),
            "precursor": int(now.precursor_stock.sum()),
            "money": int(now.money),
            "laboratories": int((at_work & (laboratories.used("group") == row)).sum()),
            "shops": int(((shops.used("supplier") == row) & (shops.used("status") != ShopStatus.CLOSED)).sum())
            * world.shop_weight,
        }
        if now.status == GroupStatus.ACTIVE:
            self.diary.keep(self._today, words.place(world, now.region), sums, last)

    def _due(self, world: World) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        return np.asarray(world.consignments.used("arrives_on") == self._today)

    def sum_up(self, period: Period) -> str:
        """Tell loads and stocks."""
        sums, last = period.sums, period.last
        loads = [f"{sums[word]} {word}" for word in ("arrived", "seized") if sums[word]]
        told = [f"loads due: {words.listed(loads)}"] if loads else []
        told.append(
            f"{words.count(last['laboratories'], 'laboratory', 'laboratories')} at work, supplies "
            f"{words.count(last['shops'], 'shop')}, {words.mass(last['stock'])} of products and "
            f"{words.mass(last['precursor'])} of precursor in depots, {words.money(last['money'])}"
        )
        whole = "; ".join(told)
        return f"{whole[0].upper()}{whole[1:]}."


class LaboratoryStory(Watcher):
    """Watches a row of laboratories."""

    table = "laboratories"

    def stands_for(self, world: World, now: State) -> int:
        """Return 1: laboratories are kept whole."""
        return 1

    def describe(self, world: World, now: State) -> str:
        """Return what it is."""
        size, product = words.name(LaboratoryClass(now.size_class)), words.products(world)[now.product]
        can = f"up to {words.mass(now.output)} of {product} a day"
        return f"A {size} laboratory of {words.group(world, now.group)}: {can}"

    def meet(self, world: World, now: State, first_day: bool) -> None:
        """Note the opening."""
        what = "Was there on the first day." if first_day else "Opened."
        self.note("first day" if first_day else "opened", what, words.place(world, now.region))

    def compare(self, world: World, was: State, now: State) -> None:
        """Note raids, moves and the end."""
        where = words.place(world, now.region)
        if now.status != was.status:
            status = LaboratoryStatus(now.status)
            held = f", with {words.mass(was.product_stock)} of product there the evening before"
            said = {
                LaboratoryStatus.OPEN: "Works at home again.",
                LaboratoryStatus.CLOSED: "Was closed by its group.",
                LaboratoryStatus.RAIDED: f"Was raided{held if was.product_stock else ''}.",
                LaboratoryStatus.ABROAD: "Moved to a neighbouring country.",
            }
            self.note(status.name.lower(), said[status], where)
        if now.group != was.group:
            self.note("group", f"Works for {words.group(world, now.group)} now.", where)
        if now.stopped and now.bought_on == self._today:
            self.note("purchase stopped", "Inspectors stopped a purchase of precursor.", where)

    def count(self, world: World, row: int, now: State) -> None:
        """Keep purchases of the day and stocks."""
        if now.status in (LaboratoryStatus.OPEN, LaboratoryStatus.ABROAD):
            sums = Counter(purchases=int(now.bought_on == self._today))
            last = {"product": int(now.product_stock), "precursor": int(now.precursor_stock)}
            self.diary.keep(self._today, words.place(world, now.region), sums, last)

    def sum_up(self, period: Period) -> str:
        """Tell purchases and stocks."""
        bought, last = period.sums["purchases"], period.last
        said = f"Bought precursor at home on {words.count(bought, 'day')}; " if bought else ""
        stocks = (
            f"{words.mass(last['product'])} of product and {words.mass(last['precursor'])} of precursor there at last"
        )
        return f"{said}{stocks}."


class ConsignmentStory(Watcher):
    """Watches a row of consignments."""

    table = "consignments"

    def stands_for(self, world: World, now: State) -> int:
        """Return 1: consignments are kept whole."""
        return 1

    def describe(self, world: World, now: State) -> str:
        """Return what it is."""
        materials = (*words.products(world), "precursor")
        whose = words.group(world, now.group)
        way = f"from {whose} abroad" if now.outward else f"from {words.name(Origin(now.origin))} to {whose}"
        return f"A load of {words.mass(now.mg)} of {materials[now.material]} {way} by {words.name(Route(now.route))}"

    def meet(self, world: World, now: State, first_day: bool) -> None:
        """Note the departure."""
        self.note("sent", f"Was sent; due on {words.date(now.arrives_on)}.", words.place(world, now.region))
        if now.status != ConsignmentStatus.TRAVELLING:
            self._end(world, now)

    def compare(self, world: World, was: State, now: State) -> None:
        """Note the arrival or seizure."""
        if now.status != was.status:
            self._end(world, now)

    def _end(self, world: World, now: State) -> None:
        seized = now.status == ConsignmentStatus.SEIZED
        what = "Was seized." if seized else "Left the country." if now.outward else "Arrived."
        self.note("seized" if seized else "arrived", what, words.place(world, now.region))
