"""A comparison read back from its folder: its tables, without the scenarios."""

import hashlib
import json
import warnings
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from marketsim.experiments.made_with import MadeWith, read_made_with
from marketsim.results.errors import ResultError
from marketsim.version import MODEL_VERSION

DESCRIPTION, FILES = "comparison.json", "files"
"""The file that tells what was compared, and where it has the SHA-256 of the others."""
COLUMNS = ("arm", "domain", "consequence", "unit", "base", "change", "low", "high", "share", "verdict")
"""What the table of effects holds at least."""


@dataclass(frozen=True, eq=False)
class SavedComparison:
    """What `Comparison.save` wrote; attributes have the names and meanings that they have there."""

    base: str
    seeds: tuple[int, ...]
    since: date
    until: date
    effects: pd.DataFrame
    ratios: pd.DataFrame
    pairs: pd.DataFrame
    discounted: pd.DataFrame
    """One row an arm and seed; empty in folders of old."""
    description: dict[str, Any]
    made_with: MadeWith | None = None
    """How it was made; none in folders of old."""

    @property
    def titles(self) -> dict[str, str]:
        """Titles of scenarios by arm; empty in folders of old."""
        arms = self.made_with.arms if self.made_with is not None else {}
        return self.description.get("titles") or {name: arm.title for name, arm in arms.items()}

    def described(self) -> dict[str, Any]:
        """Return what was compared as plain values."""
        return self.description


def is_comparison(folder: Path) -> bool:
    """Tell whether a folder holds a comparison."""
    return (folder / DESCRIPTION).is_file()


def read_comparison(folder: Path | str) -> SavedComparison:
    """Read the folder of a comparison.

    Raises:
        ResultError: The folder holds none, or a damaged one.
    """
    folder = Path(folder)
    try:
        text = (folder / DESCRIPTION).read_text("utf-8")
    except OSError as error:
        what = f"{folder} holds no comparison: {DESCRIPTION} cannot be read"
        raise ResultError(f"{what} ({error.strerror}). Name a folder that marketsim compare has written.") from error
    try:
        description = json.loads(text)
        _check_whole(folder, description.pop(FILES, {}))
        words = {"note": "str", "verdict": "str", "arm": "str"}
        effects, ratios, pairs = (
            pd.read_csv(folder / f"{name}.csv", dtype=words, keep_default_na=False, na_values=[""])
            for name in ("effects", "ratios", "pairs")
        )
        if missing := [name for name in COLUMNS if name not in effects]:
            raise ValueError(f"effects.csv lacks {', '.join(missing)}")
        ratios["note"] = ratios["note"].fillna("")
        if "better_when" in effects:
            effects["better_when"] = effects["better_when"].fillna("")
        made = SavedComparison(
            base=description["base"],
            seeds=tuple(description["seeds"]),
            since=date.fromisoformat(description["since"]),
            until=date.fromisoformat(description["until"]),
            effects=effects,
            ratios=ratios,
            pairs=pairs,
            discounted=_discounted(folder / "discounted.csv"),
            description={key: value for key, value in description.items() if key not in ("effects", "ratios")},
            made_with=read_made_with(folder),
        )
    except Exception as error:  # Damaged files fail in many ways.
        raise ResultError(f"{folder} is damaged: {type(error).__name__}: {error}. Compare again.") from error
    if (by := description.get("model_version")) != MODEL_VERSION:
        what = f"{folder} was made by version {by} of the model, this is version {MODEL_VERSION}"
        warnings.warn(f"{what}: the figures of the two differ.", UserWarning, stacklevel=2)
    return made


def _check_whole(folder: Path, files: dict[str, str]) -> None:
    """See to it that every table is as it was written; folders of old do not say how that was.

    Raises:
        ValueError: One is not.
    """
    for name, digest in files.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise ValueError(f"{name} was changed since it was written, or a part of it is lost")


def _discounted(file: Path) -> pd.DataFrame:
    if not file.exists():
        return pd.DataFrame()
    return pd.read_csv(file, dtype={"arm": "str"}, keep_default_na=False).set_index(["arm", "seed"])
