"""Officers who screen post and road loads."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.states import Unit
from marketsim.world.world import World


class BorderScreening(Intervention, kind="border_screening", accounted="officers"):
    """Customs and transport police screen more or fewer consignments, at the border and on the road.

    What they find is seized; nobody is detained with it.

    Pulls   levers.capacity[BORDER]
    Source  the Comprehensive Plan of 2023 (budget: most of it equipment); what more screening does: NarcoLogic
            (Magliocca et al. 2019, P11)
    """

    officers: float = param(
        ..., unit="factor", low=0, high=100, grade=Grade.ASSUMED, source="no published staffing; 1 is no change"
    )
    """Officers at work on screening, relative to those without the policy."""

    def pull(self, world: World, strength: float) -> None:
        """Change how many officers are at work."""
        world.levers.capacity[Unit.BORDER] *= towards(1.0, self.officers, strength)
