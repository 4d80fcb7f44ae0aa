"""Every function says its types; only kernels do not, since Numba infers theirs."""

import ast
from pathlib import Path

import pytest

from marketsim.core.compiling import PACKAGE

FILES = sorted(PACKAGE.rglob("*.py"))


def is_kernel(function: ast.FunctionDef) -> bool:
    """Tell whether a function is compiled: decorated with `kernel`, bare or with options."""
    return any("kernel" in ast.unparse(decorator) for decorator in function.decorator_list)


def is_annotated(function: ast.FunctionDef) -> bool:
    """Tell whether a function states what it returns and takes."""
    taken = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
    unsaid = [argument.arg for argument in taken if argument.annotation is None]
    return function.returns is not None and set(unsaid) <= {"self", "cls"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_every_function_but_a_kernel_is_annotated(file: Path):
    functions = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
    assert [f"{f.name}, line {f.lineno}" for f in functions if not is_kernel(f) and not is_annotated(f)] == []
