"""Readings of 2021 to 2023 agree on what was seen and differ in what the threshold of October 2021 did."""

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
def means() -> pd.DataFrame:
    """Means over the seeds, a row a reading."""
    table = sum(in_parallel(readings, SEEDS, WEIGHT)) / len(SEEDS)
    print(f"\nReadings at scale 1/{WEIGHT} ({len(SEEDS)} runs each)\n{table.to_string(float_format='{:.0f}'.format)}")
    return table


@pytest.mark.parametrize("year", [2020, 2023])
@pytest.mark.parametrize("name", SEEN)
def test_all_readings_agree_on_what_was_seen(means: pd.DataFrame, year: int, name: str) -> None:
    figures = means[(year, name)]
    assert (figures / figures[0.5]).between(0.85, 1.15).all(), figures.to_string()


def test_the_more_the_threshold_explains_the_more_it_did(means: pd.DataFrame) -> None:
    effect = means["fell"] / means["kept"] - 1.0
    assert abs(effect[0.0]) < 0.05
    assert effect[0.0] < effect[0.5] < effect[1.0]
    assert effect[1.0] > 0.3
