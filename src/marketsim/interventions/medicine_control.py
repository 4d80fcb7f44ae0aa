"""Control of potent medicines."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class MedicineControl(Intervention, kind="medicine_control", budget="health"):
    """Prescription and sale of potent medicines (pregabalin, tropicamide) are controlled.

    Pulls   levers.medicine_availability
    Source  assumed: how many take them along, and where they get them, is not published
    """

    availability: float = param(
        ..., unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share; without the policy 0.8"
    )
    """Share of users who want potent medicines and still get them from pharmacies."""

    def pull(self, world: World, strength: float) -> None:
        """Move availability."""
        world.levers.medicine_availability = towards(world.levers.medicine_availability, self.availability, strength)
