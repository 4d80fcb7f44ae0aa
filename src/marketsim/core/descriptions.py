"""What the docstring under a field says, read only where people ask for it.

pydantic reads these docstrings as each class is made, which took a third of the start of every command.
"""

import ast
import inspect
import sys
from functools import cache
from itertools import pairwise

from pydantic import BaseModel

_NAMED = (ast.ClassDef, ast.FunctionDef)
"""What a class can stand in."""


def description(kind: type[BaseModel], field: str) -> str:
    """Return what a field of a model is, in words: its `description`, or the docstring under it.

    Args:
        kind: Model that has the field or inherits it.
        field: Name of the field.

    Returns:
        Text; empty where there is none, or no source to read it in.
    """
    said = kind.model_fields[field].description
    if said is not None:
        return said
    return next((found[field] for owner in kind.__mro__ if field in (found := _docstrings(owner))), "")


@cache
def _docstrings(owner: type) -> dict[str, str]:
    """Return the docstrings under the fields that a class itself declares, by field."""
    body: list[ast.stmt] = list(_statements(owner.__module__))
    for name in owner.__qualname__.replace(".<locals>", "").split("."):
        body = next((node.body for node in body if isinstance(node, _NAMED) and node.name == name), [])
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


@cache
def _statements(module: str) -> tuple[ast.stmt, ...]:
    try:
        return tuple(ast.parse(inspect.getsource(sys.modules[module])).body)
    except (OSError, TypeError):  # Built in, or typed into a notebook.
        return ()
