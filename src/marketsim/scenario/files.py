"""Scenario files on disk: text of a bounded size in UTF-8, or a fault."""

from pathlib import Path

from marketsim.scenario.faults import Fault, Place, listed, nearest

LARGEST_FILE = 1_000_000
ENDINGS = (".yaml", ".yml")


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
        faults.append(Fault(mentioned, key, f"there is no file {path}", _others(path, mentioned)))
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


def _others(path: Path, mentioned: Place) -> str:
    """Return advice: the nearest file in the folder, but for the one that mentions the path, or that there is none."""
    try:
        names = sorted(other.name for other in path.parent.iterdir() if other.suffix in ENDINGS)
    except (OSError, ValueError):
        if path.parent.exists():
            return "Check the path: its folder cannot be read either."
        where = "" if path.is_absolute() else " in the folder that you are in"
        return f"Check the path: there is no folder '{path.parent}'{where}."
    by_stem = {Path(name).stem: name for name in names if path.parent / name != Path(mentioned.file)}
    if not by_stem:
        return "Check the path: there is no other YAML file in that folder."
    near = nearest(path.stem, by_stem)  # Endings are alike in all names and would make any two look alike.
    return f"Did you mean '{by_stem[near]}'?" if near else listed(by_stem.values())
