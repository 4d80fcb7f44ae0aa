"""Shares of what happens that are recorded, as a calibration learned them: one row a draw, as in its posterior."""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from marketsim.scenario.faults import shorten

RECORDED, REPORTING = "recorded.csv", "reporting."
"""File of the shares, and what begins their keys: a measure's name is the rest."""
RECORDED_DIGEST = "recorded_sha256"
"""Key under which the manifest tells the file's digest; older manifests have none."""
MOST_RECORDED = 1.5
"""Largest share recorded: agencies may count twice."""
ROUNDING = 1e-9
"""By how much a share may lie beyond the ends of its prior."""


def read_recorded(folder: Path, made_with: Mapping[str, Any], draws: Sequence[str]) -> dict[str, tuple[float, ...]]:
    """Return the share recorded of each measure that has one, a number a draw.

    Args:
        folder: The folder of a calibration.
        made_with: What its manifest says.
        draws: Numbers of the posterior's draws as they are written.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not as the manifest says, or holds something that is no share.
    """
    path, learned = folder / RECORDED, made_with.get("sources")
    wanted = [key for key in learned if key.startswith(REPORTING)] if isinstance(learned, dict) else None
    if not path.exists():
        if wanted:
            raise ValueError(f"{RECORDED} is not there, and the calibration learned {wanted[0]}: a part is lost")
        return {}
    content = path.read_bytes()
    header, *rows = list(csv.reader(io.StringIO(content.decode("utf-8")))) or [[]]
    keys = header[1:]
    if lost := [key for key in wanted or () if key not in keys]:
        raise ValueError(f"{RECORDED} has no column {lost[0]}, which the calibration learned: a part is lost")
    if odd := [key for key in keys if not key.startswith(REPORTING) or (wanted is not None and key not in wanted)]:
        raise ValueError(f"{RECORDED} has a column {shorten(odd[0])}, which the calibration did not learn")
    if header[:1] != ["draw"] or len(set(keys)) < len(keys) or any(len(row) != len(header) for row in rows):
        raise ValueError(f"{RECORDED} wants a column draw, a column a share, and a row a draw")
    if [row[0] for row in rows] != list(draws):
        raise ValueError(f"{RECORDED} has other draws than the posterior ({len(rows)} and {len(draws)})")
    ends = _ends(made_with)
    shares = {key: tuple(_share(key, row[place], ends) for row in rows) for place, key in enumerate(keys, start=1)}
    digest = hashlib.sha256(content).hexdigest()
    if digest != made_with.get(RECORDED_DIGEST, digest):
        raise ValueError(f"{RECORDED} is not as the calibration wrote it")
    return {key.removeprefix(REPORTING): held for key, held in shares.items()}


def _share(key: str, cell: str, ends: Mapping[str, tuple[float, float]]) -> float:
    low, high = ends.get(key, (0.0, MOST_RECORDED))
    try:
        share = float(cell)
    except ValueError:
        share = math.nan
    if not low - ROUNDING <= share <= high + ROUNDING:  # Nor is what is no number.
        raise ValueError(f"{RECORDED} says {shorten(cell)} of {key}, which lies from {low:g} to {high:g}")
    return share


def _ends(made_with: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Return between what the prior of each share has it, as far as the manifest says so."""
    found = {}
    priors = made_with.get("priors")
    for prior in (one for one in (priors if isinstance(priors, list) else ()) if isinstance(one, dict)):
        bounded = str(prior.get("shape")).endswith("uniform")
        low, high = (prior.get(name) for name in (("low", "high") if bounded else ("least", "most")))
        if isinstance(low, int | float) and isinstance(high, int | float):
            found[str(prior.get("key"))] = float(low), float(high)
    return found
