"""Notebooks are pairs of a text and what it shows: in step, small, of this version, and honest at both ends."""

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("jupytext", reason="notebooks want the extra notebooks")
pytest.importorskip("nbclient", reason="notebooks want the extra notebooks")

import jupytext
import nbformat

from marketsim.version import MODEL_VERSION
from tests.notebooks.running import FOLDER, TEXTS, as_notebook, pair_of

MOST_BYTES = 300_000

each = pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.stem)


def kept(text: Path) -> Any:
    """Return the notebook of a text as it is kept."""
    return nbformat.read(pair_of(text), as_version=4)


def words_of(output: Any) -> str:
    """Return what an output says to a reader; pictures say nothing here."""
    data = output.get("data", {})
    return json.dumps([output.get("text", ""), *(data[kind] for kind in data if kind.startswith("text/"))])


def outputs_of(text: Path) -> list[Any]:
    """Return every output of a notebook."""
    return [output for cell in kept(text).cells for output in cell.get("outputs", ())]


def test_every_text_has_its_notebook_and_every_notebook_its_text():
    assert TEXTS
    assert sorted(FOLDER.glob("*.ipynb")) == [pair_of(text) for text in TEXTS]


@each
def test_a_pair_says_the_same(text: Path):
    """Where this fails, run `make notebooks`."""
    said = [(cell.cell_type, cell.source) for cell in kept(text).cells]
    assert said == [(cell.cell_type, cell.source) for cell in as_notebook(text).cells]


@each
def test_a_text_comes_back_unchanged_from_its_notebook(text: Path):
    there = jupytext.reads(text.read_text("utf-8"), fmt="py:percent")
    there["metadata"] = {"jupytext": {"notebook_metadata_filter": "-all", "cell_metadata_filter": "-all"}}
    assert jupytext.writes(there, fmt="py:percent") == text.read_text("utf-8")


@each
def test_every_cell_ran_in_order_and_none_failed_or_warned(text: Path):
    """Where this fails, run `make notebooks`."""
    codes = [cell for cell in kept(text).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in codes] == list(range(1, len(codes) + 1))
    for output in outputs_of(text):
        assert output.output_type != "error"
        assert output.get("name") != "stderr", output.text


@each
def test_a_notebook_is_small_and_tells_nothing_of_the_machine(text: Path):
    assert pair_of(text).stat().st_size < MOST_BYTES
    said = "".join(words_of(output) for output in outputs_of(text))
    for part in ("/tmp", "/home", "/root", "/work", " at 0x", str(Path.home())):
        assert part not in said


@each
def test_what_a_notebook_shows_is_of_this_version_of_the_model(text: Path):
    """Where this fails, run `make notebooks`."""
    assert any(f"Model version {MODEL_VERSION}." in words_of(output) for output in outputs_of(text))


@each
def test_a_notebook_opens_with_a_question_and_ends_with_what_one_may_not_conclude(text: Path):
    cells = kept(text).cells
    first, last = cells[0].source, cells[-1].source
    assert first.startswith(f"# {text.stem[:2]} ")
    assert "**The question: " in first
    assert f"\n{last}".split("\n## ")[-1].startswith("What one may not conclude")
    assert "calibrated" in last


@each
def test_figures_need_no_network(text: Path):
    for output in outputs_of(text):
        assert set(output.get("data", {})) <= {"text/plain", "text/html", "image/png"}
        assert "<script" not in words_of(output)


def test_the_index_lists_every_notebook():
    index = (FOLDER / "README.md").read_text("utf-8")
    assert [text.stem for text in TEXTS if f"]({text.stem}.ipynb)" not in index] == []
