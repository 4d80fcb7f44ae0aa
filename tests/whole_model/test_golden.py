"""The golden run: results change only with the model's version."""

import json

import pandas as pd

import marketsim as ms
from tests.whole_model import golden


def test_the_history_gives_the_golden_figures(tmp_path) -> None:
    golden.yearly().to_csv(tmp_path / "yearly.csv", lineterminator="\n")
    now, then = (pd.read_csv(path) for path in (tmp_path / "yearly.csv", golden.YEARLY))
    pd.testing.assert_frame_equal(now, then, rtol=1e-9)


def test_the_golden_run_is_of_this_model_version() -> None:
    assert json.loads(golden.VERSION.read_text())["model_version"] == ms.MODEL_VERSION
