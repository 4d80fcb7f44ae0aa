"""Corruption in the police fought."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class AntiCorruption(Intervention, kind="anti_corruption"):
    """Officers who can be bought are removed or watched, in every agency alike.

    Fewer channels and test purchases are betrayed, fewer couriers bought off, fewer loads and laboratories let be, and
    less of what was seized comes back to the market.

    Pulls   levers.corruption
    Source  chapter 2 names cases; shares are assumed
    """

    remaining: float | None = param(None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share")
    """Share of the officers who can be bought on the first day who still can."""

    def pull(self, world: World, strength: float) -> None:
        """Leave a share of corruption."""
        world.levers.corruption = towards(world.levers.corruption, self.remaining, strength)
