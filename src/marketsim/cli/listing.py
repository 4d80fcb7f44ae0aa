"""What the model knows, as rows of plain values."""

import inspect
from dataclasses import asdict
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from marketsim.core.descriptions import description
from marketsim.figures.registry import all_figures
from marketsim.measures.registry import all_measures
from marketsim.model import DAY
from marketsim.results.evidence import figures as reported_figures
from marketsim.results.files import as_json
from marketsim.scenario.registry import intervention_kinds, parameter_sets
from marketsim.world.products import DEFAULT_PRODUCTS

Row = dict[str, Any]

FORM = ("who", "when", "chance", "reads", "writes", "source")
"""Lines of the form that a rule's docstring is."""


def parameters() -> list[Row]:
    """Return every parameter with its default, unit, range, grade and source."""
    rows = [row for name, kind in parameter_sets().items() for row in _fields(f"parameters.{name}", kind)]
    for product in DEFAULT_PRODUCTS:
        defaults = product.model_dump()
        for row in _fields(f"products.{product.name}", type(product)):
            field = row["name"].rpartition(".")[2]
            if field != "name":
                rows.append(row | {"default": as_json(defaults[field])})
    return rows


def rules() -> list[Row]:
    """Return every rule in the order of the day, with the lines of its form."""
    rows: list[Row] = []
    for stage in DAY:
        for rule in stage.rules:
            summary, form = _form(rule)
            rows.append({"order": len(rows) + 1, "stage": stage.name, "rule": rule.name, "what": summary} | form)
    return rows


def interventions() -> list[Row]:
    """Return every setting of every kind of intervention."""
    rows = []
    for name, kind in intervention_kinds().items():
        summary = inspect.cleandoc(kind.__doc__ or "").partition("\n")[0]
        for row in _fields(name, kind):
            rows.append({"kind": name, "what": summary} | row | {"name": row["name"].removeprefix(f"{name}.")})
    return rows


def measures() -> list[Row]:
    """Return every measure with its unit, the way in which it sums up a period, and its definition."""
    return [
        {
            "name": measure.name,
            "unit": measure.unit,
            "kind": measure.kind.value,
            "agency": measure.agency,
            "group": measure.group,
            "definition": " ".join(measure.definition.split()),
        }
        for measure in all_measures().values()
    ]


def evidence() -> list[Row]:
    """Return every reported figure, whether or not the model has a measure for it."""
    known = all_measures()
    rows = []
    for figure in reported_figures():
        row = {key: as_json(value) for key, value in asdict(figure).items()}
        rows.append(row | {"has_measure": figure.metric in known})
    return rows


def figures() -> list[Row]:
    """Return every figure that can be drawn, with what it is drawn from and what can be chosen."""
    return [
        {"name": name, "what": figure.what, "needs": figure.needs.value, "choices": ", ".join(figure.options)}
        for name, figure in all_figures().items()
    ]


def names(what: str, row: Row) -> list[str]:
    """Return the names by which a row of a list can be asked for."""
    if what == "parameters":
        whole = str(row["name"])
        return [whole, whole.partition(".")[2], whole.split(".")[1]]
    keys = {"rules": ("rule", "stage"), "interventions": ("kind",), "measures": ("name", "group"), "figures": ("name",)}
    return [str(row[key]).lower() for key in keys.get(what, ("id", "metric"))]


def group(what: str, row: Row) -> str:
    """Return the shortest name by which a row of a list can be asked for together with those beside it."""
    if what == "parameters":
        return str(row["name"]).split(".")[1]
    keys = {"rules": "stage", "interventions": "kind", "measures": "group", "evidence": "metric"}
    return str(row[keys.get(what, "name")]).lower()


def _fields(prefix: str, kind: type[BaseModel]) -> list[Row]:
    return [_field(prefix, kind, name, field) for name, field in kind.model_fields.items()]


def _field(prefix: str, kind: type[BaseModel], name: str, field: FieldInfo) -> Row:
    facts = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    default = None if field.is_required() else field.get_default(call_default_factory=True)
    return {
        "name": f"{prefix}.{name}",
        "default": as_json(default),
        "unit": facts.get("unit", ""),
        "low": facts.get("low"),
        "high": facts.get("high"),
        "grade": facts.get("grade", ""),
        "source": facts.get("source", ""),
        "description": " ".join(description(kind, name).split()),
    }


def _form(rule: type) -> tuple[str, Row]:
    """Return the first line of a rule's docstring and the lines of its form, continued lines joined."""
    lines = inspect.cleandoc(rule.__doc__ or "").splitlines()
    form: Row = dict.fromkeys(FORM, "")
    at = ""
    for line in lines[1:]:
        word, _, rest = line.partition(" ")
        if word.lower() in form:
            at, line = word.lower(), rest
        elif not line.strip():
            at = ""
        if at:
            form[at] = f"{form[at]} {line.strip()}".strip()
    return (lines[0] if lines else ""), form
