"""What a calibration tells of each number: whether known truths are found again, and which numbers figures identify."""

from __future__ import annotations

import pandas as pd

from marketsim.experiments.calibration.known_truths import LEVEL, coverage
from marketsim.experiments.calibration.validation import IDENTIFIED, WEAKLY, Validation
from marketsim.experiments.readings import SHARE
from marketsim.figures.style import number
from marketsim.report.section import Section, picture
from marketsim.report.table import Table
from marketsim.scenario.faults import one_line, shorten

SAID = {
    "identified": "identified: the figures tell it",
    "weakly": "weakly: the figures tell a little",
    "doubtful": "doubtful: intervals of known truths miss them too often to say",
    "not": "not: what is believed of it is what was believed before",
}
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
        _width(made),
    ]
    shown, drawn = picture("rank_histogram", made.ranks, " ".join(texts))
    return Section("Truths that are known", texts, None, shown, drawn)


def _width(made: Validation) -> str:
    """Return whether intervals are too narrow or too wide; they may be a little so and the goal be reached."""
    said = f"So {_as_wide(made.ranks, 'intervals of parameters')}"
    told = made.ranks[made.ranks["contraction"] >= IDENTIFIED]
    if told.empty:
        return f"{said}."
    share, low, high = coverage(told)
    return (
        f"{said}; where figures tell a number (contraction of {IDENTIFIED} or more), {share:.1%} of intervals hold it "
        f"({low:.1%} to {high:.1%}): {_as_wide(told, 'there they')}."
    )


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
    texts = [f"{words[0].upper()}{words[1:]}: {counts.get(name, 0)}." for name, words in SAID.items()]
    texts.append(
        "Contraction is the share of the variance of the prior that is gone. Identified is said of one of "
        f"{IDENTIFIED} or more, weakly of {WEAKLY} or more, in fact and with known truths."
    )
    shown, drawn = picture("identifiability", made.parameters, " ".join(texts))
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
    rows = made.parameters
    beyond = (rows["high"] > rows["prior_high"]) ^ (rows["low"] < rows["prior_low"])
    names = list(rows.loc[beyond & (rows["contraction"] >= WEAKLY), "key"])
    if not names:
        return "No number is pushed to an end of its prior by the figures."
    return (
        "Numbers that the figures push to an end of their prior, beyond its central 90 % on one side, so that where it "
        f"ends decides with them: {', '.join(names)}."
    )


def _parameters(made: Validation) -> Section:
    rows = [
        [
            row["key"], str(row.get("unit", "")), f"{number(row['prior_low'])} to {number(row['prior_high'])}",
            f"{number(row['low'])} to {number(row['high'])}", number(row["median"]), number(row["mode"]),
            f"{row['contraction']:.2f}", f"{row['recovered']:.2f}", f"{row['covered']:.0%}", row["said"],
            shorten(one_line(str(row["source"])), 80),
        ]
        for _, row in made.parameters.iterrows()
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
        [_at_ends(made)],
        Table("Numbers; of factors where lists are scaled", titles, rows, frozenset({4, 5, 6, 7, 8})),
        shown,
        drawn,
    )
