"""What the shipped calibration is worth: two hundred runs of its posterior against all that was reported."""

from pathlib import Path

import pandas as pd

import marketsim as ms
from benchmarks.reference.calibration import KEPT, ROOT
from marketsim.cli.layout import aside
from marketsim.cli.progress import counted
from marketsim.experiments.calibration.posterior_runs import posterior_truths
from marketsim.experiments.calibration.validation import validate
from marketsim.experiments.saved_ranking import read_ranking
from marketsim.report.validation import write

SCALE, SEEDS = 0.1, range(1, 201)
SOURCE = "runs of the history at a tenth of its size, each with its draw of the posterior"


def fill(folder: Path, workers: int) -> None:
    """Fill a folder with the page, the same as Markdown, and its tables."""
    history = ms.load(ROOT / "scenarios" / "calibrated.yaml").with_(scale=SCALE)
    with counted(aside()) as count:
        truths = posterior_truths(
            history,
            SEEDS,
            ROOT / "results",
            workers,
            started=lambda plan: count.begin(plan.new),
            progress=lambda step: count.tell(step.done, str(step.task)),
        )
    truths.to_parquet(folder / "posterior_runs.parquet", compression="zstd")
    patterns, ranking = pd.read_csv(KEPT.parent / "patterns.csv"), read_ranking(KEPT.parent / "ranking")
    write(validate(KEPT, truths, SOURCE), folder / "validation.html", patterns, ranking)
