"""How fast and how widely the law reaches new substances."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class EmergencyListing(Intervention, kind="emergency_listing"):
    """The law lists new formulas sooner, or reaches unlisted ones as analogues of listed ones.

    Pulls   levers.listing_delay, levers.analogue_notion
    Source  law-list-old, law-list-new; the wider notion of an analogue of December 2019 (chapter 2)
    """

    delay: float | None = param(
        None, unit="days", low=0, high=3650, grade=Grade.MEASURED, source="law-list-old, law-list-new"
    )
    """Days from the identification of a formula to its listing."""
    analogue_notion: float | None = param(
        None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share of such cases"
    )
    """Share of cases with an unlisted formula that courts accept as an analogue."""

    def pull(self, world: World, strength: float) -> None:
        """Move the delay and the notion of an analogue."""
        levers = world.levers
        levers.listing_delay = towards(levers.listing_delay, self.delay, strength)
        levers.analogue_notion = towards(levers.analogue_notion, self.analogue_notion, strength)
