"""What the shipped calibration says of 2024 to 2026, to be held against figures when they come out."""

from datetime import date
from pathlib import Path

import marketsim as ms
from benchmarks.reference.calibration import KEPT, ROOT
from benchmarks.reference.moving import move_up
from benchmarks.reference.pictures import keep
from marketsim.cli.layout import aside
from marketsim.cli.progress import counted
from marketsim.experiments.calibration.learned import Learned
from marketsim.experiments.calibration.validation import fitted_targets
from marketsim.experiments.predicting import predict, with_trend

SCALE, SEEDS, UNTIL = 0.1, range(1, 31), date(2026, 12, 31)
ARMS = ("run_on_2026", "reform_2024")
POSTERIOR = "posterior=kazakhstan"


def fill(folder: Path, workers: int) -> None:
    """Fill a folder with the fan of each policy, with capacities held and with their trend continued."""
    scenarios = {}
    for name in ARMS:
        held = ms.load(ROOT / "scenarios" / f"{name}.yaml", [POSTERIOR]).with_(scale=SCALE, end=UNTIL)
        scenarios |= {name: held, f"{name}_trend": with_trend(held)}
    with counted(aside()) as count:
        made = predict(
            scenarios,
            SEEDS,
            ROOT / "results",
            workers=workers,
            started=lambda plan: count.begin(plan.new),
            progress=lambda step: count.tell(step.done, str(step.task)),
            fitted=fitted_targets(Learned(KEPT).manifest),
        )
    move_up(made.save(folder))
    keep(ms.figures.prediction_fan(made.intervals), folder / "fan.png")
