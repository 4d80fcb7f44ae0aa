"""`marketsim show`: what the model knows, to read, as JSON or as CSV."""

import csv
import json
import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from marketsim.cli.told import told

LISTS = ("parameters", "rules", "interventions", "measures", "evidence", "figures")
SCHEMA = "schema"


class Format(StrEnum):
    """How it can be shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@told()
def show(
    what: Annotated[str, typer.Argument(help=f"What to show: {', '.join([*LISTS, SCHEMA])}.", metavar="WHAT")],
    name: Annotated[
        str | None,
        typer.Argument(
            help="Only what has this name, or else this in its name, or else these words in what is said of it.",
            metavar="NAME",
        ),
    ] = None,
    form: Annotated[Format | None, typer.Option("--format", help="How; the schema is always JSON.")] = None,
) -> None:
    """Show parameters, rules, interventions, measures, evidence, figures, or the JSON Schema of scenario files."""
    if what not in (*LISTS, SCHEMA):
        raise typer.BadParameter(_mend(what, "cannot be shown", [*LISTS, SCHEMA], [*LISTS, SCHEMA]), param_hint="WHAT")
    from marketsim.cli import listing
    from marketsim.scenario.schema import json_schema

    if what == SCHEMA:
        if form not in (None, Format.JSON) or name is not None:
            raise typer.BadParameter("the schema is JSON and whole; leave the rest out", param_hint="schema")
        _print_json(json_schema())
        return
    rows: list[dict[str, Any]] = getattr(listing, what)()
    if name is not None:
        rows = _named(name, what, rows)
    if form is Format.JSON:
        _print_json(rows)
    elif form is Format.CSV:
        writer = csv.DictWriter(sys.stdout, list(rows[0]) if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        from marketsim.cli.layout import console
        from marketsim.cli.reading import print_list

        print_list(what, rows, console())


def _named(name: str, what: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of one name, or else those with it in their name, or else those of which it is said."""
    from marketsim.cli.listing import group, names

    wanted = name.lower().strip()
    exact = [row for row in rows if wanted in names(what, row)]
    found = exact or [row for row in rows if any(wanted in known for known in names(what, row))]
    found = found or [row for row in rows if all(word in _said(row) for word in wanted.split())]
    if not found:
        known = sorted({known for row in rows for known in names(what, row)})
        groups = sorted({group(what, row) for row in rows})
        raise typer.BadParameter(_mend(name, f"is nowhere in the {what}", known, groups), param_hint="NAME")
    return found


def _said(row: dict[str, Any]) -> str:
    """Return all that is said in a row, in lower case."""
    return " ".join(str(told) for told in row.values()).lower()


def _mend(word: str, what: str, known: list[str], groups: list[str]) -> str:
    """Return what is wrong with a word and the nearest known one, or the groups that there are."""
    from marketsim.scenario.faults import listed, nearest, shorten

    near = nearest(word, known)
    mend = f"Did you mean '{near}'?" if near else listed(groups)
    return f"'{shorten(word)}' {what}. {mend}"


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, indent=1, ensure_ascii=False) + "\n")
