"""What most tests need: a small world, without going through files."""

import csv
import fcntl
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from marketsim.core.compiling import cache_folder, can_cache
from marketsim.core.units import day_number
from marketsim.model import Simulation
from marketsim.world.first_day import FirstDay
from marketsim.world.people import People
from marketsim.world.products import DEFAULT_PRODUCTS
from marketsim.world.regions import Regions
from marketsim.world.settling import settle
from marketsim.world.world import World


def all_regions() -> Regions:
    """Return the twenty regions."""
    rows = list(csv.DictReader(files("marketsim.data").joinpath("regions.csv").read_text("utf-8").splitlines()))
    return Regions(
        names=tuple(r["name"].lower().replace(" ", "_") for r in rows),
        labels=tuple(r["name"] for r in rows),
        population=np.array([int(r["population"]) for r in rows]),
        tile_x=np.array([int(r["x"]) for r in rows], np.int32),
        tile_y=np.array([int(r["y"]) for r in rows], np.int32),
        metropolitan=np.array([r["metropolitan"] == "1" for r in rows]),
        gateway_post=np.array([float(r["gateway_post"]) for r in rows]),
        gateway_road=np.array([float(r["gateway_road"]) for r in rows]),
    )


def make_world(weight: int = 50, seed: int = 1, start: date = date(2017, 1, 1), settled: bool = True) -> World:
    """Return a world of one thinned agent for `weight`, settled as on the first day unless told otherwise."""
    world = World(seed, weight, day_number(start), 16, all_regions(), DEFAULT_PRODUCTS, People())
    if settled:
        settle(world, FirstDay())
        world.start_day()
    return world


@pytest.fixture(scope="session", autouse=True)
def compiled_once(request: pytest.FixtureRequest) -> None:
    """Let one worker compile the kernels of a run while the others wait, instead of all compiling all of them.

    A run of a few tests by one process goes without.
    """
    whole = any("whole_model" in Path(item.path).parts for item in request.session.items)
    if not (whole and can_cache() and hasattr(request.config, "workerinput")):
        return
    with (cache_folder() / "tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        Simulation(make_world(start=date(2021, 9, 1), settled=False), {}, (), days=120, audit=True).run(120)


@pytest.fixture
def world() -> World:
    """A settled world of about 2,700 buyers."""
    return make_world()


@pytest.fixture
def world_of() -> Callable[..., World]:
    """The maker of worlds, for tests that want several."""
    return make_world
