"""Policy effects by market size and by reading of the threshold, as sections of the validation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from marketsim.experiments.effects import FEW
from marketsim.experiments.effects_by_size import (
    BY_READING,
    BY_SIZE,
    DOUBLING,
    MARGIN,
    PARTS,
    effects_of,
    why_not_by_size,
)
from marketsim.experiments.market_size import SIZE
from marketsim.experiments.predictive_interval import interval_of
from marketsim.experiments.ranked_in_words import costs_in_words, counted_days, not_ranked_in_words, readings_in_words
from marketsim.experiments.ranked_standing import stating_costs
from marketsim.experiments.readings import BOTH, LESS, READINGS
from marketsim.experiments.saved_ranking import SavedRanking
from marketsim.experiments.size_line import LEVEL
from marketsim.figures.compared import name_of, title_of_arm
from marketsim.figures.errors import FigureError
from marketsim.figures.style import number
from marketsim.figures.words import lowered, title_in, with_unit
from marketsim.report.section import Section, picture
from marketsim.report.table import Table
from marketsim.results.readable import readable

TITLE = "Policy effects by market size and by reading of the threshold"
ABSENT = (
    "Not given: marketsim rank BASE POLICY... --posterior CALIBRATION, then --ranking with the folder that it prints."
)
READ = (
    "How large the market is, and how the detentions of 2021 to 2023 divide between threshold and capacity, reported "
    "figures hardly tell; so effects are shown as a function of both. Each draw of parameters was run with and "
    "without each policy under both readings. Size is what the market sold in the year before the policies, when both "
    "arms are still one market, so that chance does not make a slope.",
    "Ends beside a mean are of the mean over all draws: more draws narrow them, although no more is known. What the "
    "one market that there is may see is told by one draw more, which lies between its ends nine times in ten: under "
    "a reading if that is right, under both readings where each is as likely.",
    "A doubling is the slope of a straight line over the logarithm of size. An effect that itself doubles with the "
    "market shows as some 70 % (ln 2) of its mean, as its own line is straight in size. Sizes hold the chance of "
    "single runs, so that slopes are rather too flat, and their range is what priors allow, not what is possible.",
    f"Hardly is said where the 90 % interval of a doubling lies within {MARGIN:.0%} of the effect; larger and smaller "
    "go without regard to sign. One in ten intervals misses.",
)
TITLES = (
    "Policy",
    "Reading",
    "Mean effect, 90 % of the mean",
    "One draw more, 90 %",
    "Smallest third",
    "Middle",
    "Largest",
    "A doubling, 90 %",
    "By size or reading",
)


def by_size(ranking: SavedRanking | None, draws: str) -> list[Section]:
    """Return what is said of effects by size and reading, then a section with picture and table for each outcome.

    Args:
        ranking: A ranking of policies, or none.
        draws: Digest of the draws of the calibration that is reported, empty where it has none.
    """
    if ranking is None:
        return [Section(TITLE, [ABSENT])]
    sizes = ranking.sizes[SIZE]
    why = why_not_by_size(sizes.to_numpy())
    facts = ranking.description
    texts = [*READ, counted_days(facts), readings_in_words(facts), costs_in_words(facts), *not_ranked_in_words(facts)]
    table = stating_costs(ranking.by_size, facts["cost_not_stated"])
    texts = [*filter(None, texts), *_other_draws(facts, draws), *_counted(table)]
    if len(table) < len(ranking.by_size):
        texts.append("Effects on public money are left out where a policy's cost is not stated.")
    if len(sizes):
        ends = f"{number(sizes.min())} to {number(sizes.max())} t a year"
        texts.append(f"Markets before the policies: {ends}, in {len(sizes)} draw{'' if len(sizes) == 1 else 's'}.")
    texts += [f"{why[:1].upper()}{why[1:]}."] if why else []
    if facts.get("provisional"):
        texts.append("Provisional: the calibration was not finished when policies were ranked.")
    outcomes = table.groupby("outcome", sort=False)
    policies = _policies(ranking.titles)
    return [Section(TITLE, texts, policies), *(_of_outcome(ranking, str(name), rows) for name, rows in outcomes)]


def _policies(titles: Mapping[str, str]) -> Table | None:
    """Return what each policy is, as a name alone may suggest the opposite; none where the ranking does not say."""
    rows = [[name_of(arm), title] for arm, title in titles.items()]
    caption = "What was compared; effects are differences to the first"
    return Table(caption, ("Scenario", "What it is"), rows) if rows else None


def _other_draws(description: Mapping[str, Any], draws: str) -> list[str]:
    """Say it where policies were ranked by other draws than are reported here."""
    drawn = description.get("posterior") or {}
    if draws and drawn.get("sha256") == draws:
        return []
    name = drawn.get("name", "a calibration without a name")
    said = "other draws than this one has now" if draws else "draws that this one no longer has"
    return [f"Beware: policies were ranked by the calibration '{name}', with {said}. Rank again with --posterior."]


def _counted(table: pd.DataFrame) -> list[str]:
    """Return how many effects hang on size and on reading, and how many of as many would by chance, in sentences."""
    texts = []
    for reading, words, what in ((BOTH, BY_SIZE, "market size"), (LESS, BY_READING, "the reading")):
        of_reading = table.loc[table["reading"] == reading, "verdict"]
        said = of_reading[of_reading != FEW]
        hang, hardly = said.isin({*words} - {words.hardly}).sum(), (said == words.hardly).sum()
        chance = (1.0 - LEVEL) * len(said)
        texts.append(
            f"By {what}: of {len(said)} effects that enough are counted of {hang} can be told to hang on it and "
            f"{hardly} to hardly hang on it; of the others nothing can be told, or nothing changes. If none hung on "
            f"it, some {number(chance)} would be told to by "
            f"chance{', so that nothing is found' if 0 < hang <= chance else ''}."
        )
    return texts


def _of_outcome(ranking: SavedRanking, outcome: str, rows: pd.DataFrame) -> Section:
    times, told = readable(str(rows["unit"].iloc[0]))
    name = title_in(outcome, told).lower()
    samples = ranking.samples[ranking.samples["outcome"] == outcome]
    effects = effects_of(samples, next(iter(ranking.description["scenarios"])))
    table = Table(
        f"Change in {lowered(with_unit(outcome, told))}",
        TITLES,
        [
            _row(title_of_arm(ranking, str(row["arm"])), row, effects[str(row["arm"])], times)
            for _, row in rows.iterrows()
        ],
        frozenset(range(2, 8)),
    )
    title = f"{TITLE}: {name}"
    if (rows["verdict"] == FEW).all():
        return Section(title, [f"{FEW[:1].upper()}{FEW[1:]}."])
    try:
        alt = "The table below holds the numbers."
        shown, drawn = picture("effects_by_size", ranking, alt, f"-{outcome}", outcome=outcome)
    except FigureError as error:
        return Section(title, [str(error)], table)
    return Section(title, (), table, shown, drawn)


def _row(policy: str, row: pd.Series[Any], effects: pd.DataFrame, times: float) -> list[str]:
    """Return the cells of an effect; no number where too few are counted, as it would be quoted.

    Args:
        policy: What the policy is called.
        row: A row of the table of effects by size.
        effects: The effect in each seed, a column a reading.
        times: What numbers are divided by, to be read.
    """
    if row["verdict"] == FEW:
        return [policy, str(row["reading"]), *["-"] * (len(PARTS) + 3), FEW]
    # No market is the mean of both readings: of both, runs under either count.
    runs = list(READINGS) if row["reading"] == BOTH else [str(row["reading"])]
    more = interval_of(np.ravel(np.asarray(effects[runs], np.float64)), LEVEL, len(runs))
    one_more = "" if more.low != more.low else f"{number(more.low / times)} to {number(more.high / times)}"
    thirds = [_number(row[name] / times) for name in PARTS]
    return [
        policy, str(row["reading"]), _with_ends(row, "mean", times), one_more, *thirds,
        _with_ends(row, DOUBLING, times), str(row["verdict"]),
    ]  # fmt: skip


def _with_ends(row: pd.Series[Any], name: str, times: float) -> str:
    """Return a mean with its interval; nothing where there is none."""
    value, low, high = (float(row[f"{name}{end}"]) / times for end in ("", "_low_90", "_high_90"))
    if value != value:
        return ""
    return number(value) if low != low else f"{number(value)} ({number(low)} to {number(high)})"


def _number(value: float) -> str:
    return "" if value != value else number(value)
