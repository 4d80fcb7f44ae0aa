"""`marketsim rank`: which policy is best, over draws of parameters and both readings of 2021 to 2023."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marketsim.cli import options
from marketsim.cli.told import FAILED_RUNS, safe, told

if TYPE_CHECKING:
    from rich.console import Console

    from marketsim.experiments.ranking_policies import Ranking

TITLES = ("policy", "mean", "90 % of changes", "best", "in all capacity", "in all threshold", "regret", "in 1 of 20")
WORTHS = ("to know", "is worth", "unit")
MOST = 6
"""Parameters that are told of each outcome; the rest is in the saved table."""


@told(options.KEPT)
def rank(
    base: Annotated[Path, typer.Argument(help="Scenario without a new policy.", metavar="BASE")],
    others: Annotated[list[Path], typer.Argument(help="Scenarios with a policy.", metavar="POLICY...")],
    posterior: options.Posterior = None,
    seeds: options.Seeds = None,
    replicates: options.Replicates = None,
    metrics: Annotated[
        str | None,
        typer.Option(help="Outcomes, comma-separated; without it the headline of each domain.", metavar="NAME,NAME"),
    ] = None,
    scale: options.Scale = None,
    changes: options.Changes = None,
    workers: options.Workers = 1,
    scheduler: options.Scheduler = None,
    out: options.Out = options.RESULTS,
    quiet: options.Quiet = False,
) -> None:
    """Rank policies by how likely each is best, over what is not known of the market."""
    from marketsim.cli.arms import names_of, scenarios_of, seeds_of
    from marketsim.cli.layout import aside
    from marketsim.cli.progress import counted, say_compiling
    from marketsim.experiments.ranking_policies import FEWEST
    from marketsim.experiments.ranking_policies import rank as make

    terminal = aside(quiet)
    numbers = seeds_of(seeds, replicates)
    names = names_of(metrics)
    scenarios = scenarios_of([base, *others], scale, changes or [], posterior)
    if len(numbers) < FEWEST:
        terminal.print(f"{len(numbers)} seeds take few draws: chances are rough below {FEWEST}.")
    with counted(terminal) as count:

        def begun(reading: str, found: int, new: int) -> None:
            terminal.print(f"Reading {reading}: {found} runs are there already, {new} are to be made.")
            if new:
                say_compiling(terminal)
            count.begin(new)

        made = make(
            scenarios, numbers, out, workers, names, scheduler, begun, lambda done, _, what: count.tell(done, what)
        )
    folder = made.save(out)
    if quiet:
        print(safe(str(folder)))
    else:
        from marketsim.cli.by_size import print_by_size
        from marketsim.cli.layout import console

        output = console()
        _print(made, output)
        print_by_size(made, output)
        output.print(f"Ranking: {safe(str(folder))}", soft_wrap=True, markup=False)
    if len(made.failed):
        raise typer.Exit(FAILED_RUNS)


def _print(made: "Ranking", output: "Console") -> None:
    from rich.text import Text

    from marketsim.cli.effects import number
    from marketsim.cli.layout import fitted
    from marketsim.experiments.readings import BOTH, READINGS

    if made.provisional:
        output.print("Provisional: the calibration is not finished, and the ranking may change.", style="bold")
    for name, scenario in made.scenarios.items():
        output.print(safe(f"{name}: {scenario.title}"), style="dim", markup=False, soft_wrap=True)
    output.print()
    for outcome, of_outcome in made.standing.groupby("outcome", sort=False):
        both = of_outcome[of_outcome["reading"] == BOTH]
        by_reading = {
            name: of_outcome[of_outcome["reading"] == name].set_index("arm")["chance"] for name in READINGS
        }  # fmt: skip
        head = f"{outcome}, {both['unit'].iloc[0]} ({both['better'].iloc[0]} is better), {len(made.seeds)} draws"
        output.print(f"{head}, each under both readings", style="bold", markup=False)
        cells = [
            [
                Text(str(row["arm"])),
                Text(number(row["mean"])),
                Text(
                    ""
                    if row["low_90"] == row["high_90"] == 0
                    else f"{number(row['low_90'])} to {number(row['high_90'])}"
                ),
                Text(f"{row['chance']:.0%}"),
                *(Text(f"{chances[row['arm']]:.0%}") for chances in by_reading.values()),
                Text(number(row["regret"])),
                Text(number(row["most_regret"])),
            ]
            for _, row in both.iterrows()
        ]
        output.print(fitted(TITLES, cells, output.width, "policy", ("in 1 of 20", "90 % of changes"), set(TITLES[3:])))
        worth = made.worth[made.worth["outcome"] == outcome].head(MOST + 1)
        told = [
            [Text(str(row["parameter"])), Text(number(row["worth"])), Text(str(row["unit"]))]
            for _, row in worth.iterrows()
        ]
        output.print(fitted(WORTHS, told, output.width, "to know", ("unit",), {"is worth"}))
        output.print()
    for line in (
        "best: share of samples, each a draw of parameters under one reading, in which the policy is the best of all.",
        "regret: what is lost on average, and in the worst twentieth of samples, against the best of each sample.",
        "Worth of knowing: how much better the choice would be on average; everything includes the chance of a run.",
    ):
        output.print(line, style="dim", markup=False, soft_wrap=True)
