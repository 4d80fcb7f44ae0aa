"""Rankings made by hand, in which what hangs on market size and on the reading is known."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.effects_by_size import effects_by_size
from marketsim.experiments.market_size import SIZE
from marketsim.experiments.readings import READINGS
from marketsim.experiments.saved_ranking import SavedRanking
from marketsim.experiments.saving import csv_bytes, json_bytes
from marketsim.version import MODEL_VERSION

BASE = "baseline"
Values = NDArray[np.float64]


def samples(
    effects: Mapping[str, Values], base: float | Values = 0.0, outcome: str = "retail_g", unit: str = "g"
) -> pd.DataFrame:
    """Return samples of a ranking.

    Args:
        effects: Effects of each policy, shape (reading, seed), or (seed,) where they are the same in both.
        base: What the base has, of a shape of the same kind.
        outcome: Name of the outcome.
        unit: Its unit.
    """
    shape = (len(READINGS), np.asarray(next(iter(effects.values()))).shape[-1])
    held = np.broadcast_to(base, shape)
    values = {BASE: held} | {arm: held + effect for arm, effect in effects.items()}
    return pd.DataFrame(
        [
            {"outcome": outcome, "unit": unit, "reading": reading, "seed": seed + 1, "arm": arm, "value": value}
            for place, reading in enumerate(READINGS)
            for arm, whole in values.items()
            for seed, value in enumerate(whole[place])
        ]
    )


def by_seed(sizes: Values) -> dict[int, float]:
    """Return sizes by seed."""
    return dict(enumerate(sizes.tolist(), start=1))


def ranking(
    arms: tuple[str, ...] = ("site_blocking", "treatment_places"), seeds: int = 24, unit: str = "g"
) -> SavedRanking:
    """Return a ranking of two outcomes; policies do the more the larger a market is, and most if all is threshold."""
    chance = np.random.default_rng(7)
    sizes = np.geomspace(5.0, 14.0, seeds)
    tables = []
    for outcome in ("retail_g", "prison_days"):
        effects = {
            arm: -(place + 1.0) * 1e6 * np.stack((sizes, 1.5 * sizes)) * (1.0 + 0.1 * chance.standard_normal(seeds))
            for place, arm in enumerate(arms)
        }
        tables.append(samples(effects, 1e9, outcome, unit))
    whole = pd.concat(tables, ignore_index=True)
    description = {
        "model_version": MODEL_VERSION,
        "scenarios": dict.fromkeys((BASE, *arms), "digest"),
        "titles": {arm: f"What <{arm}> does" for arm in (BASE, *arms)},
        "posterior": {"name": "made_up", "sha256": "0" * 64},
        "provisional": False,
        "scale": 0.1,
        "since": "2021-01-01",
        "until": "2023-12-31",
        "cost_not_stated": {},
        "not_ranked": {},
        "drawn_share": None,
    }
    table = pd.DataFrame({"seed": range(1, seeds + 1), SIZE: sizes})
    return SavedRanking(whole, table, effects_by_size(whole, BASE, by_seed(sizes)), description)


def written(made: SavedRanking, folder: Path, **said: object) -> Path:
    """Write a ranking as `Ranking.save` does, with something else said of it, and return its folder."""
    folder.mkdir(parents=True)
    (folder / "rank.json").write_bytes(json_bytes(made.description | said))
    for name, table in (("samples", made.samples), ("sizes", made.sizes), ("effects_by_size", made.by_size)):
        (folder / f"{name}.csv").write_bytes(csv_bytes(table))
    return folder
