"""Tables of the README that are written from the reference results, between two marks."""

import re
from pathlib import Path

import pandas as pd

from marketsim.experiments.saved_comparison import read_comparison
from marketsim.figures.compared import CLEAR, FEW, arms_of
from marketsim.figures.style import number
from marketsim.figures.words import with_unit
from marketsim.results.readable import readable

README = Path(__file__).parents[2] / "README.md"
HEADS = {"site_blocking": "channels blocked after a day", "treatment_places": "twice the places for treatment"}


def write(name: str, table: str) -> None:
    """Put a table in place of the one that stands between the marks of a name."""
    text = README.read_text("utf-8")
    before, _, rest = text.partition(_begin(name))
    _, end, after = rest.partition(_end(name))
    if not end:
        raise SystemExit(f"README.md has no marks for the table {name!r}.")
    README.write_text(f"{before}{_begin(name)}{table}{end}{after}", "utf-8")


def written(name: str) -> str:
    """Return the table that stands in the README."""
    found = re.search(re.escape(_begin(name)) + "(.*?)" + re.escape(_end(name)), README.read_text("utf-8"), re.DOTALL)
    if found is None:
        raise SystemExit(f"README.md has no marks for the table {name!r}.")
    return found[1]


def table(folder: Path) -> str:
    """Return a comparison as a table: a row a consequence, a column an arm, each change with its interval."""
    made = read_comparison(folder)
    arms = arms_of(made)
    titles = [f"{made.since.year} to {made.until.year}", "history", *(HEADS.get(arm, arm) for arm in arms)]
    lines = [titles, ["---", *["---:"] * (len(titles) - 1)]]
    for name, held in made.effects.groupby("consequence", sort=False):
        rows = held.set_index("arm")
        first = rows.loc[arms[0]]
        times, unit = readable(str(first["unit"]))
        cells = [with_unit(str(name), unit), number(float(first["base"]) / times)]
        lines.append([*cells, *(_change(rows.loc[arm]) for arm in arms)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _change(row: "pd.Series") -> str:
    """Return a change in percent with its interval, bold where it can be told from none."""
    if row["verdict"] == FEW or not row["base"]:
        return str(row["verdict"])
    change, low, high = (100.0 * float(row[name]) / float(row["base"]) for name in ("change", "low", "high"))
    said = f"{_signed(change)} %"
    return f"{f'**{said}**' if row['verdict'] == CLEAR else said} ({_signed(low)} to {_signed(high)})"


def _signed(percent: float) -> str:
    """Return a share in percent in few digits, small ones in more of them, so that none is "+0.0"."""
    if abs(percent) < 0.095:
        return f"{percent:+.2f}"
    return f"{percent:+.1f}" if abs(percent) < 9.95 else f"{percent:+,.0f}"


def _begin(name: str) -> str:
    return f"<!-- {name}: written by make reference -->\n"


def _end(name: str) -> str:
    return f"<!-- end of {name} -->"
