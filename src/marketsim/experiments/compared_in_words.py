"""What a comparison rests on, as facts and in words: numbers that are drawn, a disputed reading, costs and days."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from marketsim.experiments.readings import SHARE
from marketsim.experiments.stated_costs import cost_not_stated_between
from marketsim.scenario.faults import one_line, shorten
from marketsim.scenario.scenario import Scenario
from marketsim.world.attribution import Attribution

Facts = Mapping[str, Any]
"""What a comparison says of itself, as in `comparison.json`."""
DISPUTED = {"weight_thresholds", "investigation_capacity"}
"""Kinds of policies whose effect hangs on how the rise of detentions is read."""
READING = (
    "Detentions rose from 2021 to 2023 for two reasons that figures hardly tell apart. Here {share} of it is the lower "
    "weight threshold, the rest capacity (assumed), and what {arms} to detentions hangs on it: compare again with "
    "--set parameters.attribution.threshold_share=0 and =1."
)
COST_NOT_STATED = (
    "Cost not stated: {names}. It counts as free: public money and the costs of averting one leave it out, and nothing "
    "is said of money that is saved."
)
IDLE = (
    "Never in force: {names}. The days that count end on {until}, before it starts: what is told here comes from other "
    "changes only."
)
DRAWN = "Every pair draws {many} unknown number{s} from the calibration '{name}'{provisional}"
PROVISIONAL = ", which is not finished: all of this is provisional"
MEANS = "Changes and intervals are of the mean over draws, and what one of them gives lies farther off (pairs.csv)."
FIXED = (
    "Unknown numbers stand as they were set by hand: intervals hold chance alone. With --posterior CALIBRATION "
    "(kazakhstan is shipped) every pair draws them from what was learned of them."
)
NOT_KEPT = (
    "Whether unknown numbers were drawn from a calibration is not kept in this folder, which an older version wrote."
)


def rests_on(scenarios: Mapping[str, Scenario], until: date) -> dict[str, Any]:
    """Return what a comparison rests on as plain values.

    Args:
        scenarios: Scenarios by name, the base first.
        until: Last day that counts.
    """
    base, *others = scenarios
    first = scenarios[base]
    drawn = first.posterior if first.posterior is not None and first.posterior.keys else None
    held = first.parameters.get("attribution")
    share = (held if isinstance(held, Attribution) else Attribution()).threshold_share
    return {
        "posterior": drawn.described() if drawn is not None else None,
        "provisional": drawn is not None and not drawn.finished,
        "threshold_share": None if drawn is not None and SHARE in drawn.keys else share,
        "hang_on_reading": [arm for arm in others if _hangs_on_reading(first, scenarios[arm])],
        "cost_not_stated": {arm: list(cost_not_stated_between(held, first)) for arm, held in scenarios.items()},
        "never_in_force": {arm: _never_in_force(first, scenarios[arm], until) for arm in others},
    }


def _hangs_on_reading(base: Scenario, arm: Scenario) -> bool:
    """Tell whether two scenarios differ in a policy on thresholds or on capacity."""
    ours, theirs = base.policies, arm.policies
    apart = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    return any(policies[name].kind in DISPUTED for name in apart for policies in (ours, theirs) if name in policies)


def _never_in_force(base: Scenario, arm: Scenario, until: date) -> list[str]:
    """Return the policies that an arm has and the base has not, and that start after the last day that counts."""
    return [name for name, policy in arm.policies.items() if name not in base.policies and policy.start > until]


def drawn_in_words(facts: Facts) -> str:
    """Return which numbers are drawn, and from what; nothing where none is, or where it is not kept."""
    drawn = facts.get("posterior")
    if not drawn:
        return ""
    many = len(drawn["keys"])
    name, provisional = shorten(one_line(str(drawn["name"]))), PROVISIONAL if facts["provisional"] else ""
    return f"{DRAWN.format(many=many, s='' if many == 1 else 's', name=name, provisional=provisional)}."


def numbers_in_words(facts: Facts) -> str:
    """Return whether intervals hold what is unknown of the model's numbers."""
    if "posterior" not in facts:
        return NOT_KEPT
    said = drawn_in_words(facts)
    return f"{said} {MEANS}" if said else FIXED


def reading_in_words(facts: Facts, named: Callable[[str], str] = one_line) -> str:
    """Return what hangs on how the rise of detentions is read; nothing where no policy does.

    Args:
        facts: What a comparison says of itself.
        named: Gives what an arm is called, on a line.
    """
    arms = [named(arm) for arm in facts.get("hang_on_reading", ())]
    if not arms:
        return ""
    share = facts["threshold_share"]
    said = "a part, other in each pair," if share is None else f"{share:.0%}"
    return READING.format(share=said, arms=f"{', '.join(arms)} {'does' if len(arms) == 1 else 'do'}")


def costs_in_words(facts: Facts, arm: str) -> str:
    """Return which policies by which an arm differs from the base count as free; nothing where none does."""
    names = facts.get("cost_not_stated", {}).get(arm, ())
    return COST_NOT_STATED.format(names=one_line(", ".join(names))) if names else ""


def idle_in_words(facts: Facts, arm: str) -> str:
    """Return which policies of an arm start after the last day that counts; nothing where none does."""
    names = facts.get("never_in_force", {}).get(arm, ())
    return IDLE.format(names=one_line(", ".join(names)), until=facts["until"]) if names else ""
