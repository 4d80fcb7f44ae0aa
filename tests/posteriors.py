"""Posteriors that tests make up."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from marketsim.version import MODEL_VERSION

KEYS: dict[str, list[Any]] = {
    "parameters.buyer_initiation.hazard": list(np.linspace(0.02, 0.03, 20).round(5)),
    "parameters.attribution.threshold_share": list(np.linspace(0.0, 1.0, 20).round(3)),
    "parameters.laboratory_raid.hazard": [[0.001 * k, 0.002 * k, 0.003 * k] for k in range(1, 21)],
    "interventions.movement_limits_2020.mobility": list(np.linspace(0.1, 0.5, 20).round(3)),
}


def make_posterior(
    folder: Path, draws: Mapping[str, Sequence[Any]], version: str = MODEL_VERSION, finished: bool = True
) -> Path:
    """Write the folder of a calibration that holds these draws, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    cells = {key: [json.dumps(v) if isinstance(v, list) else v for v in values] for key, values in draws.items()}
    table = pd.DataFrame(cells)
    table.insert(0, "draw", range(1, len(table) + 1))
    table.to_csv(folder / "posterior.csv", index=False)
    said = {"model_version": version, "name": "made_up", "finished": finished}
    (folder / "calibration.json").write_text(json.dumps(said))
    return folder
