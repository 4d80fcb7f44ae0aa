"""Cooperation with the police of other countries."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class InternationalCooperation(Intervention, kind="international_cooperation"):
    """Other countries hand over owners, administrators, operators and leaders of groups who sit there.

    A shop goes on without its owner, and hires anew for the other posts.

    Pulls   levers.international_cooperation
    Source  chapter 2 (most owners sit abroad); no published count of people handed over
    """

    handed_over: float | None = param(
        None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share"
    )
    """Chance that a person abroad, once identified, is handed over."""

    def pull(self, world: World, strength: float) -> None:
        """Move the chance of being handed over."""
        levers = world.levers
        levers.international_cooperation = towards(levers.international_cooperation, self.handed_over, strength)
