"""A calibration of one thinned city over five weeks, in a folder of its own: a run takes a tenth of a second."""

import hashlib
from pathlib import Path

CITY = """\
title: City
start: 2024-03-25
end: 2024-04-30
measures_from: 2024-03-25
scale: 0.02
space: {city_side: 4, regions: [almaty_city]}
"""
CALIBRATION = """\
title: Channels of a city
scenario: city.yaml
seed: 3
targets:
  only: [channels-2024]
  readings:
    channels-2024: {value: 20, low: 10, high: 40}
priors:
  parameters.shop_opening.rate: {low: 1, high: 20, shape: log_uniform, source: test}
  parameters.customs_check.equipment: {low: 0.5, high: 2, factor: true, source: test}
  reporting.telegram_channels_alive: {low: 0.5, high: 1, source: test}
budgets:
  whole: {design: 32, keep: 16, new: 10, most: 1, least: 1, draws: 30}
  less: {design: 16, keep: 10, new: 10, most: 0, draws: 10, priors: [parameters.shop_opening.rate]}
"""
RUNS = 32 + 10
RESULTS = (
    "posterior.csv", "recorded.csv", "parameters.csv", "path.csv", "prior_predictive.csv", "population.parquet",
    "generation-00.parquet", "generation-01.parquet",
)  # fmt: skip


def written(folder: Path, calibration: str = CALIBRATION) -> Path:
    """Write a calibration with its scenario and return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "city.yaml").write_text(CITY)
    (folder / "channels.yaml").write_text(calibration)
    return folder / "channels.yaml"


def digests(folder: Path) -> dict[str, str]:
    """Return a digest of each result that does not depend on the clock."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in RESULTS}
