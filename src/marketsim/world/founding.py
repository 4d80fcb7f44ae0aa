"""How organised groups come about and how they are found: used by the rules of supply and wholesale."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, unit
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
