"""What is promised of the model as a Mesa model: steps, time, chance, memory."""

import gc
import pickle
import weakref
from dataclasses import replace

import mesa
import numpy as np
import pytest

from marketsim.scenario.scenario import Scenario
from marketsim.view.market_model import MarketModel
from marketsim.view.staff import Courier


def test_the_model_is_a_mesa_model(model):
    assert isinstance(model, mesa.Model)


def test_a_step_is_a_day(model):
    assert (model.steps, model.time, str(model.date)) == (0, 0.0, "2017-01-01")
    for _ in range(3):
        model.step()
    assert (model.steps, model.time, str(model.date)) == (3, 3.0, "2017-01-03")


def test_the_model_runs_to_the_last_day_and_no_further(scenario):
    model = MarketModel(replace(scenario, days=5), seed=1)
    model.run_model()
    assert (model.steps, model.running, str(model.date)) == (5, False, "2017-01-05")
    with pytest.raises(RuntimeError, match="The scenario is over: its 5 days end on 2017-01-05"):
        model.step()
    assert model.steps == 5


def test_the_model_and_the_simulation_live_the_same_days(scenario):
    """Also when somebody looks at the agents and the grid every day."""
    scenario = replace(scenario, days=10, full=True)
    model, simulation = MarketModel(scenario, seed=7), scenario.simulation(seed=7)
    for _ in range(10):
        model.step()
        assert len(model.agents) > 1_000
        assert sum(len(cell.agents) for cell in model.grid) > 1_000
    simulation.run(10)
    kept = {name: value for name, value in vars(simulation.record).items() if isinstance(value, np.ndarray)}
    assert len(kept) > 10
    for name, value in kept.items():
        assert getattr(model.simulation.record, name).tobytes() == value.tobytes(), name
    for table in ("buyers", "staff", "shops", "drops"):
        assert np.array_equal(getattr(model.world, table).used("uid"), getattr(simulation.world, table).used("uid"))


def test_a_scenario_can_be_given_as_it_is():
    scenario = Scenario(scale=0.02).shortened(3)
    model = MarketModel(scenario, seed=3)
    model.run_model()
    simulation = scenario.simulation(seed=3)
    simulation.run(3)
    assert (model.days, model.scenario) == (3, scenario)
    assert model.simulation.record.counts.tobytes() == simulation.record.counts.tobytes()
    assert model.simulation.record.buyers.tobytes() == simulation.record.buyers.tobytes()


def test_another_seed_is_another_market(scenario):
    first, second = (MarketModel(scenario, seed=seed) for seed in (1, 2))
    assert not np.array_equal(first.world.cells.residents, second.world.cells.residents)


def test_a_step_draws_nothing_from_mesas_generators(scenario):
    model = MarketModel(replace(scenario, full=True), seed=1)
    before = model.random.getstate(), model.rng.bit_generator.state
    for _ in range(3):
        model.step()
    assert (model.random.getstate(), model.rng.bit_generator.state) == before


def test_a_headless_run_makes_no_agents(scenario, agents_alive):
    before = agents_alive()
    model = MarketModel(scenario, seed=1)
    for _ in range(5):
        model.step()
    assert model.grid.heat.data.sum() > 0
    assert agents_alive() == before
    assert len(model.agents_by_type[Courier]) > 0
    assert agents_alive() > before


def test_asking_for_couriers_does_not_make_buyers(model):
    assert len(model.agents_by_type[Courier]) > 0
    assert len(model._agents) == model.world.staff.size


def test_a_model_that_nobody_holds_is_freed(scenario):
    """Mesa numbers agents in a dictionary that keeps their models, and remembers cells in a cache of their class."""
    model = MarketModel(scenario, seed=1)
    model.step()
    assert len(model.agents) > 0
    corner = model.grid[0, 0]
    assert len(corner.neighborhood) == 3
    assert len(corner.get_neighborhood(radius=2)) == 8
    held = [weakref.ref(thing) for thing in (model, model.agents[0], model.world, corner, model.grid.cell_klass)]
    del model, corner
    gc.collect()
    assert [reference() for reference in held] == [None] * 5
    assert not any(isinstance(key, MarketModel) for key in mesa.Agent._ids)


def test_a_copy_of_a_model_is_refused_with_advice(model):
    with pytest.raises(TypeError, match="make it anew from its scenario and seed"):
        pickle.dumps(model)


def test_the_name_of_a_file_is_no_scenario():
    with pytest.raises(TypeError, match=r"not a str: say MarketModel\(marketsim\.load\('x'\)\)"):
        MarketModel("x")
