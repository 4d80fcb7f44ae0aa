"""Which policy is best when neither the parameters nor the reading of 2021 to 2023 is known.

Every sample is a draw of parameters under one reading, in which all policies are run with the same seed. A ranking
holds only as far as it holds over the samples; what it would be worth to know a parameter is told beside it.

Source: Strong, Oakley and Brennan (2014), Estimating multiparameter partial expected value of perfect information from
a probabilistic sensitivity analysis sample: a nonparametric regression approach.
"""

import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special  # much quicker to import than scipy.stats, which calls these

from marketsim.experiments.one_thread import one_thread
from marketsim.experiments.predictive_interval import interval_of, value_at

CHANCES = ("chance", "chance_low_90", "chance_high_90")
"""Chance of being best, and ends of its interval."""

MOST_DEGREE = 3
"""Of the polynomial by which a value depends on a parameter; how far it goes is left to cross-validation."""
SHUFFLES = 100
"""Times that samples are dealt to draws at random, to see what noise is worth."""


def standing(
    values: NDArray[np.float64], arms: Sequence[str], each: int = 1, competing: Collection[str] | None = None
) -> pd.DataFrame:
    """Return how each arm stands, a row an arm by its mean, the best first, those that compete before others.

    `low_90` and `high_90` hold the change against the first arm in one sample more (`interval_of`). `chance` is the
    share of samples in which the arm is the best (shared where several are) with its 90 % interval over draws, `regret`
    what is lost on average by having it in the place of the best of each sample, and `most_regret` what is lost at most
    in nineteen of twenty samples. Arms that do not compete have none of these.

    Args:
        values: What arms are worth, more of it is better, shape (arm, sample).
        arms: Their names.
        each: Samples of every draw.
        competing: Arms of which the best is told; all without it, none where it is empty.
    """
    among = np.array([competing is None or arm in competing for arm in arms])
    best = values[among].max(axis=0) if among.any() else np.full(values.shape[1], np.nan)
    is_best = (values == best) & among[:, None]
    chance = (is_best / np.maximum(is_best.sum(axis=0), 1)).mean(axis=1)
    rows = []
    for i, arm in enumerate(arms):
        change = interval_of(values[i] - values[0], 0.9, each)
        row = {"arm": arm, "mean": float(values[i].mean()), "low_90": change.low, "high_90": change.high}
        ends = share_between(float(chance[i]), values.shape[1] // each)
        told = dict(zip(CHANCES, (float(chance[i]), *ends), strict=True))
        told |= {"regret": float((best - values[i]).mean()), "most_regret": value_at(best - values[i], 0.95, each)}
        rows.append(row | (told if among[i] else dict.fromkeys(told, math.nan)) | {"competes": bool(among[i])})
    table = pd.DataFrame(rows).sort_values(["competes", "mean"], ascending=False, kind="stable", ignore_index=True)
    return table.drop(columns="competes")


def share_between(share: float, draws: int, level: float = 0.9) -> tuple[float, float]:
    """Return the interval of a share that some draws showed (Wilson 1927), which is wide also where it is none or all.

    Where a draw counts in parts, as ties do and samples of one draw, it is wider than need be.

    Args:
        share: Share of the draws.
        draws: How many there are.
        level: Confidence.
    """
    square = float(special.ndtri((1.0 + level) / 2.0)) ** 2 / draws
    middle = (share + square / 2.0) / (1.0 + square)
    half = math.sqrt(square * share * (1.0 - share) + square**2 / 4.0) / (1.0 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


@one_thread()
def worth_of_knowing(
    values: NDArray[np.float64],
    parameters: Mapping[str, NDArray[np.float64]],
    groups: NDArray[np.int64] | None = None,
) -> pd.DataFrame:
    """Return what knowing each parameter would be worth, in the unit of the values, the most first.

    A row `everything` tells what knowing all of a sample would be worth, the chance of its run included: no parameter
    is worth more. `by_chance` is what the most worthy of all parameters of its kind falls short of in nineteen of
    twenty cases in which none tells anything: samples dealt to draws at random, or, where a parameter differs between
    the samples of one draw, as the reading does, dealt anew within each draw. What is not worth more may be noise.

    Args:
        values: What arms are worth, more of it is better, shape (arm, sample).
        parameters: Values of each parameter, shape (sample,).
        groups: Number of the draw of each sample, where several samples have one, as many each; shape (sample,).
    """
    place = np.arange(values.shape[1]) if groups is None else np.unique(groups, return_inverse=True)[1]
    now = float(values.mean(axis=1).max())
    differences = values - values[0]
    whole = {name: _Regression(held, place) for name, held in parameters.items()}
    worths = {name: regression.worth(differences) for name, regression in whole.items()}
    by_chance = dict.fromkeys((True, False), 0.0)
    for within in by_chance:
        kind = [held for held in whole.values() if held.within is within]
        if any(worths[name] for name, held in whole.items() if held.within is within):
            noise = np.stack([regression.worths_by_chance(differences) for regression in kind])
            by_chance[within] = float(np.quantile(noise.max(axis=0), 0.95))
    rows = [{"parameter": "everything", "worth": float(values.max(axis=0).mean()) - now, "by_chance": 0.0}]
    rows += [
        {"parameter": name, "worth": worths[name], "by_chance": by_chance[held.within]} for name, held in whole.items()
    ]
    return pd.DataFrame(rows).sort_values("worth", ascending=False, kind="stable", ignore_index=True)


def expected_at(parameter: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what a value is on average at each sample's parameter, by the polynomial that foretells it best.

    The mean over all samples is kept. Where no polynomial foretells left-out samples better than the mean does, the
    parameter tells nothing and the mean is returned.
    """
    return _foretold(_bases(parameter), values[None, :])[0]


class _Regression:
    """What arms are worth on average at each value of a parameter.

    Samples of one draw are averaged first if they have the parameter in common: one of them would foretell the others,
    whatever the parameter is, so that leaving out samples would find worth in noise. A parameter that differs within
    draws, as the reading does, is told by how samples of one draw differ: what draws differ in would only hide it.
    """

    within: bool
    """Whether the parameter differs between samples of one draw."""

    def __init__(self, parameter: NDArray[np.float64], place: NDArray[np.int64]) -> None:
        sizes = np.bincount(place)
        means = np.bincount(place, parameter) / sizes
        self.within = not np.allclose(means[place], parameter, rtol=1e-9, atol=0.0)
        self._place = np.arange(len(place)) if self.within else place
        self._dealt = place if self.within else np.zeros(len(sizes), np.int64)
        """Group within which samples are dealt anew to see what chance is worth."""
        sizes = np.bincount(self._place)
        self._share = 1.0 / sizes
        self._bases = _bases(np.bincount(self._place, parameter) / sizes)

    def worth(self, differences: NDArray[np.float64]) -> float:
        """Return what knowing the parameter is worth, from the differences of arms, shape (arm, sample)."""
        return float(self._worths(self._held(differences)[None])[0])

    def worths_by_chance(self, differences: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what it would be worth if it told nothing, shape (SHUFFLES,); parameters of draws share shuffles."""
        held = self._held(differences)
        generator = np.random.Generator(np.random.Philox(key=1, counter=[5, 0, 0, 0]))
        before = np.argsort(self._dealt, kind="stable")
        cases = np.empty((SHUFFLES, *held.shape))
        for case in cases:
            case[:, before] = held[:, np.lexsort((generator.random(len(before)), self._dealt))]
        return self._worths(cases)

    def _held(self, differences: NDArray[np.float64]) -> NDArray[np.float64]:
        held = np.stack([np.bincount(self._place, one) * self._share for one in differences])
        if not self.within:
            return held
        own = np.stack([np.bincount(self._dealt, one) for one in held]) / np.bincount(self._dealt)
        return held - own[:, self._dealt] + held.mean(axis=1, keepdims=True)

    def _worths(self, held: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the worth in each of several cases, shape (case, arm, draw)."""
        fitted = _foretold(self._bases, held.reshape(-1, held.shape[-1])).reshape(held.shape)
        worths: NDArray[np.float64] = fitted.max(axis=1).mean(axis=-1) - fitted.mean(axis=-1).max(axis=-1)
        return np.maximum(worths, 0.0)


_Basis = tuple[NDArray[np.float64], NDArray[np.float64]]


def _bases(parameter: NDArray[np.float64]) -> list[_Basis]:
    """Return orthonormal polynomials of a parameter by degree, each with how much a sample weighs in its own fit."""
    levels, spread = len(np.unique(parameter)), parameter.std()
    if levels < 2 or spread == 0.0:
        return []
    line = (parameter - parameter.mean()) / spread
    found = []
    for degree in range(min(MOST_DEGREE, levels - 1, len(parameter) // 10) + 1):
        basis, _ = np.linalg.qr(np.vander(line, degree + 1, increasing=True))
        found.append((basis, np.square(basis).sum(axis=1)))
    return found


def _foretold(bases: Sequence[_Basis], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each row of values by the polynomial that foretells left-out ones best, or by its mean."""
    best = np.repeat(values.mean(axis=1, keepdims=True), values.shape[1], axis=1)
    least, varied = np.full(len(values), np.inf), np.ptp(values, axis=1) > 0.0
    for basis, leverage in bases:
        fitted = values @ basis @ basis.T
        error = np.square((values - fitted) / np.maximum(1.0 - leverage, 1e-9)).mean(axis=1)
        better = varied & (error < least * (1.0 - 1e-9))
        best[better], least[better] = fitted[better], error[better]
    return best
