"""Turns: slow changes in people's lives are decided every sixteenth day, each person on days of their own."""

import numpy as np
from numba import uint64
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.world.world import World

DAYS_BETWEEN_TURNS = 16
"""Days between two turns of one person: a power of two, so that the check is cheap and no weekday is favoured."""


@kernel
def has_turn(uid, day):
    """Tell whether today is a turn of the person; hazards then cover `DAYS_BETWEEN_TURNS` days."""
    return (uid + uint64(day)) & uint64(DAYS_BETWEEN_TURNS - 1) == uint64(0)


@kernel
def _list_turns(uid, day, size):
    rows = np.empty(size, np.int32)
    count = 0
    for row in range(size):
        rows[count] = row
        count += has_turn(uid[row], day)
    return rows[:count].copy()


def buyers_with_turn(world: World) -> NDArray[np.int32]:
    """Return the rows of the buyers whose turn is today, in order; they are looked up once a day."""
    today, buyers = world.today, world.buyers
    if today.turns is None or today.turns_of != (today.day, buyers.size):
        today.turns = _list_turns(buyers.uid, today.day, buyers.size)
        today.turns_of = (today.day, buyers.size)
    return today.turns
