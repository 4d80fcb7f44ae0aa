"""A ranking of policies read back from its folder: its samples, sizes of markets and effects, without the scenarios."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

from marketsim.experiments.errors import OtherVersionError
from marketsim.experiments.market_size import SIZE
from marketsim.experiments.readings import BOTH, LESS, READINGS
from marketsim.results.errors import ResultError
from marketsim.version import MODEL_VERSION

DESCRIPTION, SAMPLES, SIZES, BY_SIZE = "rank.json", "samples.csv", "sizes.csv", "effects_by_size.csv"
COLUMNS = {
    SAMPLES: ("outcome", "unit", "reading", "seed", "arm", "value"),
    SIZES: ("seed", SIZE),
    BY_SIZE: ("outcome", "unit", "arm", "reading", "seeds", "mean", "doubling", "verdict"),
}
"""What tables hold at least."""
FACTS = ("since", "until", "cost_not_stated", "not_ranked", "drawn_share")
"""What a description of this version of the model holds beside."""
WORDS = dict.fromkeys(("outcome", "unit", "reading", "arm", "verdict"), "str")


@dataclass(frozen=True, eq=False)
class SavedRanking:
    """What `Ranking.save` wrote; attributes have the names and meanings that they have there."""

    samples: pd.DataFrame
    sizes: pd.DataFrame
    by_size: pd.DataFrame
    description: dict[str, Any]

    @property
    def titles(self) -> dict[str, str]:
        """Titles of the scenarios by arm; empty in folders of old."""
        return dict(self.description["titles"])

    def described(self) -> dict[str, Any]:
        """Return what was ranked as plain values."""
        return self.description


def read_ranking(folder: Path | str) -> SavedRanking:
    """Read the folder of a ranking.

    Raises:
        ResultError: The folder holds none, one without effects by market size, or a damaged one.
        OtherVersionError: It was made with another version of the model.
    """
    folder = Path(folder)
    try:
        text = (folder / DESCRIPTION).read_text("utf-8")
    except OSError as error:
        what = f"{folder} holds no ranking of policies: {DESCRIPTION} cannot be read ({error.strerror})"
        raise ResultError(f"{what}. Name a folder that marketsim rank has written.") from error
    if lacking := next((name for name in COLUMNS if not (folder / name).is_file()), None):
        raise ResultError(f"{folder} lacks {lacking}. Rank again: runs that are finished are found.")
    try:
        description = dict(json.loads(text))
        version = description["model_version"]
        if version == MODEL_VERSION and (without := [name for name in FACTS if name not in description]):
            raise ValueError(f"{DESCRIPTION} lacks {', '.join(without)}")
        samples, sizes, by_size = (_table(folder / name, wanted) for name, wanted in COLUMNS.items())
        made = SavedRanking(samples, sizes, by_size, description)
        if not {*samples["arm"]} <= {*description["scenarios"]}:
            raise ValueError(f"{SAMPLES} holds policies that {DESCRIPTION} does not name")
        description["titles"] = dict(description.get("titles", {}))
        if not by_size["outcome"].str.fullmatch(r"\w+").all():  # They become names of files.
            raise ValueError(f"{BY_SIZE} holds an outcome that is none")
        if version == MODEL_VERSION:
            _check_whole(made)
    except Exception as error:  # Damaged files fail in many ways.
        raise ResultError(f"{folder} is damaged: {type(error).__name__}: {error}. Rank again.") from error
    if version != MODEL_VERSION:
        what = f"{folder} was made with version {version} of the model, this is version {MODEL_VERSION}"
        raise OtherVersionError(f"{what}. Rank again, in another folder of results.")
    return made


def _check_whole(made: SavedRanking) -> None:
    """See to it that there are all rows of what was ranked, and its days.

    Raises:
        ValueError: Some are lost.
        TypeError: A day is none.
    """
    for name in ("since", "until"):
        date.fromisoformat(made.description[name])
    arms, seeds = list(made.description["scenarios"]), set(made.samples["seed"])
    outcomes = set(made.description.get("outcomes", made.samples["outcome"]))
    wanted = {
        SAMPLES: (made.samples, ["outcome", "reading", "seed", "arm"], (outcomes, READINGS, seeds, arms)),
        BY_SIZE: (made.by_size, ["outcome", "arm", "reading"], (outcomes, arms[1:], (BOTH, *READINGS, LESS))),
        SIZES: (made.sizes, ["seed"], (seeds,)),
    }
    for name, (table, columns, parts) in wanted.items():
        if name == SIZES and table.empty:  # There were no days before the policies began.
            continue
        found = Counter(table[columns].itertuples(index=False, name=None))
        if found != Counter(product(*parts)):
            raise ValueError(f"{name} does not hold every row of what was ranked once: a part is lost")


def _table(file: Path, wanted: tuple[str, ...]) -> pd.DataFrame:
    table = pd.read_csv(file, dtype=WORDS, keep_default_na=False, na_values=[""])
    if missing := [name for name in wanted if name not in table]:
        raise ValueError(f"{file.name} lacks {', '.join(missing)}")
    return table
