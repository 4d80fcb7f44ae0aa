"""Early screening for use."""

import numpy as np

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention
from marketsim.world.world import World


class Screening(Intervention, kind="screening", budget="health"):
    """Schools, clinics and employers ask or test for use and refer those whom they find to treatment.

    Pulls   levers.screening
    Source  assumed: how many are screened is not published
    """

    schools: float = param(0.0, unit="share / year", low=0, high=1, grade=Grade.ASSUMED, source="0 is no change")
    """Share of regular and dependent users under 18 whom schools identify in a year."""
    clinics: float = param(0.0, unit="share / year", low=0, high=1, grade=Grade.ASSUMED, source="0 is no change")
    """Share of those of all ages whom clinics identify in a year."""
    work: float = param(0.0, unit="share / year", low=0, high=1, grade=Grade.ASSUMED, source="0 is no change")
    """Share of those from 18 on whom employers identify in a year."""

    def pull(self, world: World, strength: float) -> None:
        """Screen more: what one misses, another may find."""
        elsewhere = np.array([self.schools, self.work, self.work, self.work])
        missed = (1.0 - strength * elsewhere) * (1.0 - strength * self.clinics)
        world.levers.screening[:] = 1.0 - (1.0 - world.levers.screening) * missed
