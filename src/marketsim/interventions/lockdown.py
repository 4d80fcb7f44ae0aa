"""Limits on movement, and what people do in view of them."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class Lockdown(Intervention, kind="lockdown"):
    """People move less, or buy ahead of the day on which they will have to.

    Pulls   levers.mobility, levers.stockpiling
    Source  the state of emergency of 2020 (P02; covid-sales, covid-drops); closed borders are `border_closure`
    """

    mobility: float = param(
        1.0,
        unit="factor",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="P02: shape of orders around March 2020; 1 is no change",
    )
    """Movement of people relative to that without the limits."""
    stockpiling: float = param(
        0.0, unit="share", low=0, high=3, grade=Grade.ASSUMED, source="P02: demand surges after the announcement"
    )
    """Wish to buy ahead, as a share of usual wishes added to them."""

    def pull(self, world: World, strength: float) -> None:
        """Slow movement; add wishes."""
        world.levers.mobility *= towards(1.0, self.mobility, strength)
        world.levers.stockpiling += strength * self.stockpiling
