"""Values as JSON holds them."""

import json
from datetime import date
from enum import StrEnum
from pathlib import Path

import numpy as np
import pandas as pd

from marketsim.results.files import as_json


class Word(StrEnum):
    """A word."""

    HERE = "here"


def test_every_value_has_one_that_json_holds():
    table = pd.DataFrame({"day": [pd.Timestamp("2021-03-01")], "share": [np.nan]})
    held = {"table": table, 3: (1, 2.5, True, None), "day": date(2021, 3, 1), "far": float("inf"), "word": Word.HERE}
    held |= {
        "whole": np.int64(7),
        "real": np.float64("nan"),
        "where": Path("a/b"),
        "row": np.array([1.0, np.nan]),
        "never": pd.NaT,
    }
    assert json.loads(json.dumps(as_json(held), allow_nan=False)) == {
        "table": [{"day": "2021-03-01T00:00:00", "share": None}],
        "3": [1, 2.5, True, None],
        "day": "2021-03-01",
        "far": None,
        "word": "here",
        "whole": 7,
        "real": None,
        "where": "a/b",
        "row": [1.0, None],
        "never": None,
    }
