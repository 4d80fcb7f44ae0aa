"""A folder holds a whole result or is none, and nothing ever replaces it."""

import json
import os
import resource
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import numpy as np
import pandas as pd
import pytest

from marketsim.results import folder as folders
from marketsim.results.errors import ResultError
from marketsim.results.folder import check_writable, find, folder_name, read, write
from marketsim.results.run import Run
from marketsim.version import MODEL_VERSION


def whole_results(parent: Path) -> list[Path]:
    found = []
    for path in sorted(parent.iterdir()):
        try:
            read(path, verify=True)
        except ResultError:
            continue
        found.append(path)
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_run_reads_back_as_it_was(done: Run, tmp_path: Path):
    back = read(done.save(tmp_path), verify=True)
    pd.testing.assert_frame_equal(back.daily, done.daily)
    pd.testing.assert_frame_equal(back.yearly, done.yearly)
    pd.testing.assert_frame_equal(back.regions, done.regions)
    assert back.events is not None
    pd.testing.assert_frame_equal(back.events, done.events)
    assert back.mass is not None
    pd.testing.assert_frame_equal(back.mass, done.mass)
    assert back.cells.keys() == done.cells.keys()
    assert all((back.cells[name] == layer).all() for name, layer in done.cells.items())
    assert {key: back.manifest[key] for key in done.manifest} == done.manifest


def test_the_folder_is_named_after_scenario_seed_and_digest(done: Run, tmp_path: Path):
    assert done.save(tmp_path).name == folder_name(done.manifest)
    assert folder_name(done.manifest).startswith("tiny-3-")
    assert folder_name(done.manifest, "a/b\\ ..c\n").startswith("a-b-c-3-")
    assert folder_name(done.manifest, "базовый").startswith("базовый-3-")
    assert folder_name(done.manifest, "../..").startswith("scenario-3-")
    assert folder_name(done.manifest | {"with_events": False}) != folder_name(done.manifest)


def test_a_result_has_its_files_and_nothing_temporary_is_left(done: Run, tmp_path: Path):
    folder = done.save(tmp_path)
    names = {"manifest.json", "daily.parquet", "yearly.csv", "regions.parquet", "consequences.csv", "cells.npz"}
    names |= {"events.parquet", "mass.csv"}
    assert set(contents(folder)) == names
    assert list(tmp_path.iterdir()) == [folder]
    without = replace(done, events=None, manifest=done.manifest | {"with_events": False})
    assert set(contents(without.save(tmp_path))) == names - {"events.parquet"}


def test_a_result_of_old_without_books_of_mass_is_read(done: Run, tmp_path: Path):
    folder = replace(done, mass=None).save(tmp_path)
    assert not (folder / "mass.csv").exists()
    assert read(folder).mass is None


def test_the_same_run_is_recognised_and_not_touched(done: Run, tmp_path: Path):
    first = write(done, tmp_path)
    before = contents(first.folder)
    later = replace(done, manifest=done.manifest | {"times": {"seconds": 1.0}})
    assert write(later, tmp_path) == (first.folder, False)
    assert contents(first.folder) == before
    assert list(tmp_path.iterdir()) == [first.folder]
    assert find(tmp_path, done.manifest) == first.folder


def test_a_different_result_of_the_same_name_goes_elsewhere(done: Run, tmp_path: Path):
    first = write(done, tmp_path).folder
    before = contents(first)
    other = replace(done, daily=done.daily + 1, manifest=done.manifest | {"source_digest": "another"})
    second = write(other, tmp_path)
    assert second == (tmp_path / f"{first.name}-2", True)
    assert contents(first) == before
    assert find(tmp_path, done.manifest) == first
    assert find(tmp_path, other.manifest) == second.folder
    assert find(tmp_path, done.manifest | {"source_digest": "a third"}) is None


@pytest.mark.parametrize("make", ["file", "folder", "link"])
def test_what_is_in_the_way_is_left_alone(make: str, done: Run, tmp_path: Path):
    place = tmp_path / folder_name(done.manifest)
    if make == "file":
        place.write_text("mine")
    elif make == "folder":
        place.mkdir()
        (place / "notes.txt").write_text("mine")
    else:
        place.symlink_to(tmp_path / "nowhere")
    written = write(done, tmp_path)
    assert written.folder.name == f"{place.name}-2"
    assert os.path.lexists(place)
    assert whole_results(tmp_path) == [written.folder]


def test_many_at_once_make_one_result(done: Run, tmp_path: Path):
    together = Barrier(8)

    def one(_: int) -> tuple[Path, bool]:
        together.wait()
        return write(done, tmp_path)

    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(one, range(8)))
    assert {folder for folder, _ in written} == {tmp_path / folder_name(done.manifest)}
    assert sum(new for _, new in written) == 1
    assert whole_results(tmp_path) == list(tmp_path.iterdir())


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes, as on a disk that is full by then."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [0, 1000, 20_000])
def test_a_full_disk_is_told_and_nothing_is_left(size: int, done: Run, tmp_path: Path):
    with largest_file(size), pytest.raises(ResultError, match=r"cannot be written.*Free some space"):
        write(done, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_no_folder_is_told_before_the_run(tmp_path: Path):
    (tmp_path / "file").write_text("mine")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(ResultError, match="cannot be written"):
            check_writable(place)
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_told(done: Run, tmp_path: Path):
    tmp_path.chmod(0o500)
    for attempt in (lambda: check_writable(tmp_path), lambda: write(done, tmp_path)):
        with pytest.raises(ResultError, match="permissions"):
            attempt()
    tmp_path.chmod(0o700)


def test_an_error_of_any_kind_leaves_nothing(done: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupted(path: Path, data: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(folders, "_write_file", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(done, tmp_path)
    assert list(tmp_path.iterdir()) == []


WRITE_AND_HANG = """
import sys, time
from pathlib import Path
from marketsim.results import folder
run, left = folder.read(sys.argv[1]), int(sys.argv[3])
real = folder._write_file
def slow(path, data):
    global left
    if left == 0:
        path.write_bytes(data[: len(data) // 2])
        print("half", flush=True)
        time.sleep(60)
    left -= 1
    real(path, data)
folder._write_file = slow
folder.write(run, Path(sys.argv[2]))
"""


@pytest.mark.parametrize("files", [0, 3, 5])
def test_a_killed_writer_leaves_nothing_that_looks_finished(files: int, done: Run, tmp_path: Path):
    source = done.save(tmp_path / "source")
    target = tmp_path / "target"
    command = [sys.executable, "-c", WRITE_AND_HANG, str(source), str(target), str(files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"half\n"
        process.send_signal(signal.SIGKILL)
    assert len(list(target.iterdir())) == 1
    assert whole_results(target) == []
    assert find(target, done.manifest) is None
    written = write(done, target)
    assert written.new
    assert whole_results(target) == [written.folder]


def test_a_changed_file_is_found_when_asked(done: Run, tmp_path: Path):
    folder = done.save(tmp_path)
    table = folder / "yearly.csv"
    table.write_bytes(table.read_bytes().replace(b"2017", b"2016"))
    read(folder)
    with pytest.raises(ResultError, match=r"yearly\.csv changed since the run"):
        read(folder, verify=True)


@pytest.mark.parametrize("name", ["daily.parquet", "cells.npz", "yearly.csv", "consequences.csv"])
def test_a_damaged_or_missing_file_is_told(name: str, done: Run, tmp_path: Path):
    folder = done.save(tmp_path)
    (folder / name).write_bytes(b"\xff\xfe rubbish")
    with pytest.raises(ResultError, match="damaged"):
        read(folder)
    (folder / name).unlink()
    with pytest.raises(ResultError, match="incomplete"):
        read(folder)


@pytest.mark.parametrize("manifest", [b"", b"[]", b"{}", b"{", b"\xff", b'{"files": 3}', b"[" * 100_000])
def test_a_folder_with_a_broken_manifest_is_no_result(manifest: bytes, done: Run, tmp_path: Path):
    folder = done.save(tmp_path)
    (folder / "manifest.json").write_bytes(manifest)
    with pytest.raises(ResultError, match="no finished result"):
        read(folder)
    assert write(done, tmp_path).folder.name == f"{folder.name}-2"


def test_files_outside_the_folder_are_never_read(done: Run, tmp_path: Path):
    folder = done.save(tmp_path)
    (tmp_path / "secret").write_text("secret")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"]["../secret"] = {"sha256": "", "bytes": 6}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ResultError, match="no finished result"):
        read(folder)


def test_figures_that_are_not_numbers_survive(done: Run, tmp_path: Path):
    holes = done.daily.astype("float64")
    holes.iloc[0] = np.nan
    back = read(replace(done, daily=holes).save(tmp_path))
    pd.testing.assert_frame_equal(back.daily, holes)


@pytest.mark.parametrize("entry", [None, {}, 5])
def test_a_manifest_without_checksums_is_of_a_damaged_folder(done: Run, tmp_path: Path, entry: object):
    manifest = done.save(tmp_path) / "manifest.json"
    held = json.loads(manifest.read_text())
    held["files"]["yearly.csv"] = entry
    manifest.write_text(json.dumps(held))
    with pytest.raises(ResultError, match=r"is damaged: yearly\.csv changed"):
        read(manifest.parent, verify=True)
    manifest.write_text(json.dumps(held | {"files": None}))
    with pytest.raises(ResultError, match="holds no finished result"):
        read(manifest.parent)


def test_reading_what_another_version_of_the_model_made_is_warned_of(done: Run, tmp_path: Path):
    folder = replace(done, manifest=done.manifest | {"model_version": "0-old"}).save(tmp_path)
    with pytest.warns(UserWarning, match=f"version 0-old of the model, this is version {MODEL_VERSION}"):
        read(folder)
    same = done.save(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read(same)
