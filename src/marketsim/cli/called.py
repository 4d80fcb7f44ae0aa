"""A call in words that can be typed again: what decides the results, and nothing else."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from marketsim.scenario.whole_numbers import spans


def call_of(
    command: str,
    files: Sequence[Path],
    seeds: Sequence[int],
    options: Mapping[str, object],
    changes: Sequence[str],
) -> list[str]:
    """Return a call word by word.

    Args:
        command: Its name.
        files: Scenarios as they were named.
        seeds: Seeds of the pairs.
        options: Options and their values; those that were not given have none.
        changes: All that was changed by `--set`, in order.
    """
    words = ["marketsim", command, *(_from_here(str(file)) for file in files), "--seeds", spans(seeds)]
    for option, value in options.items():
        words += [] if value is None else [option, _from_here(str(value))]
    for change in changes:
        words += ["--set", change]
    return words


def _from_here(word: str) -> str:
    """Return a path as it is seen from where the command is called, if it lies below; any other word as it is."""
    path = Path(word)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        return str(path.relative_to(Path.cwd()))
    return word
