"""Screening finds more loads; importers answer with smaller ones through more gateways (P11)."""

import numpy as np

from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow
from tests.interventions.trial import FIRST_DAY, START, Trial

TRIAL = Trial({"kind": "border_screening", "officers": 8}, seeds=4, days=300)
BEFORE = (START - FIRST_DAY).days


def pairs(figure) -> np.ndarray:
    """Return the policy's figure over the baseline's, seed by seed."""
    return np.array(
        [figure(TRIAL.record("with", seed)) / figure(TRIAL.record("without", seed)) for seed in range(1, 5)]
    )


def kilograms_a_seizure(record) -> float:
    seized = record.product_mg(MassFlow.SEIZED_BORDER, MassFlow.SEIZED_TRANSIT)[BEFORE:].sum() / 1e6
    return float(seized / record.count(Count.CONSIGNMENTS_SEIZED)[BEFORE:].sum())


def gateways_in_use(record) -> float:
    """Return the effective number of regions where loads come in (inverse of Simpson's index)."""
    share = record.count(Count.CONSIGNMENTS_FROM_ABROAD)[BEFORE:].sum(axis=0)
    share = share / share.sum()
    return float(1.0 / (share**2).sum())


def test_more_loads_and_more_mass_are_seized() -> None:
    assert TRIAL.change("consignments_seized").rises()
    assert TRIAL.change("product_seized_on_the_way_kg").rises()


def test_loads_get_smaller_and_spread_over_more_gateways() -> None:
    assert (pairs(kilograms_a_seizure) < 1.0).all()
    assert (pairs(gateways_in_use) > 1.0).all()


def test_importers_replace_what_they_lose() -> None:
    assert TRIAL.change("imports_t").share > -0.1


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
