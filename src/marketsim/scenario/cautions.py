"""What a scenario may say though it is hardly meant: valid, yet worth a word."""

from marketsim.scenario.faults import Fault
from marketsim.scenario.node import Node
from marketsim.scenario.scenario import Scenario
from marketsim.scenario.translating import join


def cautions(tree: Node, scenario: Scenario) -> list[Fault]:
    """Return policies that are never in force during the run, at the place of the date that keeps them out.

    Args:
        tree: All layers laid upon each other.
        scenario: What they describe.
    """
    found = []
    held = tree.children().get("interventions")
    for entry in held.value if held is not None and isinstance(held.value, list) else []:
        name = str(entry.children()["name"].value)
        policy = scenario.policies[name]
        if policy.start > scenario.end:
            key, what = "start", f"it starts on {policy.start}, after the run ends on {scenario.end}"
        elif policy.end is not None and policy.end < scenario.start:
            key, what = "end", f"it ends on {policy.end}, before the run starts on {scenario.start}"
        else:
            continue
        written = entry.at([key]) or entry
        found.append(Fault(written.place, join("interventions", name, key), what, "It changes nothing in this run."))
    return found
