"""Tables of an experiment as a folder, written whole or not at all and never over another one."""

import hashlib
import json
import os
import re
import secrets
import shutil
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd

from marketsim.results.files import as_json
from marketsim.results.folder import PARTIAL, cannot_write

LONGEST_NAME = 100
UNFIT = r"[^\w.,+-]+"
"""What a folder's name does not hold, as slashes."""


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as CSV."""
    return table.to_csv(index=False, lineterminator="\n").encode()


def json_bytes(content: dict[str, Any]) -> bytes:
    """Return values and tables as JSON; what is no number is null."""
    return (json.dumps(as_json(content), indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def short_digest(content: dict[str, Any]) -> str:
    """Return ten hexadecimal digits of plain values."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:10]


def save_files(
    parent: Path, name: str, digest: str, content: dict[str, bytes], beside: dict[str, bytes] | None = None
) -> Path:
    """Write files to a new folder `<name>-<digest>` under `parent`, or find the one that holds just these.

    Args:
        parent: Where the folder is to be.
        name: Beginning of its name.
        digest: End of its name.
        content: Files by name.
        beside: Files that tell of the making, as the day of it: they make no other result. A folder that is found
            keeps its own, or gets these if it has none.

    Raises:
        ResultError: The folder cannot be written.
    """
    whole = f"{re.sub(UNFIT, '_', name)[:LONGEST_NAME]}-{digest}"
    partial = parent / f".{whole}.{secrets.token_hex(8)}{PARTIAL}"
    try:
        partial.mkdir(parents=True)
        for file, data in (content | (beside or {})).items():
            (partial / file).write_bytes(data)
        for number in count(1):
            folder = parent / (whole if number == 1 else f"{whole}-{number}")
            if not os.path.lexists(folder):
                partial.rename(folder)
                return folder
            if _holds(folder, content):
                for file in beside or ():
                    if not os.path.lexists(folder / file):
                        (partial / file).rename(folder / file)
                return folder
    except OSError as error:
        raise cannot_write(parent, error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    raise AssertionError("unreachable: places never end")


def _holds(folder: Path, content: dict[str, bytes]) -> bool:
    try:
        return all((folder / file).read_bytes() == data for file, data in content.items())
    except OSError:
        return False
