"""Courses and maps that the reader moves: what the page's own script draws from, as JSON within the page."""

import base64
import hashlib
import json
import math
from collections.abc import Sequence
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.figures.bands import CENTRE, MANY
from marketsim.figures.ground import name_of, tiles_of
from marketsim.figures.periods import over_periods, periods_of
from marketsim.figures.words import title_of
from marketsim.measures.measure import Kind
from marketsim.measures.registry import all_measures
from marketsim.report.choices import COURSES, MAPS
from marketsim.report.gathering import Group
from marketsim.results.run import Run

DIGITS = 4


class Moving(NamedTuple):
    """What moves on the page: its data, the script that draws them, and the digest by which the page lets it run."""

    data: str
    script: str
    digest: str


def moving(groups: Sequence[Group]) -> Moving | None:
    """Return what moves on the page; none where there is nothing to draw."""
    held = _held(groups)
    if not (held["courses"] and held["maps"]):
        return None
    script = (resources.files("marketsim.report") / "interactive.js").read_text("utf-8")
    digest = f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"
    data = json.dumps(held, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    for letter in "<>&":  # Nothing in a name may look like a tag.
        data = data.replace(letter, f"\\u{ord(letter):04x}")
    return Moving(data, script, digest)


def _held(groups: Sequence[Group]) -> dict[str, Any]:
    """Return courses by month (or day, where there are few months) and maps by month of all scenarios."""
    bodies = [_Body(group.runs) for group in groups]
    return {
        "scenarios": [
            {"title": group.title, "times": body.times, "regions": body.regions}
            for group, body in zip(groups, bodies, strict=True)
        ],
        "courses": _measures(COURSES, [body.courses for body in bodies]),
        "maps": _measures(MAPS, [body.maps for body in bodies]),
    }


def _measures(names: Sequence[str], held: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what some scenario has of each measure, with its words; what is nothing everywhere is left out."""
    found = []
    for name in names:
        if any(name in values for values in held):
            made = all_measures()[name]
            facts = {"name": name, "title": title_of(name), "unit": made.unit, "flow": made.kind is Kind.FLOW}
            found.append(facts | {"values": [values.get(name) for values in held]})
    return found


class _Body:
    """What the script gets of one scenario."""

    def __init__(self, runs: tuple[Run, ...]) -> None:
        self.runs, self.periods = runs, periods_of(runs[0])
        self.times = [f"{day:%Y-%m-%d}" for day in self.periods.days]
        if not self.periods.by_day:
            self.times = [str(month) for month in self.periods.months()]
        self.regions = [{"name": name_of(tile).split("\n"), "x": tile.x, "y": tile.y} for tile in tiles_of(runs[0])]
        self.courses = {name: course for name in COURSES if (course := self._course(name)) is not None}
        self.maps = {name: months for name in MAPS if (months := self._map(name)) is not None}

    def _course(self, name: str) -> list[list[float | None]] | None:
        """Return median, low and high of the runs, or the one run alone; none where nothing happens."""
        if any(name not in run.daily for run in self.runs):
            return None
        values = over_periods(self.runs, name, all_measures()[name].kind, self.periods)
        if not np.nan_to_num(values).any():
            return None
        if len(self.runs) == 1:
            return [_rounded(values[0])]
        ends = CENTRE if len(self.runs) >= MANY else (0.0, 1.0)
        return [_rounded(row) for row in np.quantile(values, (0.5, *ends), axis=0)]

    def _map(self, name: str) -> dict[str, list[float | None]] | None:
        """Return the mean over runs of every region, by month; none where nothing happens."""
        tables = [run.regions for run in self.runs]
        if any(name not in table for table in tables):
            return None
        months = pd.DatetimeIndex(tables[0]["month"])
        counted = months >= self.periods.days[0].to_period("M").to_timestamp()
        shape = (-1, len(self.regions))
        mean = np.mean([table[name].to_numpy(np.float64)[counted] for table in tables], axis=0).reshape(shape)
        if not mean.any():
            return None
        names = [str(month)[:7] for month in months[counted][:: len(self.regions)]]
        whole = (
            (tables[0]["days"].to_numpy()[counted].reshape(shape)[:, 0])
            == pd.PeriodIndex(names, freq="M").days_in_month
        )
        kept = whole if whole.any() else np.ones(len(names), bool)
        return {month: _rounded(row) for month, row, keep in zip(names, mean, kept, strict=True) if keep}


def _rounded(values: NDArray[np.float64]) -> list[float | None]:
    """Return figures in few digits, whole ones as whole numbers, so that the page stays small."""
    return [_short(float(f"{value:.{DIGITS}g}")) if math.isfinite(value) else None for value in values.tolist()]


def _short(value: float) -> float:
    return int(value) if value == int(value) else value
