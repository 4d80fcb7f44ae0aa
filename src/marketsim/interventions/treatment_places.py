"""Places for treatment."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class TreatmentPlaces(Intervention, kind="treatment_places", budget="health", accounted="places adolescents"):
    """The state opens or closes public places for the treatment of dependence, for adults or for adolescents.

    Pulls   levers.treatment_places, levers.adolescent_places
    Source  rehab: seven public facilities in 2023; places are not published
    """

    places: float = param(
        1.0, unit="factor", low=0, high=1_000, grade=Grade.ASSUMED, source="no published number; 1 is no change"
    )
    """Places for adults relative to those without the policy."""
    adolescents: float = param(
        1.0, unit="factor", low=0, high=1_000, grade=Grade.ASSUMED, source="no published number; 1 is no change"
    )
    """Places for people under 18 relative to those without the policy."""

    def pull(self, world: World, strength: float) -> None:
        """Change how many places there are."""
        levers = world.levers
        levers.treatment_places *= towards(1.0, self.places, strength)
        levers.adolescent_places *= towards(1.0, self.adolescents, strength)
