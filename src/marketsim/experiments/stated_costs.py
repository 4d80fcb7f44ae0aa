"""Which policies state no cost: what they cost then counts as nothing, which nobody said."""

from collections.abc import Mapping

from marketsim.scenario.scenario import Scenario


def cost_not_stated(scenarios: Mapping[str, Scenario]) -> dict[str, tuple[str, ...]]:
    """Return the policies that state no cost among those by which each scenario differs from the first.

    What a scenario leaves out or changes is among them: whichever of the two has it looks cheaper than it is. So are
    laws and shocks: whether they cost nothing is for the reader to say.

    Args:
        scenarios: Scenarios by name, the base first. Those that state all have no entry.
    """
    base, *_ = scenarios.values()
    found = {name: cost_not_stated_between(scenario, base) for name, scenario in scenarios.items()}
    return {name: names for name, names in found.items() if names}


def cost_not_stated_between(one: Scenario, other: Scenario) -> tuple[str, ...]:
    """Return the policies, by name, in which two scenarios differ and of which nobody counts what they cost.

    They count as free: whichever scenario has them looks cheaper than it is.
    """
    ours, theirs = one.policies, other.policies
    apart = [name for name in {**theirs, **ours} if ours.get(name) != theirs.get(name)]
    held = {name: [policies[name] for policies in (ours, theirs) if name in policies] for name in apart}
    return tuple(name for name in apart if any(policy.cost_is_unknown for policy in held[name]))
