"""Siblings never import each other: a rule, a policy or a group of outcomes can be read, removed or added alone."""

import ast
from pathlib import Path

import pytest

from marketsim.core.compiling import PACKAGE

MAY_IMPORT = {
    "rules": ("marketsim.core", "marketsim.world", "marketsim.rules.rule"),
    "interventions": ("marketsim.core", "marketsim.world", "marketsim.interventions.intervention"),
    "measures": ("marketsim.core", "marketsim.world", "marketsim.measures.measure", "marketsim.measures.record"),
}
FILES = [
    (floor, file)
    for floor in MAY_IMPORT
    for file in sorted((PACKAGE / floor).rglob("*.py"))
    if file.stem not in ("__init__", "registry")  # a registry finds its siblings by a loop over the folder
]


def imports_of(file: Path) -> list[str]:
    """Return the modules of the package that a file names, wherever in the file."""
    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name} imports from a relative place"
            found.append(node.module or "")
    return [name for name in found if name.split(".")[0] == "marketsim"]


@pytest.mark.parametrize(("floor", "file"), FILES, ids=lambda value: getattr(value, "stem", value))
def test_a_file_imports_only_the_floors_below_and_what_all_siblings_are(floor: str, file: Path):
    allowed = MAY_IMPORT[floor]
    assert [name for name in imports_of(file) if not any((name + ".").startswith(a + ".") for a in allowed)] == []


def test_rule_files_have_unique_names():
    names = [file.stem for floor, file in FILES if floor == "rules"]
    assert len(set(names)) == len(names)
