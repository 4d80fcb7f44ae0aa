"""Compiled kernels: the cache follows the source, and is not needed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from marketsim.core.compiling import PACKAGE, cache_folder, can_cache, kernel

FOLDER = "from marketsim.core.compiling import cache_folder; print(cache_folder())"
DRAW = "from marketsim.core import draws; print(draws.draw(1, 2, 3, 4, 5)[0])"
WARM = "from marketsim.core import compiling; compiling.mark_warm(); print(compiling.is_warm())"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the package's core."""
    package = tmp_path / "source" / "marketsim"
    shutil.copytree(PACKAGE / "core", package / "core", ignore=shutil.ignore_patterns("__pycache__"))
    (package / "__init__.py").touch()
    return package


def run(package: Path, code: str, cache: Path) -> str:
    """Run code with this copy of the package and this cache folder; return what it prints."""
    environment = os.environ | {"PYTHONPATH": str(package.parent), "MARKETSIM_CACHE": str(cache)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_changed_helper_in_another_file_changes_the_cache_folder(copy, tmp_path):
    before = run(copy, FOLDER, tmp_path)
    assert run(copy, FOLDER, tmp_path) == before
    with (copy / "core" / "units.py").open("a") as helper:
        helper.write("\n# A change.\n")
    assert run(copy, FOLDER, tmp_path) != before


def test_a_change_above_the_floors_of_kernels_leaves_the_cache_folder(copy, tmp_path):
    before = run(copy, FOLDER, tmp_path)
    (copy / "cli").mkdir()
    (copy / "cli" / "command.py").touch()
    assert run(copy, FOLDER, tmp_path) == before


def test_a_kernel_above_the_floors_of_kernels_is_refused():
    def policy() -> int:
        return 1

    policy.__module__ = "marketsim.interventions.lockdown"
    with pytest.raises(ValueError, match="add its folder to FLOORS"):
        kernel(policy)


def test_a_changed_helper_changes_what_a_kernel_in_another_file_gives(copy, tmp_path):
    (copy / "core" / "helper.py").write_text(
        "from marketsim.core.compiling import kernel\n@kernel\ndef add(x):\n    return x + 1\n"
    )
    (copy / "core" / "user.py").write_text(
        "from marketsim.core.compiling import kernel\nfrom marketsim.core.helper import add\n"
        "@kernel\ndef twice(x):\n    return add(add(x))\n"
    )
    code = "from marketsim.core.user import twice; print(twice(0))"
    assert run(copy, code, tmp_path / "cache") == "2"
    helper = copy / "core" / "helper.py"
    helper.write_text(helper.read_text().replace("x + 1", "x + 10"))
    assert run(copy, code, tmp_path / "cache") == "20"


def test_kernels_are_kept_in_the_cache_folder_and_nowhere_else(copy, tmp_path):
    run(copy, DRAW, tmp_path / "cache")
    assert list((tmp_path / "cache").rglob("*.nbi"))
    assert not list(copy.rglob("*.nbi"))


def test_without_a_writable_cache_folder_kernels_run_and_leave_nothing_behind(copy, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder would be")
    assert run(copy, DRAW, tmp_path / "cache") == run(copy, DRAW, tmp_path / "other")
    assert not list(copy.rglob("*.nbi"))
    assert run(copy, WARM, tmp_path / "cache") == "False"


def test_a_run_is_warm_once_it_was_marked(copy, tmp_path):
    assert run(copy, WARM, tmp_path / "cache") == "True"


@pytest.mark.parametrize("ending", [".nbc", ".nbi"])
@pytest.mark.parametrize("damage", ["emptied", "truncated", "flipped"])
def test_a_damaged_cache_is_compiled_anew_and_mended(copy, tmp_path, ending: str, damage: str):
    cache = tmp_path / "cache"
    right = run(copy, DRAW, cache)
    kept = {file: file.read_bytes() for file in cache.rglob(f"*{ending}")}
    assert kept
    for file, data in kept.items():
        middle = len(data) // 2
        flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        file.write_bytes({"emptied": b"", "truncated": data[:middle], "flipped": flipped}[damage])
    hits = DRAW + "; print(sum(draws.draw.stats.cache_hits.values()))"
    assert run(copy, hits, cache).split() == [right, "0"]
    assert run(copy, hits, cache).split() == [right, "1"]


def test_a_kernel_that_cannot_be_saved_runs_and_the_cache_is_not_taken_for_whole(copy, tmp_path):
    code = (
        "import builtins, errno\nfrom marketsim.core import compiling, draws\nplain = builtins.open\n"
        "def full(file, mode='r', *more, **named):\n"
        "    if 'w' in mode and '.nb' in str(file): raise OSError(errno.ENOSPC, 'No space left on device')\n"
        "    return plain(file, mode, *more, **named)\n"
        "builtins.open = full\n"
        "print(draws.draw(1, 2, 3, 4, 5)[0])\ncompiling.mark_warm()\nprint(compiling.is_warm())\n"
    )
    assert run(copy, code, tmp_path / "cache").split() == [run(copy, DRAW, tmp_path / "other"), "False"]
    assert not list((tmp_path / "cache").rglob("*.nb*"))


def test_a_disk_that_takes_names_but_no_content_is_no_cache(monkeypatch, tmp_path):
    def full(**_named):
        return Path("/dev/full").open("wb")

    monkeypatch.setenv("MARKETSIM_CACHE", str(tmp_path))
    monkeypatch.setattr("marketsim.core.compiling.tempfile.TemporaryFile", full)
    cache_folder.cache_clear()
    can_cache.cache_clear()
    try:
        assert not can_cache()
    finally:
        cache_folder.cache_clear()
        can_cache.cache_clear()
