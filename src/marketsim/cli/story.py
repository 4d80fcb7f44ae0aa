"""`marketsim story`: what happened to one agent of a run, or which agents there are."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marketsim.cli.show import Format
from marketsim.cli.told import safe, told

if TYPE_CHECKING:
    from marketsim.results.run import Run

MOST = 20


@told("nothing is lost: a story only reads")
def story(
    run: Annotated[Path, typer.Argument(help="Folder of a finished run.", metavar="RUN")],
    uid: Annotated[
        int | None, typer.Option(help="Number of the agent whose story is told.", min=0, max=2**64 - 1)
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="List agents of a kind instead: courier, buyer, shop, channel ...")
    ] = None,
    on: Annotated[
        datetime | None, typer.Option(help="Evening of the list.", formats=["%Y-%m-%d"], show_default="the last")
    ] = None,
    status: Annotated[str | None, typer.Option(help="Only agents with this in their status, as detained.")] = None,
    most: Annotated[int, typer.Option(help="Longest list.", min=1, max=1_000_000)] = MOST,
    every: Annotated[
        str | None, typer.Option(help="Sum up routine by day, week or month.", show_default="what fits")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How.")] = Format.TABLE,
) -> None:
    """Tell what happened to one agent, by running the recorded scenario again and watching; or list agents."""
    if (uid is None) == (kind is None):
        raise typer.BadParameter("name an agent with --uid, or a kind with --kind to list some", param_hint="--uid")
    if every is not None and every not in ("day", "week", "month"):
        raise typer.BadParameter(f"'{safe(every)}' is none of day, week, month", param_hint="--every")
    if kind is not None:
        _list(run, kind, on.date() if on is not None else None, status, most, form)
    else:
        assert uid is not None
        _tell(run, uid, every, form)


def _tell(path: Path, uid: int, every: str | None, form: Format) -> None:
    from marketsim.cli import stories
    from marketsim.cli.layout import aside
    from marketsim.cli.progress import say_compiling, shown
    from marketsim.results.story.rerun import recorded
    from marketsim.results.story.telling import story as tell

    terminal = aside()
    run = recorded(path)
    say_compiling(terminal)
    with shown(terminal, _days(run)) as progress:
        found = tell(run, uid, every, progress)
    stories.print_story(found, form)


def _list(path: Path, kind: str, on: date | None, status: str | None, most: int, form: Format) -> None:
    from marketsim.cli import stories
    from marketsim.cli.layout import aside
    from marketsim.cli.progress import say_compiling, shown
    from marketsim.results.story.listing import agents
    from marketsim.results.story.rerun import recorded

    terminal = aside()
    run = recorded(path)
    say_compiling(terminal)
    with shown(terminal, _days(run, on)) as progress:
        found = agents(run, kind, on, progress)
    if status is not None:
        found = found[found["status"].str.contains(status.strip().lower().replace(" ", "_"), regex=False)]
    stories.print_agents(found.head(most), len(found), form, path, kind)


def _days(run: "Run", until: date | None = None) -> int:
    """Return how many days there are to live again."""
    from marketsim.results.story.rerun import recorded_scenario

    scenario = recorded_scenario(run.manifest)
    return max(1, (min(until or scenario.end, scenario.end) - scenario.start).days + 1)
