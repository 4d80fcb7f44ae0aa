"""The story of somebody who works in a shop or laboratory."""

from collections import Counter

import numpy as np

from marketsim.core.draws import child_uid
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.results.story import words
from marketsim.results.story.diary import Period
from marketsim.results.story.watcher import State, Watcher
from marketsim.rules.justice.prison_release import DECISION
from marketsim.world.states import Charge, DropStatus, Role, StaffStatus, WeightGrade
from marketsim.world.world import World

FATES = {
    DropStatus.COLLECTED: "collected",
    DropStatus.MISSING: "not found",
    DropStatus.STOLEN: "found by others",
    DropStatus.SEIZED: "seized",
    DropStatus.TAKEN_BACK: "taken back",
}


class StaffStory(Watcher):
    """Watches a row of staff."""

    table = "staff"

    def stands_for(self, world: World, now: State) -> int:
        """Return how many persons the row is."""
        return int(now.weight)

    def describe(self, world: World, now: State) -> str:
        """Return who it is."""
        who = "woman" if now.woman else "man"
        record = "never convicted before" if now.first_offence else "with a record"
        home = "abroad" if now.abroad else f"in {words.place(world, now.region)}"
        role = words.name(Role(now.role))
        return f"{role.capitalize()}, a {who} ({words.AGES[now.age_band]}) {record}, living {home}"

    def meet(self, world: World, now: State, first_day: bool) -> None:
        """Note the hiring, or where the person stood on the first day."""
        where, role = words.place(world, now.region), words.name(Role(now.role))
        employer = f"for {words.shop(world, now.shop)}" if now.shop >= 0 else "outside any shop"
        status = StaffStatus(now.status)
        if status is StaffStatus.APPLICANT:
            terms = f"; deposit {words.money(now.deposit)}" if now.deposit else ""
            start = words.date(now.until)
            self.note("hired", f"Was hired as {role} {employer}, to start on {start}{self._pay(now)}{terms}.", where)
        elif status is StaffStatus.ACTIVE:
            verb = "Was at work" if first_day else "Began to work"
            self.note("working" if first_day else "started", f"{verb} as {role} {employer}{self._pay(now)}.", where)
        elif status is StaffStatus.DETAINED:
            self._detain(world, now, 0)
        elif status is StaffStatus.IMPRISONED:
            self.note("imprisoned", f"Was in prison, until {words.date(now.until)}.", where)
        else:
            self.note(status.name.lower(), f"Was seen first as {words.name(status)}.", where)
        self._charge(world, None, now)

    def _pay(self, now: State) -> str:
        return f", {words.money(now.wage)} a parcel" if now.role == Role.COURIER and now.wage else ""

    def compare(self, world: World, was: State, now: State) -> None:
        """Note changes of status, the charge and the day in court."""
        where = words.place(world, now.region)
        if now.status != was.status:
            to = StaffStatus(now.status)
            if to is StaffStatus.DETAINED:
                self._detain(world, now, int(was.carried.sum()))
            elif to is StaffStatus.ACTIVE:
                self.note("started", f"Began to work as {words.name(Role(now.role))}.", where)
            elif to is StaffStatus.IMPRISONED:
                years = (now.until - self._today) / DAYS_PER_YEAR
                what = f"Was convicted of {_charge(was, now)}: {years:.1f} years in prison, until"
                self.note("sentenced", f"{what} {words.date(now.until)}.", where)
            elif to is StaffStatus.QUIT:
                held = int(was.carried.sum())
                more = f", with {words.mass(held)} in hand the evening before" if held else ""
                self.note("quit", f"Left the shop{more}.", where)
            elif to is StaffStatus.CHEATED:
                self.note("cheated", "Was robbed of deposit or pay by the shop, and left.", where)
            elif to is StaffStatus.RELEASED:
                self._release(world, was, where)
        elif now.shop != was.shop and now.shop < 0 and now.status == StaffStatus.ACTIVE:
            self.note("shop gone", "The shop is gone.", where)
        self._charge(world, was, now)

    def _detain(self, world: World, now: State, held: int) -> None:
        grade = words.name(WeightGrade(now.grade))
        found = f" (held {words.mass(held)} the evening before)" if held else ""
        what = f"Was detained by the police; what was found counts as a {grade} weight{found}."
        self.note("detained", what, words.place(world, now.region))

    def _charge(self, world: World, was: State | None, now: State) -> None:
        """Note the charge, once the courts have set a day."""
        scheduled = now.status == StaffStatus.DETAINED and now.until >= 0
        if not scheduled or (was is not None and was.status == StaffStatus.DETAINED and was.until >= 0):
            return
        where, day = words.place(world, now.region), words.date(now.until)
        if now.charge == Charge.NONE:
            self.note("not charged", f"Was not charged; to be let go on {day}.", where)
        else:
            self.note("charged", f"Was charged with {_charge(now, now)}; in court from {day} on.", where)

    def _release(self, world: World, was: State, where: str) -> None:
        if was.status == StaffStatus.IMPRISONED:
            self.note("released", "Was released from prison.", where)
            if (new := self._again(world)) is not None:
                self.note("returned", f"Applied to a shop again, from then on as agent {new}.", where)
        elif was.charge == Charge.NONE:
            self.note("let go", "Was let go without a charge.", where)
        else:
            self.note("not imprisoned", "Left the court free: acquitted, or with a suspended sentence.", where)

    def _again(self, world: World) -> int | None:
        """Return the number under which a released person works again, if any shop took the person today."""
        new = np.uint64(child_uid(np.uint64(self.last.uid), self._today, DECISION, 0))
        return int(new) if (world.staff.used("uid") == new).any() else None

    def count(self, world: World, row: int, now: State) -> None:
        """Keep the parcels hidden today, the batch fetched, and the fate of parcels."""
        if now.role != Role.COURIER:
            return
        drops = world.drops
        mine = np.flatnonzero(drops.used("courier") == row)
        sums: Counter[str] = Counter()
        today = mine[drops.placed_on[mine] == self._today]
        for product, mg in zip(drops.product[today].tolist(), drops.mg[today].tolist(), strict=True):
            sums[f"mg {words.products(world)[product]}"] += mg * world.lot
        sums["parcels"] = today.size * world.lot
        placed = int(drops.mg[today].sum()) * world.lot
        before = int(self._before.carried.sum()) if self._before is not None else 0
        if now.status == StaffStatus.ACTIVE:
            sums["batch"] = max(0, int(now.carried.sum()) + placed - before)
            sums["pay"] = round(now.wage * sums["parcels"])
        for fate, word in FATES.items():
            sums[word] = int((drops.status[mine] == fate).sum()) * world.lot
        if any(sums.values()):
            self.diary.keep(self._today, words.place(world, now.region), sums)

    def sum_up(self, period: Period) -> str:
        """Tell how many parcels were hidden, of what, for how much, and what became of parcels."""
        sums, parts = period.sums, []
        if sums["batch"]:
            parts.append(f"fetched {words.mass(sums['batch'])} from the warehouse")
        if sums["parcels"]:
            weights = [f"{words.mass(mg)} of {key[3:]}" for key, mg in sums.items() if key[:3] == "mg " and mg]
            what = f"hid {words.count(sums['parcels'], 'parcel')} ({words.listed(weights)})"
            parts.append(f"{what} for {words.money(sums['pay'])}" if sums["pay"] else what)
        fates = [f"{sums[word]:,} {word}" for word in FATES.values() if sums[word]]
        told = [words.listed(parts)] if parts else []
        told += [f"of the parcels, {words.listed(fates)}"] if fates else []
        whole = "; ".join(told)
        return f"{whole[0].upper()}{whole[1:]}." if whole else ""

    def end(self, world: World) -> None:
        """Note who is still in prison or custody."""
        if self.last.status == StaffStatus.IMPRISONED:
            where = words.place(world, self.last.region)
            self.note("still imprisoned", f"Is still in prison, until {words.date(self.last.until)}.", where)


def _charge(one: State, other: State) -> str:
    charge = Charge(one.charge if one.charge != Charge.NONE else other.charge)
    return words.name(charge)
