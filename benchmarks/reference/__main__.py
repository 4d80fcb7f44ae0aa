"""Compute the reference results anew: `make reference`, or `python -m benchmarks.reference [PART...]`.

A part is a function that fills a folder of `results/reference`; the folder is renewed whole. Runs that a part has made
are kept in `results`, and found again there.
"""

import argparse
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.reference import blocking, calibration, history, prediction, ranking, validation

PARTS: dict[str, Callable[[Path, int], None]] = {
    "history": history.fill,
    "blocking": blocking.fill,
    "calibration": calibration.fill,
    "ranking": ranking.fill,
    "validation": validation.fill,
    "prediction": prediction.fill,
}
"""By the name of the folder: what fills it, given the folder and how many processes there are."""
KEPT = Path(__file__).parents[2] / "results" / "reference"


def renew(name: str, fill: Callable[[Path, int], None], workers: int) -> None:
    """Compute a part and put it in place of the old one."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT.parent) as made:
        fill(Path(made), workers)
        shutil.rmtree(KEPT / name, ignore_errors=True)
        shutil.copytree(made, KEPT / name)
    size = sum(file.stat().st_size for file in (KEPT / name).rglob("*.*"))
    print(f"{name}: {size / 1e3:,.0f} kB")


if __name__ == "__main__":
    reader = argparse.ArgumentParser(prog="python -m benchmarks.reference", description="Renew the reference results.")
    reader.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all without any")
    reader.add_argument("--workers", type=int, default=2, help="processes")
    reader.add_argument("--so-far", action="store_true", help="calibration: learn from the runs that are there")
    asked = reader.parse_args()
    if unknown := [part for part in asked.parts if part not in PARTS]:
        reader.error(f"there is no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    parts = PARTS | ({"calibration": calibration.fill_so_far} if asked.so_far else {})
    for part in asked.parts or parts:
        renew(part, parts[part], asked.workers)
