"""Treatment by order of a court."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class CompulsoryTreatment(Intervention, kind="compulsory_treatment", budget="health"):
    """Courts order dependent users to treatment, in the places that there are.

    Pulls   levers.compulsory_detained, levers.compulsory_registered
    Source  the law allows it for dependent people who avoid treatment; how often it is used is not published
    """

    detained: float | None = param(
        None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share; 0 is none"
    )
    """Share of adult dependent users brought in by the police who are ordered to treatment."""
    registered: float | None = param(
        None, unit="share / year", low=0, high=1, grade=Grade.ASSUMED, source="no published share; 0 is none"
    )
    """Share of adult dependent users on the register who are ordered to treatment in a year."""

    def pull(self, world: World, strength: float) -> None:
        """Move the shares."""
        levers = world.levers
        levers.compulsory_detained = towards(levers.compulsory_detained, self.detained, strength)
        levers.compulsory_registered = towards(levers.compulsory_registered, self.registered, strength)
