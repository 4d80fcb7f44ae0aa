"""Errors become a message and an exit code: no traceback reaches the user.

`MARKETSIM_DEBUG=1` lets the traceback through.
"""

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from marketsim.cli.main import code_of

UNEXPECTED = 1
WRONG_CALL = 2
INVALID_SCENARIO = 3
FAILED_RUNS = 4
CALIBRATION = "CALIBRATION"
"""How faults of a calibration are told that the user named without an option."""


@contextmanager
def told(interrupted: str = "nothing was written", failed: int | None = None) -> Iterator[None]:
    """Tell the user about any error in the body and leave with its exit code.

    Args:
        interrupted: What is left when the user stops it.
        failed: Exit code of every error, for commands to which 1 is an answer; each error has its own without.
    """
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _warn
            yield
        sys.stdout.flush()
    except (typer.Exit, typer.BadParameter):
        raise
    except KeyboardInterrupt as interrupt:
        _say(f"Interrupted; {interrupted}.")
        raise typer.Exit(code_of(interrupt)) from None
    except BrokenPipeError:  # The reader of the output has had enough, as `head` does.
        _forget_output()
        raise typer.Exit(0) from None
    except Exception as error:
        if os.environ.get("MARKETSIM_DEBUG"):
            raise
        code = _explain(error)
        raise typer.Exit(code if failed is None else failed) from None


def _explain(error: Exception) -> int:
    """Print what went wrong and return the exit code."""
    from marketsim.scenario.faults import ScenarioError

    if isinstance(error, OSError):
        _forget_output()
    if isinstance(error, ScenarioError):
        _say(str(error))
        typed = all(fault.file.startswith(("--", CALIBRATION)) for fault in error.faults)
        return WRONG_CALL if typed else INVALID_SCENARIO
    if isinstance(error, MemoryError):
        _say("There is not enough memory for this run. Choose a smaller scale, such as --scale 0.1.")
    elif type(error).__module__.startswith("marketsim."):
        _say(str(error))
    elif isinstance(error, OSError):
        _say(f"{error.filename}: {error.strerror}." if error.filename else f"The system says: {error}.")
    else:
        _say(f"Something unexpected happened: {type(error).__name__}: {error}")
        _say("Set MARKETSIM_DEBUG=1 to see where, and please report it.")
    return int(getattr(error, "exit_code", UNEXPECTED))


def safe(text: str) -> str:
    """Return a text whose control characters are visible, so that it cannot steer a terminal."""
    from marketsim.scenario.faults import one_line

    return "\n".join(one_line(line) for line in text.split("\n"))


def _warn(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: object = None,
    line: object = None,
) -> None:  # As `warnings` calls it.
    """Tell a warning as a command tells all else, without the line of code that gave it."""
    _say(f"Warning: {message}")


def _say(text: str) -> None:
    try:
        print(safe(text), file=sys.stderr, flush=True)
    except OSError:
        _forget_output()


def _forget_output() -> None:
    """Send what is left of the output nowhere, so that Python does not complain at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(nowhere, stream.fileno())
