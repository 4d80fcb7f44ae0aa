"""The regions of the country, from the table inside the package."""

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from marketsim.scenario.own_regions import OwnRegion
from marketsim.world.regions import Regions


@cache
def _rows() -> dict[str, dict[str, str]]:
    """Return the rows of `regions.csv` by the key that scenarios use."""
    with (resources.files("marketsim.data") / "regions.csv").open(encoding="utf-8") as file:
        return {re.sub(r"\W+", "_", row["name"].lower()): row for row in csv.DictReader(file)}


def region_names() -> tuple[str, ...]:
    """Return the keys of all regions, as `almaty_city`, in the order of the table."""
    return tuple(_rows())


def load_regions(names: Iterable[str] | Mapping[str, OwnRegion] | None = None) -> Regions:
    """Return regions by their keys, in the order of the table, all of them without `names`; or regions of one's own.

    The map of a few regions begins at its own south-west corner, so that a single city fills its grid.

    Raises:
        KeyError: There is no such region.
    """
    if isinstance(names, Mapping):
        return _made_of(names)
    wanted = set(region_names() if names is None else names)
    if unknown := wanted - set(region_names()):
        raise KeyError(f"There is no region {sorted(unknown)}; known: {', '.join(region_names())}.")
    return _made_of_rows({key: row for key, row in _rows().items() if key in wanted})


def _made_of(regions: Mapping[str, OwnRegion]) -> Regions:
    rows = {}
    for key, region in regions.items():
        fields = region.model_dump()
        label = region.label or key.replace("_", " ").capitalize()
        rows[key] = {name: str(int(v) if isinstance(v, bool) else v) for name, v in fields.items()} | {"name": label}
    return _made_of_rows(rows)


def _made_of_rows(rows: dict[str, dict[str, str]]) -> Regions:
    x, y = _column(rows, "x").astype(np.int32), _column(rows, "y").astype(np.int32)
    return Regions(
        names=tuple(rows),
        labels=tuple(row["name"] for row in rows.values()),
        population=_column(rows, "population").astype(np.int64),
        tile_x=x - min(x, default=0),
        tile_y=y - min(y, default=0),
        metropolitan=_column(rows, "metropolitan") == 1,
        gateway_post=_gateway(rows, "gateway_post"),
        gateway_road=_gateway(rows, "gateway_road"),
    )


def _column(rows: dict[str, dict[str, str]], name: str) -> NDArray[np.float64]:
    return np.array([float(row[name]) for row in rows.values()], np.float64)


def _gateway(rows: dict[str, dict[str, str]], name: str) -> NDArray[np.float64]:
    """Return the shares of arrivals; where none of the regions has a gateway, loads arrive in all alike."""
    shares = _column(rows, name)
    return shares if shares.sum() > 0 else np.ones_like(shares)
