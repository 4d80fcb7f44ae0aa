"""What figures of comparisons share: what a comparison is to them, its verdicts, its arms and their names."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

import pandas as pd

from marketsim.experiments.compared_in_words import drawn_in_words
from marketsim.experiments.effects import CLEAR as CLEAR
from marketsim.experiments.effects import FEW as FEW
from marketsim.experiments.effects import NONE as NONE
from marketsim.figures.errors import FigureError
from marketsim.figures.style import plain
from marketsim.figures.words import seeds_in_words

LONGEST = 30
"""Letters of an arm's name."""
LONGEST_TITLE = 60
"""Letters of what an arm is."""
LONGEST_NOTE = 240
"""Letters of what is said of numbers that are drawn."""


class Titled(Protocol):
    """A comparison or a ranking, fresh or read from its folder."""

    @property
    def titles(self) -> Mapping[str, str]:
        """Titles of scenarios by arm, as far as they are kept."""


class Compared(Titled, Protocol):
    """A comparison, fresh or read from its folder."""

    @property
    def base(self) -> str:
        """Name of the base."""

    @property
    def seeds(self) -> tuple[int, ...]:
        """Seeds of the pairs."""

    @property
    def since(self) -> date:
        """First day that counts."""

    @property
    def until(self) -> date:
        """Last day that counts."""

    @property
    def effects(self) -> pd.DataFrame:
        """One row an arm and consequence."""

    @property
    def ratios(self) -> pd.DataFrame:
        """One row an arm and outcome."""

    @property
    def discounted(self) -> pd.DataFrame:
        """One row an arm and seed."""

    def described(self) -> dict[str, Any]:
        """Return what was compared as plain values."""


def arms_of(made: Compared) -> list[str]:
    """Return the arms in their order, the base left out.

    Raises:
        FigureError: There is none.
    """
    arms = [str(arm) for arm in dict.fromkeys(made.effects["arm"])] if len(made.effects) else []
    if not arms:
        raise FigureError("This comparison has no policies in it: there is nothing to draw.")
    return arms


def name_of(arm: str) -> str:
    """Return an arm's name for people."""
    return plain(arm.replace("_", " "), LONGEST)


def own_title(made: Titled, arm: str, longest: int) -> str:
    """Return the title of an arm's scenario; nothing where it is not kept, empty, or begins as that of another arm."""
    titles = {name: " ".join(title.split()) for name, title in made.titles.items()}
    own = titles.get(arm, "")
    return own if [title[: longest - 1] for title in titles.values()].count(own[: longest - 1]) == 1 else ""


def title_of_arm(made: Titled, arm: str) -> str:
    """Return what an arm is for people, by its title if it has one: a name may suggest the opposite of what was run."""
    return plain(own_title(made, arm, LONGEST_TITLE), LONGEST_TITLE) or name_of(arm)


def what_was_compared(made: Compared) -> str:
    """Return what was compared, in a sentence."""
    facts = made.described()
    pairs = seeds_in_words(made.seeds).replace("run", "pair", 1)
    start = (
        f"Against {title_of_arm(made, made.base)}, {made.since} to {made.until}: {pairs}, scale {facts['scale']:.3g}"
    )
    return f"{start}, model {facts['model_version']}."


def about_comparison(made: Compared) -> str:
    """Return what was compared, and from which calibration numbers were drawn if any were."""
    drawn = plain(drawn_in_words(made.described()), LONGEST_NOTE)
    return f"{what_was_compared(made)} {drawn}".strip()
