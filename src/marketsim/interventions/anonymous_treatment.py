"""Treatment without registration."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention
from marketsim.world.world import World


class AnonymousTreatment(Intervention, kind="anonymous_treatment", budget="health", accounted="places"):
    """The state opens places in which adults are treated without a name in any list.

    Pulls   levers.anonymous_places
    Source  the register keeps people from treatment (Vorobyeva 2023)
    """

    places: float = param(..., unit="places", low=0, high=100_000, grade=Grade.ASSUMED, source="a size to be chosen")
    """Anonymous places in the whole country, on top of those without the policy."""

    def pull(self, world: World, strength: float) -> None:
        """Open the places."""
        world.levers.anonymous_places += strength * self.places
