"""The history: a few runs at a tenth of its size, as figures and as the table of their years."""

from pathlib import Path

import pandas as pd

import marketsim as ms
from benchmarks.reference.pictures import keep

ROOT = Path(__file__).parents[2]
SCALE = 0.1
SEEDS = range(1, 6)
FIGURES = ("evidence", "detentions", "prices", "mass_flow", "market_map", "consequences")


def fill(folder: Path, workers: int) -> None:
    """Fill a folder with the figures and tables of the history."""
    history = ms.load(ROOT / "scenarios" / "baseline.yaml").with_(scale=SCALE)
    runs = [ms.run(history, seed) for seed in SEEDS]
    for name in FIGURES:
        keep(getattr(ms.figures, name)(runs), folder / f"{name}.png")
    tables = {"yearly": [run.yearly for run in runs], "mass": [run.mass.set_index("year") for run in runs]}
    for name, of_runs in tables.items():
        table = pd.concat(dict(zip(SEEDS, of_runs, strict=True)), names=["seed"])
        table.to_csv(folder / f"{name}.csv", float_format="%.6g", lineterminator="\n")
    (folder / "model_version.txt").write_text(f"{ms.MODEL_VERSION}\n")
