"""Finding and blocking of online resources."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.states import Unit
from marketsim.world.world import World


class SiteBlocking(Intervention, kind="site_blocking", accounted="officers"):
    """The state finds more of the shops' online resources, or takes them down faster.

    Pulls   levers.capacity[CYBER], levers.automatic_monitoring, levers.monitoring_effort, levers.block_delay,
            levers.platform_cooperation
    Source  chapter 2 of New Psychoactive Substances in Kazakhstan (automatic monitoring from 2023);
            why speed and share matter: Danaher et al. on the blocking of sites
    """

    officers: float = param(1.0, unit="factor", low=0, high=100, grade=Grade.ASSUMED, source="1 is no change")
    """Cyber officers at work on finding channels, relative to those without the policy."""
    automatic_finds: float = param(
        0.0, unit="channels / day", low=0, high=10_000, grade=Grade.CALIBRATED, source="block-2023 over block-2022"
    )
    """Channels a day that automatic monitoring finds in the whole country, on top of officers' finds."""
    monitoring: float = param(1.0, unit="factor", low=0, high=100, grade=Grade.ASSUMED, source="1 is no change")
    """Automatic monitoring at work, relative to that without the policy, whoever set it up and when."""
    delay: float | None = param(None, unit="days", low=0, high=365, grade=Grade.ASSUMED, source="no published delay")
    """Days from the finding of a channel to its block; messengers take longer where the platform does not help."""
    platform_cooperation: float | None = param(
        None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share"
    )
    """Share of blocking requests that the messenger platform itself carries out."""

    def pull(self, world: World, strength: float) -> None:
        """Add officers and finds, change all monitoring; move delay and cooperation."""
        levers = world.levers
        levers.capacity[Unit.CYBER] *= towards(1.0, self.officers, strength)
        levers.automatic_monitoring += strength * self.automatic_finds
        levers.monitoring_effort *= towards(1.0, self.monitoring, strength)
        levers.block_delay = towards(levers.block_delay, self.delay, strength)
        levers.platform_cooperation = towards(levers.platform_cooperation, self.platform_cooperation, strength)
