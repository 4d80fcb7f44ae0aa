"""A thinned market is the same market: its means agree with the whole one, its noise grows as it should."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.whole_model.many import in_parallel, yearly

WHOLE, THINNED = range(1, 9), range(101, 125)
WEIGHT = 10
YEARS = range(2018, 2024)

pytestmark = pytest.mark.slow


def stack(runs: list[pd.DataFrame]) -> tuple[np.ndarray, list[tuple[int, str]]]:
    """Return an array of (run, year and measure) and the names of its columns."""
    columns = runs[0].select_dtypes("number").columns.drop("days")
    table = np.stack([run.loc[list(YEARS), columns].to_numpy(float).ravel() for run in runs])
    return table, [(year, name) for year in YEARS for name in columns]


@pytest.fixture(scope="module")
def scales() -> pd.DataFrame:
    """Mean and standard deviation of each yearly measure at both scales, where the whole market counts 300 or more."""
    whole, names = stack(in_parallel(yearly, WHOLE, 1))
    thinned, _ = stack(in_parallel(yearly, THINNED, WEIGHT))
    table = pd.DataFrame(
        {
            "mean": whole.mean(axis=0),
            "thinned": thinned.mean(axis=0),
            "sd": whole.std(axis=0, ddof=1),
            "sd_thinned": thinned.std(axis=0, ddof=1),
        },
        index=pd.MultiIndex.from_tuples(names, names=["year", "measure"]),
    )
    table["error"] = np.hypot(table["sd"] / np.sqrt(len(WHOLE)), table["sd_thinned"] / np.sqrt(len(THINNED)))
    table = table[table["mean"] >= 300]
    table["difference"] = table["thinned"] / table["mean"] - 1
    print(f"\nScale 1 ({len(WHOLE)} runs) against scale 1/{WEIGHT} ({len(THINNED)} runs)")
    print(table.to_string(float_format="{:.4g}".format))
    return table


def test_means_of_yearly_measures_agree_within_five_percent_and_two_standard_errors(scales: pd.DataFrame) -> None:
    """No more of them miss than chance makes miss where the scales agree, and none by four standard errors.

    A noisy measure whose means are the same at both scales lies 5 % and two standard errors apart now and then; how
    often is known (Student's t), so that what is left to chance is counted, not guessed.
    """
    gap = (scales["thinned"] - scales["mean"]).abs() - 0.05 * scales["mean"]
    far = scales[gap > 2 * scales["error"]]
    runs = len(WHOLE) + len(THINNED) - 2
    by_chance = float(2 * stats.t.sf(0.05 * scales["mean"] / scales["error"] + 2, runs).sum())
    most = stats.poisson.ppf(0.999, by_chance)
    counted = f"{len(far)} of {len(scales)}, {by_chance:.1f} by chance, {most:.0f} allowed"
    print(f"\nBeyond 5 % and two standard errors: {counted}")
    print(far.to_string())
    assert len(scales) > 300
    assert len(far) <= most
    assert (gap <= 4 * scales["error"]).all(), scales[gap > 4 * scales["error"]].to_string()


def test_noise_grows_at_most_as_the_root_of_thinning(scales: pd.DataFrame) -> None:
    """Ratios of standard deviations scatter as an F distribution; all are judged together at one in a thousand."""
    noisy = scales[scales["sd"] > 0]
    ratio = noisy["sd_thinned"] / (noisy["sd"] * np.sqrt(WEIGHT))
    chance = stats.f.ppf(1 - 0.001 / len(noisy), len(THINNED) - 1, len(WHOLE) - 1)
    print(f"\nRatio of noise to its bound without slack: median {ratio.median():.2f}, largest {ratio.max():.2f}")
    assert ratio.median() <= 1.2
    assert (ratio <= 1.2 * np.sqrt(chance)).all(), noisy[ratio > 1.2 * np.sqrt(chance)].to_string()
