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

from marketsim.figures.bands import CENTRE, FEWEST_MONTHS, MANY
from marketsim.figures.ground import name_of, tiles_of
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
        first, last = (pd.Timestamp(runs[0].manifest[key]) for key in ("measures_from", "last_day"))
        days = pd.date_range(first, last)
        months = days.to_period("M")
        self.runs, self.first = runs, first
        self.span = slice(int((first - runs[0].daily.index[0]).days), None)
        starts = np.flatnonzero(np.r_[True, months[1:] != months[:-1]])
        sizes = np.diff(np.r_[starts, len(days)])
        whole = sizes == months[starts].days_in_month
        if whole.sum() < FEWEST_MONTHS:
            self.starts, self.kept = np.arange(len(days)), np.ones(len(days), bool)
            self.times = [f"{day:%Y-%m-%d}" for day in days]
        else:
            self.starts, self.kept = starts, whole
            self.times = [str(month) for month in months[starts][whole]]
        self.regions = [{"name": name_of(tile).split("\n"), "x": tile.x, "y": tile.y} for tile in tiles_of(runs[0])]
        self.courses = {name: course for name in COURSES if (course := self._course(name)) is not None}
        self.maps = {name: months for name in MAPS if (months := self._map(name)) is not None}

    def _course(self, name: str) -> list[list[float | None]] | None:
        """Return median, low and high of the runs, or the one run alone; none where nothing happens."""
        if any(name not in run.daily for run in self.runs):
            return None
        days = np.stack([run.daily[name].to_numpy(np.float64)[self.span] for run in self.runs])
        if not np.nan_to_num(days).any():
            return None
        values = _over(days, self.starts, all_measures()[name].kind)[:, self.kept]
        if len(self.runs) == 1:
            return [_rounded(values[0])]
        ends = CENTRE if len(self.runs) >= MANY else (0.0, 1.0)
        return [_rounded(np.quantile(values, share, axis=0)) for share in (0.5, *ends)]

    def _map(self, name: str) -> dict[str, list[float | None]] | None:
        """Return the mean over runs of every region, by month; none where nothing happens."""
        tables = [run.regions for run in self.runs]
        if any(name not in table for table in tables):
            return None
        months = pd.DatetimeIndex(tables[0]["month"])
        counted = months >= self.first.to_period("M").to_timestamp()
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


def _over(days: NDArray[np.float64], starts: NDArray[np.intp], kind: Kind) -> NDArray[np.float64]:
    """Return the figure of every period, runs by periods, as `Measure.over` does for one."""
    if kind is Kind.STOCK:
        return days[:, np.r_[starts[1:], days.shape[1]] - 1]
    sums = np.add.reduceat(days if kind is Kind.FLOW else np.nan_to_num(days), starts, axis=1)
    if kind is Kind.FLOW:
        return sums
    known = np.add.reduceat(np.isfinite(days).astype(np.float64), starts, axis=1)
    return np.divide(sums, known, out=np.full(sums.shape, math.nan), where=known > 0)


def _rounded(values: NDArray[np.float64]) -> list[float | None]:
    """Return figures in few digits, whole ones as whole numbers, so that the page stays small."""
    return [_short(float(f"{value:.{DIGITS}g}")) if math.isfinite(value) else None for value in values.tolist()]


def _short(value: float) -> float:
    return int(value) if value == int(value) else value
