"""Which policies state no cost: the model then counts them as costing nothing, which nobody said."""

from collections.abc import Mapping

from marketsim.scenario.difference import difference
from marketsim.scenario.scenario import Scenario


def cost_not_stated(scenarios: Mapping[str, Scenario]) -> dict[str, tuple[str, ...]]:
    """Return the policies that state no cost among those by which each scenario differs from the first.

    Laws and shocks are among them: whether they cost nothing is for the reader to say. What a scenario leaves out, and
    parameters that it changes, have no cost to state.

    Args:
        scenarios: Scenarios by name, the base first.
    """
    base, *_ = scenarios.values()
    found = {}
    for name, scenario in scenarios.items():
        apart = difference(scenario, base)
        ours = scenario.policies
        held = [one for one in (apart.names if apart else ()) if one in ours and not ours[one].cost_per_year]
        if held:
            found[name] = tuple(held)
    return found
