"""The command `marketsim`: it stands before every import that takes time, so that an interrupt finds it ready."""

import os
import signal
import sys
from io import TextIOWrapper

INTERRUPTED, TERMINATED = 130, 143


class Terminated(KeyboardInterrupt):
    """The system asks to end, as a batch system does when time is up: an interrupt, but for the exit code."""


def app() -> None:
    """Run the command line of this process."""
    _make_streams_safe()
    try:
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, _terminate)
        code = _called()
    except KeyboardInterrupt as interrupt:
        code = code_of(interrupt)
    sys.exit(code)


def code_of(interrupt: KeyboardInterrupt) -> int:
    """Return the exit code after an interrupt: 128 and the number of its signal."""
    return TERMINATED if isinstance(interrupt, Terminated) else INTERRUPTED


def _terminate(*_: object) -> None:
    raise Terminated


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
