"""What the calibrated model predicts by year, a panel a measure."""

from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from marketsim.figures.drawing import Needs, figure
from marketsim.figures.errors import FigureError, UnknownChoiceError
from marketsim.figures.style import BAND, COLOURS, INK, PALE, from_zero, head, plain, sheet, thousands, wrapped
from marketsim.figures.tables import wanted
from marketsim.figures.words import lowered, title_of
from marketsim.measures.registry import all_measures
from marketsim.results.evidence import COMPARED, answered
from marketsim.scenario.scenario import UNTITLED

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

USUAL = (
    "detained_online_trade", "resources_blocked", "labs_dismantled", "synthetics_seized_kg", "ingredients_seized_t",
    "nps_first_hospitalisations",
)  # fmt: skip
MOST = 6
COLUMNS = 3
MARKS, DASHES = "osD^vX", ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))
LAST_KNOWN = 2023
ENDS = ("median", "low_50", "high_50", "low_90", "high_90")
SPANS = (("low_90", "low_50"), ("low_50", "median", "high_50"), ("high_50", "high_90"))
TEXTS, MAY_HAVE = ("arm", "metric", "kind", "period"), ("runs", "holds_90", "provisional")
ALIKE, LETTERS, LINE = "all, while they are alike", 80, 26
ROOM = 0.72
"""Years over which the bars of a year are spread."""


@figure(Needs.PREDICTION)
def prediction_fan(table: pd.DataFrame, measures: Sequence[str] = ()) -> "Figure":
    """What the calibrated model says of past and coming years under each policy, beside the figures reported so far.

    Args:
        table: `predictions.csv` of a prediction.
        measures: Measures to draw; the first that there are without it.
    """
    wanted(table, TEXTS, [name for name in MAY_HAVE if name in table], SPANS)
    held = list(dict.fromkeys(table["metric"]))
    for name in measures:
        if name not in held:
            raise UnknownChoiceError(f"This prediction does not hold {name}. It has {', '.join(held)}.")
    names = list(measures) or [*(n for n in USUAL if n in held), *(n for n in held if n not in USUAL)][:MOST]
    years = table[(table["kind"] == "year") & table["metric"].isin(names)].copy()
    if years.empty:
        raise FigureError("There is no whole year in this prediction.")
    if not years["period"].astype(str).str.fullmatch(r"\d{4}").all():
        raise FigureError("This table is damaged: period is no year. Give one as marketsim has written it.")
    years["year"] = years["period"].astype(int)
    columns = min(COLUMNS, len(names))
    made = sheet(max(7.4, 3.6 * columns + 1.8), 2.7 * -(-len(names) // columns) + 1.4)
    panels = np.atleast_1d(made.subplots(-(-len(names) // columns), columns)).ravel()
    called = _called(years)
    for panel, name in zip(panels, names, strict=False):
        _draw(panel, years[years["metric"] == name], name, called)
    for panel in panels[len(names) :]:
        panel.remove()
    named: dict[str, Artist] = {}
    for panel in panels[: len(names)]:  # Policies may be alike in all years of one measure, and part in another.
        named |= {label: handle for handle, label in zip(*panel.get_legend_handles_labels(), strict=True)}
    made.legend(list(named.values()), list(named), loc="outside right upper")
    runs = int(years["runs"].iloc[0]) if "runs" in years else 0
    note = (
        f"Medians of {runs} runs, each with its own draw of parameters; thick and thin, dark and pale: intervals that "
        "hold one run more with a chance of 50 and 90 %. Dotted: the end of 2023. Crosses: reported figures of whole "
        "years; lines are what happens, of which reports may hold a part, and they scatter further: see reported_ in "
        "predictions.csv."
    )
    if "holds_90" in years and (least := float(years["holds_90"].min())) < 0.9:
        note += f" Runs are few: the wider interval is their range, which holds one more with a chance of {least:.0%}."
    title = "What the model predicts if nothing else changes"
    if "provisional" in years and years["provisional"].any():
        title, note = f"Provisional: {lowered(title)}", f"Provisional: the calibration is not finished. {note}"
    head(made, title, note)
    return made


def _called(years: pd.DataFrame) -> dict[str, str]:
    """Return what each policy is called: by its title where each has one of its own, else by its name."""
    arms = list(dict.fromkeys(years["arm"]))
    names = {arm: str(arm).replace("_", " ") for arm in arms}
    if "title" in years:
        titles = {arm: plain(str(years.loc[years["arm"] == arm, "title"].fillna("").iloc[0]), LETTERS) for arm in arms}
        own = {title for title in titles.values() if title and not title.startswith(UNTITLED)}
        names = titles if len(own) == len(arms) else names
    return {arm: wrapped(plain(name, LETTERS), LINE) for arm, name in names.items()}


def _band(panel: "Axes", held: pd.DataFrame, label: str) -> None:
    """Draw years in which nothing tells policies apart: a line within bands of 90 and 50 %."""
    for level in (90, 50):
        panel.fill_between(held.index, held[f"low_{level}"], held[f"high_{level}"], color=PALE, alpha=BAND, linewidth=0)
    panel.plot(held.index, held["median"], color=INK, marker=".", label=label)


def _bars(panel: "Axes", held: pd.DataFrame, before: "pd.Series[float]", place: int, many: int, label: str) -> None:
    """Draw a policy's years beside those of the others, its line begun where they were last alike."""
    colour = COLOURS[place % len(COLOURS)]
    at = held.index.to_numpy(float) + ROOM * ((place + 0.5) / many - 0.5)
    panel.vlines(at, held["low_90"], held["high_90"], color=colour, linewidth=1.1)
    panel.vlines(at, held["low_50"], held["high_50"], color=colour, linewidth=3.4, alpha=0.55)
    panel.plot(
        [*before.index, *at], [*before, *held["median"]], color=colour, linewidth=0.9,
        linestyle=DASHES[place % len(DASHES)], marker=MARKS[place % len(MARKS)], markersize=4,
        markevery=slice(len(before), None), label=label,
    )  # fmt: skip


def _same(first: pd.DataFrame, other: pd.DataFrame, year: int) -> bool:
    return year in other.index and bool(other.loc[[year]].equals(first.loc[[year]]))


def _draw(panel: "Axes", rows: pd.DataFrame, name: str, called: dict[str, str]) -> None:
    by_arm = {arm: rows[rows["arm"] == arm].sort_values("year").set_index("year")[list(ENDS)] for arm in called}
    first = next(iter(by_arm.values()))
    # Only until they part: a later year may be alike by chance, as where nothing happens.
    alike = list(takewhile(lambda year: all(_same(first, held, year) for held in by_arm.values()), first.index))
    if alike:
        _band(panel, first.loc[alike], ALIKE if len(called) > 1 else next(iter(called.values())))
    for place, (arm, held) in enumerate(by_arm.items()):
        apart = held.drop(index=alike)
        if len(apart):
            _bars(panel, apart, held.loc[alike].tail(1)["median"], place, len(called), called[arm])
    known = [f for f in answered() if f.metric == name and f.use in COMPARED]
    whole = [f for f in known if (f.start.month, f.start.day, f.end.month, f.end.day) == (1, 1, 12, 31)]
    whole = [f for f in whole if f.start.year == f.end.year and f.start.year >= rows["year"].min()]
    if whole:
        at = [f.start.year for f in whole]
        panel.plot(at, [f.number for f in whole], "x", color="black", markersize=6, label="reported", zorder=5)
    panel.axvline(LAST_KNOWN + 0.5, color="#777777", linewidth=0.8, linestyle=":")
    from_zero(panel)
    panel.yaxis.set_major_formatter(thousands)
    panel.locator_params(axis="y", nbins=5)
    panel.set_xticks(sorted(set(rows["year"])), [f"'{year % 100:02d}" for year in sorted(set(rows["year"]))])
    unit = all_measures()[name].unit if name in all_measures() else ""
    panel.set_title(title_of(name))
    panel.set_ylabel(unit or title_of(name))
    panel.set_xlabel("year")
