"""`marketsim sensitivity`: which parameters, policies and dates of a design matter most."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marketsim.cli import options
from marketsim.cli.show import Format
from marketsim.cli.sweep import look, say_failed, say_plan
from marketsim.cli.told import safe, told

if TYPE_CHECKING:
    from marketsim.experiments.plan import Plan
    from marketsim.experiments.sweeping import Step


@told(options.KEPT)
def sensitivity(
    design: Annotated[Path, typer.Argument(help="A design with a range of each dimension.", metavar="DESIGN")],
    method: Annotated[str, typer.Option(help="morris, sobol, tornado or prcc.")] = "morris",
    measures: Annotated[
        str | None, typer.Option(help="Measures, with commas between.", show_default="some of each domain")
    ] = None,
    years: Annotated[
        str | None, typer.Option(help="2023, or 2021-2023 for a mean.", show_default="all that is measured")
    ] = None,
    count: Annotated[
        int | None,
        typer.Option(help="Trajectories (morris), base points (sobol) or points (prcc).", show_default="20, 256, 200"),
    ] = None,
    levels: Annotated[int | None, typer.Option(help="Places along each range (morris).", show_default="4")] = None,
    resamples: Annotated[int | None, typer.Option(help="Of the bootstrap.", show_default="1000")] = None,
    seed: Annotated[int, typer.Option(help="Seed of the choice of points.", min=0, max=2**32 - 1)] = 1,
    dry_run: options.DryRun = False,
    workers: options.Workers = 1,
    scheduler: options.Scheduler = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Make failed runs again.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="More than a million runs are meant.")] = False,
    out: options.Out = options.RESULTS,
    form: Annotated[Format, typer.Option("--format", help="How the ranking is printed.")] = Format.TABLE,
) -> None:
    """Rank the dimensions of a design by how much they move each measure."""
    from marketsim.cli.layout import aside
    from marketsim.cli.progress import counted, say_compiling
    from marketsim.cli.ranking import print_ranking
    from marketsim.experiments.executors import get_ready
    from marketsim.experiments.sensitivity.outputs import checked_measures
    from marketsim.experiments.sensitivity.planning import prepared
    from marketsim.experiments.sensitivity.ranking import analysed

    names = checked_measures([name.strip() for name in measures.split(",")]) if measures is not None else None
    if not dry_run:
        get_ready(workers, scheduler)
    chosen, plan = prepared(design, method, seed, yes, count=count, levels=levels, resamples=resamples)
    many, span = workers if scheduler is None else None, _years(years)
    if dry_run:
        look(plan, out, many, retry_failed)
        return
    terminal = aside()
    with counted(terminal) as counter:

        def started(what: "Plan") -> None:
            say_plan(plan, what, many, terminal)
            if what.new and scheduler is None:
                say_compiling(terminal)
            counter.begin(what.new)

        def step(now: "Step") -> None:
            counter.tell(now.done, f"{now.task}{' failed' if now.outcome.error else ''}")

        made = analysed(plan, chosen, names, span, out, workers, scheduler, retry_failed, started, step)
    print_ranking(made, made.save(out), form)
    say_failed(made.failed, terminal)


def _years(text: str | None) -> tuple[int, int] | None:
    """Return the first and the last year of a text such as `2023` or `2021-2023`."""
    if text is None:
        return None
    first, dash, last = text.partition("-")
    if not (first.isdecimal() and len(first) == 4) or (dash and not (last.isdecimal() and len(last) == 4)):
        raise typer.BadParameter(f"'{safe(text)}' is no year; write 2023 or 2021-2023", param_hint="--years")
    return int(first), int(last or first)
