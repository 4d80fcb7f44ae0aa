"""Places for treatment."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class TreatmentPlaces(Intervention, kind="treatment_places", budget="health"):
    """The state opens or closes places for the treatment of dependence.

    Pulls   levers.treatment_places
    Source  rehab: seven public facilities in 2023; places are not published
    """

    places: float = param(
        ..., unit="factor", low=0, high=1_000, grade=Grade.ASSUMED, source="no published number; 1 is no change"
    )
    """Places relative to those without the policy."""

    def pull(self, world: World, strength: float) -> None:
        """Change how many places there are."""
        world.levers.treatment_places *= towards(1.0, self.places, strength)
