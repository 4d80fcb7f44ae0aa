"""What tests of interventions share: the levers as they are without any policy, and what a pull moved."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from marketsim.core.units import day_number
from marketsim.interventions.intervention import Intervention
from marketsim.world.levers import Levers
from marketsim.world.world import World

HUNDREDTH_DAY = day_number(date(2021, 1, 1)) + 99


@pytest.fixture
def plain() -> Callable[[Levers], dict[str, Any]]:
    """Return the levers as plain values by name; arrays become lists."""
    return lambda levers: {name: v.tolist() if isinstance(v, np.ndarray) else v for name, v in vars(levers).items()}


@pytest.fixture
def bare(world_of: Callable[..., World]) -> World:
    """A world in which nobody has settled: only its levers matter here."""
    return world_of(settled=False)


@pytest.fixture
def moved(bare: World, plain: Callable[[Levers], dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Return what a policy of 2021 moves on its hundredth day, or with a given strength: new values by lever."""

    def pull(policy: Intervention, strength: float | None = None) -> dict[str, Any]:
        bare.levers.reset()
        before = plain(bare.levers)
        policy.pull(bare, policy.strength(HUNDREDTH_DAY) if strength is None else strength)
        return {name: value for name, value in plain(bare.levers).items() if value != before[name]}

    return pull
