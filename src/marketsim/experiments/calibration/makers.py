"""By which states of the source the runs of a calibration were made: one that goes on for days may have had several."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from marketsim.experiments.calibration.checkpoint import MADE_WITH, MAKERS, write_made_with
from marketsim.results.manifest import origin


def note_maker(folder: Path, finished: int) -> None:
    """Note who makes runs from now on, if the last ones were made by another source, Python or package.

    Args:
        folder: Folder of the calibration, which holds what it is made with.
        finished: Runs that are there already.

    Raises:
        ResultError: It cannot be written.
    """
    path = folder / MADE_WITH
    held = json.loads(path.read_bytes())
    makers, now = held[MAKERS], origin()
    if makers and makers[-1].items() >= now.items():
        return
    held[MAKERS] = [*makers, {"finished_before": finished, "since": datetime.now(UTC).date().isoformat(), **now}]
    write_made_with(path, held)


def makers_of(folder: Path) -> list[dict[str, Any]]:
    """Return who made the runs of a calibration, one after the other, as far as it was noted.

    Each is as `origin` tells, with `finished_before`, the runs that were there before, and `since`, a date.
    """
    path = folder / MADE_WITH
    found: list[dict[str, Any]] = json.loads(path.read_bytes()).get(MAKERS, []) if path.exists() else []
    return found
