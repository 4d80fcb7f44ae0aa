"""P20: what harsher enforcement puts into prison stays there after it has ended, most of it for the first time."""

from datetime import timedelta

import numpy as np
import pytest

from marketsim.measures.record import Prisoner
from tests.interventions.trial import START, Change, Trial

PULSE = timedelta(120)
DAYS = 540
TRIAL = Trial(
    {"kind": "investigation_capacity", "investigation": 5, "patrol": 5, "end": (START + PULSE).isoformat()},
    days=DAYS,
    seeds=4,
)
"""Four months of five times the officers; a verdict takes half a year, so that the stock is looked at a year later."""


def added(kind: Prisoner) -> Change:
    """Return what the pulse added to the prison stock of the last day, more than a year after its end."""
    stocks = [
        [int(TRIAL.record(arm, seed).prisoners_of(kind)[-1].sum()) for seed in range(1, TRIAL.seeds + 1)]
        for arm in ("without", "with")
    ]
    pairs = np.subtract(stocks[1], stocks[0])
    print(f"{kind.name.lower()} {np.mean(stocks[0]):.0f} {pairs.mean():+.0f}")
    return Change(kind.name, float(np.mean(stocks[0])), tuple(pairs.tolist()))


@pytest.mark.slow
def test_the_prison_stock_outlasts_the_enforcement_and_is_mostly_there_for_the_first_time() -> None:
    everybody, first_time = added(Prisoner.ALL), added(Prisoner.FIRST_TIME)
    assert everybody.rises()
    assert first_time.mean > 0.5 * everybody.mean
