"""What tests of scenarios share: a way to load a text and see its faults."""

from collections.abc import Callable

import pytest

from marketsim.scenario.faults import ScenarioError
from marketsim.scenario.loading import loads

Faults = Callable[..., list[str]]


@pytest.fixture
def faults() -> Faults:
    """Return the printed faults of a text, none for a good one."""

    def faults_of(text: str, *changes: str) -> list[str]:
        try:
            loads(text, "a.yaml", changes)
        except ScenarioError as error:
            return [str(fault) for fault in error.faults]
        return []

    return faults_of
