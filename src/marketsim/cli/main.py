"""The command `marketsim`: it stands before every import that takes time, so that an interrupt finds it ready."""

import os
import sys
from io import TextIOWrapper

INTERRUPTED = 130


def app() -> None:
    """Run the command line of this process."""
    _make_streams_safe()
    try:
        code = _called()
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)


def _called() -> int | str | None:
    """Run the command line and return its exit code."""
    import typer

    from marketsim.cli.commands import commands
    from marketsim.cli.told import told

    code: int | str | None = 0
    try:
        with told():
            try:
                commands(prog_name="marketsim")
            except SystemExit as left:
                code = left.code
    except typer.Exit as left:
        code = left.exit_code
    return code


def _make_streams_safe() -> None:
    """Put nowhere in the place of a closed output, and write letters that an output does not know as escapes."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
