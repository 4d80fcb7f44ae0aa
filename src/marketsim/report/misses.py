"""Reported figures that a calibrated model misses, by name and with what is known of the reason."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd

from marketsim.experiments.calibration.validation import Validation
from marketsim.figures.style import number
from marketsim.figures.words import title_of
from marketsim.report.section import Section

UNKNOWN = "The reason is not known."


def misses(made: Validation) -> Section:
    """Return the part of the page that names every figure that is not inside, and records beyond the model's tail."""
    beyond = made.records[~made.records["within"].astype(bool)] if len(made.records) else made.records
    said = [_said(row) for _, row in made.misses.iterrows()] + [_record(row) for _, row in beyond.iterrows()]
    return Section("Figures that are missed", said or ["None."])


def _record(row: pd.Series[Any]) -> str:
    ends = f"{number(row['low90'])} to {number(row['high90'])}"
    return (
        f"{row['id']} (record): the largest find until {row['until']}: reported {number(row['reported'])} "
        f"{row['unit']}, in the model {number(row['median'])} ({ends}); {row['chance']:.0%} of runs had as large a "
        f"one. {reasons().get((row['id'], 'too low' if row['median'] < row['reported'] else 'too high'), UNKNOWN)}"
    )


def _said(row: pd.Series[Any]) -> str:
    missed = "too high" if row["below"] < 0.5 else "too low"
    return (
        f"{row['id']} ({row['use']}): {title_of(row['metric'])}, {row['start']} to {row['end']}: reported "
        f"{reported(row)}, the model would report {number(row['low90'])} to {number(row['high90'])}, "
        f"{missed}. {reasons().get((row['id'], missed), UNKNOWN)}"
    )


def reported(row: pd.Series[Any]) -> str:
    """Return what was reported, with the side on which it is a bound."""
    return f"{'' if row['side'] == 'about' else row['side'] + ' '}{number(row['reported'])}"


@cache
def reasons() -> dict[tuple[str, str], str]:
    """Return why figures are missed, by id and whether the model is too high or too low (`data/misses.csv`)."""
    text = (resources.files("marketsim.data") / "misses.csv").read_text("utf-8")
    return {(row["id"], row["missed"]): row["why"] for row in csv.DictReader(text.splitlines())}
