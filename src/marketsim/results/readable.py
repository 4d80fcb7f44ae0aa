"""Units that people read more easily than those of the ledger."""

from marketsim.core.units import DAYS_PER_YEAR

MILLION = 1e6
LARGER = {"KZT": (MILLION, "mn KZT"), "g": (1e3, "kg"), "person-days": (DAYS_PER_YEAR, "person-years")}
"""Larger units, and how many of the ledger's make one."""


def readable(unit: str) -> tuple[float, str]:
    """Return how many of a unit make one that people read more easily, and that one; 1 and itself where none is."""
    return LARGER.get(unit, (1.0, unit))


def in_millions(unit: str) -> tuple[float, str]:
    """Return the same where names of columns stand beside numbers, so that only money changes its unit."""
    return readable(unit) if unit == "KZT" else (1.0, unit)
