"""Officers who look for laboratories."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.states import Unit
from marketsim.world.world import World


class LaboratoryTaskForce(Intervention, kind="laboratory_task_force", accounted="officers"):
    """The police and the National Security Committee put more or fewer officers on laboratories and depots.

    Raids deter nobody from opening at home; some laboratories move abroad.

    Pulls   levers.capacity[LABORATORY]
    Source  the Comprehensive Plan of 2023 (budget); labs-2023 (C01: two agencies)
    """

    officers: float = param(
        ..., unit="factor", low=0, high=100, grade=Grade.ASSUMED, source="no published staffing; 1 is no change"
    )
    """Officers at work on laboratories, relative to those without the policy."""

    def pull(self, world: World, strength: float) -> None:
        """Change how many officers are at work."""
        world.levers.capacity[Unit.LABORATORY] *= towards(1.0, self.officers, strength)
