"""Targets for the police by the quarter."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class PerformanceTargets(Intervention, kind="performance_targets"):
    """The police are judged by the number of cases in a quarter, and turn to easy ones before it ends.

    Officers' time is what it was: random patrols go to hot cells, laboratory officers of the police join them, and
    investigators buy from shops instead of following cases up the chain.

    Pulls   levers.performance_targets, levers.target_days
    Source  chapter 2 names counts of cases as the measure of police work; how far they draw is assumed
    """

    share: float | None = param(None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share")
    """Share of officers' time that targets draw to easy cases."""
    days: float | None = param(None, unit="days", low=0, high=92, grade=Grade.ASSUMED, source="no published practice")
    """Days before the end of a quarter in which they do."""

    def pull(self, world: World, strength: float) -> None:
        """Move the pull of targets and its days."""
        levers = world.levers
        levers.performance_targets = towards(levers.performance_targets, self.share, strength)
        levers.target_days = towards(levers.target_days, self.days, strength)
