"""What a command is going to run, and about what that takes: told before it begins, and all that a dry run tells."""

from typing import TYPE_CHECKING

from marketsim.cli.told import safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rich.console import Console

    from marketsim.experiments.estimating import Estimate
    from marketsim.experiments.plan import Plan
    from marketsim.scenario.scenario import Scenario


def say(text: str, console: "Console") -> None:
    """Tell a line as it is."""
    console.print(safe(text), markup=False, soft_wrap=True)


def say_days(since: "date", until: "date", asked: bool, console: "Console") -> None:
    """Tell which days count, and why these; `asked` if the user named the first of them."""
    why = "" if asked else ", the first day on which the scenarios can differ,"
    say(f"Days that count: from {since}{why} to {until}.", console)


def say_plan(
    scenarios: "Mapping[str, Scenario]", seeds: "Sequence[int]", plan: "Plan", workers: int | None, console: "Console"
) -> None:
    """Tell which runs are wanted with all of their days, and about how long the new ones take.

    Args:
        scenarios: Scenarios by name.
        seeds: Seeds.
        plan: What is to be done.
        workers: Processes of this machine; none on a cluster.
        console: Where it is told.
    """
    from marketsim.cli.layout import many_of
    from marketsim.experiments.estimating import estimate, with_days

    first = next(iter(scenarios.values()))
    names = f"{many_of(len(scenarios), 'scenario')} ({', '.join(scenarios)})"
    say(f"{names}, {many_of(len(seeds), 'seed')}, scale {first.scale:.3g}.", console)
    say_runs(plan, console)
    held = list(scenarios.values())
    say_cost(estimate(held, plan.new, plan.seconds, workers or 1, with_days(held)), plan.new, workers, console)


def say_runs(plan: "Plan", console: "Console") -> None:
    """Tell how many runs there are, and how many of them are left to do."""
    from marketsim.cli.layout import many_of
    from marketsim.cli.progress import say_damaged

    failed = f", {plan.failed} failed before" if plan.failed else ""
    say(f"{many_of(plan.runs, 'run')}: {plan.new} new, {plan.finished} done already{failed}.", console)
    say_damaged(plan.damaged, console)


def say_cost(cost: "Estimate", new: int, workers: int | None, console: "Console") -> None:
    """Tell about how long new runs take, and what memory and disk; nothing where there are none."""
    from marketsim.cli.layout import many_of
    from marketsim.cli.progress import time_in_words

    if new <= 0:
        return
    many = workers or 1
    place = f"with {many_of(many, 'worker')}" if workers else "on one worker of the cluster"
    basis = "as runs there took" if cost.measured else "a rough guess"
    say(
        f"About {time_in_words(cost.seconds * new / many)} {place} ({cost.seconds:.2g} s a run, {basis}), "
        f"{cost.memory_mb * many:.0f} MB of memory, {cost.disk_mb:.0f} MB on disk.",
        console,
    )
