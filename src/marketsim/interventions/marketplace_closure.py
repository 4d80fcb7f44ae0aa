"""The end of the dominant regional marketplace."""

from marketsim.interventions.intervention import Intervention
from marketsim.world.world import World


class MarketplaceClosure(Intervention, kind="marketplace_closure"):
    """The dominant regional marketplace, with its escrow and its listings, is shut by other states.

    It is shut from the first day in force, whatever the strength.

    Pulls   levers.marketplace_open
    Source  closure of Hydra, 5 April 2022 (P16)
    """

    def pull(self, world: World, strength: float) -> None:
        """Shut the marketplace."""
        world.levers.marketplace_open = False
