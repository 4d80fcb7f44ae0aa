"""The notebooks: where they are, how a text becomes a notebook, and how one is run and kept."""

import base64
import io
import os
import re
import sys
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient
from PIL import Image

from marketsim.figures.few_colours import few_colours

FOLDER = Path(__file__).parents[2] / "notebooks"
TEXTS = sorted(FOLDER.glob("[0-9][0-9]_*.py"))
"""The notebooks as text, which is what people change."""
SECONDS = 600
"""Longest that one cell may take."""
COLOURS = 32
"""Colours that are kept of a picture."""
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def pair_of(text: Path) -> Path:
    """Return the notebook that belongs to a text."""
    return text.with_suffix(".ipynb")


def as_notebook(text: Path) -> Any:
    """Return a text as a notebook without outputs; the same text makes the same notebook."""
    made = jupytext.read(text, fmt="py:percent")
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number:02d}"
        cell["metadata"] = {}
    made["metadata"] = {"kernelspec": dict(KERNEL)}
    made["nbformat"], made["nbformat_minor"] = 4, 5
    return made


def executed(text: Path) -> Any:
    """Return a text as a notebook with what its cells show; nothing in it tells of the machine or the time."""
    made = as_notebook(text)
    where = {"metadata": {"path": str(FOLDER)}}
    NotebookClient(made, timeout=SECONDS, kernel_name="python3", resources=where, record_timing=False).execute(
        env=os.environ | {"PYTHONHASHSEED": "0"}
    )
    made["metadata"] = {"kernelspec": dict(KERNEL)}
    for cell in made.cells:
        cell["metadata"] = {}
        for output in cell.get("outputs", ()):
            for kind, content in output.get("data", {}).items():
                if kind.startswith("text/"):
                    output["data"][kind] = re.sub(r" at 0x[0-9a-f]+", "", content)
                elif kind == "image/png":
                    output["data"][kind] = smaller(content)
            output.get("metadata", {}).clear()
    return made


def smaller(picture: str) -> str:
    """Return a picture in base64 with no more colours than a figure needs."""
    made = io.BytesIO()
    whole = Image.open(io.BytesIO(base64.b64decode(picture)))
    few_colours(whole, COLOURS).save(made, "PNG", optimize=True)
    return base64.b64encode(made.getvalue()).decode("ascii") + "\n"


def keep(text: Path) -> Path:
    """Run a text and write its notebook."""
    pair = pair_of(text)
    pair.write_text(nbformat.writes(executed(text)).rstrip() + "\n", encoding="utf-8")
    return pair


if __name__ == "__main__":
    wanted = sys.argv[1:]
    for text in TEXTS:
        if not wanted or any(text.stem.startswith(name) for name in wanted):
            print(keep(text).name, flush=True)
