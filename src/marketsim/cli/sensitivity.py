"""`marketsim sensitivity`: which parameters, policies and dates of a design matter most."""

from pathlib import Path
from typing import Annotated, Any

import typer

from marketsim.cli.show import Format
from marketsim.cli.told import safe, told

FAILED_RUNS = 4


@told("finished runs are kept, and the same command goes on from there")
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
    workers: Annotated[int, typer.Option(help="Processes.", min=1, max=1_000)] = 1,
    scheduler: Annotated[str | None, typer.Option(help="Address of a running Dask cluster instead.")] = None,
    out: Annotated[Path, typer.Option(help="Folder of results; runs found in it are not run again.")] = Path("results"),
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Make failed runs again.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell how many runs it would take.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="More than a million runs are meant.")] = False,
    form: Annotated[Format, typer.Option("--format", help="How the ranking is printed.")] = Format.TABLE,
) -> None:
    """Rank the dimensions of a design by how much they move each measure; exit 4 if some runs failed."""
    from functools import partial

    from marketsim.cli.ranking import print_plan, print_ranking, progress_of
    from marketsim.experiments.sensitivity.outputs import checked_measures
    from marketsim.experiments.sensitivity.ranking import sensitivity as analyse

    names = checked_measures([name.strip() for name in measures.split(",")]) if measures is not None else None
    span = _years(years)
    if dry_run:
        print_plan(design, method, seed, {"count": count, "levels": levels, "resamples": resamples}, yes)
        return
    choice = partial(analyse, design, method, names, span, count=count, levels=levels, resamples=resamples, seed=seed)
    places: dict[str, Any] = {"out": out, "workers": workers, "scheduler": scheduler}
    with progress_of() as (started, progress):
        made = choice(**places, retry_failed=retry_failed, yes=yes, started=started, progress=progress)
    print_ranking(made, made.save(out), form)
    if made.failed:
        raise typer.Exit(FAILED_RUNS)


def _years(text: str | None) -> tuple[int, int] | None:
    """Return the first and the last year of a text such as `2023` or `2021-2023`."""
    if text is None:
        return None
    first, dash, last = text.partition("-")
    if not (first.isdecimal() and len(first) == 4) or (dash and not (last.isdecimal() and len(last) == 4)):
        raise typer.BadParameter(f"'{safe(text)}' is no year; write 2023 or 2021-2023", param_hint="--years")
    return int(first), int(last or first)
