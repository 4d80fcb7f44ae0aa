"""What is promised of Mesa's data collector."""

from datetime import date

from mesa import DataCollector

from marketsim.view.staff import Courier, Staff


def test_the_model_collects_a_row_a_day(model):
    for _ in range(3):
        model.step()
    frame = model.datacollector.get_model_vars_dataframe()
    assert frame["date"].tolist() == [date(2017, 1, 1), date(2017, 1, 2), date(2017, 1, 3)]
    assert frame["active_couriers"].diff().dropna().tolist() == [model.world.shop_weight] * 2
    record = model.simulation.record
    assert frame["users"].tolist() == record.buyers[:3, 1:4].sum(axis=(1, 2)).tolist()
    assert frame["live_drops"].iloc[0] == model.world.weight


def test_any_collector_can_take_its_place(model):
    model.datacollector = DataCollector(
        model_reporters={"couriers": lambda m: len(m.agents_by_type[Courier])},
        agent_reporters={"kind": lambda agent: type(agent).__name__},
        agenttype_reporters={Courier: {"grams": "grams", "region": "region"}, Staff: {"role": "role"}},
    )
    sizes = []
    for _ in range(2):
        model.step()
        sizes.append(len(model.agents))
    collector = model.datacollector
    couriers = collector.get_model_vars_dataframe()["couriers"].tolist()
    assert couriers[1] == couriers[0] + 1
    agents = collector.get_agent_vars_dataframe()
    assert [len(agents.xs(step, level="Step")) for step in (1, 2)] == sizes
    assert agents.index.is_unique
    of_couriers = collector.get_agenttype_vars_dataframe(Courier)
    assert list(of_couriers.columns) == ["grams", "region"]
    assert len(of_couriers) == sum(couriers)
    assert len(collector.get_agenttype_vars_dataframe(Staff)) == 2 * model.world.staff.size - 1
