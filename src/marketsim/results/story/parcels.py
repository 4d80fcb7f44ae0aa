"""The stories of parcels and officers."""

from collections import Counter

from marketsim.results.story import words
from marketsim.results.story.diary import Period
from marketsim.results.story.watcher import State, Watcher
from marketsim.world.states import Agency, DropStatus, PatrolStrategy, Unit
from marketsim.world.world import World


class ParcelStory(Watcher):
    """Watches a row of drops."""

    table = "drops"

    def stands_for(self, world: World, now: State) -> int:
        """Return how many parcels the row is."""
        return world.weight

    def describe(self, world: World, now: State) -> str:
        """Return what it is."""
        who = f"courier {int(world.staff.uid[now.courier])}" if now.courier >= 0 else "somebody"
        product = words.products(world)[now.product]
        return f"A parcel of {words.mass(now.mg)} of {product}, hidden by {who} of {words.shop(world, now.shop)}"

    def meet(self, world: World, now: State, first_day: bool) -> None:
        """Note the hiding, and what became of it the same day."""
        self.note("hidden", "Was hidden.", words.place(world, now.region))
        if now.buyer >= 0:
            self._reserve(world, now)
        self._end(world, now)

    def compare(self, world: World, was: State, now: State) -> None:
        """Note the order and the end."""
        if now.buyer >= 0 and was.buyer < 0:
            self._reserve(world, now)
        if now.status != was.status:
            self._end(world, now)

    def _reserve(self, world: World, now: State) -> None:
        buyer, paid = int(world.buyers.uid[now.buyer]), words.money(now.paid)
        through = " through the dominant marketplace" if now.escrow else ""
        self.note("ordered", f"Was paid for by buyer {buyer}, {paid}{through}.", words.place(world, now.region))

    def _end(self, world: World, now: State) -> None:
        said = {
            DropStatus.COLLECTED: "Was found by the buyer.",
            DropStatus.MISSING: "Was not found by anybody.",
            DropStatus.STOLEN: "Was taken by others.",
            DropStatus.SEIZED: "Was seized.",
            DropStatus.TAKEN_BACK: "Was taken back by the shop.",
        }
        status = DropStatus(now.status)
        if status in said:
            self.note(status.name.lower(), said[status], words.place(world, now.region))


class OfficerStory(Watcher):
    """Watches a row of officers."""

    table = "officers"

    def stands_for(self, world: World, now: State) -> int:
        """Return 1: officers are kept whole."""
        return 1

    def describe(self, world: World, now: State) -> str:
        """Return who it is."""
        unit, agency = words.name(Unit(now.unit)), words.name(Agency(now.agency))
        return f"An officer of the {agency} ({unit}) in {words.place(world, now.region)}"

    def meet(self, world: World, now: State, first_day: bool) -> None:
        """Note the first day."""
        self.note("first day" if first_day else "came", "Was on duty.", words.place(world, now.region))

    def compare(self, world: World, was: State, now: State) -> None:
        """Note a new strategy or region."""
        if now.strategy != was.strategy:
            what = f"Patrols by another strategy: {words.name(PatrolStrategy(now.strategy))}."
            self.note("strategy", what, words.place(world, now.region))
        if now.region != was.region:
            self.note("moved", "Works in another region.", words.place(world, now.region))

    def count(self, world: World, row: int, now: State) -> None:
        """Keep where a patrol was."""
        if now.unit == Unit.PATROL:
            sums: Counter[str] = Counter({"days": 1, f"cell {now.cell}": 1})
            self.diary.keep(self._today, words.place(world, now.region), sums)

    def sum_up(self, period: Period) -> str:
        """Tell on how many days and in how many places."""
        places = sum(key.startswith("cell ") for key in period.sums)
        return f"Patrolled on {words.count(period.sums['days'], 'day')} in {words.count(places, 'place')}."
