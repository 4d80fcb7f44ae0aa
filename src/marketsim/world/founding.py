"""How organised groups come about, are found and chosen: used by the rules of supply, wholesale, shops and police."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, exponential, unit
from marketsim.world.ledger import MoneyFlow
from marketsim.world.states import GroupKind, GroupStatus
from marketsim.world.world import World

FOUNDING = decision("group.founding")


def found_group(world: World, parent: np.uint64, ordinal: int, kind: GroupKind, region: int, money: int) -> int:
    """Found an organised group with `money` KZT and empty depots; return its row. The money is booked.

    `parent` and `ordinal` are the cause from which its uid comes.
    """
    groups, today = world.groups, world.today.day
    row = groups.append(1).start
    uid = np.uint64(child_uid(parent, today, FOUNDING, ordinal))
    a, _, _, _ = draw(world.seed, uid, today, FOUNDING, 0)
    groups.uid[row] = uid
    groups.status[row] = GroupStatus.ACTIVE
    groups.kind[row] = kind
    groups.region[row] = region
    groups.staff_abroad[row] = 0.3 + 0.6 * unit(a)
    groups.money[row] = money
    groups.opened_on[row] = today
    world.ledger.money[MoneyFlow.INVESTED] += money
    return row


def active_groups(world: World, kind: GroupKind | None = None) -> NDArray[np.int64]:
    """Return the rows of active groups, of one kind if there is an active one of it, else of any."""
    active = world.groups.used("status") == int(GroupStatus.ACTIVE)
    if kind is not None and (of_kind := active & (world.groups.used("kind") == int(kind))).any():
        return np.flatnonzero(of_kind)
    return np.flatnonzero(active)


def choose_group(world: World, chooser: np.uint64, candidates: NDArray[np.int64], decision: int, day: int = 0) -> int:
    """Return the row of the group with which somebody goes, all candidates alike; -1 if there is none.

    The choice goes by the pairs of chooser and group (an exponential race), not by rows: a group more or less changes
    nobody's choice between the others, so that arms of a comparison share choices.

    Args:
        world: The world.
        chooser: Uid of who chooses.
        candidates: Rows of groups, int64.
        decision: Number of the decision.
        day: The day if who chooses may choose anew each time; 0 if the order of the groups in its eyes stays.
    """
    best, least = -1, np.inf
    for row in candidates.tolist():
        time = exponential(draw(world.seed, chooser, day, decision, world.groups.uid[row])[0])
        if time < least:
            best, least = row, time
    return best
