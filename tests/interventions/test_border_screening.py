"""Screening finds more loads; importers answer with smaller ones through more gateways (P11)."""

from marketsim.measures.record import Record
from marketsim.world.counts import Count
from tests.interventions.trial import FIRST_DAY, START, Trial

TRIAL = Trial({"kind": "border_screening", "officers": 8}, seeds=4, days=240)


def gateways_in_use(record: Record) -> float:
    """Return the effective number of regions where loads come in while the policy is in force (inverse Simpson)."""
    loads = record.count(Count.CONSIGNMENTS_FROM_ABROAD)[(START - FIRST_DAY).days :].sum(axis=0)
    return float(loads.sum() ** 2 / (loads**2).sum())


def test_more_loads_and_more_mass_are_seized() -> None:
    assert TRIAL.change("consignments_seized").rises()
    assert TRIAL.change("product_seized_on_the_way_kg").rises()


def test_loads_get_smaller_and_more() -> None:
    """Each difference is tested by itself above; here the mean weight of a find, policy over baseline."""
    mass, loads = TRIAL.change("product_seized_on_the_way_kg"), TRIAL.change("consignments_seized")
    assert (1.0 + mass.share) / (1.0 + loads.share) < 0.7
    assert TRIAL.change("consignments_from_abroad").rises()


def test_loads_spread_over_more_gateways() -> None:
    used = [[gateways_in_use(TRIAL.record(arm, seed)) for arm in ("without", "with")] for seed in (1, 2)]
    assert all(with_policy > 1.15 * without for without, with_policy in used), used


def test_importers_replace_what_they_lose() -> None:
    assert TRIAL.change("imports_t").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
