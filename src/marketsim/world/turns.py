"""Turns: slow changes in people's lives are decided every sixteenth day, each person on days of their own."""

from numba import uint64

from marketsim.core.compiling import kernel

DAYS_BETWEEN_TURNS = 16
"""Days between two turns of one person: a power of two, so that the check is cheap and no weekday is favoured."""


@kernel
def has_turn(uid, day):
    """Tell whether today is a turn of the person; hazards then cover `DAYS_BETWEEN_TURNS` days."""
    return (uid + uint64(day)) & uint64(DAYS_BETWEEN_TURNS - 1) == uint64(0)
