"""What hangs on market size and on the reading is found, and what does not is not."""

import numpy as np
import pandas as pd
import pytest

from marketsim.experiments.effects import FEW
from marketsim.experiments.effects_by_size import (
    BY_READING,
    BY_SIZE,
    FEW_SEEDS,
    NO_CHANGE,
    NO_DAYS,
    NOTHING_SOLD,
    ONE_SEED,
    ONE_SIZE,
    SAME,
    UNTOLD,
    effects_by_size,
)
from marketsim.experiments.intervals import mean_of_pairs
from marketsim.experiments.ranked_standing import standing_table
from marketsim.experiments.readings import BOTH, LESS, READINGS
from tests.experiments.ranked import BASE, Values, by_seed, samples

SEEDS = 30
SIZES = np.random.default_rng(5).permutation(np.geomspace(2.0, 30.0, SEEDS))
NOISE = np.random.default_rng(6).standard_normal((2, SEEDS))
CAPACITY, THRESHOLD = READINGS


def rows(effect: Values, base: float | Values = 1e6, sizes: Values | None = SIZES, **more: str) -> pd.DataFrame:
    """Return what is said of one policy, by reading."""
    known = {} if sizes is None else by_seed(sizes)
    return effects_by_size(samples({"policy": effect}, base, **more), BASE, known).set_index("reading")


def said(effect: Values, reading: str = BOTH) -> str:
    return str(rows(effect).loc[reading, "verdict"])


def test_rows_are_readings_and_their_difference() -> None:
    made = rows(NOISE)
    assert list(made.index) == [BOTH, CAPACITY, THRESHOLD, LESS]
    assert made.loc[LESS, "mean"] == pytest.approx(made.loc[THRESHOLD, "mean"] - made.loc[CAPACITY, "mean"])
    assert (made["seeds"] == SEEDS).all()


@pytest.mark.parametrize(
    ("level", "slope", "words"),
    [
        (-100.0, -20.0, BY_SIZE.larger),
        (100.0, 20.0, BY_SIZE.larger),
        (-100.0, 20.0, BY_SIZE.smaller),
        (100.0, -20.0, BY_SIZE.smaller),
        (0.0, 20.0, BY_SIZE.higher),
        (0.0, -20.0, BY_SIZE.lower),
        (-100.0, 0.0, BY_SIZE.hardly),
        (-100.0, 5.0, BY_SIZE.hardly),
        (0.0, 0.0, UNTOLD),
    ],
)
def test_a_planted_slope_is_found_with_its_sign_and_size(level: float, slope: float, words: str) -> None:
    centred = np.log2(SIZES) - np.log2(SIZES).mean()
    made = rows(level + slope * centred + 5.0 * (NOISE - NOISE.mean(axis=1, keepdims=True))).loc[BOTH]
    assert made["doubling_low_90"] < slope < made["doubling_high_90"]
    assert made["doubling"] == pytest.approx(slope, abs=3.0)
    assert made["mean"] == pytest.approx(level, abs=1e-6)
    assert made["verdict"] == words
    if slope > 5.0:
        assert made["smallest"] < made["middle"] < made["largest"]


def test_a_margin_is_a_share_of_the_effect_and_noise_within_a_wide_interval_does_not_tell() -> None:
    assert said(-100.0 + 5.0 * NOISE) == BY_SIZE.hardly
    assert said(-100.0 + 200.0 * NOISE) == UNTOLD
    assert said(-10.0 + 20.0 * NOISE) == UNTOLD


def test_thirds_are_means_of_the_smallest_and_largest_markets() -> None:
    made = rows(NOISE).loc[CAPACITY]
    order = np.argsort(SIZES)
    for name, places in (("smallest", order[:10]), ("largest", order[20:])):
        found = mean_of_pairs(NOISE[0, places], 0.9)
        assert (made[name], made[f"{name}_low_90"], made[f"{name}_high_90"]) == pytest.approx(tuple(found))


@pytest.mark.parametrize(
    ("threshold", "words"),
    [(-60.0, BY_READING.larger), (60.0, BY_READING.smaller), (-1.0, BY_READING.hardly)],
)
def test_a_difference_between_readings_is_found_within_seeds(threshold: float, words: str) -> None:
    shared = -100.0 + 100.0 * NOISE[0]
    made = rows(np.stack((shared, shared + threshold + NOISE[1]))).loc[LESS]
    # Seeds differ a hundred times as much as readings within a seed: compared apart, nothing would be seen.
    assert made["mean_high_90"] - made["mean_low_90"] < 1.0
    assert made["mean_low_90"] < threshold < made["mean_high_90"] + 0.5
    assert made["verdict"] == words


def test_a_seed_counts_once_however_often_it_was_run() -> None:
    made = rows(np.stack((NOISE[0], NOISE[0])))
    for name in ("mean", "smallest", "doubling"):
        for end in ("", "_low_90", "_high_90"):
            assert made.loc[BOTH, name + end] == pytest.approx(made.loc[CAPACITY, name + end])
    assert made.loc[LESS, "verdict"] == SAME


def test_few_seeds_are_not_told_by_size_but_by_reading() -> None:
    made = rows(np.stack((NOISE[0], NOISE[1] - 9.0))[:, :11], sizes=SIZES[:11])
    assert list(made["verdict"][:3]) == [FEW_SEEDS] * 3
    assert made.loc[LESS, "verdict"] in BY_READING
    assert made[["smallest", "largest", "doubling"]].isna().all().all()
    assert np.isfinite(made["mean_low_90"]).all()
    assert np.isfinite(rows(NOISE[:, :12], sizes=SIZES[:12])["doubling_low_90"]).all()
    one = rows(NOISE[:, :1], sizes=SIZES[:1])
    assert one.loc[LESS, "verdict"] == ONE_SEED


@pytest.mark.parametrize(
    ("sizes", "words"),
    [(None, NO_DAYS), (np.full(SEEDS, 7.3), ONE_SIZE), (np.where(SIZES > 20.0, 0.0, SIZES), NOTHING_SOLD)],
)
def test_sizes_that_tell_nothing_are_told(sizes: Values | None, words: str) -> None:
    made = rows(NOISE - 9.0, sizes=sizes)
    assert list(made["verdict"][:3]) == [words] * 3
    assert made["doubling"].isna().all()


def test_nothing_and_the_same_everywhere_are_no_division_by_zero() -> None:
    nothing = rows(np.zeros((2, SEEDS)), base=0.0)
    assert set(nothing["verdict"]) == {NO_CHANGE}
    alike = rows(np.full((2, SEEDS), -4.0), base=0.0)
    assert list(alike["verdict"]) == [BY_SIZE.hardly] * 3 + [SAME]
    assert alike.loc[BOTH, "doubling"] == pytest.approx(0.0, abs=1e-12)


def test_a_handful_of_agents_tells_nothing() -> None:
    effect = np.tile(np.where(np.arange(SEEDS) % 4, 0.0, -10.0), (2, 1))
    whole = samples({"policy": effect}, 500.0, "deaths", "deaths")
    thinned, full = (effects_by_size(whole, BASE, by_seed(SIZES), weight) for weight in (50, 1))
    assert thinned["verdict"].iloc[0] == FEW
    assert full["verdict"].iloc[0] != FEW
    assert thinned["mean"].to_numpy() == pytest.approx(full["mean"].to_numpy())


@pytest.mark.parametrize(
    ("counted", "moved", "few"),
    [(470.0, 0.4, False), (470.0, 9.0, False), (20.0, 9.0, True), (20.0, 0.4, True)],
    ids=["few apart, interval holds zero", "many apart", "scarce", "scarce and few apart"],
)
@pytest.mark.parametrize("seeds", [1, 8, SEEDS])
def test_a_ranking_has_one_verdict_on_an_effect(counted: float, moved: float, few: bool, seeds: int) -> None:
    noise = moved * (NOISE - NOISE.mean(axis=1, keepdims=True))[:, :seeds]
    for effect in (noise, noise - 0.3):
        whole = samples({"policy": effect}, counted, "deaths", "deaths")
        by_size = effects_by_size(whole, BASE, by_seed(SIZES[:seeds])).set_index("reading")["verdict"]
        stood = standing_table(whole, (BASE, "policy"), (), 1, 1)
        said = stood[stood["arm"] == "policy"].set_index("reading")["said"]
        for reading in (BOTH, *READINGS):
            assert (by_size[reading] == FEW) == (said[reading] == FEW)
        if seeds == SEEDS and effect is noise:
            assert (said[BOTH] == FEW) == few
            assert few or by_size[BOTH] == UNTOLD


def test_few_agents_apart_tell_no_dependence_where_the_effect_is_not_told() -> None:
    slope = np.where(np.median(SIZES) < SIZES, 0.2, -0.2)
    effect = np.stack((slope, slope + 1e-3))
    whole = samples({"policy": effect}, 470.0, "deaths", "deaths")
    few, many = (effects_by_size(whole.assign(value=times * whole["value"]), BASE, by_seed(SIZES)) for times in (1, 10))
    assert few["verdict"].iloc[0] == UNTOLD and few["doubling_low_90"].iloc[0] > 0.0
    assert many["verdict"].iloc[0] == BY_SIZE.higher


def test_outcomes_and_policies_have_rows_of_their_own() -> None:
    both = pd.concat(
        [samples({"a": NOISE, "b": NOISE - 9.0}, 5.0), samples({"a": NOISE, "b": NOISE}, 5.0, "deaths", "deaths")]
    )
    made = effects_by_size(both, BASE, by_seed(SIZES))
    assert len(made) == 2 * 2 * 4
    assert not made.duplicated(["outcome", "arm", "reading"]).any()
    means = made[made["reading"] == BOTH].set_index(["outcome", "arm"])["mean"]
    assert means["retail_g", "b"] == pytest.approx(means["retail_g", "a"] - 9.0)
