"""What the explorer says, in each language: one file a language, the same keys in all of them."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

LANGUAGES = ("en", "ru", "kk")
NOTHING = "\N{ZERO WIDTH SPACE}"
"""Put before what Markdown would make a link of without being asked."""
LONGEST = 300
"""Letters of a foreign text that are shown."""


class Words:
    """The catalogue in one language."""

    def __init__(self, language: str) -> None:
        """Read the file of a language."""
        self.language = language
        self._said = entries(language)

    def __call__(self, key: str, **values: object) -> str:
        """Return what stands at a key, with values put in."""
        return self._said[key].format(**values)

    def name(self, group: str, name: str) -> str:
        """Return the word for a name of the model; one of somebody's own is shown as it is written."""
        return self._said.get(f"{group}.{name}") or name.rpartition(".")[2].replace("_", " ")


@cache
def entries(language: str) -> dict[str, str]:
    """Return every text of a language by its dotted key."""
    text = files("marketsim.app").joinpath(f"languages/{language}.yaml").read_text("utf-8")
    return dict(_flat(YAML(typ="safe", pure=True).load(text), ""))


def plain(text: object, most: int = LONGEST) -> str:
    """Return a foreign text that Markdown shows letter by letter: no markup, no link and no picture comes of it."""
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in str(text)).split())
    words = words if len(words) <= most else f"{words[: most - 1]}…"
    words = re.sub(r"(://|@|www\.)", rf"{NOTHING}\1", words, flags=re.IGNORECASE)
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", words)


def _flat(tree: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
