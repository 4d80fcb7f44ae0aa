"""The day, and a simulation of many of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from marketsim.core.compiling import mark_warm
from marketsim.core.parameters import ParameterSet
from marketsim.interventions.intervention import Intervention
from marketsim.measures.record import Record
from marketsim.rules.calendar.calendar_day import CalendarDay
from marketsim.rules.rule import Rule
from marketsim.world.audit import Stocks, check, count_stocks
from marketsim.world.compaction import compact
from marketsim.world.first_day import FirstDay, settle
from marketsim.world.world import World


@dataclass(frozen=True)
class Stage:
    """A stage of the day: a name and its rules, in order."""

    name: str
    rules: tuple[type[Rule], ...]


DAY = (
    Stage("calendar", (CalendarDay,)),
)
"""What happens in a day, in order. Before it, policies pull levers; after it, the day is recorded."""


class Simulation:
    """One run of the market, day by day.

    Attributes:
        world: All state.
        record: What was kept of the days so far.
    """

    def __init__(
        self,
        world: World,
        parameters: Mapping[str, ParameterSet],
        policies: Sequence[Intervention],
        days: int,
        without: Collection[str] = (),
        audit: bool = False,
    ) -> None:
        """Settle the first day.

        Args:
            world: An empty world.
            parameters: Parameter sets by name; a rule without an entry keeps its defaults.
            policies: Interventions in the order in which they pull.
            days: Days for which to make room in the record.
            without: Names of stages to leave out (to see what a stage does).
            audit: Check the books every evening.

        Raises:
            ValueError: `without` names a stage that does not exist.
        """
        names = {stage.name for stage in DAY} | {"measures"}
        if unknown := set(without) - names:
            raise ValueError(f"There is no stage {', '.join(sorted(unknown))}; stages are {', '.join(sorted(names))}.")
        self.world = world
        self.policies = tuple(policies)
        self.rules: tuple[Rule, ...] = tuple(
            parameters.get(rule.name) or rule()  # type: ignore[misc]
            for stage in DAY
            if stage.name not in without
            for rule in stage.rules
        )
        self.record = Record(days, world)
        self._measures = "measures" not in without
        first_day = parameters.get("first_day") or FirstDay()
        assert isinstance(first_day, FirstDay)
        settle(world, first_day)
        world.start_day()
        self._stocks: Stocks | None = count_stocks(world) if audit else None
        self._started = False

    def step(self) -> None:
        """Live one day."""
        world = self.world
        if self._started:
            world.today.day += 1
        self._started = True
        world.start_day()
        compact(world)
        for policy in self.policies:
            if strength := policy.strength(world.today.day):
                policy.pull(world, strength)
        for rule in self.rules:
            rule(world)
        if self._stocks is not None:
            self._stocks = check(world, self._stocks)
        if self._measures:
            self.record.take(world)

    def run(self, days: int) -> None:
        """Live `days` days."""
        for _ in range(days):
            self.step()
        mark_warm()
