"""Readings of 2021 to 2023 agree on what was seen and differ in what the threshold of October 2021 did."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import marketsim as ms
from tests.whole_model.many import in_parallel
from tests.whole_model.running import scenario

READINGS = (0.0, 0.5, 1.0)
SEEDS = range(1, 7)
WEIGHT = 10
SEEN = ("detained_couriers", "online_sale_cases")

pytestmark = pytest.mark.slow


def readings(seed: int, weight: int) -> pd.DataFrame:
    """Return what one seed gives under each reading: what was seen in 2020 and 2023, and couriers of 2022.

    `kept` is the number of couriers detained in 2022 if the threshold had stayed where it was.
    """
    rows = []
    for reading in READINGS:
        said = {"parameters.attribution.threshold_share": reading}
        history = ms.run(scenario(weight=weight, end="2023-12-31", **said), seed=seed).yearly
        kept = ms.run(scenario("weight_thresholds", weight=weight, end="2022-12-31", **said), seed=seed).yearly
        row = {(year, name): history.loc[year, name] for year in (2020, 2023) for name in SEEN}
        rows.append(row | {"fell": history.loc[2022, SEEN[0]], "kept": kept.loc[2022, SEEN[0]]})
    return pd.DataFrame(rows, index=list(READINGS))


@pytest.fixture(scope="module")
def runs() -> dict[float, pd.DataFrame]:
    """The figures of each reading, a row a seed."""
    tables = in_parallel(readings, SEEDS, WEIGHT)
    found = {reading: pd.DataFrame([table.loc[reading] for table in tables]) for reading in READINGS}
    means = pd.DataFrame({reading: table.mean() for reading, table in found.items()}).T
    print(
        f"\nReadings at scale 1/{WEIGHT}, means of {len(SEEDS)} runs\n{means.to_string(float_format='{:.0f}'.format)}"
    )
    return found


def error(difference: pd.Series) -> float:
    """Return the standard error of the mean of a difference, seed by seed."""
    return float(difference.std(ddof=1) / np.sqrt(len(difference)))


@pytest.mark.parametrize("reading", [0.0, 1.0])
@pytest.mark.parametrize("year", [2020, 2023])
@pytest.mark.parametrize("name", SEEN)
def test_all_readings_agree_on_what_was_seen(
    runs: dict[float, pd.DataFrame], reading: float, year: int, name: str
) -> None:
    """Within 15 % and two standard errors: counts of 2020 are some dozens."""
    middle = runs[0.5][(year, name)].reset_index(drop=True)
    difference = runs[reading][(year, name)].reset_index(drop=True) - middle
    assert abs(difference.mean()) <= 0.15 * middle.mean() + 2.0 * error(difference), difference.to_string()


def test_the_more_the_threshold_explains_the_more_it_did(runs: dict[float, pd.DataFrame]) -> None:
    added = {reading: table["fell"] - table["kept"] for reading, table in runs.items()}
    kept = runs[0.0]["kept"].mean()
    assert abs(added[0.0].mean()) <= 0.05 * kept + 2.0 * error(added[0.0]), added[0.0].to_string()
    for less, more in pairwise(READINGS):
        gained = added[more].reset_index(drop=True) - added[less].reset_index(drop=True)
        assert gained.mean() > 2.0 * error(gained), gained.to_string()
