"""What is promised of the grid and its layers."""

import numpy as np
from mesa.discrete_space import OrthogonalMooreGrid

from marketsim.view.buyers import Buyer
from marketsim.view.officers import Officer
from marketsim.view.view import PlacedView
from marketsim.world.cells import LAYERS


def test_the_grid_is_the_ground(model):
    cells = model.world.cells
    assert isinstance(model.grid, OrthogonalMooreGrid)
    assert (model.grid.width, model.grid.height) == (cells.width, cells.height)
    x, y = 40, 21
    assert model.grid[x, y].residents == cells.residents[x * cells.height + y]


def test_layers_and_columns_are_one_memory_after_any_number_of_days(model):
    for _ in range(4):
        model.step()
    cells = model.world.cells
    for name in LAYERS:
        layer, column = getattr(model.grid, name), getattr(cells, name)
        assert np.shares_memory(layer.data, column)
        column[:] = np.arange(column.size)
        assert getattr(model.grid[2, 3], name) == 2 * cells.height + 3
        layer.data[5, 6] = -1.0
        assert column[5 * cells.height + 6] == -1.0


def test_layers_begin_with_the_worlds_values(scenario, model):
    fresh = scenario.simulation(seed=1).world.cells
    for name in LAYERS:
        assert np.array_equal(getattr(fresh, name), getattr(model.world.cells, name))


def test_changing_a_layer_by_mesas_means_keeps_the_memory_shared(model):
    heat = model.world.cells.heat
    model.grid.set_property("heat", 2.0)
    model.grid.modify_properties("heat", np.multiply, 3.0)
    model.grid.heat.modify_cells(lambda value: value + 1.0)
    assert (heat == 7.0).all()
    assert np.shares_memory(model.grid.heat.data, model.world.cells.heat)


def test_cells_know_their_agents_and_agents_their_cells(model):
    for _ in range(3):
        model.step()
        for agent in model.agents.select(agent_type=PlacedView):
            assert agent.cell.coordinate == divmod(int(agent.value("cell")), model.world.cells.height)
        there = {id(agent) for cell in model.grid for agent in cell.agents}
        assert there == {id(agent) for agent in model.agents.select(agent_type=PlacedView)}
        assert sum(len(cell.agents) for cell in model.grid) == len(there)
        assert all(agent.cell is cell for cell in model.grid for agent in cell.agents)


def test_a_kept_cell_sees_who_comes_and_goes(model):
    officer = model.agents_by_type[Officer][1]
    place, around = officer.cell, officer.cell.neighborhood
    assert officer in place.agents
    model.step()
    assert (officer in place.agents) == (officer.cell is place)
    assert officer in officer.cell.agents
    heights = model.world.cells.height
    expected = {c.coordinate[0] * heights + c.coordinate[1] for c in around}
    count = sum(
        int(np.isin(getattr(model.world, t).used("cell"), list(expected)).sum()) for t in ("staff", "drops", "officers")
    )
    home = model.world.buyers.used("cell")[model.world.buyers.used("state") != 9]
    assert len(list(around.agents)) == count + int(np.isin(home, list(expected)).sum())


def test_cells_tell_without_anybody_having_asked_for_agents(model):
    home = int(model.world.buyers.cell[0])
    cell = model.grid[divmod(home, model.world.cells.height)]
    assert not cell.is_empty
    assert any(isinstance(agent, Buyer) for agent in cell.agents)


def test_the_empty_layer_is_true_where_nobody_is(model):
    empty = model.grid.empty.data
    assert empty.any() and not empty.all()
    model.step()
    for cell in model.grid:
        assert cell.empty == cell.is_empty
    assert len(model.grid.select_cells(only_empty=True)) == len(model.grid.empties)


def test_the_neighbourhood_of_a_cell_is_mesas(model):
    reference = OrthogonalMooreGrid((9, 9), torus=False, random=model.random)
    for place in ((0, 0), (4, 4), (8, 3)):
        for radius in (1, 2, 3):
            for centre in (False, True):
                ours = {
                    c.coordinate for c in model.grid[place].get_neighborhood(radius, centre) if max(c.coordinate) < 9
                }
                assert ours == {c.coordinate for c in reference[place].get_neighborhood(radius, centre)}
