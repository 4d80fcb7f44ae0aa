"""The shipped questions about supply and borders differ from history by their own lever alone."""

from collections.abc import Callable

import pytest

from marketsim.world.levers import Levers
from marketsim.world.states import Unit
from marketsim.world.world import World
from tests.interventions.test_shipped_scenarios import levers_on, shipped

CASES = [
    ("border_screening", "2021-07-01", lambda levers: levers.capacity[Unit.BORDER], 1.0, 4.0),
    ("laboratory_task_force", "2021-07-01", lambda levers: levers.capacity[Unit.LABORATORY], 1.0, 4.0),
    ("border_closure", "2023-03-01", lambda levers: levers.border_openness, 1.0, 0.2),
    ("price_shock", "2021-07-01", lambda levers: levers.import_price.tolist(), [1.0] * 3, [2.0, 1.0, 2.0]),
    ("producer_relocation", "2022-06-01", lambda levers: levers.relocating_laboratories, 35.0, 0.0),
]


@pytest.mark.parametrize(("name", "day", "lever", "without", "with_policy"), CASES, ids=[case[0] for case in CASES])
def test_a_question_moves_its_lever(
    name: str, day: str, lever: Callable[[Levers], object], without: object, with_policy: object, bare: World
) -> None:
    assert lever(levers_on(bare, shipped("baseline"), day).levers) == without
    assert lever(levers_on(bare, shipped(name), day).levers) == with_policy


@pytest.mark.parametrize("name", [case[0] for case in CASES])
def test_it_keeps_everything_else_of_history(name: str) -> None:
    history, policy = shipped("baseline"), shipped(name)
    shared = history.policies.keys() & policy.policies.keys()
    assert all(history.policies[event] == policy.policies[event] for event in shared)
    assert len(history.policies.keys() ^ policy.policies.keys()) <= 2
    assert policy.parameters == history.parameters
