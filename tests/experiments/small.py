"""A small design of runs of a tenth of a second, in a folder of its own."""

import hashlib
from pathlib import Path

from marketsim.experiments.sweep import Sweep
from marketsim.experiments.sweeping import sweep

TINY = """\
title: Tiny
start: 2017-12-10
end: 2017-12-26
measures_from: 2017-12-20
scale: 0.02
space: {city_side: 4, regions: [almaty_city]}
"""
POLICE = """\
extends: tiny.yaml
interventions:
  - {name: police, kind: investigation_capacity, start: 2017-12-22, patrol: 9}
"""
DESIGN = """\
title: Officers
question: How many officers, and when?
scenarios: [police.yaml]
reference: tiny.yaml
replicates: 2
kind: grid
dimensions:
  interventions.police.patrol: [2, 9]
  interventions.police.start: [2017-12-21, 2017-12-24]
"""
RUNS = 10


def written(folder: Path, design: str = DESIGN) -> Path:
    """Write a design with its scenarios and return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("tiny", TINY), ("police", POLICE), ("officers", design)):
        (folder / f"{name}.yaml").write_text(text)
    return folder / "officers.yaml"


def made(design: Path, out: Path, **words: object) -> Sweep:
    """Return a sweep."""
    return sweep(design, out, **words)  # type: ignore[arg-type]


def digests(found: Sweep) -> dict[str, str]:
    """Return a digest of each data set that does not depend on the clock."""
    files = {name: (found.folder / name).read_bytes() for name in ("runs.parquet", "yearly.parquet")}
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
