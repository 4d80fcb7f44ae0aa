"""Figures and things of the market in plain words."""

from collections.abc import Iterable, Sequence
from enum import IntEnum

from marketsim.core.units import MG_PER_G, MG_PER_KG, day_date
from marketsim.world.world import World

AGES = ("under 18", "18 to 24", "25 to 34", "35 or older")


def name(state: IntEnum) -> str:
    """Return the name of a state as words."""
    return state.name.lower().replace("_", " ")


def date(day: int) -> str:
    """Return a day number as a date."""
    return day_date(int(day)).isoformat()


def mass(mg: float) -> str:
    """Return a mass in grams or kilograms."""
    return f"{_short(mg / MG_PER_KG)} kg" if abs(mg) >= MG_PER_KG else f"{_short(mg / MG_PER_G)} g"


def money(tenge: float) -> str:
    """Return a sum of money."""
    return f"{_short(tenge / 1e6)} mn KZT" if abs(tenge) >= 1e6 else f"{tenge:,.0f} KZT"


def _short(value: float) -> str:
    """Return a figure in three digits, or whole with thousands apart."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def count(number: float, one: str, many: str = "") -> str:
    """Return how many there are of something."""
    return f"{number:,.0f} {one if number == 1 else many or one + 's'}"


def listed(parts: Iterable[str], empty: str = "nothing") -> str:
    """Return words as a list in a sentence."""
    words = [part for part in parts if part]
    if len(words) < 2:
        return words[0] if words else empty
    return f"{', '.join(words[:-1])} and {words[-1]}"


def named(flags: Sequence[bool], names: Sequence[str]) -> str:
    """Return the names of what is flagged."""
    return listed(names[place] for place, flag in enumerate(flags) if flag)


def products(world: World) -> tuple[str, ...]:
    """Return the names of the products."""
    return tuple(product.name for product in world.products)


def place(world: World, region: int) -> str:
    """Return the name of a region."""
    return world.regions.labels[int(region)]


def shop(world: World, row: int) -> str:
    """Return a shop by its number."""
    return f"shop {int(world.shops.uid[row])}" if row >= 0 else "no shop"


def group(world: World, row: int) -> str:
    """Return a group by its number."""
    return f"group {int(world.groups.uid[row])}" if row >= 0 else "no group"
