"""Which policy is best when neither the parameters nor the reading of 2021 to 2023 is known.

Every sample is a draw of parameters under one reading, in which all policies are run with the same seed. A ranking
holds only as far as it holds over the samples; what it would be worth to know a parameter is told beside it.

Source: Strong, Oakley and Brennan (2014), Estimating multiparameter partial expected value of perfect information from
a probabilistic sensitivity analysis sample: a nonparametric regression approach.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.one_thread import one_thread

MOST_DEGREE = 3
"""Of the polynomial by which a value depends on a parameter; how far it goes is left to cross-validation."""
SHUFFLES = 100
"""Times that samples are dealt to draws at random, to see what noise is worth."""


def standing(values: NDArray[np.float64], arms: Sequence[str]) -> pd.DataFrame:
    """Return how each arm stands, a row an arm in the order of its mean, the best first.

    `chance` is the share of samples in which the arm is the best (shared where several are), `regret` what is lost on
    average by having it in the place of the best of each sample, and `most_regret` what is lost at most in nineteen of
    twenty samples.

    Args:
        values: What arms are worth, more of it is better, shape (arm, sample).
        arms: Their names.
    """
    best = values.max(axis=0)
    is_best = values == best
    chance = (is_best / is_best.sum(axis=0)).mean(axis=1)
    lost = best - values
    rows = [
        {
            "arm": arm,
            "mean": float(values[i].mean()),
            "low_90": float(np.quantile(values[i] - values[0], 0.05)),
            "high_90": float(np.quantile(values[i] - values[0], 0.95)),
            "chance": float(chance[i]),
            "regret": float(lost[i].mean()),
            "most_regret": float(np.quantile(lost[i], 0.95)),
        }
        for i, arm in enumerate(arms)
    ]
    return pd.DataFrame(rows).sort_values("mean", ascending=False, kind="stable", ignore_index=True)


@one_thread()
def worth_of_knowing(
    values: NDArray[np.float64],
    parameters: Mapping[str, NDArray[np.float64]],
    groups: NDArray[np.int64] | None = None,
) -> pd.DataFrame:
    """Return what knowing each parameter would be worth, in the unit of the values, the most first.

    A row `everything` tells what knowing all of a sample would be worth, the chance of its run included: no parameter
    is worth more. `by_chance` is what the most worthy of all parameters falls short of in nineteen of twenty cases in
    which none tells anything: samples dealt to draws at random. What is not worth more may be noise.

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
    by_chance = 0.0
    if any(worths.values()):
        noise = np.stack([regression.worths_by_chance(differences) for regression in whole.values()])
        by_chance = float(np.quantile(noise.max(axis=0), 0.95))
    rows = [{"parameter": "everything", "worth": float(values.max(axis=0).mean()) - now, "by_chance": 0.0}]
    rows += [{"parameter": name, "worth": worth, "by_chance": by_chance} for name, worth in worths.items()]
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
    whatever the parameter is, so that leaving out samples would find worth in noise.
    """

    def __init__(self, parameter: NDArray[np.float64], place: NDArray[np.int64]) -> None:
        sizes = np.bincount(place)
        means = np.bincount(place, parameter) / sizes
        # A parameter that differs within a draw, as the reading does, goes by samples, which are shuffled within it.
        whole = np.allclose(means[place], parameter, rtol=1e-9, atol=0.0)
        self._place = place if whole else np.arange(len(place))
        self._within = np.zeros(len(sizes), np.int64) if whole else place
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
        before = np.argsort(self._within, kind="stable")
        cases = np.empty((SHUFFLES, *held.shape))
        for case in cases:
            case[:, before] = held[:, np.lexsort((generator.random(len(before)), self._within))]
        return self._worths(cases)

    def _held(self, differences: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack([np.bincount(self._place, one) * self._share for one in differences])

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
