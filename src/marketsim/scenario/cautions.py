"""What a scenario may say though it is odd: valid, yet worth a word."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from marketsim.interventions.intervention import Intervention
from marketsim.scenario.data import region_names
from marketsim.scenario.faults import Fault, shorten
from marketsim.scenario.node import Node
from marketsim.scenario.posterior import shipped
from marketsim.scenario.scenario import Scenario
from marketsim.scenario.together import place_of_weight
from marketsim.scenario.translating import join
from marketsim.scenario.weights_in_order import out_of_order

Odd = tuple[str, str, str]
"""Key at fault, what is odd, and what follows."""
MANY_TIMES = 20.0
"""Factor above which a count may have been meant."""
LITTLE_MONEY = 1e6
"""Cost of a policy, KZT, below which millions or billions may have been meant."""
PASSES = "It passes when both are at full strength; until then the higher one falls to the lower."


def cautions(tree: Node, scenario: Scenario, layers: Sequence[Node] = ()) -> list[Fault]:
    """Return what is odd, one caution for each policy at most, at the place of the key that makes it so.

    Args:
        tree: All layers laid upon each other.
        scenario: What they describe.
        layers: The layers one by one.
    """
    found = [caution for layer in layers for caution in _removed_twice(layer)]
    found += _without_gateways(tree, scenario)
    found += _provisional(tree, scenario)
    found += _elsewhere(tree, scenario)
    policies = scenario.policies
    order = out_of_order(policies, scenario.products, scenario.start, scenario.end)
    passing = [place_of_weight(tree, policies, pair) for pair in order if pair.passing]
    found += [Fault(node.place, path, what, PASSES) for node, path, what in passing]
    cut_short = _cut_short(tree, layers)
    held = tree.children().get("interventions")
    for entry in held.value if held is not None and isinstance(held.value, list) else []:
        name = str(entry.children()["name"].value)
        policy = policies[name]
        if policy.start > scenario.end and all(node.place.file in cut_short for node in _nodes(entry)):
            continue
        for odd in (_never, _idle, _uncounted, _slow, _late, _many_times, _cheap):
            if said := odd(policy, scenario):
                key, what, follows = said
                written = entry.at([key]) or entry
                found.append(Fault(written.place, join("interventions", name, key), what, follows))
                break
    return found


def _provisional(tree: Node, scenario: Scenario) -> list[Fault]:
    """Return a caution where parameters are drawn from a calibration that goes on."""
    named, posterior = tree.children().get("posterior"), scenario.posterior
    if named is None or posterior is None or posterior.finished:
        return []
    what = f"the calibration '{shorten(posterior.name)}' is not finished"
    return [Fault(named.place, "posterior", what, "Its parameters, and all that is run with them, are provisional.")]


def _elsewhere(tree: Node, scenario: Scenario) -> list[Fault]:
    """Return a caution where a shipped calibration, which learned from reports of the country, is used elsewhere."""
    named, posterior = tree.children().get("posterior"), scenario.posterior
    if named is None or posterior is None or posterior.name not in shipped():
        return []
    if scenario.space.regions == region_names():
        return []
    what = f"the calibration '{shorten(posterior.name)}' learned from reports of the whole of Kazakhstan"
    return [Fault(named.place, "posterior", what, "This scenario has other regions: of them its parameters tell less.")]


def _cut_short(tree: Node, layers: Sequence[Node]) -> list[str]:
    """Return the files of which it is meant that their later policies fall away.

    They are those below the one that says when the run ends. Where the command line says so, it is the history alone:
    a policy that somebody laid upon it was to be seen.
    """
    files = [layer.place.file for layer in layers]
    end = tree.at(["end"])
    if end is None or end.place.file not in files:
        return []
    return files[:1] if end.place.file.startswith("--") else files[: files.index(end.place.file)]


def _nodes(entry: Node) -> tuple[Node, ...]:
    """Return a policy with its settings, which other files may have written."""
    return (entry, *entry.children().values())


def _removed_twice(layer: Node) -> Iterator[Fault]:
    """Tell of names that a layer removes more than once."""
    remove = layer.children().get("remove")
    seen: list[object] = []
    for place, wanted in enumerate(remove.value if remove is not None and isinstance(remove.value, list) else []):
        if wanted.value in seen:
            what = f"'{shorten(str(wanted.value))}' is written twice"
            yield Fault(wanted.place, join("remove", place), what, "Once is enough.")
        seen.append(wanted.value)


def _without_gateways(tree: Node, scenario: Scenario) -> Iterator[Fault]:
    """Tell of a country of one's own into which nothing comes by post, or by road, at any region."""
    regions = scenario.space.regions
    written = tree.at(["space", "regions"])
    if not isinstance(regions, Mapping) or written is None or len(regions) < 2:
        return
    for key, what in (("gateway_post", "parcels"), ("gateway_road", "road loads")):
        if not any(getattr(region, key) for region in regions.values()):
            follows = f"Foreign {what} arrive in all regions alike."
            yield Fault((written.key or written.place), "space.regions", f"no region has a {key} above 0", follows)


def _never(policy: Intervention, scenario: Scenario) -> Odd | None:
    """Tell of a policy that is never in force during the run."""
    follows = "It changes nothing in this run."
    if policy.start > scenario.end:
        return "start", f"it starts on {policy.start}, after the run ends on {scenario.end}", follows
    if policy.end is not None and policy.end < scenario.start:
        return "end", f"it ends on {policy.end}, before the run starts on {scenario.start}", follows
    return None


def _idle(policy: Intervention, _: Scenario) -> Odd | None:
    """Tell of a policy without strength: strength scales its cost too."""
    if policy.intensity:
        return None
    if not policy.has_cost:
        return "intensity", "its intensity is 0", "It changes nothing in this run."
    cost = f"{policy.cost_total:g} KZT" if policy.cost_total else f"{policy.cost_per_year:g} KZT a year"
    what = f"its intensity is 0, and it has a cost of {cost}"
    return "intensity", what, "It changes nothing and costs nothing in this run."


def _uncounted(policy: Intervention, scenario: Scenario) -> Odd | None:
    """Tell of a cost that begins when nothing counts any more."""
    horizon = scenario.economics.horizon
    if not policy.has_cost or not isinstance(horizon, date) or policy.start <= horizon:
        return None
    what = f"it starts on {policy.start} and has a cost, after the horizon of economics, {horizon}"
    return "start", what, "Neither its cost nor what it does counts in a comparison."


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
    for key, days in _settings(policy, "days"):
        if days > scenario.days:
            what = f"{days:g} days are more than the {scenario.days} of the whole run"
            return key, what, "What waits for them never comes in this run."
    return None


def _many_times(policy: Intervention, _: Scenario) -> Odd | None:
    """Tell of a factor that may have been meant as a count."""
    for key, factor in _settings(policy, "factor"):
        if factor > MANY_TIMES:
            return key, f"it is a factor: {factor:g} times as much as there is", "A count is divided by what there is."
    return None


def _cheap(policy: Intervention, _: Scenario) -> Odd | None:
    """Tell of a cost that may have been meant in millions or billions."""
    for key, cost in (("cost_per_year", policy.cost_per_year), ("cost_total", policy.cost_total)):
        if cost and cost < LITTLE_MONEY:
            return key, f"{cost:g} KZT is less than a million", "It counts in tenge: a billion is written 1e9."
    return None


def _settings(policy: Intervention, unit: str) -> Iterator[tuple[str, float]]:
    """Give the numbers of a policy's own kind that have a unit, by key."""
    for key, field in type(policy).model_fields.items():
        facts, value = field.json_schema_extra, getattr(policy, key)
        if key in Intervention.model_fields or not isinstance(facts, dict) or facts.get("unit") != unit:
            continue
        if isinstance(value, int | float):
            yield key, value
