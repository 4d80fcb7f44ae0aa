"""Outreach on the web reaches a user, or loses one."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import first_words, unit
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState
from marketsim.world.turns import buyers_with_turn
from marketsim.world.world import World

DECISION = decision("outreach.contact")


@kernel
def _reach(seed, decision, weight, outreach, turns, uid, state, region, reached, counts):
    words = np.empty(turns.size, np.uint32)
    first_words(seed, uid[turns], 0, decision, words)
    for i in range(turns.size):
        row = turns[i]
        before = reached[row]
        uses = BuyerState.OCCASIONAL <= state[row] <= BuyerState.DEPENDENT
        reached[row] = uses and unit(words[i]) < outreach[region[row]]
        if reached[row] and not before:
            counts[Count.CONTACTS, region[row]] += weight


class OutreachContact(Rule):
    """A user is in contact with outreach workers in chats and channels.

    Who     everybody on their turn (every sixteenth day, each on days of their own); contact ends with use
    When    first of the health stage
    Chance  the share of the region; who is easy to reach stays so, so that wider outreach adds to those in contact
    Reads   buyers.uid, state, region; levers.outreach
    Writes  buyers.reached
    Source  outreach: six channels in four regions in 2022
    """

    def __call__(self, world: World) -> None:
        """Renew contacts."""
        buyers = world.buyers
        _reach(
            world.seed, DECISION, world.weight, world.levers.outreach, buyers_with_turn(world), buyers.uid,
            buyers.state, buyers.region, buyers.reached, world.tally.counts,
        )  # fmt: skip
