"""What `marketsim predict` prints: years to come, with intervals and what they hold."""

from __future__ import annotations

import pandas as pd
from rich.console import Console
from rich.text import Text

from marketsim.cli.layout import fitted
from marketsim.experiments.predicting import KINDS
from marketsim.figures.style import number

FIRST = 2024
"""First year that is printed: what was known before is in the table."""
LEVEL = 0.9
"""Chance that the wider intervals hold one run more."""
TITLES = ("measure", "unit", "period", "median", "50 % interval", "90 % interval", "reported, 90 %")


def few_in_words(holds: float) -> str:
    """Return in words what stands for an interval where runs are too few for it."""
    return f"the {LEVEL:.0%} interval is the range of the runs, which holds one more with a chance of {holds:.0%}"


def _shown(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of years from 2024 on, or where none is whole those of half-years, or else of quarters."""
    late = table[table["period"].str[:4].astype(int) >= FIRST]
    kinds = set(late["kind"])
    return late[late["kind"] == next((kind for kind in KINDS if kind in kinds), "")]


def print_prediction(table: pd.DataFrame, provisional: bool, output: Console) -> None:
    """Print whole years from 2024 on, or shorter periods where there is none; the rest is in the saved table.

    Args:
        table: Intervals of a prediction.
        provisional: The calibration goes on.
        output: Where it is printed.
    """
    if provisional:
        output.print("Provisional: the calibration is not finished, and its intervals will change.", style="bold")
    shown = _shown(table)
    if shown.empty:
        output.print(f"No whole quarter from {FIRST} on; predictions.csv holds the periods before.", markup=False)
    for arm, rows in shown.groupby("arm", sort=False):
        head = f"{arm}: {rows['runs'].iloc[0]} runs, each with its draw of parameters"
        output.print(head, style="bold", markup=False)
        if (least := float(rows["holds_90"].min())) < LEVEL:
            output.print(f"Few runs: {few_in_words(least)}.", markup=False, soft_wrap=True)
        cells = [
            [
                Text(str(row["metric"])),
                Text(str(row["unit"])),
                Text(str(row["period"])),
                Text(number(row["median"])),
                *(
                    Text(
                        ""
                        if row[low] != row[low]
                        else f"{number(row[low])} to {number(row[low.replace('low', 'high')])}"
                    )
                    for low in ("low_50", "low_90", "reported_low_90")
                ),
            ]
            for _, row in rows.iterrows()
        ]
        output.print(fitted(TITLES, cells, output.width, "measure", ("unit", "50 % interval"), {"median"}))
        output.print()
    output.print(
        "Intervals hold one run of the model more with the chance that they say; the last column holds what a source "
        "would report of it, with its error. All years, half-years and quarters are in predictions.csv.",
        style="dim", soft_wrap=True,
    )  # fmt: skip
