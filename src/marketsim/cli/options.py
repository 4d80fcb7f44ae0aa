"""Options that several commands have, and whole numbers that say which ones are meant."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

SCALE = "Share of the market to simulate, 1/k with k a whole number from 1 to 50: 1, 0.5, 0.1, 1/3."
LARGEST_SEED = 2**64 - 1
MOST_DAYS = 100_000
MOST_WORKERS = 1_000
MOST_REPLICATES = 10_000


def whole_number(low: int, high: int) -> Callable[[object], int]:
    """Return what makes a whole number of a word, or says which numbers are meant."""

    def parsed(word: object) -> int:
        try:
            number = int(str(word))
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            raise typer.BadParameter(f"'{word}' is no whole number from {low} to {high}")
        return number

    return parsed


Seeds = Annotated[str | None, typer.Option(help="Seeds of the pairs: 1-10, or 1,2,7.", show_default="1-10")]
Replicates = Annotated[
    int | None,
    typer.Option(
        help="So many pairs, with seeds 1, 2 and so on, instead of --seeds.",
        parser=whole_number(1, MOST_REPLICATES),
        metavar="NUMBER",
    ),
]
Scale = Annotated[str | None, typer.Option(help=SCALE)]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", help="Change one value in every scenario; may be repeated.", metavar="KEY=VALUE"),
]
Posterior = Annotated[
    str | None,
    typer.Option(
        help="Draw parameters of each seed from a calibration: the name of a shipped one, or the folder of one. "
        "What scenarios say above their lowest file, and --set, wins.",
        metavar="CALIBRATION",
    ),
]
Workers = Annotated[
    int, typer.Option(help="Processes of this machine.", parser=whole_number(1, MOST_WORKERS), metavar="NUMBER")
]
Scheduler = Annotated[
    str | None,
    typer.Option(help="Run on a Dask cluster instead, by its scheduler's address.", metavar="ADDRESS"),
]
Out = Annotated[Path, typer.Option(help="Folder of results; runs kept in it are not made again.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would be run, and run nothing.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only the folder of the result.")]


def values(scale: str | None, posterior: str | None) -> dict[str, str]:
    """Return the values of scenarios that have an option of their own."""
    given = {"scale": scale, "posterior": posterior}
    return {key: value for key, value in given.items() if value is not None}


RESULTS = Path("results")
KEPT = "finished runs are kept, and the same command goes on from there"
"""What is left when the user stops it."""
