"""Every shipped scenario lives to its last day with books that balance every evening."""

from pathlib import Path

import pytest

import marketsim as ms
from tests.whole_model.running import SCENARIOS, simulate

FILES = sorted(file for file in SCENARIOS.rglob("*.yaml") if file.parent.name not in ("sweeps", "calibrations"))

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(SCENARIOS).with_suffix("")) for file in FILES])
def test_the_books_balance_on_every_day_of_every_scenario(file: Path) -> None:
    chosen = ms.load(file).with_({"scale": 0.02})
    simulation = simulate(chosen, audit=True)
    assert simulation.record.size == chosen.days
    assert simulation.record.mass.sum() > 0
