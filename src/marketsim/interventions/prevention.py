"""Prevention of use and of its escalation."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class Prevention(Intervention, kind="prevention", budget="social"):
    """Programmes for all young people, for those at higher risk, and for those who use now and then.

    Pulls   levers.prevention_universal, levers.prevention_selective, levers.prevention_indicated
    Source  the three parts of prevention (Gordon 1983); effects of school programmes: Faggiano et al. 2014
    """

    universal: float | None = param(
        None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="a size to be chosen; 0 is none"
    )
    """Share of all young people in programmes."""
    selective: float | None = param(
        None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="a size to be chosen; 0 is none"
    )
    """Share of young people at higher risk (opioids, many users around) in programmes for them."""
    indicated: float | None = param(
        None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="a size to be chosen; 0 is none"
    )
    """Share of occasional users who are told of their own risk."""

    def pull(self, world: World, strength: float) -> None:
        """Move the shares reached."""
        levers = world.levers
        levers.prevention_universal = towards(levers.prevention_universal, self.universal, strength)
        levers.prevention_selective = towards(levers.prevention_selective, self.selective, strength)
        levers.prevention_indicated = towards(levers.prevention_indicated, self.indicated, strength)
