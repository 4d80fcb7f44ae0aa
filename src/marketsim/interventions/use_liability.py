"""How the law and the police deal with people who use."""

from typing import Literal

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.states import NEVER, WeightGrade
from marketsim.world.world import World


class UseLiability(Intervention, kind="use_liability"):
    """Holding for oneself becomes a crime at another weight, and patrols spend hours on use in public.

    Pulls   levers.possession_from, levers.public_use_hours
    Source  law-possession (holding 1 g, the large weight, is a crime); what patrols spend on use is not published
    """

    crime_from: Literal["small", "medium", "large", "especially_large", "never"] | None = param(
        None, unit="weight grade", grade=Grade.MEASURED, source="law-possession: large"
    )
    """Grade from which mere holding is a crime, below it there is a fine: from the first day in force, whatever the
    strength. `small` makes every weight a crime, `never` none."""
    public_use_hours: float | None = param(
        None, unit="share", low=0, high=0.95, grade=Grade.ASSUMED, source="no published share"
    )
    """Share of patrol hours spent on use in public; they are lost to parcels."""

    def pull(self, world: World, strength: float) -> None:
        """Set the grade and move the hours."""
        levers = world.levers
        if self.crime_from is not None:
            name = self.crime_from.upper()
            levers.possession_from = NEVER if name == "NEVER" else int(WeightGrade[name])
        levers.public_use_hours = towards(levers.public_use_hours, self.public_use_hours, strength)
