"""Nothing that NumPy computes otherwise on another processor decides what happens in the market.

Whether a `**` is of an array, which is for `power`, or of a single number cannot be seen here.
"""

import ast
from pathlib import Path

import pytest

from marketsim.core.compiling import PACKAGE

FLOORS = ("core", "world", "rules", "interventions", "measures")
FILES = sorted(file for floor in FLOORS for file in (PACKAGE / floor).rglob("*.py"))
CHOSEN_BY_PROCESSOR = {
    *("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "power", "float_power", "cbrt"),
    *("sin", "cos", "tan", "arcsin", "arccos", "arctan", "arctan2"),
    *("sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh"),
    *("dot", "vdot", "inner", "matmul", "einsum", "tensordot", "convolve", "linalg"),
}


def choices(node: ast.AST) -> list[str]:
    """Return what NumPy would choose loops for, with its line, outside kernels."""
    if isinstance(node, ast.FunctionDef) and any("kernel" in ast.unparse(d) for d in node.decorator_list):
        return []
    found = []
    if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "np" and node.attr in CHOSEN_BY_PROCESSOR:
        found.append(f"np.{node.attr}, line {node.lineno}")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        found.append(f"@, line {node.lineno}")
    return found + [choice for child in ast.iter_child_nodes(node) for choice in choices(child)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_arrays_go_by_elementary_and_sums_of_products(file: Path):
    assert choices(ast.parse(file.read_text("utf-8"))) == []


def test_what_numpy_chooses_is_found():
    text = "@kernel\ndef f(x):\n    return np.exp(x)\ndef g(x):\n    return np.exp(x) + x @ x"
    assert choices(ast.parse(text)) == ["np.exp, line 5", "@, line 5"]
