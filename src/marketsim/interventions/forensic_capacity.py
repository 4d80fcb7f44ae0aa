"""The state's laboratories that say what was seized."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class ForensicCapacity(Intervention, kind="forensic_capacity"):
    """Laboratories answer sooner, finish more analyses in a day, or recognise more unlisted formulas.

    Pulls   levers.forensic_capacity, levers.forensic_days, levers.forensic_unlisted
    Source  law-list-new (what is listed must first be recognised); capacities and delays are not published
    """

    analyses: float = param(1.0, unit="factor", low=0, high=100, grade=Grade.ASSUMED, source="1 is no change")
    """Analyses that can be finished in a day, relative to those without the policy."""
    days: float | None = param(None, unit="days", low=0, high=365, grade=Grade.ASSUMED, source="no published delay")
    """Days from seizure to identification of a listed substance, when nothing waits."""
    unlisted: float | None = param(None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share")
    """Chance that an unlisted formula is identified at all."""

    def pull(self, world: World, strength: float) -> None:
        """Change capacity, delay and the chance."""
        levers = world.levers
        levers.forensic_capacity *= towards(1.0, self.analyses, strength)
        levers.forensic_days = towards(levers.forensic_days, self.days, strength)
        levers.forensic_unlisted = towards(levers.forensic_unlisted, self.unlisted, strength)
