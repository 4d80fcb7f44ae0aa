"""What is kept of a calibration beside its finished generations: what it was made with, and the generation under way.

Both are small: with the finished generations they are all that is needed to go on elsewhere, without the store of runs.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.calibration.observation import Target
from marketsim.experiments.calibration.particle_file import read_particles
from marketsim.experiments.calibration.wanted import Wanted
from marketsim.experiments.errors import ExperimentError, OtherVersionError
from marketsim.experiments.parts import write_whole
from marketsim.measures.registry import all_measures
from marketsim.results.evidence import Figure, answered
from marketsim.version import MODEL_VERSION

MADE_WITH = "made_with.json"
FIGURES = "figures"
"""Key of what the figures that are kept of every run are: runs in which one was another are not taken for it."""
MAKERS = "made_by"
"""Key of the sources by which runs were made: one state after the other, if it goes on after a change."""
EVERY = 100
"""Finished runs after which the generation under way is written anew."""
SAME = 1e-9
"""Relative difference of values that are the same on another machine."""


class Unfinished:
    """The finished runs of the generation under way, one row a run: `number`, `value:` a key, `truth:` a figure."""

    def __init__(self, folder: Path, generation: int, keys: Sequence[str], kept: Sequence[str]) -> None:
        """Read what is there.

        Args:
            folder: Folder of the calibration.
            generation: Number of the generation.
            keys: What is calibrated.
            kept: Ids of the figures that are kept.
        """
        self.path = folder / f"generation-{generation:02d}.partial.parquet"
        self._values = [f"value:{key}" for key in keys]
        self._truths = [f"truth:{name}" for name in kept]
        self._rows: dict[int, NDArray[np.float64]] = {}
        self._new = 0
        if self.path.exists():
            table = read_particles(self.path)
            columns = table.reindex(columns=[*self._values, *self._truths]).to_numpy(np.float64)
            self._rows = dict(zip(table["number"].tolist(), columns, strict=True))

    def truth(self, number: int, values: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Return what a particle was found to have, or none if it is not there.

        Raises:
            ExperimentError: It is there with values that would not be drawn now.
        """
        row = self._rows.get(number)
        if row is None:
            return None
        apart = ~np.isclose(row[: len(values)], values, rtol=SAME, atol=0.0)
        if apart.any():
            i = int(apart.argmax())
            what = f"{self.path} holds runs that would not be drawn now: in number {number}"
            other = f"{self._values[i].removeprefix('value:')} is {row[i]:g}, now it would be {values[i]:g}"
            raise ExperimentError(f"{what} {other}. Remove it to make them again, or choose another folder with --out.")
        return row[len(values) :]

    def put(self, number: int, values: NDArray[np.float64], truth: NDArray[np.float64]) -> None:
        """Keep a finished run."""
        self._rows[number] = np.concatenate((values, truth))
        self._new += 1

    def write(self, least: int = 1) -> None:
        """Write the file, if at least so many runs are not in it yet.

        Raises:
            ResultError: It cannot be written.
        """
        if self._new < least:
            return
        numbers = sorted(self._rows)
        rows = np.stack([self._rows[number] for number in numbers])
        table = pd.DataFrame(rows, columns=[*self._values, *self._truths])
        table.insert(0, "number", numbers)
        buffer = io.BytesIO()
        table.to_parquet(buffer, compression="zstd")
        write_whole(self.path, buffer.getvalue())
        self._new = 0

    def remove(self) -> None:
        """Remove the file: its generation is finished."""
        self.path.unlink(missing_ok=True)


def note_made_with(wanted: Wanted, folder: Path) -> None:
    """Note what a calibration is made with, once it is seen that what is in the folder was made with the same.

    Raises:
        OtherVersionError: It was made by another version of the model.
        ExperimentError: It is another calibration, nothing says which it is, or a figure was another one in its runs.
        ResultError: It cannot be written.
    """
    path, now = folder / MADE_WITH, check_made_with(wanted, folder)
    if not path.exists() or json.loads(path.read_bytes()) != json.loads(json.dumps(now)):
        write_made_with(path, now)


def check_made_with(wanted: Wanted, folder: Path) -> dict[str, Any]:
    """Check that what is in a folder was made with the same, and return what is to be noted; nothing is written.

    Raises:
        OtherVersionError: It was made by another version of the model.
        ExperimentError: It is another calibration, nothing says which it is, or a figure was another one in its runs.
    """
    path = folder / MADE_WITH
    if not path.exists() and has_particles(folder):
        what = f"{folder} holds runs of a calibration and nothing that says what they were made with ({MADE_WITH})"
        raise ExperimentError(f"{what}. Copy it there too, or choose another folder with --out.")
    now: dict[str, Any] = {"design": wanted.of_design(), "generations": wanted.of_generations(), MAKERS: []}
    now[FIGURES] = figures_of(wanted.targets)
    if not path.exists():
        return now
    try:
        before = json.loads(path.read_bytes())
        version = before["design"].get("model_version")
        generations = dict(before["generations"])
        figures = dict(before[FIGURES]) if version == MODEL_VERSION else {}  # Older versions kept none.
        now[MAKERS] = [dict(maker) for maker in before.get(MAKERS, [])]
        if not are_makers(now[MAKERS]):
            raise ValueError(MAKERS)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(folder) from error
    if version != MODEL_VERSION:
        what = f"{folder} holds a calibration of version {version} of the model, this is version {MODEL_VERSION}"
        raise OtherVersionError(f"{what}. Choose another folder with --out, or remove that one.")
    if other := _other(before["design"], now["design"]):
        raise ExperimentError(f"{folder} holds a calibration with {other}. Choose another folder with --out.")
    for name, one in now[FIGURES].items():
        if figures.get(name, one) != one:
            what = f"{folder} holds runs in which {name} was {_said(figures[name])}, and now it is {_said(one)}"
            raise ExperimentError(f"{what}. Choose another folder with --out.")
    now[FIGURES] = figures | now[FIGURES]
    later = _later(folder)
    if later and (other := _other(generations, now["generations"])):
        what = f"{folder} holds generations made with {other}"
        raise ExperimentError(f"{what}. Remove {', '.join(later)} to begin again after the design, or choose --out.")
    return now


def are_makers(makers: Any) -> bool:
    """Tell whether these are notes of who made runs."""
    return isinstance(makers, list) and all(
        isinstance(one, dict) and isinstance(one.get("source_digest"), str) for one in makers
    )


def _damaged(folder: Path) -> ExperimentError:
    """Return the error that nobody can read what the runs of a folder were made with."""
    what = f"{folder / MADE_WITH} is damaged. Copy it anew from where its runs were made"
    again = "what is in runs/ is found again, the rest is made again"
    gone = f"{MADE_WITH} with all generation-*.parquet" if has_particles(folder) else MADE_WITH
    return ExperimentError(f"{what}. If there is no copy, remove {gone}: {again}.")


def has_particles(folder: Path) -> bool:
    """Tell whether a folder holds small files of finished runs."""
    return any(folder.glob("generation-*.parquet"))


def figures_of(targets: Sequence[Target]) -> dict[str, dict[str, str]]:
    """Return, as plain values, of what measure and period each figure is that is kept of every run."""
    held: dict[str, Figure | Target] = {figure.id: figure for figure in answered()}
    held |= {target.id: target for target in targets}
    return {
        name: {
            "metric": figure.metric,
            "unit": all_measures()[figure.metric].unit,
            "start": figure.start.isoformat(),
            "end": figure.end.isoformat(),
        }
        for name, figure in held.items()
    }


def _said(figure: Any) -> str:
    """Return the definition of a figure in words."""
    held = figure if isinstance(figure, dict) else {}
    metric, unit, start, end = (held.get(name, "?") for name in ("metric", "unit", "start", "end"))
    return f"{metric} in {unit}, {start} to {end}"


def write_made_with(path: Path, held: Mapping[str, Any]) -> None:
    """Write the file that says what a calibration is made with.

    Raises:
        ResultError: It cannot be written.
    """
    write_whole(path, (json.dumps(held, indent=1, ensure_ascii=False) + "\n").encode())


def _later(folder: Path) -> list[str]:
    """Return the names of files of generations after the design."""
    return sorted(path.name for path in folder.glob("generation-*.parquet") if "-00." not in path.name)


def check_finished(wanted: Wanted, folder: Path, finished: Mapping[str, Any]) -> None:
    """Check that what was brought to an end in a folder is not replaced by something else, or by less.

    Args:
        wanted: The calibration that is asked for.
        folder: Its folder.
        finished: What the calibration in the folder says of itself.

    Raises:
        ExperimentError: It would be.
    """
    now = {"targets": [asdict(target) for target in wanted.targets], "draws": wanted.draws}
    other = _other(finished, json.loads(json.dumps(now, default=str)))
    other = other or _other(finished.get("plan") or {}, {"keep": wanted.plan.keep, "new": wanted.plan.new})
    if other:
        raise _kept(folder, other)
    check_no_less(folder, finished, 1 + wanted.plan.most)


def check_no_less(folder: Path, finished: Mapping[str, Any], made: int) -> None:
    """Check that a finished calibration is not replaced by one of fewer generations.

    Raises:
        ExperimentError: It would be.
    """
    path = finished.get("path") or []
    if len(path) > made:
        raise _kept(folder, f"{len(path) - 1} generations after the first, and {made - 1} are asked for")


def _kept(folder: Path, other: str) -> ExperimentError:
    away = ", ".join(["calibration.json", *_later(folder)])
    what = f"{folder} holds a finished calibration with {other}"
    return ExperimentError(f"{what}. Choose another folder with --out, or move {away} away to go on from its design.")


def _other(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Return what differs in words, nothing if all is the same."""
    plain = json.loads(json.dumps(now))
    differing = [name for name in plain if before.get(name) != plain[name]]
    return " and ".join(
        f"{'other' if name.endswith('s') else 'another'} {name.replace('_', ' ')}" for name in differing
    )
