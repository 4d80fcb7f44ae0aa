"""Before any calibration: the levels of the history are near the reported figures."""

import numpy as np
import pandas as pd
import pytest

from tests.whole_model.many import compared, in_parallel

SEEDS = range(1, 11)
WEIGHT = 5

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    """The reported figures, the mean of ten runs and the standard error of that mean."""
    runs = in_parallel(compared, SEEDS, WEIGHT)
    table = runs[0][["id", "metric", "start", "end", "use", "reported"]].copy()
    table["model"] = np.mean([run["model"] for run in runs], axis=0)
    table["standard_error"] = np.std([run["model"] for run in runs], axis=0, ddof=1) / np.sqrt(len(runs))
    table["ratio"] = table["model"] / table["reported"]
    print(f"\nThe mean of {len(runs)} runs at scale 1/{WEIGHT} against the reported figures")
    print(table.to_string(index=False, float_format="{:.3g}".format))
    return table


def test_every_fitted_figure_of_2021_to_2023_is_met_within_a_factor_of_three(figures: pd.DataFrame) -> None:
    year = pd.to_datetime(figures["start"]).dt.year
    fitted = figures[(figures["use"] == "fit") & year.between(2021, 2023)]
    assert len(fitted) >= 25
    far = fitted[~fitted["ratio"].between(1 / 3, 3)]
    assert far.empty, far.to_string()
