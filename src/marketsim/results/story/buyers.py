"""The story of somebody who uses, used to, or may start."""

from collections import Counter

import numpy as np

from marketsim.core.units import DAYS_PER_YEAR
from marketsim.results.story import words
from marketsim.results.story.diary import Period
from marketsim.results.story.watcher import State, Watcher
from marketsim.world.states import BuyerState, Care, DropStatus
from marketsim.world.world import World

USES = (BuyerState.OCCASIONAL, BuyerState.REGULAR, BuyerState.DEPENDENT)
LEVELS = {BuyerState.OCCASIONAL: "occasional", BuyerState.REGULAR: "regular", BuyerState.DEPENDENT: "dependent"}
FLAGS = {
    "hiv": ("infected", "Was infected with HIV.", ""),
    "hcv": ("infected", "Was infected with hepatitis C.", ""),
    "hospitalised": ("hospital", "Came to hospital for synthetics for the first time.", ""),
    "registered": ("registered", "Was put on the narcological register.", "Was taken off the narcological register."),
    "reached": ("outreach", "Came into contact with outreach.", "Lost contact with outreach."),
}
PLACES = {
    Care.PUBLIC: "a public place",
    Care.ADOLESCENT: "a place for adolescents",
    Care.ANONYMOUS: "an anonymous place",
    Care.COMPULSORY: "a place by order of a court",
}


class BuyerStory(Watcher):
    """Watches a row of buyers."""

    table = "buyers"

    def stands_for(self, world: World, now: State) -> int:
        """Return how many persons the row is."""
        return world.weight

    def describe(self, world: World, now: State) -> str:
        """Return who it is."""
        who = "woman" if now.woman else "man"
        buys = "buys in shops" if now.online else "buys through an intermediary"
        traits = [buys, "injects" if now.injects else "", "came from opioids" if now.came_from_opioids else ""]
        home, likes = words.place(world, now.region), words.products(world)[now.product]
        return f"A {who} ({words.AGES[now.age_band]}) in {home} who prefers {likes}; {words.listed(traits)}"

    def meet(self, world: World, now: State, first_day: bool) -> None:
        """Note how the person stood when first seen."""
        state = BuyerState(now.state)
        if state is BuyerState.POTENTIAL:
            what = "Might start to use." if first_day else "Came to be at risk of use."
        elif state in USES:
            what = f"Was {'an occasional' if state is BuyerState.OCCASIONAL else f'a {LEVELS[state]}'} user."
        else:
            what = f"Was {words.name(state)}."
        self.note("first day" if first_day else "came", what, words.place(world, now.region))

    def compare(self, world: World, was: State, now: State) -> None:
        """Note changes of use, care, health and freedom."""
        where = words.place(world, now.region)
        if now.product != was.product:
            names = words.products(world)
            self.note("product", f"Took up {names[now.product]} in the place of {names[was.product]}.", where)
        for flag, (event, gained, lost) in FLAGS.items():
            before, after = bool(getattr(was, flag)), bool(getattr(now, flag))
            if before != after and (said := gained if after else lost):
                self.note(event, said, where)
        self._justice(was, now, where)
        if now.state != was.state:
            self._state(world, was, now, where)
        elif now.care != was.care or (now.care != Care.NONE and now.until > was.until):
            self._look_for_care(now, where)
        if now.observed_until > max(was.observed_until, self._today):
            self.note("observed", f"Is observed until {words.date(now.observed_until)}.", where)

    def _justice(self, was: State, now: State, where: str) -> None:
        """Note detention, charge and court; a fine the same day shows only in the day of the detention."""
        detained = BuyerState.DETAINED
        if now.state != detained and now.detained_on == self._today != was.detained_on:
            self.note("detained", "Was detained, and let go the same day: fined, or not charged.", where)
        if now.state == detained and was.state != detained:
            self.note("detained", "Was detained by the police.", where)
        if now.state == detained and now.until >= 0 and (was.state != detained or was.until < 0):
            what = f"Was charged with possession; in court from {words.date(now.until)} on."
            if now.uncharged:
                what = f"Nothing is proved, or not in time: free on {words.date(now.until)}."
            self.note("not charged" if now.uncharged else "charged", what, where)

    def _state(self, world: World, was: State, now: State, where: str) -> None:
        before, after = BuyerState(was.state), BuyerState(now.state)
        if after in USES:
            self.note(*self._use(before, after, now, was, world), where)
        elif after is BuyerState.IN_TREATMENT:
            place = PLACES.get(Care(now.care), "a place")
            self.note("treatment", f"Began treatment in {place}, until {words.date(now.until)}.", where)
        elif after is BuyerState.IMPRISONED:
            years = (now.until - self._today) / DAYS_PER_YEAR
            what = f"Was convicted of possession: {years:.1f} years in prison, until {words.date(now.until)}."
            self.note("sentenced", what, where)
        elif after is BuyerState.ABSTINENT:
            how = {
                BuyerState.IN_TREATMENT: "Left treatment abstinent.",
                BuyerState.IMPRISONED: "Was released from prison and stayed abstinent.",
            }
            self.note("abstinent", how.get(before, "Stopped to use."), where)
        elif after is BuyerState.DEAD:
            self.note("died", "Died of a poisoning.", where)
            self.over = True

    def _use(self, before: BuyerState, after: BuyerState, now: State, was: State, world: World) -> tuple[str, str]:
        level = LEVELS[after]
        if before is BuyerState.POTENTIAL:
            return "initiation", f"Used for the first time: {words.products(world)[now.product]}."
        if before is BuyerState.ABSTINENT:
            return "relapse", f"Began to use again ({level})."
        if before is BuyerState.IN_TREATMENT:
            return "relapse", f"Left treatment and used again ({level})."
        if before is BuyerState.IMPRISONED:
            return "released", f"Was released from prison and used again ({level})."
        if before is BuyerState.DETAINED:
            court = was.until >= 0 and not was.uncharged
            how = "acquitted, or with a suspended sentence" if court else "fined, or not charged"
            return "let go", f"Was let go, {how}."
        if after > before:
            return "escalation", f"Use became {level}, after {words.count(now.days_used, 'day')} with use."
        return "decline", f"Use went back to {level}."

    def _look_for_care(self, now: State, where: str) -> None:
        care = Care(now.care)
        if care is Care.ORDERED:
            self.note("ordered", "Was ordered to treatment by a court.", where)
        elif care is Care.REFERRED:
            self.note("referred", "Was referred to treatment by screening.", where)
        elif care in PLACES:
            what = f"Looks for {PLACES[care]} in treatment, until {words.date(now.until)} at most."
            self.note("waiting", what, where)

    def count(self, world: World, row: int, now: State) -> None:
        """Keep today's orders and what was found."""
        drops, lot = world.drops, Counter[str]()
        mine = np.flatnonzero(drops.used("buyer") == row)
        ordered = mine[drops.reserved_on[mine] == self._today]
        lot["orders"], lot["paid"] = ordered.size, int(drops.paid[ordered].sum())
        for parcel in ordered.tolist():
            lot[f"from {words.shop(world, int(drops.shop[parcel]))}"] += 1
        status = drops.status[mine]
        for mg, product in zip(
            drops.mg[mine[status == DropStatus.COLLECTED]].tolist(),
            drops.product[mine[status == DropStatus.COLLECTED]].tolist(),
            strict=True,
        ):
            lot["collected"] += 1
            lot[f"mg {words.products(world)[product]}"] += mg
        lot["missing"] = int((status == DropStatus.MISSING).sum())
        lot["stolen"] = int((status == DropStatus.STOLEN).sum())
        lot["seized"] = int((status == DropStatus.SEIZED).sum())
        if any(lot.values()):
            self.diary.keep(self._today, words.place(world, now.region), lot)

    def sum_up(self, period: Period) -> str:
        """Tell orders and what came of them."""
        sums, parts = period.sums, []
        if sums["orders"]:
            shops = [key[5:] for key, number in sums.items() if key[:5] == "from " and number]
            parts.append(
                f"placed {words.count(sums['orders'], 'order')} for {words.money(sums['paid'])} with "
                f"{shops[0] if len(shops) == 1 else words.count(len(shops), 'shop')}"
            )
        if sums["collected"]:
            weights = [f"{words.mass(mg)} of {key[3:]}" for key, mg in sums.items() if key[:3] == "mg " and mg]
            parts.append(f"found {words.count(sums['collected'], 'parcel')} ({words.listed(weights)})")
        lost = {"missing": "not there", "stolen": "taken by others", "seized": "seized"}
        gone = [f"{sums[key]} {word}" for key, word in lost.items() if sums[key]]
        if gone:
            parts.append(f"of the parcels, {words.listed(gone)}")
        told = "; ".join(parts)
        return f"{told[0].upper()}{told[1:]}." if told else ""

    def end(self, world: World) -> None:
        """Note how the person stands at the end."""
        self.note("last day", f"Is {words.name(BuyerState(self.last.state))}.", words.place(world, self.last.region))
