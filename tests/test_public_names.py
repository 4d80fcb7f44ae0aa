"""`import marketsim` is instant and gives every promised name."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import marketsim

HEAVY = ("numpy", "numba", "pandas", "pyarrow", "mesa", "pydantic", "rich", "typer", "ruamel.yaml", "scipy")


@pytest.mark.parametrize("name", [name for name in marketsim.__all__ if name != "MarketModel"])
def test_every_public_name_is_there(name: str):
    assert getattr(marketsim, name) is not None
    assert name in dir(marketsim)


def test_the_import_brings_nothing_heavy():
    code = f"import sys, marketsim; print([m for m in {HEAVY!r} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_running_brings_no_mesa():
    code = "import sys, marketsim; marketsim.run, marketsim.load, marketsim.read; print('mesa' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        marketsim.nothing  # noqa: B018


def test_the_version_is_that_of_the_package():
    pyproject = Path(__file__).parents[1] / "pyproject.toml"
    project = tomllib.loads(pyproject.read_text("utf-8"))["project"]
    assert "version" in project.get("dynamic", []) or project["version"] == marketsim.__version__
