"""What is promised of `agents` and `agents_by_type`."""

import copy

import numpy as np
from mesa.agent import AgentSet

from marketsim.view.buyers import Buyer
from marketsim.view.drops import Drop
from marketsim.view.kinds import KINDS
from marketsim.view.officers import Officer
from marketsim.view.staff import Courier
from marketsim.world.states import BuyerState, Role, StaffStatus


def test_the_agents_are_the_rows(model):
    model.step()
    assert isinstance(model.agents, AgentSet)
    rows = sum(getattr(model.world, name).size for name in KINDS)
    outside = np.count_nonzero(model.world.buyers.used("state") == BuyerState.OUTSIDE)
    assert len(model.agents) == rows - outside
    assert sum(len(agents) for agents in model.agents_by_type.values()) == len(model.agents)
    assert set(model.agent_types) == {kind for kinds in KINDS.values() for kind in kinds}


def test_agents_of_a_kind_can_be_selected(model):
    prisoners = model.agents_by_type[Courier].select(lambda courier: courier.status == StaffStatus.IMPRISONED)
    staff = model.world.staff
    expected = (staff.used("role") == Role.COURIER) & (staff.used("status") == StaffStatus.IMPRISONED)
    assert {courier.uid for courier in prisoners} == set(staff.used("uid")[expected].tolist())
    assert len(model.agents_by_type[Courier].select(at_most=2)) == 2


def test_a_column_can_be_aggregated(model):
    limits = model.world.buyers.used("spending_limit")
    lowest, mean = model.agents_by_type[Buyer].agg("spending_limit", [min, np.mean])
    assert lowest == limits.min()
    assert np.isclose(mean, limits.mean(dtype=float))


def test_agents_can_be_grouped_by_a_column(model):
    region = model.world.buyers.used("region")
    groups = model.agents_by_type[Buyer].groupby("region")
    names = model.world.regions.names
    assert groups.count() == {names[i]: n for i, n in enumerate(np.bincount(region)) if n}
    by_state = model.agents_by_type[Buyer].groupby("state").agg("days_used", max)
    assert by_state[BuyerState.DEPENDENT] == 400


def test_a_kept_set_sees_newcomers_and_forgets_leavers(model):
    couriers, buyers, everybody = model.agents_by_type[Courier], model.agents_by_type[Buyer], model.agents
    before = list(couriers), len(buyers), len(everybody)
    model.step()
    assert list(couriers)[: len(before[0])] == before[0]
    assert len(couriers) == len(before[0]) + 1
    assert len(buyers) == before[1] - 1
    assert len(everybody) == before[2] + 1  # a courier and a drop came, a buyer left


def test_ended_drops_leave_the_next_morning(model):
    for _ in range(6):
        model.step()
    assert len(model.agents_by_type[Drop]) == model.world.drops.size < 6


def test_a_selection_is_of_its_moment(model):
    everybody, copied = model.agents.select(), copy.copy(model.agents_by_type[Courier])
    both = model.agents_by_type[Courier] | model.agents_by_type[Officer]
    sizes = len(everybody), len(copied), len(both)
    assert sizes[2] == sizes[1] + len(model.agents_by_type[Officer])
    model.step()
    assert (len(everybody), len(copied), len(both)) == (sizes[0], sizes[1], sizes[2])


def test_agents_can_be_called_and_shuffled(model):
    seen = []
    model.agents_by_type[Courier].shuffle_do(lambda courier: seen.append(courier.uid))
    assert sorted(seen) == sorted(model.agents_by_type[Courier].get("uid"))
    assert model.agents_by_type[Courier].map(repr) == [
        f"<Courier {courier.uid}>" for courier in model.agents_by_type[Courier]
    ]
