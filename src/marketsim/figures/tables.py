"""Tables that figures are drawn from: of this version of the model, with their columns, numbers and ends in order."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from marketsim.experiments.errors import OtherVersionError
from marketsim.figures.drawing import Needs
from marketsim.figures.errors import FigureError
from marketsim.results.errors import ResultError
from marketsim.version import MODEL_VERSION

FILES = {
    "prior_posterior": "parameters.csv",
    "predictive_bands": "validation-figures.csv",
    "rank_histogram": "validation-ranks.csv",
    "identifiability": "validation-parameters.csv",
    "prediction_fan": "predictions.csv",
}
"""Tables in the folders of a calibration, of its validation and of a prediction, by figure."""
RANKING = "ranking.csv"
"""Table in the folder of a sensitivity analysis."""
MADE_WITH = {
    Needs.TABLE: "sensitivity.json",
    Needs.CALIBRATION: "calibration.json",
    Needs.VALIDATION: "validation.json",
    Needs.PREDICTION: "prediction.json",
}
"""Files beside tables that tell of which version of the model they are."""
COMMANDS = {
    Needs.TABLE: "marketsim sensitivity",
    Needs.CALIBRATION: "marketsim calibrate",
    Needs.VALIDATION: "marketsim report --validation",
    Needs.PREDICTION: "marketsim predict",
}
"""Commands that make tables anew."""
TEXTS = ("arm", "metric", "kind", "period", "key", "parameter", "said", "shape", "use", "side", "id", "start", "end")
"""Columns that are no numbers, though they may look so."""


def read_table(place: Path, figure: str, needs: Needs) -> pd.DataFrame:
    """Return the table that a figure is drawn from.

    Args:
        place: A folder, or the table itself.
        figure: Name of the figure.
        needs: What it is drawn from, one of those that are tables.

    Raises:
        FigureError: There is no such table.
        ResultError: What tells of its making is damaged.
        OtherVersionError: It was made with another version of the model.
    """
    table = place / FILES.get(figure, RANKING) if place.is_dir() else place
    if not table.exists():
        what = f"There is no {table}; '{figure}' is drawn from {needs}"
        raise FigureError(f"{what}: name its folder, or the table if it has another name.")
    _check_version(_made_with(table, needs), COMMANDS[needs])
    try:
        return pd.read_csv(table, dtype=None if needs is Needs.TABLE else dict.fromkeys(TEXTS, "str"))
    except (ValueError, UnicodeError) as error:
        raise FigureError(f"{place} is no table: {error}. Give a CSV file with a row of titles.") from error


def _made_with(table: Path, needs: Needs) -> Path:
    """Return the file that tells of the making of a table; a validation's has the name of its page."""
    page = table.stem.rpartition("-")[0]
    return table.with_name(f"{page}.json" if needs is Needs.VALIDATION and page else MADE_WITH[needs])


def _check_version(file: Path, command: str) -> None:
    """See to it that a table is of this version of the model, where a file beside it tells."""
    if not file.exists():
        return
    try:
        version = dict(json.loads(file.read_bytes()))["model_version"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ResultError(f"{file} is damaged: {type(error).__name__}: {error}. Make it anew: {command}.") from error
    if version != MODEL_VERSION:
        what = f"{file} was made with version {version} of the model, this is version {MODEL_VERSION}"
        raise OtherVersionError(f"{what}. Make it anew, in another folder: {command}.")


def wanted(
    table: pd.DataFrame, texts: Sequence[str], numbers: Sequence[str] = (), spans: Sequence[Sequence[str]] = ()
) -> pd.DataFrame:
    """Return a table that is seen to be whole.

    Args:
        table: The table.
        texts: Columns of words.
        numbers: Columns of numbers, or of yes and no.
        spans: Columns of numbers of which none is below the one before it; where one is empty, nothing is asked.

    Raises:
        FigureError: It has no rows, lacks columns, or holds what is none of that.
    """
    anew = "Give one as marketsim has written it."
    numeric = list(dict.fromkeys([*numbers, *(name for span in spans for name in span)]))
    if missing := [name for name in (*texts, *numeric) if name not in table.columns]:
        raise FigureError(f"This table lacks {', '.join(missing)}. {anew}")
    if table.empty:
        raise FigureError("This table has no rows.")
    if empty := [name for name in texts if table[name].isna().any()]:
        raise FigureError(f"This table is damaged: a cell of {empty[0]} is empty. {anew}")
    if odd := [name for name in numeric if not pd.api.types.is_numeric_dtype(table[name])]:
        raise FigureError(f"This table is damaged: {', '.join(odd)} holds what is no number. {anew}")
    for span in spans:
        if (np.diff(table[list(span)].to_numpy(np.float64), axis=1) < 0.0).any():
            raise FigureError(f"This table is damaged: {', '.join(span)} are not in ascending order. {anew}")
    return table
