"""A break-even read back from its folder."""

import io
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from marketsim.experiments.cost_effectiveness import OUTCOMES
from marketsim.results.errors import ResultError

CURVE, DESCRIPTION = "break_even.csv", "break_even.json"


@dataclass(frozen=True, eq=False)
class SavedBreakEven:
    """What `BreakEven.save` wrote; attributes have the names and meanings that they have there."""

    curve: pd.DataFrame
    description: dict[str, Any]

    @property
    def cost(self) -> float:
        """Break-even cost, KZT a unit and year; NaN if there is none."""
        return self._number("cost")

    @property
    def low(self) -> float:
        """Lower end of its interval."""
        return self._number("low")

    @property
    def high(self) -> float:
        """Upper end of its interval."""
        return self._number("high")

    @property
    def titles(self) -> dict[str, str]:
        """Titles of scenarios by arm; none in a folder that an older version wrote."""
        return dict(self.description.get("titles", {}))

    def words(self) -> dict[str, str]:
        """Return what the figure says in words."""
        return said(self.description, len(self.description["seeds"]))

    def _number(self, name: str) -> float:
        value = self.description[name]
        return math.nan if value is None else float(value)


def said(facts: dict[str, Any], pairs: int) -> dict[str, str]:
    """Return what the figure of a break-even says in words."""
    held = {name: str(facts[name]) for name in ("first", "second", "unit", "reason")}
    return held | {"outcome": OUTCOMES[facts["outcome"]].many, "pairs": str(pairs)}


def read_break_even(folder: Path | str) -> SavedBreakEven:
    """Read the folder of a break-even.

    Raises:
        ResultError: The folder holds none, or a damaged one.
    """
    folder = Path(folder)
    try:
        text, table = ((folder / file).read_text("utf-8") for file in (DESCRIPTION, CURVE))
    except OSError as error:
        what = f"{folder} holds no break-even: {error.filename} cannot be read ({error.strerror})"
        raise ResultError(f"{what}. Name a folder that marketsim break-even has written.") from error
    try:
        made = SavedBreakEven(pd.read_csv(io.StringIO(table)), json.loads(text))
        _ = made.words(), made.titles, made.cost, made.low, made.high, made.curve["unit_cost_kzt"]
    except Exception as error:  # Damaged files fail in many ways.
        raise ResultError(f"{folder} is damaged: {type(error).__name__}: {error}. Compute it again.") from error
    return made
