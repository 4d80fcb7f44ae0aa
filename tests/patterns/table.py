"""All patterns in one table, and the verdicts that are kept."""

import os
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pandas as pd

import marketsim as ms
from tests.patterns import by_hand, history, trials
from tests.patterns.check import Check

KEPT = Path(__file__).resolve().parents[2] / "results" / "reference" / "patterns.csv"
PATTERNS: tuple[Callable[[], Check], ...] = (
    history.roles,
    history.lockdown,
    history.origins,
    history.weekdays,
    by_hand.moved_customers,
    by_hand.convex_blocking,
    by_hand.without_a_name,
    by_hand.arrested_members,
    by_hand.substitute,
    trials.patrols,
    trials.interdiction,
    trials.certainty,
    trials.pay_for_risk,
    by_hand.bunching,
    trials.precursors,
    trials.marketplace,
    history.seizures_and_use,
    trials.elasticity,
    history.queue_and_register,
    trials.prison_stock,
    history.cheaper,
)


def computed() -> pd.DataFrame:
    """Run all checks and return one row for each pattern."""
    rows = []
    for pattern in PATTERNS:
        started = time.perf_counter()
        row = pattern().row()
        print(f"{row.id} {'holds' if row.holds else 'fails'} ({time.perf_counter() - started:.0f} s)", flush=True)
        rows.append({"model_version": ms.MODEL_VERSION, **asdict(row)})
    return pd.DataFrame(rows)


def told(table: pd.DataFrame) -> str:
    """Return the table as text, two lines for a pattern."""
    lines = []
    for row in table.itertuples():
        built = " (by construction in part)" if row.by_construction else ""
        verdict = "holds" if row.holds else "FAILS"
        lines.append(f"{row.id} {verdict}{built}: {row.pattern}")
        lines.append(
            f"    {row.check}: {row.effect:+.3g} [{row.low:+.3g}, {row.high:+.3g}], {row.replicates} replicates, "
            f"power {row.power:.2f}, by chance {row.by_chance:.3f}" + (f"; {row.note}" if row.note else "")
        )
    return os.linesep.join([*lines, f"{int(table['holds'].sum())} of {len(table)} hold."])
