"""Random numbers without a generator: a draw is a pure function of who, when and what about.

Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", SC11) is
keyed by the seed. Its 128-bit counter holds the uid (64 bits), the day and the decision (16 bits each) and the
partner's uid or an ordinal, folded to 32 bits. Nothing advances, so two arms with one seed differ only where a
policy made a difference, and any order or number of workers gives the same bits.
"""

from functools import partial

import numpy as np
from numba import uint32, uint64

from marketsim.core.compiling import kernel

_TO_UNIT = 2.0**-32
STEPS = 256
"""Steps of a guide: a power of two, so that they end at exact shares."""


@partial(kernel, inline=True)
def philox(c0, c1, c2, c3, k0, k1):
    """Return the four 32-bit words of Philox4x32-10 for one counter (c0..c3) and key (k0, k1)."""
    for _ in range(10):
        product_0 = uint64(0xD2511F53) * uint64(c0)
        product_1 = uint64(0xCD9E8D57) * uint64(c2)
        c0 = uint32(uint32(product_1 >> uint64(32)) ^ c1 ^ k0)
        c2 = uint32(uint32(product_0 >> uint64(32)) ^ c3 ^ k1)
        c1 = uint32(product_1)
        c3 = uint32(product_0)
        k0 = uint32(k0 + uint32(0x9E3779B9))
        k1 = uint32(k1 + uint32(0xBB67AE85))
    return c0, c1, c2, c3


@kernel
def draw(seed, uid, day, decision, other):
    """Return four independent 32-bit words for one decision of one agent on one day.

    Args:
        seed: The run's seed (uint64; from Python pass `np.uint64`, a large plain int may not fit).
        uid: Who decides (uint64, likewise).
        day: Day number, 0 to 65535 (days since 2000-01-01).
        decision: Number of the decision, see `marketsim.core.decisions`.
        other: Uid of the partner, or an ordinal (0 if there is neither); folded to 32 bits.
    """
    seed = uint64(seed)
    uid = uint64(uid)
    other = uint64(other)
    return philox(
        uint32(uid),
        uint32(uid >> uint64(32)),
        uint32((uint64(day) << uint64(16)) | uint64(decision)),
        uint32(other ^ (other >> uint64(32))),
        uint32(seed),
        uint32(seed >> uint64(32)),
    )


@kernel
def first_words(seed, uid, day, decision, words):
    """Fill `words` with the first words of `draw` for many agents, no partner: a plain loop, many at once."""
    for i in range(words.size):
        words[i] = philox(
            uint32(uid[i]),
            uint32(uid[i] >> uint64(32)),
            uint32((uint64(day) << uint64(16)) | uint64(decision)),
            uint32(0),
            uint32(seed),
            uint32(seed >> uint64(32)),
        )[0]


@kernel
def drawn_order(seed, uid, day, decision):
    """Return the places of many agents in the order of their first words: what is scarce goes by chance, not by row."""
    words = np.empty(uid.size, np.uint32)
    first_words(seed, uid, day, decision, words)
    return np.argsort(words, kind="mergesort")


@kernel
def all_words(seed, uid, day, decision, other, words):
    """Fill `words`, shape (4, uid.size), with the words of `draw` for many agents and the partner of each.

    A plain loop, many at once: an eighth of the time of as many calls of `draw`.
    """
    for i in range(uid.size):
        words[0, i], words[1, i], words[2, i], words[3, i] = philox(
            uint32(uid[i]),
            uint32(uid[i] >> uint64(32)),
            uint32((uint64(day) << uint64(16)) | uint64(decision)),
            uint32(other[i] ^ (other[i] >> uint64(32))),
            uint32(seed),
            uint32(seed >> uint64(32)),
        )


@kernel
def unit(word):
    """Return a word as a uniform number strictly between 0 and 1."""
    return (float(word) + 0.5) * _TO_UNIT


@kernel
def exponential(word):
    """Return a word as a standard exponential number."""
    return -np.log(unit(word))


@kernel
def normal(word_0, word_1):
    """Return two words as a standard normal number (Box and Muller 1958)."""
    return np.sqrt(-2.0 * np.log(unit(word_0))) * np.cos(2.0 * np.pi * unit(word_1))


@kernel
def happens(word, hazard):
    """Tell whether something with this hazard per day happens today: chance 1 - exp(-hazard), at most the hazard."""
    u = unit(word)
    return u < hazard and u < -np.expm1(-hazard)


@kernel
def whole(word, mean):
    """Round a mean of at least 0 to a whole number whose expectation it is."""
    floor = np.floor(mean)
    return int(floor) + (1 if unit(word) < mean - floor else 0)


@kernel
def pick_at(place, cumulative):
    """Return the first index whose cumulative share exceeds a place from 0 to 1 on the whole."""
    u = place * cumulative[-1]
    for i in range(cumulative.size - 1):
        if u < cumulative[i]:
            return i
    return cumulative.size - 1


@kernel
def pick(word, cumulative):
    """Return the first index whose cumulative share exceeds the draw; the last entry, above 0, is the whole."""
    return pick_at(unit(word), cumulative)


@kernel
def locate(word, cumulative):
    """Return what `pick` returns, by steps of falling powers of two: for long lists."""
    u = unit(word) * cumulative[-1]
    place, step = 0, 1
    while 2 * step < cumulative.size:
        step *= 2
    while step > 0:
        if place + step < cumulative.size:
            # No branch, which would be guessed wrongly half of the time.
            place += step * (cumulative[place + step - 1] <= u)
        step //= 2
    return place


@kernel
def make_guide(cumulative):
    """Return where `look_up` begins for each of `STEPS` equal steps of chance, int32 (Chen and Asau 1974)."""
    guide = np.empty(STEPS, np.int32)
    entry = 0
    for step in range(STEPS):
        while entry < cumulative.size - 1 and cumulative[entry] <= step / STEPS * cumulative[-1]:
            entry += 1
        guide[step] = entry
    return guide


@partial(kernel, inline=True)
def look_up(word, cumulative, guide):
    """Return what `pick` returns, with the help of a guide: for long lists that are asked often."""
    u = unit(word)
    entry = guide[int(u * STEPS)]
    u *= cumulative[-1]
    while entry < cumulative.size - 1 and cumulative[entry] <= u:
        entry += 1
    return entry


@partial(kernel, inline=True)
def first_from(point, keys, first, last, guess):
    """Return the first place from `first` to `last` whose key is not below a point (`last` if there is none).

    Keys rise. Where they are spread evenly the place can be guessed (`guess`, a share of the way) and is near.
    """
    place = first + int(guess * (last - first))
    while place < last and keys[place] < point:
        place += 1
    while place > first and keys[place - 1] >= point:
        place -= 1
    return place


@kernel
def mix(a, b):
    """Hash two 64-bit numbers into one (finaliser of SplitMix64, Steele, Lea and Flood 2014)."""
    z = uint64(a) ^ (uint64(b) * uint64(0x9E3779B97F4A7C15) + uint64(0x632BE59BD9B4E019))
    z = (z ^ (z >> uint64(30))) * uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> uint64(27))) * uint64(0x94D049BB133111EB)
    return z ^ (z >> uint64(31))


@kernel
def child_uid(parent, day, decision, ordinal):
    """Return the uid of a newcomer from its cause: who brought it, when, by which decision, which one in order."""
    cause = uint64(mix(parent, (uint64(day) << uint64(16)) | uint64(decision)))
    return mix(cause, ordinal)
