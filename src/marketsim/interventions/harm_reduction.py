"""Web outreach, clean supplies and drug checking."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class HarmReduction(Intervention, kind="harm_reduction", budget="social", accounted="outreach"):
    """Outreach on the web finds users, and those in contact get clean supplies and can have packs checked.

    Pulls   levers.outreach, levers.supplies, levers.drug_checking
    Source  outreach: six channels in four regions in 2022; no published shares
    """

    regions: tuple[str, ...] = ()
    """Names of the regions meant; none for all."""
    outreach: float | None = param(
        None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share; without the policy 0.02"
    )
    """Share of users in contact: they come to treatment sooner and learn of the other two."""
    supplies: float | None = param(
        None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share; without the policy 0.5"
    )
    """Share of those in contact who use clean needles and condoms."""
    drug_checking: float | None = param(
        None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share; without the policy 0"
    )
    """Share of those in contact who have what they bought checked."""

    def pull(self, world: World, strength: float) -> None:
        """Move the shares of the regions meant."""
        levers = world.levers
        self._move(world, levers.outreach, self.outreach, strength)
        self._move(world, levers.supplies, self.supplies, strength)
        self._move(world, levers.drug_checking, self.drug_checking, strength)

    def _move(self, world: World, shares: NDArray[np.float64], setting: float | None, strength: float) -> None:
        for region, name in enumerate(world.regions.names):
            if not self.regions or name in self.regions:
                shares[region] = towards(float(shares[region]), setting, strength)
