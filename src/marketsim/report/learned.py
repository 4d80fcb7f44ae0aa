"""What a calibration tells of each number: whether known truths are found again, and which numbers figures identify."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from marketsim.experiments.calibration.known_truths import LEVEL, coverage
from marketsim.experiments.calibration.validation import IDENTIFIED, WEAKLY, Validation
from marketsim.experiments.readings import SHARE
from marketsim.figures.style import number
from marketsim.report.section import Section, picture
from marketsim.report.table import Table
from marketsim.scenario.faults import one_line, shorten

SAID = {
    "identified": "identified: figures narrow it by a sixth or more",
    "weakly": "weakly: figures narrow it by a twentieth or more",
    "doubtful": "doubtful: intervals of known truths miss them too often to say",
    "not": "not: figures hardly narrow it, taken by itself; its middle may have moved",
}
"""Words by verdict: a contraction of 0.3 or 0.1 of the variance takes 16 or 5 % from the standard deviation."""
CLOSELY = 0.9
"""Contraction from which figures tell a number best."""
BY_FACTORS = ("log_uniform", "log_normal")
"""Shapes of priors of numbers that go by factors."""
EXPECTED = (
    "How the detentions of 2021 to 2023 divide between threshold and capacity, and how large the market is, reported "
    "figures were not expected to tell."
)
TELLS = (
    "Where they do tell something, they do it by way of all else that the model takes for granted; what policies do is "
    "therefore told under both readings, and by market size (marketsim rank)."
)
UNTOLD = {
    SHARE: "The division",
    "parameters.buyer_initiation.hazard": "Size has no number of its own; how readily people begin, on which it hangs",
}
"""What was not expected to be told, by the key that stands for it."""


def learned(made: Validation) -> list[Section]:
    """Return the parts of the page about numbers: known truths, what is identified, prior and posterior of each."""
    return [_ranks(made), _identified(made), _parameters(made)]


def _ranks(made: Validation) -> Section:
    truths = made.ranks["truth"].nunique()
    texts = [
        f"{truths} finished runs whose figures lie near the reports were taken in turn for what was reported, the "
        f"others for what is simulated, without a new run. {made.ranks['covered'].mean():.1%} of 90 % intervals hold "
        "the truth, over all parameters.",
        "Truths are runs of this same model, drawn from the same priors and reported with the errors that are assumed: "
        "this tells whether the method finds again what the model made, not whether the model, its priors or the "
        "errors of reports are right. Numbers of which figures tell nothing keep the interval of their prior and hold "
        "their truth nine times in ten in any case. Ends in brackets hold 90 %.",
        _width(made),
    ]
    shown, drawn = picture("rank_histogram", made.ranks, f"{texts[0]} {texts[-1]}")
    return Section("Truths that are known", texts, None, shown, drawn)


def _width(made: Validation) -> str:
    """Return whether intervals are too narrow or too wide; they may be a little so and the goal be reached."""
    said = [f"So, if all that is right, {_as_wide(made.ranks, 'intervals of parameters')}"]
    for least, where in ((IDENTIFIED, "where figures tell a number"), (CLOSELY, "where they tell it best")):
        told = made.ranks[made.ranks["contraction"] >= least]
        if len(told):
            share, low, high = coverage(told)
            said.append(
                f"{where} (contraction of {least} or more), {share:.1%} of intervals hold it ({low:.1%} to "
                f"{high:.1%}): {_as_wide(told, 'there they')}"
            )
    return f"{'; '.join(said)}."


def _as_wide(ranks: pd.DataFrame, what: str) -> str:
    """Return whether intervals are as wide as they should be, as far as the truths tell.

    Args:
        ranks: One row a truth and parameter.
        what: The intervals, in words.
    """
    found = coverage(ranks)
    if not found.told:
        return f"it cannot be told whether {what} are as wide as they should be: truths are too few"
    if found.right:
        return f"{what} are about as wide as they should be"
    return f"{what} are somewhat too {'narrow' if found.high < LEVEL else 'wide'}"


def _identified(made: Validation) -> Section:
    counts = made.parameters["said"].value_counts()
    counted = [f"{words[0].upper()}{words[1:]}: {counts.get(name, 0)}." for name, words in SAID.items()]
    texts = [
        *counted,
        "Contraction is the share of the variance of the prior that is gone. Identified is said of one of "
        f"{IDENTIFIED} or more, weakly of {WEAKLY} or more, in fact and with known truths. {IDENTIFIED} takes a sixth "
        "from the standard deviation, 0.75 half of it, 0.9 two thirds. Below zero the posterior is wider than the "
        "prior: draws are few, and what regression takes away is put back with a little more, so that differences of "
        "0.05 are chance.",
        f"{len(made.manifest['priors'])} numbers were learned from {len(made.manifest['targets'])} figures: most can "
        "be told only together with others, each by itself little.",
    ]
    shown, drawn = picture("identifiability", made.parameters, " ".join(counted))
    return Section("Which numbers the figures identify", [*texts, _untold(made), _second(made)], None, shown, drawn)


def _second(made: Validation) -> str:
    """Return how far a search for the likeliest point by other means agrees."""
    told = made.parameters[made.parameters["said"] == "identified"]
    inside = told["mode"].between(told["low"], told["high"])
    others = f": not {', '.join(told.loc[~inside, 'key'])}" if not inside.all() else ""
    return (
        "A second opinion, by differential evolution on a quadratic emulator of the runs over the prior, without "
        f"summaries or tolerance: its likeliest point lies within the 90 % interval of {int(inside.sum())} of "
        f"{len(told)} identified numbers{others}. It is the highest point of a flat surface with a dimension a number, "
        "and so often at an end of what was thought possible."
    )


def _untold(made: Validation) -> str:
    """Return what became of what figures were not expected to tell."""
    told = [
        f"{UNTOLD[row['key']]}, {SAID[row['said']]} (contraction {row['contraction']:.2f}, {row['recovered']:.2f} with "
        f"known truths; 90 % of draws from {number(row['low'])} to {number(row['high'])})."
        for row in made.parameters.to_dict("records")
        if row["key"] in UNTOLD
    ]
    return " ".join([EXPECTED, *told, TELLS])


def _at_ends(made: Validation) -> str:
    """Return which numbers the figures push to an end of what was thought possible."""
    names = list(made.parameters.loc[_is_at_an_end(made.parameters), "key"])
    if not names:
        return "No number is pushed to an end of its prior by the figures."
    return (
        "Numbers that the figures push to an end of their prior, beyond its central 90 % on one side and with their "
        f"median in the third of it there: {', '.join(names)}. Of these, also where called identified, figures tell "
        "one side only; the other is where the prior was made to end."
    )


def _is_at_an_end(rows: pd.DataFrame) -> pd.Series[bool]:
    """Tell of each number whether figures push it to an end of its prior, on the scale on which that is uniform.

    An end that is passed by a hair with the median in the middle is chance of the draws.
    """
    by_factors = rows["shape"].isin(BY_FACTORS)
    low, high, at = (
        rows[name].where(~by_factors, np.log(rows[name].where(by_factors, 1.0)))
        for name in ("prior_low", "prior_high", "median")
    )
    place = (at - low) / (high - low)
    down = (rows["low"] < rows["prior_low"]) & (rows["high"] <= rows["prior_high"]) & (place < 1.0 / 3.0)
    up = (rows["high"] > rows["prior_high"]) & (rows["low"] >= rows["prior_low"]) & (place > 2.0 / 3.0)
    return (down | up) & (rows["said"] != "not")


def _assumed(made: Validation) -> str:
    """Return how many priors rest on what was assumed, and how many on figures that are learned from too."""
    sources = made.parameters["source"].astype(str)
    ids = "|".join(re.escape(str(target["id"])) for target in made.manifest["targets"])
    named = int(sources.str.contains(rf"(?<![\w-])(?:{ids})(?![\w-])").sum()) if ids else 0
    return (
        f"Of {len(sources)} priors {int(sources.str.startswith('assumed').sum())} are said to be assumed. {named} "
        f"name{'s' if named == 1 else ''} a figure that is also learned from: what that tells is counted partly twice, "
        "and so it is where whoever set a prior by hand had the figures in view. Posteriors are then somewhat too "
        "narrow."
    )


def _parameters(made: Validation) -> Section:
    rows = [
        [
            row["key"], str(row.get("unit", "")), f"{number(row['prior_low'])} to {number(row['prior_high'])}",
            f"{number(row['low'])} to {number(row['high'])}", number(row["median"]), number(row["mode"]),
            f"{row['contraction']:.2f}", f"{row['recovered']:.2f}", f"{row['covered']:.0%}",
            f"{row['said']}{', at an end' if at_an_end else ''}", shorten(one_line(str(row["source"])), 80),
        ]
        for (_, row), at_an_end in zip(made.parameters.iterrows(), _is_at_an_end(made.parameters), strict=True)
    ]  # fmt: skip
    titles = [
        "Number",
        "Unit",
        "Prior, 90 %",
        "Posterior, 90 %",
        "Median",
        "Second opinion",
        "Contraction",
        "With truths",
        "Covered",
        "Identified",
        "Prior from",
    ]
    shown, drawn = picture("prior_posterior", made.parameters, "The table below holds the numbers.")
    return Section(
        "Prior and posterior",
        [_at_ends(made), _assumed(made)],
        Table("Numbers; of factors where lists are scaled", titles, rows, frozenset({4, 5, 6, 7, 8})),
        shown,
        drawn,
    )
