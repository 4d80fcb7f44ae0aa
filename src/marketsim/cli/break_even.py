"""`marketsim break-even`: at which cost per place or officer two policies are worth the same."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marketsim.cli import options
from marketsim.cli.told import FAILED_RUNS, safe, told

if TYPE_CHECKING:
    from marketsim.experiments.break_even import BreakEven

POINTS = 81


@told(options.KEPT)
def break_even(
    base: Annotated[Path, typer.Argument(help="Scenario without either policy.", metavar="BASE")],
    first: Annotated[Path, typer.Argument(help="Policy whose unit cost is sought.", metavar="FIRST")],
    second: Annotated[Path, typer.Argument(help="Policy that it is weighed against.", metavar="SECOND")],
    outcome: Annotated[str, typer.Option(help="What is to be averted.")] = "poisonings",
    unit: Annotated[str, typer.Option(help="What FIRST adds: place or officer.")] = "place",
    costs: Annotated[str | None, typer.Option(help="Unit costs of the curve, KZT a year: 1e6-2e7.")] = None,
    seeds: options.Seeds = None,
    replicates: options.Replicates = None,
    scale: options.Scale = None,
    changes: options.Changes = None,
    posterior: options.Posterior = None,
    workers: options.Workers = 1,
    scheduler: options.Scheduler = None,
    out: options.Out = options.RESULTS,
    dry_run: options.DryRun = False,
) -> None:
    """Tell at which cost per unit FIRST averts as much per tenge as SECOND, and draw the curve."""
    from marketsim.cli.arms import Wanted, compared, look, scenarios_of, seeds_of
    from marketsim.cli.layout import aside
    from marketsim.experiments.break_even import UNITS, reason_before
    from marketsim.experiments.break_even import break_even as weigh
    from marketsim.experiments.cost_effectiveness import OUTCOMES
    from marketsim.experiments.errors import WrongCallError
    from marketsim.experiments.executors import get_ready

    wanted, grid = Wanted(seeds_of(seeds, replicates), workers, scheduler, out), _grid(costs)
    for word, known, option in ((outcome, OUTCOMES, "--outcome"), (unit, UNITS, "--unit")):
        if word not in known:
            raise typer.BadParameter(f"'{safe(word)}' is none of {', '.join(known)}", param_hint=option)
    if not dry_run:
        get_ready(workers, scheduler)
    scenarios = scenarios_of([base, first, second], scale, changes or [], posterior)
    _, one, other = scenarios
    if reason := reason_before(scenarios, other, len(wanted.seeds)):
        raise WrongCallError(f"There can be no break-even: {reason}.")
    if dry_run:
        look(scenarios, wanted)
        return
    terminal = aside()
    comparison = compared(scenarios, wanted, terminal)
    made = weigh(comparison, one, other, outcome, unit, grid)
    print(safe(in_words(made)))
    print(f"Curve and figure: {safe(str(made.save(out)))}")
    if len(comparison.failed):
        raise typer.Exit(FAILED_RUNS)


def in_words(made: "BreakEven") -> str:
    """Return the break-even in words, or why there is none."""
    from marketsim.experiments.cost_effectiveness import OUTCOMES
    from marketsim.figures.style import number

    if made.reason:
        return f"No break-even: {made.reason}."
    cost, low, high, cheapest, dearest = (
        number(value) for value in (made.cost, made.low, made.high, made.cheapest, made.dearest)
    )
    many = OUTCOMES[made.outcome].many
    return (
        f"{made.first} averts as many {many} per tenge as {made.second} if one {made.unit} costs {cost} KZT a year.\n"
        f"95 % interval: {low} to {high}. At either end of what an officer may cost: {cheapest} and {dearest}.\n"
        f"At a lower cost {made.first} averts more per tenge, at a higher one {made.second}."
    )


def _grid(text: str | None) -> list[float] | None:
    """Return costs between the ends of a text such as `1e6-2e7`, evenly spaced on a logarithmic axis."""
    if text is None:
        return None
    low, _, high = text.partition("-")
    try:
        ends = float(low), float(high)
    except ValueError:
        ends = 0.0, 0.0
    if not 0.0 < ends[0] < ends[1] < 1e15:
        raise typer.BadParameter(f"'{safe(text)}' is no range of costs; write 1e6-2e7", param_hint="--costs")
    step = (ends[1] / ends[0]) ** (1.0 / (POINTS - 1))
    return [ends[0] * step**place for place in range(POINTS)]
