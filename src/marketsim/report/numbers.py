"""What came out, in tables: key numbers, the reported figures, what policies change, and all of it to take away."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from marketsim.experiments.saved_comparison import SavedComparison
from marketsim.figures.compared import CLEAR
from marketsim.figures.style import number
from marketsim.figures.words import lowered, title_of, unit_of, with_unit
from marketsim.figures.worth import REFUSED
from marketsim.report.arms import titled
from marketsim.report.gathering import Gathered, Group
from marketsim.report.table import Download, Table, download
from marketsim.results.consequences import COUNTRY
from marketsim.results.evidence import compare
from marketsim.results.readable import MILLION, readable
from marketsim.results.run import Run
from marketsim.scenario.faults import one_line

KEY = (
    "orders", "retail_t", "active_users", "dependent_users", "retail_price_alpha_pvp", "retail_price_mephedrone",
    "shops_open", "resources_blocked", "detained_online_trade", "detained_couriers", "detained_buyers",
    "synthetics_seized_kg", "labs_dismantled", "poisonings", "deaths", "treatment_entries",
    "convicts_synthetic_trafficking_stock", "public_money_bn_kzt",
)  # fmt: skip
"""Measures that the report begins with."""
REMEDIES = {
    "before the horizon": "Let the runs end with the horizon (end), or set economics.horizon to a day within them, and "
    "compare again.",
    "does not state": "State these in the scenarios and compare again.",
    "different economics": "State the same in all scenarios and compare again.",
}
"""What to do, by a part of the note."""


def key_numbers(groups: Sequence[Group]) -> Table:
    """Return the last whole year, the same of all scenarios where there is one: median and range of the runs."""
    years = _years(groups)
    rows = []
    for name in KEY:
        cells = [with_unit(name, unit_of(name))]
        for group, year in zip(groups, years, strict=True):
            held = [run.yearly[name].get(year, math.nan) for run in group.runs if name in run.yearly]
            cells.append(_spread(np.array(held, np.float64)))
        rows.append(cells)
    titles = [f"{group.title}, {_year_in_words(group, year)}" for group, year in zip(groups, years, strict=True)]
    caption = "The last year: median of the runs, and in brackets the lowest and the highest"
    return Table(caption, ["Measure", *titles], rows, frozenset(range(1, len(groups) + 1)))


def _years(groups: Sequence[Group]) -> list[int]:
    """Return the last year that all cover whole; else of every scenario its own, or the last one that it has at all."""
    whole = [set(group.runs[0].yearly.index[group.runs[0].yearly["complete"]]) for group in groups]
    if common := set.intersection(*whole):
        return [int(max(common))] * len(groups)
    own = zip(whole, groups, strict=True)
    return [int(max(years)) if years else int(group.runs[0].yearly.index[-1]) for years, group in own]


def _year_in_words(group: Group, year: int) -> str:
    row = group.runs[0].yearly.loc[year].to_dict()
    return str(year) if row["complete"] else f"{row['days']} days of {year}"


def _spread(values: np.ndarray) -> str:
    known = values[np.isfinite(values)]
    if not known.size:
        return "-"
    if known.size == 1:
        return number(float(known[0]))
    return f"{number(float(np.median(known)))} ({number(float(known.min()))} to {number(float(known.max()))})"


def evidence_table(group: Group) -> tuple[Table, str] | None:
    """Return the reported figures that the runs cover beside the model's, and a sentence; nothing if there are none."""
    tables = [table[table["covered"] == 1.0].reset_index(drop=True) for table in map(compare, group.runs)]
    first = tables[0]
    if first.empty:
        return None
    rows, inside, ranged = [], 0, 0
    for place in range(len(first)):
        row = first.iloc[place]
        model = np.array([table["model"].iloc[place] for table in tables], np.float64)
        middle = float(np.median(model[np.isfinite(model)])) if np.isfinite(model).any() else math.nan
        low, high = float(row["low"]), float(row["high"])
        if not (math.isnan(low) and math.isnan(high)):
            ranged += 1
            inside += not (math.isnan(middle) or middle < low or middle > high)
        days = f"{row['start']} to {row['end']}"
        cells = [str(row["id"]), title_of(str(row["metric"])), days, number(float(row["reported"]))]
        rows.append(
            [*cells, _range(low, high), _spread(model), str(row["unit"]).removesuffix("/year").removesuffix("/period")]
        )
    titles = ["Evidence", "Measure", "Days", "Reported", "Reported range", "Model", "Unit"]
    said = f"The median of the runs lies in the reported range for {inside} of the {ranged} figures that have one."
    return Table("Reported figures whose days the runs cover", titles, rows, frozenset({3, 4, 5})), said


def _range(low: float, high: float) -> str:
    if math.isnan(low) and math.isnan(high):
        return ""
    if math.isnan(high):
        return f"{number(low)} or more"
    return f"{number(high)} or less" if math.isnan(low) else f"{number(low)} to {number(high)}"


def effects_table(made: SavedComparison) -> Table:
    """Return every change that can be told from none."""
    rows = []
    for _, row in made.effects[made.effects["verdict"] == CLEAR].iterrows():
        times, unit = readable(str(row["unit"]))
        change, low, high, base = (float(row[name]) / times for name in ("change", "low", "high", "base"))
        share = f"{float(row['share']):+.1%}" if math.isfinite(row["share"]) else ""
        cells = [titled(made, str(row["arm"])), with_unit(str(row["consequence"]), unit), number(base)]
        rows.append([*cells, f"{'+' if change > 0 else ''}{number(change)}", f"{number(low)} to {number(high)}", share])
    caption = f"Changes against {titled(made, made.base)} that can be told from no change"
    titles = ["Policy", "Consequence", "Base", "Change", "95 % interval", "Share of the base"]
    return Table(caption, titles, rows, frozenset({2, 3, 4, 5}))


def refused(made: SavedComparison) -> str:
    """Return why nothing can be said of what averting one costs, and what to do; nothing where something can."""
    notes = set(made.ratios["note"])
    if len(notes) != 1 or not str(next(iter(notes))).startswith(REFUSED):
        return ""
    note = one_line(str(notes.pop()))
    remedies = [words for part, words in REMEDIES.items() if part in note]
    return " ".join((f"{note}.", *remedies))


def worth_table(made: SavedComparison) -> Table:
    """Return what averting one costs, or why it cannot be said."""
    rows = []
    notes = made.ratios.groupby("arm", sort=False)["note"].agg(["nunique", "first"])
    alike = {str(arm): str(row["first"]) for arm, row in notes.iterrows() if row["nunique"] == 1 and row["first"]}
    for arm, note in alike.items():
        rows.append([titled(made, arm), "any of these", one_line(note)])
    for _, row in made.ratios[~made.ratios["arm"].isin(list(alike))].iterrows():
        if row["note"]:
            said = str(row["note"])
        else:
            ends = f"{number(row['ratio_low_kzt'] / MILLION)} to {number(row['ratio_high_kzt'] / MILLION)}"
            said = f"{number(row['ratio_kzt'] / MILLION)} mn KZT ({ends})"
        rows.append([titled(made, str(row["arm"])), str(row["one"]), one_line(said)])
    return Table(
        "What it costs the public to avert one", ["Policy", "Averted", "Cost, with 95 % interval, or why none"], rows
    )


def downloads(gathered: Gathered) -> list[Download]:
    """Return every table as a file within the page."""
    found = []
    runs = [(group, run) for group in gathered.groups for run in group.runs]
    if runs:
        yearly = [_labelled(run.yearly.reset_index(), group, run) for group, run in runs]
        ledger = [_labelled(run.consequences[run.consequences["region"] == COUNTRY], group, run) for group, run in runs]
        found.append(download("yearly.csv", "Every measure of every run by year", pd.concat(yearly)))
        found.append(download("consequences.csv", "The ledger of consequences of every run by year", pd.concat(ledger)))
        books = [_labelled(run.mass, group, run) for group, run in runs if run.mass is not None]
        if books:
            found.append(download("mass.csv", "The books of mass of every run by year and material", pd.concat(books)))
    for place, (folder, made) in enumerate(gathered.comparisons, start=1):
        number_of = "" if len(gathered.comparisons) == 1 else f"-{place}"
        found.append(download(f"effects{number_of}.csv", f"What policies change ({folder})", made.effects))
        found.append(download(f"ratios{number_of}.csv", f"What averting one costs ({folder})", made.ratios))
        found.append(download(f"pairs{number_of}.csv", f"Every pair of runs ({folder})", made.pairs))
    return found


def _labelled(table: pd.DataFrame, group: Group, run: Run) -> pd.DataFrame:
    made = table.copy()
    made.insert(0, "scenario", group.title)
    made.insert(1, "seed", int(run.manifest["seed"]))
    return made


def said_of(name: str, value: float) -> str:
    """Return a figure in words, as `1,703 orders`."""
    title, unit = lowered(title_of(name)), unit_of(name)
    return f"{title} {number(value)}" if title.lower() == unit else f"{title} {number(value)} {unit}"
