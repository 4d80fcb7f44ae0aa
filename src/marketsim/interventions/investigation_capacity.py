"""Officers for test purchases and investigations, for finding channels, and for patrols."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.states import Unit
from marketsim.world.world import World


class InvestigationCapacity(Intervention, kind="investigation_capacity", accounted="cyber investigation patrol"):
    """The police put more or fewer officers on the internet, on investigations and on patrols.

    Pulls   levers.capacity[CYBER], levers.capacity[INVESTIGATION], levers.capacity[PATROL]
    Source  the Comprehensive Plan of 2023 (budget); staffing of units is not published
    """

    cyber: float = param(1.0, unit="factor", low=0, high=100, grade=Grade.ASSUMED, source="1 is no change")
    """Cyber officers at work (who find channels), relative to those without the policy."""
    investigation: float = param(1.0, unit="factor", low=0, high=100, grade=Grade.ASSUMED, source="1 is no change")
    """Investigators at work (test purchases, cases up the chain), relative to those without the policy."""
    patrol: float = param(1.0, unit="factor", low=0, high=100, grade=Grade.ASSUMED, source="1 is no change")
    """Patrols at work, relative to those without the policy."""

    def pull(self, world: World, strength: float) -> None:
        """Change how many officers are at work."""
        capacity = world.levers.capacity
        capacity[Unit.CYBER] *= towards(1.0, self.cyber, strength)
        capacity[Unit.INVESTIGATION] *= towards(1.0, self.investigation, strength)
        capacity[Unit.PATROL] *= towards(1.0, self.patrol, strength)
