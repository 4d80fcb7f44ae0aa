"""Plain words of YAML 1.2: which are numbers, which are true, false or nothing, and which stay text."""

import re

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | float | None] = {"": None, "~": None}
_WORDS |= {form("null"): None for form in (str.lower, str.title, str.upper)}
_WORDS |= {form("true"): True for form in (str.lower, str.title, str.upper)}
_WORDS |= {form("false"): False for form in (str.lower, str.title, str.upper)}
_WORDS |= {sign + form: float(sign + "inf") for sign in ("", "+", "-") for form in (".inf", ".Inf", ".INF")}
_WORDS |= {form: float("nan") for form in (".nan", ".NaN", ".NAN", "nan", "NaN")}
_WORDS |= {sign + form: float(sign + "inf") for sign in ("", "+", "-") for form in ("inf", "Inf", "infinity")}

LONGEST_INTEGER = 40
"""Characters of a whole number that is kept to the last digit; longer ones are rounded, as no key holds them."""


def resolve(word: str) -> bool | int | float | str | None:
    """Return what an unquoted word means; `NO`, `on` and dates stay text.

    `nan` and `inf` without the dot of YAML are taken as numbers too, since whoever writes them means numbers and
    the answer should be the one about numbers.
    """
    if word in _WORDS:
        return _WORDS[word]
    if len(word) <= LONGEST_INTEGER and _INTEGER.fullmatch(word):
        return int(word)
    if _FLOAT.fullmatch(word):
        return float(word)
    return word
