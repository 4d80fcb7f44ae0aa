"""Work with young people who may become couriers."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class CourierPrevention(Intervention, kind="courier_prevention", budget="social"):
    """Would-be couriers are told what awaits them, or offered other work, so that fewer apply.

    Pulls   levers.courier_prevention
    Source  most couriers detained are young first offenders (chapter 2; neet); no trial of such work is published
    """

    reached: float = param(
        ..., unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published reach; 0 is no change"
    )
    """Share of would-be couriers who are reached and do not apply."""

    def pull(self, world: World, strength: float) -> None:
        """Reach more of them."""
        world.levers.courier_prevention = towards(world.levers.courier_prevention, self.reached, strength)
