"""What a run leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Run:
    """The results of one run."""

    daily: pd.DataFrame
    """One row a day (burn-in included), indexed by `date`; one column a measure."""
    yearly: pd.DataFrame
    """One row a year from `measures_from` on; `days`, `complete` and one column a measure."""
    regions: pd.DataFrame
    """One row a month and region (burn-in included); `month`, `days`, `region` and the measures known by region."""
    consequences: pd.DataFrame
    """One row a year from `measures_from` on and region, and one for the country: who bears what, and who pays."""
    cells: dict[str, NDArray[Any]]
    """The ground on the last evening: an array of shape (width, height) a layer."""
    manifest: dict[str, Any]
    """Where the results come from: versions, resolved scenario, seed, machine, times, checksums once written."""
    events: pd.DataFrame | None = None
    """Changes of status of staff, shops, channels and laboratories, if they were asked for."""
    mass: pd.DataFrame | None = None
    """One row a year from `measures_from` on and material: stocks, and flows by cause; results of old lack it."""

    def save(self, parent: Path | str = "results", name: str | None = None) -> Path:
        """Write the results to a folder of their own under `parent` and return it.

        An existing result is never touched: the same one is recognised, a different one goes elsewhere.

        Raises:
            ResultError: The folder cannot be written; nothing is left that looks whole.
        """
        from marketsim.results.folder import write  # It reads runs, so it cannot be imported above.

        return write(self, Path(parent), name).folder

    def between(self, column: str, first: pd.Timestamp, last: pd.Timestamp) -> NDArray[Any]:
        """Return the days of a measure from `first` to `last`, both included."""
        return np.asarray(self.daily.loc[first:last, column])

    def __repr__(self) -> str:
        seed, first, last = (self.manifest.get(key) for key in ("seed", "first_day", "last_day"))
        title = self.manifest.get("scenario", {}).get("title")
        return f"<Run of {title!r}, seed {seed}, {first} to {last}>"
