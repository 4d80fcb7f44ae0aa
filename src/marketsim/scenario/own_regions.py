"""Regions that a scenario defines itself, for a country that the package has no table of."""

import re
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

MOST_REGIONS = 60
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


class OwnRegion(BaseModel):
    """One region of a country of one's own."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)

    label: str = Field("", max_length=80)
    """Name for people; its key with spaces and a capital unless it says something else."""
    population: int = Field(ge=1_000, le=200_000_000, json_schema_extra={"unit": "persons"})
    """Persons."""
    x: int = Field(ge=0, le=30, json_schema_extra={"unit": "tiles"})
    """Column of its tile on the map, west to east."""
    y: int = Field(ge=0, le=30, json_schema_extra={"unit": "tiles"})
    """Row of its tile on the map, south to north."""
    metropolitan: bool = False
    """A large city, or the suburbs of one."""
    gateway_post: float = Field(0.0, ge=0, le=1, json_schema_extra={"unit": "share"})
    """Relative share of foreign parcels that arrive here; if it is 0 everywhere they arrive in all regions alike."""
    gateway_road: float = Field(0.0, ge=0, le=1, json_schema_extra={"unit": "share"})
    """Relative share of foreign road loads that arrive here; if it is 0 everywhere, likewise."""


def is_name(key: str) -> bool:
    """Tell whether a text can be the key of a region."""
    return _NAME.fullmatch(key) is not None


def same_tile(regions: Mapping[str, OwnRegion]) -> tuple[str, str] | None:
    """Return two regions that lie on one tile, the later one first, or none."""
    taken: dict[tuple[int, int], str] = {}
    for name, region in regions.items():
        if (region.x, region.y) in taken:
            return name, taken[region.x, region.y]
        taken[region.x, region.y] = name
    return None


def own_regions(value: Mapping[str, object]) -> dict[str, OwnRegion]:
    """Return regions made of a mapping of names to settings, in the order of their names: how they stand means nothing.

    Raises:
        ValueError: There is none, there are too many, a name is none, or two lie on one tile.
    """
    if not 0 < len(value) <= MOST_REGIONS:
        raise ValueError(f"there are {len(value)} regions; define 1 to {MOST_REGIONS}")
    for name in value:
        if not is_name(name):
            raise ValueError(f"'{name}' is no name of a region; use lower case, digits and underscores")
    regions = {name: OwnRegion.model_validate(value[name]) for name in sorted(value)}
    if pair := same_tile(regions):
        raise ValueError(f"'{pair[0]}' and '{pair[1]}' lie on one tile; move one")
    return regions
