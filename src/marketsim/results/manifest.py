"""Where a result comes from."""

import hashlib
import os
import platform
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from marketsim.core.compiling import PACKAGE, source_digest
from marketsim.scenario.scenario import Scenario
from marketsim.version import MODEL_VERSION, __version__

FORMAT = 2
"""Number of the layout of result folders."""
PACKAGES = ("mesa", "numba", "numpy", "pandas", "pyarrow", "pydantic", "ruamel.yaml")
IDENTITY = ("scenario_digest", "seed", "model_version", "with_events")
"""What makes two runs the same run."""


def describe(scenario: Scenario, seed: int, events: bool, audit: bool) -> dict[str, Any]:
    """Return the part of a manifest that is known before the run.

    `scenario_digest` is that of the scenario as it was given; `scenario` is what was run, with parameters drawn.
    """
    made: dict[str, Any] = {
        "format": FORMAT,
        "model_version": MODEL_VERSION,
        "scenario_digest": scenario.digest(),
        "seed": seed,
        "with_events": events,
        "audited": audit,
        "first_day": scenario.start.isoformat(),
        "last_day": scenario.end.isoformat(),
        "measures_from": scenario.measures_from.isoformat(),
        "weight": scenario.weight,
        **origin(),
        "machine": {
            "system": platform.platform(),
            "machine": platform.machine(),
            "processors": os.cpu_count(),
        },
        "scenario": scenario.drawn(seed).resolved(),
    }
    if scenario.posterior is not None:
        number = scenario.posterior.number(seed)
        drawn = {"draw": number, "values": scenario.posterior.at(number)}
        made["posterior"] = scenario.posterior.described() | {"finished": scenario.posterior.finished} | drawn
    return made


def origin() -> dict[str, Any]:
    """Return by which sources and with which versions a result is made now."""
    return {
        "source_digest": source_digest(),
        "versions": {"marketsim": __version__, "python": platform.python_version()} | _packages(),
        "commit": commit(),
    }


def short_digest(manifest: dict[str, Any]) -> str:
    """Return ten hexadecimal digits that name the run, but for its seed."""
    text = "|".join(str(manifest[key]) for key in IDENTITY if key != "seed")
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def is_same_run(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two manifests are of one scenario and seed in one version of the model."""
    return all(key in one and one[key] == other.get(key) for key in IDENTITY)


@cache
def commit() -> str | None:
    """Return the commit of the package's source, with `-dirty` if it was changed since, or none outside Git."""
    try:
        _git("ls-files", "--error-unmatch", "version.py")
        return _git("describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")
    except (OSError, subprocess.SubprocessError):
        return None


def _git(*words: str) -> str:
    call = subprocess.run(["git", "-C", str(PACKAGE), *words], capture_output=True, check=True, text=True, timeout=10)
    return call.stdout.strip()


def _packages() -> dict[str, str]:
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found
