"""Observation after treatment."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class ContinuingCare(Intervention, kind="continuing_care", budget="health"):
    """People who leave treatment abstinent are seen again and again for a while: dynamic observation.

    Pulls   levers.continuing_care, levers.observation_days
    Source  the bill of 2024; what continuing care reaches: Blodgett et al. 2014
    """

    share: float | None = param(
        None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share; 0 is none"
    )
    """Share of those who leave treatment abstinent, and not anonymously, who are put under observation."""
    days: float | None = param(
        None, unit="days", low=0, high=3_650, grade=Grade.ASSUMED, source="the bill's period is not in the sources"
    )
    """Days of observation."""

    def pull(self, world: World, strength: float) -> None:
        """Move share and period."""
        levers = world.levers
        levers.continuing_care = towards(levers.continuing_care, self.share, strength)
        levers.observation_days = towards(levers.observation_days, self.days, strength)
