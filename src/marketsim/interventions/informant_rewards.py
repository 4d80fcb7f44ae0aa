"""Rewards for those who tell."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class InformantRewards(Intervention, kind="informant_rewards"):
    """The state rewards those who lead to others in the trade; nobody's sentence is shortened for it here.

    Pulls   levers.informant_rewards
    Source  chapter 2; no published share of people who talk
    """

    talking: float | None = param(None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share")
    """Share of detained members of shops, and of people near laboratories, whom the reward makes talk."""

    def pull(self, world: World, strength: float) -> None:
        """Move the share who talk."""
        world.levers.informant_rewards = towards(world.levers.informant_rewards, self.talking, strength)
