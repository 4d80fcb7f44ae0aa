"""All measures, found by looking into the folder."""

import importlib
import pkgutil
from functools import cache

from marketsim import measures
from marketsim.measures.measure import Measure


@cache
def all_measures() -> dict[str, Measure]:
    """Return every measure by name, file by file in alphabetical order and as written within a file.

    Raises:
        ImportError: Two files define a measure of the same name.
    """
    found: dict[str, Measure] = {}
    for entry in pkgutil.iter_modules(measures.__path__, measures.__name__ + "."):
        module = importlib.import_module(entry.name)
        for thing in vars(module).values():
            if isinstance(thing, Measure):
                if thing.name in found:
                    raise ImportError(f"{entry.name} and another file define the measure {thing.name}: rename one.")
                found[thing.name] = thing
    return found
