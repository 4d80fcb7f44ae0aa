"""Arms of a comparison are paired: they differ only where and when a policy made a difference."""

from datetime import date

import numpy as np
import pytest

from tests.whole_model.running import arrays, days_until, scenario, simulate

START = date(2017, 7, 1)
AFTER = 240
"""Days for which the policies act."""
LIVELY = {
    "parameters.first_day.users": 60_000,
    "parameters.first_day.shops": 300,
    "parameters.courier_arrest.detection": 1e-3,
    "parameters.buyer_arrest.detection": 1e-3,
}
"""A market in which every policy soon meets somebody."""
POLICIES = {
    "weight_thresholds": {"kind": "weight_thresholds", "large": 1},
    "site_blocking": {"kind": "site_blocking", "officers": 20, "delay": 1},
    "precursor_control": {"kind": "precursor_control", "liability": 1, "inspection": 0.3},
}


def same(one, other, first: int, last: int) -> bool:
    """Tell whether the records of two runs hold the same bytes from a day to another."""
    mine, theirs = arrays(one.record), arrays(other.record)
    return all(mine[name][first:last].tobytes() == theirs[name][first:last].tobytes() for name in mine)


def arm(*policies: dict[str, object]):
    """Return a lively market with these policies beside its history."""
    return scenario(days=days_until(START) + AFTER, interventions=list(policies), **LIVELY)


@pytest.fixture(scope="module")
def baseline():
    return simulate(arm())


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_of_strength_zero_changes_no_byte(baseline, name: str) -> None:
    policy = POLICIES[name] | {"name": "trial", "start": START.isoformat(), "intensity": 0}
    other = simulate(arm(policy))
    assert same(baseline, other, 0, baseline.record.size)


@pytest.mark.parametrize("name", POLICIES)
def test_before_its_first_day_the_arms_are_one_and_after_it_they_part(baseline, name: str) -> None:
    policy = POLICIES[name] | {"name": "trial", "start": START.isoformat()}
    other = simulate(arm(policy))
    first = days_until(START)
    assert same(baseline, other, 0, first)
    assert not same(baseline, other, first, baseline.record.size)


def test_a_seed_gives_the_same_bytes_twice_and_another_seed_others(baseline) -> None:
    again = simulate(arm())
    assert same(baseline, again, 0, baseline.record.size)
    other = simulate(scenario(days=60), seed=2)
    assert not same(baseline, other, 0, 60)


def test_a_stranger_more_does_not_change_my_luck() -> None:
    """One more user, far away, does not change a draw of anybody else on the same day."""
    runs = []
    for strangers in (0, 1):
        simulation = scenario(days=5).simulation(seed=1)
        world = simulation.world
        if strangers:
            row = int((world.buyers.used("state") == 0).argmax())
            world.buyers.state[row] = 2
            world.ledger.buyers[0, 2] += world.weight
        simulation.step()
        runs.append((world.buyers.used("state").copy(), world.buyers.used("searching").copy()))
    changed = np.flatnonzero((runs[0][0] != runs[1][0]) | (runs[0][1] != runs[1][1]))
    assert len(changed) == 1
