"""Decision names: every use of chance has a name, `who.what`, and a number made from the name alone."""

import zlib

_NAMES: dict[int, str] = {}


def decision(name: str) -> int:
    """Return the 16-bit number of a decision.

    The number depends on the name only, never on the order of imports, so that adding a decision leaves all
    other draws as they were.

    Args:
        name: `who.what`, the name of the rule's file with a dot for the first underscore; rules with several
            draws add a third part, as in `shop.hiring.woman`.

    Raises:
        ValueError: Two names have the same number; rename one.
    """
    number = zlib.crc32(name.encode()) & 0xFFFF
    if _NAMES.setdefault(number, name) != name:
        raise ValueError(f"The decisions {name!r} and {_NAMES[number]!r} share the number {number}: rename one.")
    return number
