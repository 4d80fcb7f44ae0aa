"""Scenario files on disk: text of a bounded size in UTF-8, or a fault."""

from pathlib import Path

from marketsim.scenario.faults import Fault, Place, guess

LARGEST_FILE = 1_000_000


def read_text(path: Path, mentioned: Place, key: str, faults: list[Fault]) -> str | None:
    """Return the text of a file.

    Args:
        path: The file.
        mentioned: Where somebody asked for it; the place of faults about the file as a whole.
        key: Path of the key that asked for it, empty for the command line.
        faults: Receives what is wrong.
    """
    try:
        if path.is_dir():
            faults.append(Fault(mentioned, key, f"{path} is a folder", "Name a file in it."))
            return None
        if path.exists() and not path.is_file():
            faults.append(Fault(mentioned, key, f"{path} is no ordinary file", "Name a YAML file."))
            return None
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        faults.append(Fault(mentioned, key, f"there is no file {path}", _others(path)))
        return None
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        faults.append(Fault(mentioned, key, f"cannot read {path}: {reason}", "Name a file that can be read."))
        return None
    if len(content) > LARGEST_FILE:
        what = f"{path} is larger than 1 MB"
        faults.append(Fault(mentioned, key, what, "A scenario needs a few kB: is this the right file?"))
        return None
    return decode(content, str(path), faults)


def decode(content: bytes, file: str, faults: list[Fault]) -> str | None:
    """Return bytes as text, or none with a fault at the first byte that is no UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        what = f"the file is not UTF-8 (byte 0x{content[error.start]:02x})"
        faults.append(Fault(Place(file, line, column), "", what, "Save it as UTF-8."))
        return None


def _others(path: Path) -> str:
    """Return advice that names the nearest file in the folder, if there is one."""
    try:
        names = sorted(other.name for other in path.parent.iterdir() if other.suffix in (".yaml", ".yml"))
    except (OSError, ValueError):
        return "Check the path: its folder cannot be read either."
    return guess(path.name, names) if names else "Check the path: there is no YAML file in that folder."
