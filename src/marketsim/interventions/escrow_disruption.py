"""Action against the escrow and arbitration of the dominant marketplace."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class EscrowDisruption(Intervention, kind="escrow_disruption"):
    """The marketplace's escrow is attacked, so that it no longer protects its buyers; it stays open.

    Disputes then end as outside the marketplace, by the policy of each shop.

    Pulls   levers.escrow
    Source  trust in escrow holds anonymous markets together (Tzanetakis et al. 2016); size assumed
    """

    working: float = param(
        ..., unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published figure; 1 is no change"
    )
    """Share of payments that escrow still holds and settles."""

    def pull(self, world: World, strength: float) -> None:
        """Leave less of escrow working."""
        world.levers.escrow *= towards(1.0, self.working, strength)
