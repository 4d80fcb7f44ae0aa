"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

Seeds = Annotated[str | None, typer.Option(help="Seeds of the pairs: 1-10, or 1,2,7.", show_default="1-10")]
Replicates = Annotated[
    int | None, typer.Option(help="So many pairs, with seeds 1, 2 and so on, instead of --seeds.", min=1, max=10_000)
]
Scale = Annotated[str | None, typer.Option(help="Share of the market to simulate: 1, 0.5, 0.1, 1/3.")]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", help="Change one value in every scenario; may be repeated.", metavar="KEY=VALUE"),
]
Workers = Annotated[int, typer.Option(help="Processes of this machine.", min=1, max=1_000)]
Scheduler = Annotated[
    str | None,
    typer.Option(help="Run on a Dask cluster instead, by its scheduler's address.", metavar="ADDRESS"),
]
Out = Annotated[Path, typer.Option(help="Folder of results; runs kept in it are not made again.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only the folder of the result.")]

RESULTS = Path("results")
KEPT = "finished runs are kept, and the same command goes on from there"
"""What is left when the user stops it."""
