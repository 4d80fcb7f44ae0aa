"""Where patrols are told to go."""

from typing import Literal

from pydantic import Field

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention
from marketsim.world.states import PatrolStrategy
from marketsim.world.world import World


class PatrolStrategyPolicy(Intervention, kind="patrol_strategy"):
    """Patrols are told to walk at random, to go where finds were made, or to make such places unfit for hiding.

    Pulls   levers.patrol_strategy
    Source  Dray et al. 2008 (random, hot-spot and problem-oriented patrols)
    """

    strategy: Literal["random", "hot_spot", "problem_oriented"] = Field(description="What patrols are told to do.")
    share: float = param(1.0, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="all patrols unless stated")
    """Share of patrols that follow it; the others go on as before."""

    def pull(self, world: World, strength: float) -> None:
        """Tell a share of patrols, whatever policies before told them."""
        shares, told = world.levers.patrol_strategy, strength * self.share
        shares *= 1.0 - told
        shares[PatrolStrategy[self.strategy.upper()]] += told
