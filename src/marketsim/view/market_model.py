"""The market as a Mesa model."""

from __future__ import annotations

from datetime import date
from os import PathLike
from typing import NoReturn, Protocol

from mesa import DataCollector, Model

from marketsim.model import Simulation
from marketsim.view.daily_figures import DAILY_FIGURES
from marketsim.view.ground import make_grid
from marketsim.view.register import Register
from marketsim.world.world import World


class Startable(Protocol):
    """What can be run: a scenario."""

    def simulation(self, seed: int) -> Simulation:
        """Return a new run with its first day settled."""


class MarketModel(Model):  # type: ignore[misc]
    """The market, to be stepped, looked at, drawn and collected from with Mesa.

    It lives the same days as any other run of the scenario and seed: the tables of the world are the market, and
    agents are views of their rows, made when somebody first looks. Nothing that happens in the market draws from
    `random` or `rng`, which are there for the uses of Mesa's own tools.

    Attributes:
        scenario: What is run.
        simulation: The run; step through the model, not through it.
        grid: The ground; its layers are the world's own memory.
        datacollector: Collects after each step; put another in its place to collect other things.
        time: Days lived.
    """

    def __init__(self, scenario: Startable, seed: int = 1) -> None:
        """Settle the first day.

        Args:
            scenario: What to run.
            seed: Seed of all draws.

        Raises:
            TypeError: The scenario is none, such as the name of a file.
        """
        if not hasattr(scenario, "simulation"):
            named = repr(str(scenario)) if isinstance(scenario, str | PathLike) else "..."
            kind = type(scenario).__name__
            raise TypeError(f"MarketModel wants a Scenario, not a {kind}: say MarketModel(marketsim.load({named})).")
        super().__init__(seed=seed)
        self.scenario = scenario
        self.simulation = scenario.simulation(seed=seed)
        self.time = 0.0
        self.register = Register(self)
        self._all_agents, self._agents_by_type = self.register.agent_sets(self.random)
        self.grid = make_grid(self.world.cells, self.random, self.register.refresh_placed)
        self.datacollector = DataCollector(model_reporters=DAILY_FIGURES)

    @property
    def world(self) -> World:
        """All state of the run."""
        return self.simulation.world

    @property
    def date(self) -> date:
        """Today."""
        return self.world.today.date

    @property
    def days(self) -> int:
        """How many days the scenario has."""
        return len(self.simulation.record.days)

    def step(self) -> None:
        """Live one day; after the last day of the scenario `running` is false.

        Raises:
            RuntimeError: The scenario is over.
        """
        if self.steps > self.days:
            self.steps -= 1  # Mesa counts before it calls.
            raise RuntimeError(
                f"The scenario is over: its {self.days} days end on {self.date}. Run one with a later end."
            )
        self.simulation.step()
        self.register.age()
        self.time = float(self.steps)
        self.running = self.steps < self.days
        self.datacollector.collect(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("A MarketModel cannot be copied or pickled: make it anew from its scenario and seed.")
