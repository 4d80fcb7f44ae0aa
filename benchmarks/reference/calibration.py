"""The calibration: made or gone on with, kept small beside the reference results, and shipped with the package.

From nothing it takes half a day of two cores, of busy ones a day. Runs that are kept in the reference results are not
made again.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE = ROOT / "scenarios" / "calibrations" / "kazakhstan.yaml"
MADE = ROOT / "results" / "calibration-kazakhstan-full"
KEPT = ROOT / "results" / "reference" / "calibration"
UNDERWAY = ROOT / "results" / "reference" / "calibration_underway"
"""Runs that were made after what is kept was learned: a calibration goes on from them."""
SHIPPED = ROOT / "src" / "marketsim" / "data" / "calibrations" / "kazakhstan"
SHIPS = ("posterior.csv", "recorded.csv", "parameters.csv", "calibration.json")
"""What scenarios, predictions and rankings read."""


def fill(folder: Path, workers: int) -> None:
    """Make all runs that are missing, and fill a folder with what was learned."""
    _calibrate(folder, "--workers", str(workers))


def fill_so_far(folder: Path, workers: int) -> None:
    """Fill a folder with what the runs that are there tell; it is called provisional wherever it is used."""
    _calibrate(folder, "--so-far")


def _calibrate(folder: Path, *words: str) -> None:
    before = UNDERWAY if UNDERWAY.exists() else KEPT
    if before.exists():
        MADE.mkdir(parents=True, exist_ok=True)
        for file in before.iterdir():
            if not (MADE / file.name).exists():
                shutil.copy(file, MADE)
    command = [sys.executable, "-m", "marketsim", "calibrate", str(FILE), "--out", str(MADE.parent), *words]
    subprocess.run(command, check=True)
    for file in MADE.iterdir():
        if file.is_file() and file.suffix != ".lock":
            shutil.copy(file, folder)
    SHIPPED.mkdir(parents=True, exist_ok=True)
    for name in SHIPS:
        shutil.copy(MADE / name, SHIPPED)
