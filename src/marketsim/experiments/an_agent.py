"""What one agent of a run adds to a consequence at most, as in a thinned market agents stand for more than one person.

Buyers are thinned by the scale, shops and their staff less, people of laboratories and suppliers of precursors not at
all (`docs/odd.md`, Scale). Where buyers and staff are counted together, as in prison, an agent is a buyer: too many
agents are then asked for rather than too few.
"""

from marketsim.core.units import DAYS_PER_YEAR
from marketsim.world.world import lot_of

PERSON_DAYS, PERSON_YEARS = "person-days", "person-years"
LONGEST_SENTENCE = 20.0
"""Years that a court gives at most, which count on the day of the verdict (assumed: above the law's ranges)."""
NOT_THINNED = ("detained_laboratory_workers", "detained_precursor_suppliers", "formulas_")
"""Beginnings of names of what is never thinned."""
TRADE = (
    *("detained_", "convictions_trafficking", "convicts_", "couriers_in_prison", "women_in_prison"),
    *("minors_in_prison", "reoffences", "online_sale_cases", "advertising_cases"),
)
"""Beginnings of names of what counts the staff of shops alone."""
BUYERS = ("detained_buyers", "detained_for_public_use", "detained_on_patrol")
"""Detained people among whom are buyers."""


def an_agent(name: str, unit: str, weight: int, days: int) -> float:
    """Return what one agent adds at most, in the unit of the consequence.

    Args:
        name: The consequence, or a measure.
        unit: Its unit.
        weight: Persons for whom one buyer stands.
        days: Days that count.
    """
    if unit == PERSON_DAYS:
        return weight * float(days)
    if name == "sentenced_years":
        return weight * LONGEST_SENTENCE
    if unit == PERSON_YEARS:
        return weight * days / DAYS_PER_YEAR
    if name.startswith(NOT_THINNED):
        return 1.0
    of_the_trade = name.startswith(TRADE) and name not in BUYERS
    return float(weight // lot_of(weight)) if of_the_trade else float(weight)
