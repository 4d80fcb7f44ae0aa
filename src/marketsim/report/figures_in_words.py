"""How a calibrated model stands to all reported figures, in words: inside or not, and off to one side or not."""

import pandas as pd

WORDS = {"fit": "learned from", "check": "held back"}
NEAR = 2.0
"""Factor within which a bound lies near what the model says."""


def figures_in_words(figures: pd.DataFrame) -> list[str]:
    """Return a paragraph a use of figures.

    Args:
        figures: One row a reported figure, as a validation has them.
    """
    texts = [_of(figures, use) for use in WORDS if (figures["use"] == use).any()]
    bounds = figures[figures["use"] == "bound"]
    if len(bounds):
        ratio = bounds["median"] / bounds["reported"]
        near = int(ratio.between(1.0 / NEAR, NEAR).sum())
        texts.append(
            f"{int(bounds['inside'].sum())} of {len(bounds)} bounds hold. A bound far from the model tells little: "
            f"{near} of them lie within a factor of {NEAR:.0f} of its median."
        )
    return texts


def _of(figures: pd.DataFrame, use: str) -> str:
    held = figures[figures["use"] == use]
    middle = held["reported"].between(held["low50"], held["high50"])
    text = (
        f"{int(held['inside'].sum())} of {len(held)} figures inside ({WORDS[use]}), {int(middle.sum())} of them within "
        f"the interval of 50 %; the model's median is lower than {int((held['median'] < held['reported']).sum())} of "
        f"them and higher than {int((held['median'] > held['reported']).sum())}."
    )
    parts = _parts(held, figures[figures["use"] == "fit"]) if use != "fit" else 0
    return f"{text} {parts} are parts of periods that were learned from, and no test of their own." if parts else text


def _parts(held: pd.DataFrame, fitted: pd.DataFrame) -> int:
    """Return how many figures lie within the period of a fitted one of the same measure."""
    pairs = held.merge(fitted, on="metric", suffixes=("", "_fitted"))
    within = (pairs["start"] >= pairs["start_fitted"]) & (pairs["end"] <= pairs["end_fitted"])
    return int(pairs.loc[within, "id"].nunique())
