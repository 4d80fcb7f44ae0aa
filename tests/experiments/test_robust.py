"""What it is worth to know a parameter, against cases in which it can be written down."""

import math

import numpy as np
import pytest
from scipy import stats

from marketsim.experiments.robust import expected_at, share_between, standing, worth_of_knowing

SAMPLES = 4_000


def normal(mean: float, spread: float) -> float:
    """Return E max(0, X) - max(0, mean) of a normal X: what knowing it is worth for a choice between 0 and X."""
    ratio = mean / spread
    return mean * float(stats.norm.cdf(ratio)) + spread * float(stats.norm.pdf(ratio)) - max(0.0, mean)


@pytest.mark.parametrize(("mean", "first", "second", "noise"), [(0.2, 1.0, 0.5, 0.0), (-0.5, 2.0, 1.0, 1.5)])
def test_linear_values_of_normal_parameters(mean: float, first: float, second: float, noise: float) -> None:
    generator = np.random.default_rng(1)
    a, b, idle = generator.standard_normal((3, SAMPLES))
    values = mean + first * a + second * b + noise * generator.standard_normal(SAMPLES)
    found = worth_of_knowing(np.stack((np.zeros(SAMPLES), values)), {"a": a, "b": b, "idle": idle})
    worth = found.set_index("parameter")["worth"]
    assert worth["a"] == pytest.approx(normal(mean, first), abs=0.05 * first)
    assert worth["b"] == pytest.approx(normal(mean, second), abs=0.05 * first)
    assert worth["idle"] < 0.02 * first
    assert worth["everything"] == pytest.approx(normal(mean, math.hypot(first, second, noise)), abs=0.05 * first)
    assert worth["everything"] >= worth.max() - 1e-9


def test_three_arms_of_which_each_is_best_for_some_parameter() -> None:
    a = np.random.default_rng(2).uniform(-1.0, 1.0, SAMPLES)
    found = worth_of_knowing(np.stack((np.zeros(SAMPLES), a, -a)), {"a": a}).set_index("parameter")["worth"]
    assert found["a"] == pytest.approx(0.5, abs=0.02)  # E |a|, less nothing.


def test_a_parameter_of_two_values_goes_by_their_means() -> None:
    reading = np.repeat([0.0, 1.0], 50)
    values = np.where(reading == 1.0, 3.0, -1.0)
    assert expected_at(reading, values) == pytest.approx(values)


def test_curves_are_followed_and_noise_is_not() -> None:
    generator = np.random.default_rng(3)
    a, noise = generator.uniform(-1.0, 1.0, 400), generator.standard_normal(400)
    curve = expected_at(a, a**2 + 0.1 * noise)
    assert np.abs(curve - a**2).max() < 0.1
    assert np.ptp(expected_at(a, noise)) < 0.6


def test_few_samples_do_not_make_noise_worth_knowing() -> None:
    worths = []
    for seed in range(40):
        generator = np.random.default_rng(seed)
        values = np.stack((np.zeros(40), generator.standard_normal(40)))
        worth = worth_of_knowing(values, {"a": generator.standard_normal(40)}).set_index("parameter")["worth"]
        worths.append(worth["a"] / worth["everything"])
    assert np.mean(worths) < 0.1


def test_what_is_worth_more_than_chance_is_seldom_noise_and_always_what_matters() -> None:
    told, found = [], []
    for seed in range(40):
        generator = np.random.default_rng(seed)
        draws = np.tile(np.arange(24), 2)  # Two readings of each draw, alike but for a little.
        numbers = {f"idle{i}": held[draws] for i, held in enumerate(generator.standard_normal((12, 24)))}
        luck = generator.standard_normal(24)[draws] + 0.1 * generator.standard_normal(48)
        idle = worth_of_knowing(np.stack((np.zeros(48), luck)), numbers, draws)
        told.append((idle["worth"] > idle["by_chance"])[idle["parameter"] != "everything"].any())
        matters = generator.standard_normal(24)[draws]
        values = np.stack((np.zeros(48), 2.0 * matters + luck))
        both = worth_of_knowing(values, numbers | {"matters": matters}, draws).set_index("parameter")
        found.append(both.loc["matters", "worth"] > both.loc["matters", "by_chance"])
    assert np.mean(told) <= 0.15  # One in twenty, and chance.
    assert np.mean(found) >= 0.9


def test_samples_of_one_draw_do_not_foretell_each_other() -> None:
    generator = np.random.default_rng(4)
    draws = np.tile(np.arange(40), 2)
    a, luck = generator.standard_normal(40)[draws], generator.standard_normal(40)[draws]
    values = np.stack((np.zeros(80), luck))
    together, apart = (worth_of_knowing(values, {"a": a}, groups).set_index("parameter") for groups in (draws, None))
    assert together.loc["a", "worth"] <= apart.loc["a", "worth"]
    reading = np.repeat([0.0, 1.0], 40)
    by_reading = worth_of_knowing(np.stack((np.zeros(80), luck + 8.0 * reading - 4.0)), {"reading": reading}, draws)
    assert by_reading.set_index("parameter").loc["reading", "worth"] == pytest.approx(2.0, abs=0.5)


def test_a_reading_is_held_against_chance_within_each_draw() -> None:
    told = []
    for seed in range(40):
        generator = np.random.default_rng(seed)
        draws, reading = np.tile(np.arange(24), 2), np.repeat([0.0, 1.0], 24)
        luck = 2.0 * generator.standard_normal(24)[draws] + 0.2 * generator.standard_normal(48)
        values = np.stack((np.zeros(48), luck + 2.0 * reading - 1.0))
        found = worth_of_knowing(values, {"reading": reading}, draws).set_index("parameter").loc["reading"]
        told.append(found["worth"] > found["by_chance"])
    assert np.mean(told) > 0.7


def test_a_reading_is_held_against_the_chance_of_its_own_kind() -> None:
    told, noise, larger = [], [], []
    for seed in range(40):
        generator = np.random.default_rng(seed)
        draws, reading = np.tile(np.arange(24), 2), np.repeat([0.0, 1.0], 24)
        numbers = {f"idle{i}": held[draws] for i, held in enumerate(generator.standard_normal((12, 24)))}
        luck = 4.0 * generator.standard_normal(24)[draws] + 0.4 * generator.standard_normal(48)
        for effect, found in ((0.6, told), (0.0, noise)):
            values = np.stack((np.zeros(48), luck + effect * (2.0 * reading - 1.0)))
            values[1] -= values[1].mean()  # Neither arm is better on average: what is known decides.
            made = worth_of_knowing(values, numbers | {"reading": reading}, draws).set_index("parameter")
            found.append(made.loc["reading", "worth"] > made.loc["reading", "by_chance"])
            if effect:
                larger.append(made.loc["idle0", "by_chance"] > made.loc["reading", "worth"])
    assert np.mean(larger) > 0.5  # By the chance of other numbers it would be missed.
    assert np.mean(told) > 0.9
    assert np.mean(noise) <= 0.15  # One in twenty, and chance.


def test_arms_that_do_not_compete_are_not_the_best_of_any_sample() -> None:
    values = np.array([[0.0, 0.0], [1.0, -1.0], [9.0, 9.0]])
    made = standing(values, ("base", "policy", "apart"), competing=("base", "policy"))
    assert list(made["arm"]) == ["base", "policy", "apart"]
    assert made["chance"].tolist() == pytest.approx([0.5, 0.5, math.nan], nan_ok=True)
    assert made["regret"].tolist() == pytest.approx([0.5, 0.5, math.nan], nan_ok=True)
    assert standing(values, ("base", "policy", "apart"), competing=())["chance"].isna().all()


@pytest.mark.parametrize(("share", "draws"), [(0.0, 30), (0.1, 24), (0.5, 20), (0.9, 100)])
def test_intervals_of_a_share_hold_it_as_often_as_they_say(share: float, draws: int) -> None:
    counts = np.arange(draws + 1)
    ends = [share_between(count / draws, draws) for count in counts]
    held = [low - 1e-12 <= share <= high + 1e-12 for low, high in ends]
    assert float(stats.binom.pmf(counts, draws, share)[held].sum()) > 0.86
    assert ends[0][1] > 0.0 and ends[-1][0] < 1.0


def test_changes_hold_one_sample_more_where_each_draw_has_two() -> None:
    held = []
    for seed in range(400):
        generator = np.random.default_rng(seed)
        change = np.tile(generator.standard_normal(30), 2)
        made = standing(np.stack((np.zeros(60), change)), ("base", "policy"), 2).set_index("arm").loc["policy"]
        held.append(stats.norm.cdf(made["high_90"]) - stats.norm.cdf(made["low_90"]))
    assert np.mean(held) == pytest.approx(0.9, abs=0.012)


def test_chance_and_regret() -> None:
    found = standing(np.array([[0.0, 0.0, 0.0, 1.0], [1.0, -1.0, 3.0, 1.0]]), ("base", "policy")).set_index("arm")
    assert found.index[0] == "policy"
    assert found.loc["policy", "chance"] == pytest.approx((1 + 0 + 1 + 0.5) / 4)
    assert found.loc["base", "regret"] == pytest.approx((1 + 0 + 3 + 0) / 4)
    assert found.loc["policy", "regret"] == pytest.approx(0.25)
    assert found["chance"].sum() == pytest.approx(1.0)


def test_what_never_differs_is_best_together_and_nothing_is_worth_knowing() -> None:
    values = np.ones((3, 30))
    assert standing(values, ("a", "b", "c"))["chance"].to_numpy() == pytest.approx([1 / 3] * 3)
    assert (worth_of_knowing(values, {"a": np.arange(30.0)})["worth"] == 0.0).all()
