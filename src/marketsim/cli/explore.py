"""`marketsim explore`: a page on this machine on which policies are tried and results are looked at."""

import os
import signal
import socket
import sys
import threading
import webbrowser
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from marketsim.cli.told import safe, told

LOOPBACK = "127.0.0.1"
PORTS = range(8501, 8521)
OPENING = 2.0
"""Seconds after which the page is there."""
OPTIONS = {
    "server.address": LOOPBACK,
    "browser.serverAddress": LOOPBACK,
    "browser.gatherUsageStats": "false",
    "server.headless": "true",  # else Streamlit asks for an address of electronic mail
    "server.fileWatcherType": "none",
    "server.enableStaticServing": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "global.developmentMode": "false",
    "runner.magicEnabled": "false",
    "theme.primaryColor": "#0072b2",
}
"""How Streamlit serves: to this machine alone, and without telling anybody."""

RESULTS, SCENARIOS = Path("results"), Path("scenarios")
"""Usual folders; they may be missing."""


@told("results stay as they are")
def explore(
    results: Annotated[Path, typer.Argument(help="Folder of results.", metavar="RESULTS_FOLDER")] = RESULTS,
    scenarios: Annotated[Path, typer.Option(help="Folder of scenarios to start from.", metavar="FOLDER")] = SCENARIOS,
    workers: Annotated[int, typer.Option(help="Processes.", min=1, max=256)] = 2,
    port: Annotated[
        int | None, typer.Option(help="Port; else the first from 8501 on that is free.", min=1024, max=65535)
    ] = None,
    open_page: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = True,
) -> None:
    """Try policies and look at results on a page of your own browser; it is served to this machine only."""
    if find_spec("streamlit") is None:
        raise typer.BadParameter(
            "the page wants Streamlit. In marketsim's folder: .venv/bin/pip install -c constraints.txt -e '.[app]'",
            param_hint="explore",
        )
    from streamlit.web import bootstrap
    from streamlit.web.cli import main

    for folder, usual, hint in ((results, RESULTS, "RESULTS_FOLDER"), (scenarios, SCENARIOS, "--scenarios")):
        if not folder.is_dir() and (folder != usual or folder.exists()):
            raise typer.BadParameter(f"{safe(str(folder))} is no folder", param_hint=hint)
    number = _free(port)
    url = f"http://{LOOPBACK}:{number}"
    if open_page:
        opener = threading.Timer(OPENING, webbrowser.open, [url])
        opener.daemon = True
        opener.start()
    print(f"The explorer is at {url}; Ctrl+C ends it.", flush=True)
    page = Path(__file__).resolve().parent.parent / "app" / "page.py"
    options = [f"--{name}={value}" for name, value in (OPTIONS | {"server.port": str(number)}).items()]
    words = [str(results.absolute()), str(scenarios.absolute()), str(workers)]
    bootstrap._set_up_signal_handler = _nothing  # Streamlit's own waits for pages that are open.
    for number_of in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number_of, _leave)
    try:
        main(["run", str(page), *options, "--", *words], prog_name="streamlit", standalone_mode=False)
    finally:
        _leave()


def _nothing(server: object) -> None:
    """Leave signals to the explorer."""


def _leave(*signalled: object) -> None:
    """End at once: threads of the page may still wait for runs that nobody will see."""
    from marketsim.app.pool import close_all

    try:
        close_all()
        sys.stdout.flush()
    finally:
        os._exit(0)


def _free(port: int | None) -> int:
    """Return the port that was asked for, or the first that is free.

    Raises:
        BadParameter: It is taken, or all are.
    """
    for number in [port] if port is not None else PORTS:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, number))
            except OSError:
                continue
            return number
    taken = str(port) if port is not None else f"{PORTS[0]} to {PORTS[-1]}"
    raise typer.BadParameter(f"{taken} is taken; name another", param_hint="--port")
