"""`marketsim show`: what the model knows, as a table, JSON or CSV."""

import csv
import json
import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from marketsim.cli.told import told


class What(StrEnum):
    """What can be shown."""

    PARAMETERS = "parameters"
    RULES = "rules"
    INTERVENTIONS = "interventions"
    MEASURES = "measures"
    EVIDENCE = "evidence"
    SCHEMA = "schema"


class Format(StrEnum):
    """How it can be shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@told()
def show(
    what: Annotated[What, typer.Argument(help="What to show.")],
    form: Annotated[Format | None, typer.Option("--format", help="How; the schema is always JSON.")] = None,
) -> None:
    """Show parameters, rules, interventions, measures, evidence, or the JSON Schema of scenario files."""
    from marketsim.cli import listing

    if what is What.SCHEMA:
        if form not in (None, Format.JSON):
            raise typer.BadParameter("the schema is JSON; leave --format out", param_hint="--format")
        _print_json(listing.schema())
        return
    rows: list[dict[str, Any]] = getattr(listing, what.value)()
    if form is Format.JSON:
        _print_json(rows)
    elif form is Format.CSV:
        writer = csv.DictWriter(sys.stdout, list(rows[0]) if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        _print_table(what.value, rows)


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def _print_table(title: str, rows: list[dict[str, Any]]) -> None:
    """Print rows as a table; where there is no terminal to fit, every line is as long as it wants."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=1000)
    table = Table(title=f"{len(rows)} {title}", title_justify="left", pad_edge=False)
    for key in rows[0] if rows else []:
        table.add_column(key.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row.values()), style=None)
    console.print(table, markup=False)
