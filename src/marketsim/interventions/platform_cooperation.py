"""What the messenger platform does against shops."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class PlatformCooperation(Intervention, kind="platform_cooperation"):
    """The messenger platform carries out blocks itself, and may look for shops by itself.

    A block that it carries out comes after `block_delay`, as one of a site; what it finds by itself goes at once.

    Pulls   levers.platform_cooperation, levers.platform_finds
    Source  chapter 2: a messenger cannot be blocked channel by channel without it; shares are assumed
    """

    carried_out: float | None = param(
        None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share"
    )
    """Share of blocking requests for messenger shops and chats that the platform carries out, as fast as sites go."""
    finds: float = param(
        0.0, unit="channels / day", low=0, high=10_000, grade=Grade.ASSUMED, source="none unless stated"
    )
    """Messenger shops and chats a day that the platform finds and takes down by itself, whole country."""

    def pull(self, world: World, strength: float) -> None:
        """Move the share carried out; add finds."""
        levers = world.levers
        levers.platform_cooperation = towards(levers.platform_cooperation, self.carried_out, strength)
        levers.platform_finds += strength * self.finds
