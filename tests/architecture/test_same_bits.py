"""Nothing that NumPy computes otherwise on another processor decides what happens in the market."""

import ast
from collections.abc import Iterator
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
POWERS = {
    "core/draws.py: 2.0 ** (-32)",
    "rules/buyers/buyer_order.py: world.levers.mobility ** self.mobility_effect",
    "rules/health/poisoning.py: world.potency_spread ** 2",
    "rules/justice/treatment_order.py: "
    "(1.0 - min(float(levers.compulsory_registered), 0.999)) ** (INTERVAL / DAYS_PER_YEAR)",
    "rules/police/case_climbing.py: (1.0 - chance) ** effort",
    "rules/shops/shop_hiring.py: (market.expected_sentence[Role.COURIER] / 7.0) ** self.severity",
    "rules/supply/import_departure.py: kept[Route.POST] ** self.avoidance",
    "rules/supply/import_departure.py: kept[Route.ROAD] ** self.avoidance",
    "rules/supply/precursor_purchase.py: relative ** self.substitution",
    "rules/wholesale/group_founding.py: (offtake / self.reference) ** self.exponent",
    "world/attribution.py: (medium / large) ** (self.threshold_share / NEUTRAL)",
    "world/attribution.py: before ** (self._less_threshold * left)",
    "world/newcomers.py: unit(b) ** 3",
}
"""Every power outside kernels, each of a single number, for which NumPy too asks the C library.

A power of an array wants `core.elementary.power`, which no test can tell from these: read a new one before it is added.
"""


def outside_kernels(node: ast.AST) -> Iterator[ast.AST]:
    """Return a piece of source and all within it that is not compiled."""
    if isinstance(node, ast.FunctionDef) and any("kernel" in ast.unparse(d) for d in node.decorator_list):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from outside_kernels(child)


def choices(source: ast.AST) -> list[str]:
    """Return what NumPy would choose loops for, with its line, outside kernels."""
    found = []
    for node in outside_kernels(source):
        if isinstance(node, ast.Attribute) and node.attr in CHOSEN_BY_PROCESSOR and ast.unparse(node.value) != "math":
            found.append(f"{ast.unparse(node)}, line {node.lineno}")
        if isinstance(node, ast.ImportFrom) and node.module == "numpy":
            found += [f"{name.name}, line {node.lineno}" for name in node.names if name.name in CHOSEN_BY_PROCESSOR]
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.MatMult):
            found.append(f"@, line {node.lineno}")
    return found


def powers(file: Path) -> set[str]:
    """Return the powers outside kernels of a file, each with the name of the file."""
    nodes = outside_kernels(ast.parse(file.read_text("utf-8")))
    found = [node for node in nodes if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Pow)]
    return {f"{file.relative_to(PACKAGE).as_posix()}: {ast.unparse(node)}" for node in found}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_arrays_go_by_elementary_and_sums_of_products(file: Path):
    assert choices(ast.parse(file.read_text("utf-8"))) == []


def test_powers_are_of_single_numbers():
    assert set().union(*map(powers, FILES)) == POWERS


def test_what_numpy_chooses_is_found():
    text = "@kernel\ndef f(x):\n    return np.exp(x)\ndef g(x):\n    x @= x\n    return np.exp(x) + x @ x.dot(x)"
    assert sorted(choices(ast.parse(text))) == ["@, line 5", "@, line 6", "np.exp, line 6", "x.dot, line 6"]
    assert choices(ast.parse("from numpy import exp, sqrt\nimport math\nmath.exp(1)")) == ["exp, line 1"]
