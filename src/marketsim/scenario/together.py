"""What no policy can know alone: whether others contradict it, and what its cost is counted in."""

from collections.abc import Iterable, Iterator, Mapping

from marketsim.interventions.intervention import Intervention
from marketsim.scenario.conflicts import conflicts, two_courses
from marketsim.scenario.faults import Fault
from marketsim.scenario.node import Node
from marketsim.scenario.scenario import Outline
from marketsim.scenario.translating import join
from marketsim.scenario.weights_in_order import OutOfOrder, out_of_order
from marketsim.world.products import Product


def contradictions(
    node: Node | None, policies: Mapping[str, Intervention], products: tuple[Product, ...], regions: Iterable[str]
) -> Iterator[Fault]:
    """Yield pairs of policies that lead a lever from the same day to two values, or to one along two courses."""
    written = _by_name(node)
    for one, other, lever, first, second in conflicts(policies, products, regions):
        start = written[other].at(["start"]) or written[other]
        setting = _setting(policies[other], lever)
        what = f"it sets {setting} to {second:g}, and '{one}' sets it to {first:g} from the same day"
        mend = "Keep one of them, or let the one that is to supersede the other start later."
        yield Fault(start.place, join("interventions", other, "start"), what, mend)
    for one, other, lever, field in two_courses(policies, products, regions):
        said = written[other].at([field]) or written[other].at(["start"]) or written[other]
        setting = _setting(policies[other], lever)
        what = f"it leads {setting} from the same day to the same value as '{one}', but with another {field}"
        mend = f"Keep one of them, or give both the same {field}."
        yield Fault(said.place, join("interventions", other, field), what, mend)


def _setting(policy: Intervention, lever: str) -> str:
    """Return the setting that a lever's name holds (block_delay: delay), as its author wrote it, or else the lever."""
    own = [name for name in type(policy).model_fields if name not in Intervention.model_fields and name in lever]
    return max((name for name in own if getattr(policy, name) is not None), key=len, default=lever)


def costs_without_currency(tree: Node, policies: Mapping[str, Intervention], outline: Outline) -> Iterator[Fault]:
    """Yield costs that have no currency; where somebody emptied it, that is the one place of the fault."""
    costly = [name for name, policy in policies.items() if policy.has_cost]
    if not costly or outline.economics.currency is not None:
        return
    if emptied := tree.at(["economics", "currency"]):
        what, mend = f"it is empty, and '{costly[0]}' has a cost", "Write 'currency: KZT', or leave the line out."
        yield Fault(emptied.key or emptied.place, "economics.currency", what, mend)
        return
    written = _by_name(tree.children().get("interventions"))
    for name in costly:
        field = "cost_total" if policies[name].cost_total else "cost_per_year"
        cost = written[name].at([field]) or written[name]
        mend = "State 'economics: {currency: KZT}' in the scenario."
        yield Fault(cost.place, join("interventions", name, field), "it has no currency", mend)


def weights_for_good(
    tree: Node, policies: Mapping[str, Intervention], products: tuple[Product, ...], outline: Outline
) -> Iterator[Fault]:
    """Yield weights of one product that two policies set out of order at full strength."""
    for pair in out_of_order(policies, products, outline.start, outline.end):
        if not pair.passing:
            mend = "Move one, or let one of them end before the other starts."
            node, path, what = place_of_weight(tree, policies, pair)
            yield Fault(node.place, path, what, mend)


def place_of_weight(tree: Node, policies: Mapping[str, Intervention], pair: OutOfOrder) -> tuple[Node, str, str]:
    """Return where weights out of order are told, and what is wrong.

    That is in the file on top, else where a policy starts later, else where one is not at full strength.
    """
    written = _by_name(tree.children().get("interventions"))
    own = [written[name].place.file == tree.place.file for name in pair.policies]
    starts = [policies[name].start for name in pair.policies]
    place = max(1, 0, key=lambda place: (own[place], starts[place], not pair.settled[place]))
    name, grade = pair.policies[place], pair.grades[place]
    said = written[name].at([grade]) or written[name]
    return said, join("interventions", name, grade), pair.told_at(place)


def _by_name(interventions: Node | None) -> dict[str, Node]:
    """Return entries of policies by their names."""
    entries = interventions.value if interventions is not None and isinstance(interventions.value, list) else []
    return {str(entry.children()["name"].value): entry for entry in entries}
