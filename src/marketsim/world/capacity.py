"""How much the units of the police can do: officers at work, on one saturating course for all units.

A unit has two numbers of its own: a level (the parameter of the rule that says what one officer does in a day in
2017) and a growth (how many times as much it does in the long run). When growth happens is the same for all.
"""

import math
from datetime import date

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.units import DAYS_PER_YEAR, day_number
from marketsim.world.states import Agency, Unit
from marketsim.world.world import World

MIDPOINT = day_number(date(2022, 1, 1))
"""Day on which half of the growth has happened (assumed: laboratories found and cases rise fastest in 2021-2022)."""
WIDTH = 0.8 * DAYS_PER_YEAR
"""Days over which it happens: logistic, 2 % by 2019, 95 % by mid 2024 (assumed; the same figures)."""


@kernel
def _count(units, size, unit):
    found = 0
    for row in range(size):
        found += units[row] == unit
    return found


def grown(day: int) -> float:
    """Return the share of all growth that has happened by a day, 0 to 1."""
    return 1.0 / (1.0 + math.exp((MIDPOINT - day) / WIDTH))


def capacity(world: World, unit: Unit, growth: float) -> float:
    """Return what a unit can do today, in officers of 2017: heads times growth so far times today's lever."""
    officers = _count(world.officers.unit, world.officers.size, int(unit))
    lever = float(world.levers.capacity[unit])
    return float(officers) * lever * (1.0 + (growth - 1.0) * grown(world.today.day))


def target_pull(world: World) -> float:
    """Return the share of officers' time that targets draw to easy cases today: 0 until a quarter nears its end."""
    levers, date = world.levers, world.today.date
    if not levers.performance_targets:
        return 0.0
    first_month = 3 * ((date.month - 1) // 3) + 1
    next_quarter = date.replace(year=date.year + first_month // 10, month=(first_month + 2) % 12 + 1, day=1)
    return float(levers.performance_targets) if (next_quarter - date).days <= levers.target_days else 0.0


def corrupt_share(world: World, unit: Unit, agency: Agency) -> float:
    """Return the share of an agency's officers in a unit who can be bought today."""
    officers = world.officers
    these = (officers.used("unit") == int(unit)) & (officers.used("agency") == int(agency))
    corrupt = np.count_nonzero(officers.used("corrupt")[these])
    return world.levers.corruption * float(corrupt) / max(1, int(np.count_nonzero(these)))
