"""Closed borders."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class BorderClosure(Intervention, kind="border_closure"):
    """Less traffic crosses the borders, so fewer consignments come in and go out, and importers pay more.

    How much more they pay (`import_departure.closure_premium`) is put in with P03 in view.

    Pulls   levers.border_openness
    Source  spring of 2020 (P03; covid-price-apvp: what is imported gets dearer)
    """

    openness: float = param(
        ..., unit="factor", low=0, high=1, grade=Grade.ASSUMED, source="P03: only the direction is known"
    )
    """Traffic across borders relative to that without the closure."""

    def pull(self, world: World, strength: float) -> None:
        """Close the borders in part."""
        world.levers.border_openness *= towards(1.0, self.openness, strength)
