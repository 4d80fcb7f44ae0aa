"""How much the units of the police can do: officers at work, on one saturating course for all units.

A unit has two numbers of its own: a level (the parameter of the rule that says what one officer does in a day in
2017) and a growth (how many times as much it does in the long run). When growth happens is the same for all
(`capacity_course.py`).
"""

from marketsim.core.compiling import kernel
from marketsim.world.states import Agency, Unit
from marketsim.world.world import World


def capacity(world: World, unit: Unit, growth: float) -> float:
    """Return what a unit can do today, in officers of 2017: heads times growth so far times today's lever."""
    officers = world.officers.in_unit(unit)
    lever = float(world.levers.capacity[unit])
    return officers * lever * (1.0 + (growth - 1.0) * world.capacity_course.grown(world.today.day))


def target_pull(world: World) -> float:
    """Return the share of officers' time that targets draw to easy cases today: 0 until a quarter nears its end."""
    levers = world.levers
    if not levers.performance_targets:
        return 0.0
    date = world.today.date
    first_month = 3 * ((date.month - 1) // 3) + 1
    next_quarter = date.replace(year=date.year + first_month // 10, month=(first_month + 2) % 12 + 1, day=1)
    return float(levers.performance_targets) if (next_quarter - date).days <= levers.target_days else 0.0


@kernel
def _count_corrupt(units, agencies, corrupt, size, unit, agency):
    """Return how many officers are in a unit of an agency, and how many of them are corrupt."""
    found, bought = 0, 0
    for row in range(size):
        if units[row] == unit and agencies[row] == agency:
            found += 1
            bought += corrupt[row]
    return found, bought


def corrupt_share(world: World, unit: Unit, agency: Agency) -> float:
    """Return the share of an agency's officers in a unit who can be bought today."""
    officers = world.officers
    found, corrupt = _count_corrupt(
        officers.unit, officers.agency, officers.corrupt, officers.size, int(unit), int(agency)
    )  # fmt: skip
    return world.levers.corruption * float(corrupt) / max(1, found)
