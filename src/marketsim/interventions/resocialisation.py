"""Help for people who come out of prison."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class Resocialisation(Intervention, kind="resocialisation", budget="social"):
    """Released people are helped to find work and a place to live, so that fewer go back to the trade or to use.

    Pulls   levers.resocialisation
    Source  conv-first-2023 (most prisoners are there for the first time); who is reached today is not published
    """

    reached: float = param(
        ..., unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share; 0 is no change"
    )
    """Share of released people whom help with work and housing reaches."""

    def pull(self, world: World, strength: float) -> None:
        """Reach more or fewer of them."""
        world.levers.resocialisation = towards(world.levers.resocialisation, self.reached, strength)
