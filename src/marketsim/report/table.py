"""Tables of a report: a caption, titles, rows of words, and the same as CSV to take away."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

DIGITS = 7
"""Digits of numbers in files within the page, which is to stay small; the results hold them all."""
ESCAPED = "%#\n\r\t"
"""Letters that would not come through in an address; the percent sign first. Digits need no code, as in Base64."""


class Table(NamedTuple):
    """A table in words; the first cell of each row is its heading."""

    caption: str
    titles: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()
    """Places of columns of numbers."""


class Download(NamedTuple):
    """A table as a file within the page."""

    file: str
    what: str
    rows: int
    address: str


def download(file: str, what: str, table: pd.DataFrame, index: bool = False) -> Download:
    """Return a table as a CSV file within the page."""
    words = table.select_dtypes(include=["object", "string"])
    safe = table.assign(**{str(name): words[name].map(_no_formula) for name in words})
    content = safe.to_csv(index=index, lineterminator="\n", float_format=f"%.{DIGITS}g")
    for letter in ESCAPED:
        content = content.replace(letter, f"%{ord(letter):02X}")
    return Download(file, what, len(table), f"data:text/csv;charset=utf-8,{content}")


def _no_formula(value: object) -> object:
    """Return a text that no spreadsheet takes for a formula; what is no text stays as it is."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value
