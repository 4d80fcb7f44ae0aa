"""How a calibrated model stands to all reported figures, in words: inside or not, and off to one side or not."""

import pandas as pd
from scipy import stats

from marketsim.experiments.calibration.held_back import FIXED, FOLLOWS, TESTS
from marketsim.experiments.calibration.validation import NEAR_BOUND, WIDEST, near_bounds
from marketsim.results.evidence import figures as reported_figures

WORDS = {"fit": "learned from", "check": "held back"}
SURE = 0.05
"""Chance below which more or fewer figures than half lie within the interval of 50 %."""


def figures_in_words(figures: pd.DataFrame) -> list[str]:
    """Return a paragraph a use of figures.

    Args:
        figures: One row a reported figure, as a validation has them.
    """
    texts = [f"{_of(figures, use)} {inside_and_narrow(figures, use)}" for use in WORDS if (figures["use"] == use).any()]
    texts += _elsewhere()
    bounds = figures[figures["use"] == "bound"]
    if len(bounds):
        texts.append(
            f"{int(bounds['inside'].sum())} of {len(bounds)} bounds hold. A bound far from the model tells little: "
            f"{near_bounds(bounds)} of them lie within a factor of {NEAR_BOUND:.0f} of its median."
        )
    return texts


def inside_and_narrow(figures: pd.DataFrame, use: str) -> str:
    """Return how many figures of a use are inside an interval that is narrow too: a wide one holds much.

    Args:
        figures: One row a reported figure, as a validation has them.
        use: `fit` or `check`.
    """
    held = figures[(figures["use"] == use) & (figures["side"] == "about")]
    narrow = int((held["inside"] & (held["width"] <= WIDEST)).sum())
    return (
        f"A wide interval holds much: of {len(held)} figures ({WORDS[use]}) that are no bounds, "
        f"{int(held['inside'].sum())} are inside, and {narrow} inside an interval no wider than a factor of "
        f"{WIDEST:.0f}."
    )


def _of(figures: pd.DataFrame, use: str) -> str:
    held = figures[figures["use"] == use]
    middle = held["reported"].between(held["low50"], held["high50"])
    text = (
        f"{int(held['inside'].sum())} of {len(held)} figures inside ({WORDS[use]}), {int(middle.sum())} of them within "
        f"the interval of 50 %; the model's median is lower than {int((held['median'] < held['reported']).sum())} of "
        f"them and higher than {int((held['median'] > held['reported']).sum())}."
    )
    if use == "fit":
        return f"{text} More than half within that of 50 % is no merit: the calibration has seen them."
    text += _width_in_words(int(middle.sum()), len(held))
    text += _no_tests(held)
    return f"{text} The calibration has not seen them, but a few numbers were set by hand with one in view and name it."


def _width_in_words(middle: int, of: int) -> str:
    """Return whether intervals are too wide or too narrow, if so many within 50 % are no chance of independent ones.

    It says nothing of figures that were learned from: more of them than half lie there in any case.
    """
    if float(stats.binomtest(middle, of, 0.5).pvalue) >= SURE:
        return ""
    wide = 2 * middle > of
    return f" Half would be expected: intervals of reports are rather too {'wide' if wide else 'narrow'}."


def _elsewhere() -> list[str]:
    """Return which held-back figures are of other countries, which the model does not answer."""
    names = [figure.id for figure in reported_figures() if figure.use == "check" and figure.scope != "KZ"]
    what = "are of another country and are not compared here: patterns and sources of numbers rest on them"
    return [f"Held back too, {', '.join(names)} {what}."] if names else []


def _no_tests(held: pd.DataFrame) -> str:
    """Return which held-back figures test nothing of the model."""
    words = {
        FOLLOWS: "what was learned from leaves less room than their reports have",
        FIXED: "moved by no calibrated number",
    }
    names = {what: [str(name) for name in held.loc[held["tests"] == what, "id"]] for what in words}
    said = [f"{', '.join(names[what])} ({text})" for what, text in words.items() if names[what]]
    if not said:
        return ""
    one = "is no test of its own" if sum(map(len, names.values())) == 1 else "are no tests of their own"
    tests = held[held["tests"] == TESTS]
    return (
        f" Of them {sum(map(len, names.values()))} {one}: {'; '.join(said)}. Of the {len(tests)} others "
        f"{int(tests['inside'].sum())} are inside."
    )
