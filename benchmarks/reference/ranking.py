"""Four policies ranked over what is not known: draws of the shipped calibration, and both readings of 2021 to 2023."""

from pathlib import Path

import marketsim as ms
from benchmarks.reference.calibration import ROOT
from benchmarks.reference.moving import move_up
from marketsim.cli.layout import aside
from marketsim.cli.progress import counted
from marketsim.experiments.ranking_policies import rank

SCALE, SEEDS, END = 0.1, range(1, 25), "2023-12-31"
ARMS = ("baseline", "site_blocking", "weight_thresholds", "precursor_control", "treatment_places")
POSTERIOR = "posterior=kazakhstan"


def fill(folder: Path, workers: int) -> None:
    """Fill a folder with the ranking; `marketsim report --validation CALIBRATION --ranking` shows it."""
    scenarios = {}
    for name in ARMS:
        scenarios[name] = ms.load(ROOT / "scenarios" / f"{name}.yaml", [POSTERIOR]).with_(scale=SCALE, end=END)
    with counted(aside()) as count:
        made = rank(
            scenarios,
            SEEDS,
            ROOT / "results",
            workers,
            begun=lambda reading, plan: count.begin(plan.new),
            progress=lambda done, of, what: count.tell(done, what),
        )
    move_up(made.save(folder))
