"""Draws against the generator's published answers and against theory, within five standard deviations."""

import numpy as np
import pytest
from scipy import stats

from marketsim.core import draws

ONES = 0xFFFFFFFF
KNOWN_ANSWERS = [  # Random123 (Salmon et al. 2011), kat_vectors: counter and key, words
    ((0, 0, 0, 0, 0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES, ONES, ONES, ONES, ONES, ONES), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
SEED, DAY, DECISION = 7, 6_500, 4_321
FIVE_SIGMA = 2 * stats.norm.sf(5)


def words_of(people: int, day: int = DAY) -> np.ndarray:
    """Return the words of uids 0, 1, 2 ..., shape (people, 4)."""
    return np.array([draws.draw(SEED, np.uint64(uid), day, DECISION, 0) for uid in range(people)], np.uint32)


WORDS = words_of(40_000)
FIRST, SECOND = WORDS[:, 0], WORDS[:, 1]


def assert_mean(values: np.ndarray, mean: float, variance: float) -> None:
    """Compare a mean with theory."""
    assert abs(np.mean(values) - mean) < 5 * np.sqrt(variance / len(values))


@pytest.mark.parametrize(("counter_and_key", "words"), KNOWN_ANSWERS)
def test_philox_gives_its_published_answers(counter_and_key, words):
    assert draws.philox(*(np.uint32(x) for x in counter_and_key)) == words
    with np.errstate(over="ignore"):  # written in Python, the key wraps at 32 bits with a warning
        assert draws.philox.py_func(*(np.uint32(x) for x in counter_and_key)) == words


def test_every_part_of_the_address_counts():
    address = [1, 2, 3, 4, 5]
    everyday = draws.draw(*address)
    for place in range(5):
        other = [*address[:place], address[place] + 1, *address[place + 1 :]]
        assert set(draws.draw(*other)).isdisjoint(everyday)
    assert draws.draw(1 + 2**32, 2, 3, 4, 5) != everyday
    assert draws.draw(1, 2 + 2**32, 3, 4, 5) != everyday
    assert draws.draw(1, 2, 3, 4, 5 + 2**32) != everyday


def test_the_largest_address_is_one_like_any_other():
    last = np.uint64(2**64 - 1)
    assert draws.draw(last, last, 65_535, 65_535, np.uint64(0)) == draws.philox(ONES, ONES, ONES, 0, ONES, ONES)


def test_neighbours_days_and_words_share_no_luck():
    columns = [w / 2**32 for w in (*WORDS.T, WORDS[1:, 0], words_of(40_000, DAY + 1)[:, 0])]
    shortest = min(map(len, columns))
    correlation = np.corrcoef([c[:shortest] for c in columns])
    assert np.abs(correlation - np.eye(len(columns))).max() < 5 / np.sqrt(shortest)


@pytest.mark.parametrize("word", range(4))
def test_unit_draws_are_uniform(word):
    units = np.array([draws.unit(w) for w in WORDS[:, word]])
    counts, _ = np.histogram(units, bins=100, range=(0, 1))
    assert stats.chisquare(counts).pvalue > FIVE_SIGMA


def test_unit_draws_lie_strictly_between_0_and_1():
    assert 0 < draws.unit(np.uint32(0)) < draws.unit(np.uint32(ONES)) < 1


def test_exponential_draws_follow_the_exponential_law():
    sample = np.array([draws.exponential(w) for w in FIRST])
    assert stats.kstest(sample, "expon").pvalue > FIVE_SIGMA


def test_normal_draws_follow_the_normal_law():
    sample = np.array([draws.normal(a, b) for a, b in zip(FIRST, SECOND, strict=True)])
    assert stats.kstest(sample, "norm").pvalue > FIVE_SIGMA
    assert_mean(sample**2, 1, 2)


@pytest.mark.parametrize("hazard", [0.0, 1e-3, 0.2, 3.0, np.inf])
def test_something_happens_with_one_minus_exp_of_minus_its_hazard(hazard):
    chance = 1 - np.exp(-hazard)
    happened = np.array([draws.happens(w, hazard) for w in FIRST])
    assert abs(happened.mean() - chance) <= 5 * np.sqrt(chance * (1 - chance) / len(FIRST))


@pytest.mark.parametrize("mean", [0.0, 0.1, 2.0, 7.7])
def test_rounding_to_whole_numbers_keeps_the_mean(mean):
    numbers = np.array([draws.whole(w, mean) for w in FIRST])
    share = mean % 1
    assert set(numbers) <= {int(mean), int(mean) + 1}
    assert abs(numbers.mean() - mean) <= 5 * np.sqrt(share * (1 - share) / len(FIRST)) + 1e-12


@pytest.mark.parametrize("choose", [draws.pick, draws.locate])
def test_choices_follow_their_shares(choose):
    shares = np.array([0.05, 0.0, 0.6, 0.35, 0.0])
    chosen = np.array([choose(w, 8 * np.cumsum(shares)) for w in FIRST])
    counts = np.bincount(chosen, minlength=5)
    assert counts[1] == counts[4] == 0
    assert stats.chisquare(counts[shares > 0], shares[shares > 0] * len(FIRST)).pvalue > FIVE_SIGMA


def test_a_long_list_is_searched_to_the_same_entry():
    cumulative = np.cumsum([draws.exponential(w) for w in SECOND[:500]])
    assert [draws.pick(w, cumulative) for w in FIRST[:2000]] == [draws.locate(w, cumulative) for w in FIRST[:2000]]


@pytest.mark.parametrize("cumulative", [np.cumsum(np.exp(-0.05 * np.arange(300.0))), np.array([0.0, 0.5, 0.5, 1.0])])
def test_a_guide_leads_to_the_same_entry(cumulative):
    guide = draws.make_guide(cumulative)
    assert (guide == draws.make_guide.py_func(cumulative)).all()
    for word in [*FIRST[:2000], *(np.uint32(k << 24) for k in range(256)), np.uint32(2**32 - 1)]:
        assert draws.look_up(word, cumulative, guide) == draws.pick(word, cumulative)


@pytest.mark.parametrize("guess", [0.0, 0.4, 0.999])
def test_the_first_place_from_a_point_on_is_found_from_any_guess(guess):
    keys = np.sort(FIRST[:60] >> np.uint32(28))
    for point in range(17):
        expected = 10 + np.searchsorted(keys[10:50], point)
        assert draws.first_from(np.uint32(point), keys, 10, 50, guess) == expected


def test_many_draws_at_once_are_the_same_draws():
    uids, others = (np.arange(n, n + 7, dtype=np.uint64) * np.uint64(2**61 + 12_345) for n in (3, 90))
    words = np.empty((4, 7), np.uint32)
    draws.all_words(np.uint64(5), uids, 6_500, 77, others, words)
    for i in range(7):
        assert tuple(words[:, i]) == draws.draw(np.uint64(5), uids[i], 6_500, 77, others[i])


def test_newcomers_of_different_causes_are_different_people():
    causes = [(parent, day, 7, n) for parent in range(30) for day in range(6_000, 6_030) for n in range(30)]
    assert len({draws.child_uid(*cause) for cause in causes}) == len(causes)


def test_mixed_bits_are_on_half_of_the_time():
    mixed = np.array([draws.mix(a, 1) for a in range(20_000)], np.uint64)
    on = (mixed[:, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)
    assert np.abs(on.mean(axis=0) - 0.5).max() < 5 * 0.5 / np.sqrt(len(mixed))


@pytest.mark.parametrize(
    ("compiled", "arguments"),
    [
        (draws.draw, (np.uint64(2**63 + 1), 2**40 + 7, 6_500, 65_535, 2**35 + 1)),
        (draws.unit, (FIRST[0],)),
        (draws.exponential, (FIRST[0],)),
        (draws.normal, (FIRST[0], SECOND[0])),
        (draws.happens, (FIRST[0], 0.5)),
        (draws.whole, (FIRST[0], 2.5)),
        (draws.pick, (FIRST[0], np.array([0.2, 0.5, 1.0]))),
        (draws.locate, (FIRST[0], np.array([0.2, 0.5, 1.0]))),
        (draws.look_up, (FIRST[0], np.array([0.2, 0.5, 1.0]), draws.make_guide(np.array([0.2, 0.5, 1.0])))),
        (draws.first_from, (np.uint32(5), np.array([1, 4, 6, 9], np.uint32), 0, 4, 0.5)),
        (draws.mix, (np.uint64(2**64 - 5), 2**40 + 7)),
        (draws.child_uid, (np.uint64(2**64 - 5), 6_500, 65_535, 3)),
    ],
)
def test_the_compiled_draw_is_the_written_draw(compiled, arguments):
    with np.errstate(over="ignore"):  # written in Python, the hash wraps at 64 bits with a warning
        written = compiled.py_func(*arguments)
    assert compiled(*arguments) == pytest.approx(written, rel=1e-15, abs=0)


@pytest.mark.slow
def test_a_million_people_in_a_row_are_uniform_in_two_dimensions():
    words = words_of(1_000_000).astype(np.float64) / 2**32
    print("pair of words   chi-square with 9999 degrees of freedom   chance of more")
    for a, b in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]:
        counts, *_ = np.histogram2d(words[:, a], words[:, b], bins=100, range=((0, 1), (0, 1)))
        result = stats.chisquare(counts, axis=None)
        print(f"{a} and {b} {result.statistic:20.1f} {result.pvalue:40.4f}")
        assert result.pvalue > FIVE_SIGMA
