"""Producers who move in from abroad."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention
from marketsim.world.world import World


class ProducerRelocation(Intervention, kind="producer_relocation", accounted="laboratories"):
    """Producers abroad move laboratories into the country.

    Pulls   levers.relocating_laboratories
    Source  people and know-how that came from abroad in 2022 (Vorobyeva 2023); labs-2022, labs-big-2023h
    """

    laboratories: float = param(
        ...,
        unit="laboratories / year",
        low=0,
        high=5_000,
        grade=Grade.CALIBRATED,
        source="labs-2022, labs-2023, seiz-2022, seiz-2023",
    )
    """Laboratories a year that move here."""

    def pull(self, world: World, strength: float) -> None:
        """Add to the laboratories that move here."""
        world.levers.relocating_laboratories += strength * self.laboratories
