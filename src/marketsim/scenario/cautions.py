"""What a scenario may say though it is hardly meant: valid, yet worth a word."""

from marketsim.interventions.intervention import Intervention
from marketsim.scenario.faults import Fault
from marketsim.scenario.node import Node
from marketsim.scenario.scenario import Scenario
from marketsim.scenario.translating import join

Odd = tuple[str, str, str]
"""Key at fault, what is odd, and what follows."""


def cautions(tree: Node, scenario: Scenario) -> list[Fault]:
    """Return what is odd about policies, one caution for each at most, at the place of the key that makes it so.

    Args:
        tree: All layers laid upon each other.
        scenario: What they describe.
    """
    found = []
    held = tree.children().get("interventions")
    for entry in held.value if held is not None and isinstance(held.value, list) else []:
        name = str(entry.children()["name"].value)
        policy = scenario.policies[name]
        odd = _never(policy, scenario) or _idle(policy) or _slow(policy, scenario) or _late(policy, scenario)
        if odd is not None:
            key, what, follows = odd
            written = entry.at([key]) or entry
            found.append(Fault(written.place, join("interventions", name, key), what, follows))
    return found


def _never(policy: Intervention, scenario: Scenario) -> Odd | None:
    """Tell of a policy that is never in force during the run."""
    follows = "It changes nothing in this run."
    if policy.start > scenario.end:
        return "start", f"it starts on {policy.start}, after the run ends on {scenario.end}", follows
    if policy.end is not None and policy.end < scenario.start:
        return "end", f"it ends on {policy.end}, before the run starts on {scenario.start}", follows
    return None


def _idle(policy: Intervention) -> Odd | None:
    """Tell of a policy without strength that has a cost: strength scales the cost too."""
    if policy.intensity or not policy.cost_per_year:
        return None
    what = f"its intensity is 0, and it has a cost of {policy.cost_per_year:g} KZT a year"
    return "intensity", what, "It changes nothing and costs nothing in this run."


def _slow(policy: Intervention, scenario: Scenario) -> Odd | None:
    """Tell of a ramp that is longer than the time in force."""
    last = scenario.end if policy.end is None else policy.end
    days = (last - policy.start).days + 1
    if policy.ramp <= days:
        return None
    until = "the run ends" if policy.end is None else "the policy ends"
    return (
        "ramp",
        f"{policy.ramp} days of ramp are more than the {days} until {until}",
        "It never reaches full strength.",
    )


def _late(policy: Intervention, scenario: Scenario) -> Odd | None:
    """Tell of a delay that the run does not outlast."""
    for key, field in type(policy).model_fields.items():
        facts = field.json_schema_extra
        days = getattr(policy, key)
        if key in Intervention.model_fields or not isinstance(facts, dict) or facts.get("unit") != "days":
            continue
        if isinstance(days, int | float) and days > scenario.days:
            what = f"{days:g} days are more than the {scenario.days} of the whole run"
            return key, what, "What waits for them never comes in this run."
    return None
