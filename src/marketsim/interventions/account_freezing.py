"""Control of the accounts and exchange offices through which shops get their money."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.states import Unit
from marketsim.world.world import World


class AccountFreezingPolicy(Intervention, kind="account_freezing", accounted="officers"):
    """Financial monitoring freezes more accounts of droppers, or has exchange offices ask where crypto comes from.

    Pulls   levers.capacity[FINANCE], levers.exchange_control
    Source  chapter 2 (droppers, exchange offices); numbers of accounts frozen are not published
    """

    officers: float = param(1.0, unit="factor", low=0, high=100, grade=Grade.ASSUMED, source="1 is no change")
    """Officers of financial monitoring at work, relative to those without the policy."""
    exchange_control: float | None = param(
        None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share"
    )
    """Share of exchange offices that ask where crypto-currency comes from."""

    def pull(self, world: World, strength: float) -> None:
        """Add officers; move the control of exchange offices."""
        levers = world.levers
        levers.capacity[Unit.FINANCE] *= towards(1.0, self.officers, strength)
        levers.exchange_control = towards(levers.exchange_control, self.exchange_control, strength)
