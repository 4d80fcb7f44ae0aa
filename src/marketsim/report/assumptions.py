"""What a run assumes: every number of its scenario, with its grade and source, and what was changed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from marketsim.core.parameters import Grade
from marketsim.report.gathering import Group
from marketsim.report.table import Table
from marketsim.results.files import as_json
from marketsim.scenario.faults import one_line, shorten
from marketsim.scenario.registry import intervention_kinds, parameter_sets
from marketsim.world.products import DEFAULT_PRODUCTS, Product

LETTERS = 120
BILLION = 1e9
OWN_PRODUCT = "a product of this scenario's own: see its file"
SHARED = ("name", "kind", "start", "end")
"""Settings of policies that have a column of their own."""


def grades(group: Group) -> Table:
    """Return how many numbers there are of each grade."""
    counted = Counter(row[3] for row in parameters(group).rows)
    meanings = {
        Grade.MEASURED: "taken from a source about this market",
        Grade.BORROWED: "measured in another market or by another study",
        Grade.CALIBRATED: "free within its range, for now set by hand so that the model comes near its source",
        Grade.ASSUMED: "nobody measured it; the reasoning stands as its source",
    }
    rows = [[grade.value, f"{counted[grade.value]:,}", meaning] for grade, meaning in meanings.items()]
    return Table(
        "How well the numbers of rules and products are known", ["Grade", "Numbers", "Meaning"], rows, frozenset({1})
    )


def parameters(group: Group) -> Table:
    """Return every number of rules and products as it is in this scenario; what was changed or drawn is marked."""
    rows: list[list[str]] = []
    for name, kind in parameter_sets().items():
        usual = {field: facts.get_default(call_default_factory=True) for field, facts in kind.model_fields.items()}
        rows += _numbers(group, kind, f"parameters.{name}", usual, group.scenario["parameters"].get(name, {}))
    known = {product.name: product.model_dump() for product in DEFAULT_PRODUCTS}
    for name, held in group.scenario["products"].items():
        of_product = _numbers(group, Product, f"products.{name}", known.get(name, held), held)
        rows += of_product if name in known else [[*row[:3], "", OWN_PRODUCT] for row in of_product]
    titles = ["Parameter", "Value", "Unit", "Grade", "Source or reasoning"]
    return Table("Every number of rules and products", titles, rows, frozenset({1}))


def _numbers(
    group: Group, kind: type[BaseModel], path: str, usual: Mapping[str, Any], held: Mapping[str, Any]
) -> Iterator[list[str]]:
    """Yield one row for each number of a set that has a grade.

    Args:
        group: Runs of the scenario.
        kind: The set.
        path: Its dotted name.
        usual: Defaults by field.
        held: What the scenario says by field.
    """
    drawn = _drawn(group)
    for field, facts in kind.model_fields.items():
        extra = facts.json_schema_extra if isinstance(facts.json_schema_extra, dict) else {}
        if "grade" not in extra:
            continue
        default = as_json(usual[field])
        value = as_json(held.get(field, default))
        said = _words(value) if value == default else f"{_words(value)} (default {_words(default)})"
        if f"{path}.{field}" in drawn:
            said = f"{_words(value)} (drawn, here of seed {group.seeds[0]})"
        name, source = f"{path}.{field}".removeprefix("parameters."), one_line(str(extra.get("source", "")))
        yield [name, said, str(extra.get("unit", "")), str(extra["grade"]), source]


def changed(group: Group) -> list[str]:
    """Return the parameters that are not at their defaults."""
    return [row[0] for row in parameters(group).rows if "(default " in row[1]]


def calibration(group: Group) -> str:
    """Return from which calibration its numbers are drawn, in a sentence; nothing if none are."""
    if not (many := len(_drawn(group))):
        return ""
    held = group.runs[0].manifest["posterior"]
    name = shorten(one_line(str(held.get("name", ""))))
    state = "" if held.get("finished") else ", which is not finished"
    return (
        f"{many} number{'s are' if many > 1 else ' is'} drawn for each run from the calibration '{name}'{state}. Told "
        f"here are those of seed {group.seeds[0]}; the manifest.json of each run holds its own."
    )


def _drawn(group: Group) -> frozenset[str]:
    """Return the dotted keys of numbers that each run draws from a calibration."""
    return frozenset(map(str, (group.runs[0].manifest.get("posterior") or {}).get("keys", ())))


def policies(group: Group) -> Table:
    """Return the policies and shocks of a scenario with their days and settings."""
    kinds, rows, drawn = intervention_kinds(), [], _drawn(group)
    for policy in group.scenario["interventions"]:
        settings = [
            f"{key} {_words(value)}{' (drawn)' if _key(policy, key) in drawn else ''}"
            for key, value in policy.items()
            if key not in SHARED and value is not None and value != _usual(kinds.get(policy["kind"]), key)
        ]
        days = f"{policy['start']} to {policy.get('end') or 'the end'}"
        name = shorten(one_line(str(policy.get("name", policy["kind"]))), LETTERS)
        rows.append([name, str(policy["kind"]), days, shorten(one_line("; ".join(settings)), 4 * LETTERS)])
    return Table(
        f"Policies and shocks: {group.title}", ["Name", "Kind", "Days", "Settings changed from their defaults"], rows
    )


def _key(policy: dict[str, Any], setting: str) -> str:
    return f"interventions.{policy.get('name', policy['kind'])}.{setting}"


def _usual(kind: type[BaseModel] | None, key: str) -> Any:
    field = kind.model_fields.get(key) if kind is not None else None
    return None if field is None or field.is_required() else as_json(field.get_default(call_default_factory=True))


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_words(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float) and abs(value) >= BILLION:
        return f"{value / BILLION:.6g} bn"
    if isinstance(value, float):
        return f"{value:.6g}"
    return shorten(one_line(str(value)), LETTERS)
