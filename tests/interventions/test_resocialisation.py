"""Help after prison: fewer come back to the trade, and others take their posts."""

from collections.abc import Callable
from datetime import date
from typing import Any

from marketsim.interventions.resocialisation import Resocialisation
from tests.interventions.trial import Trial

START = date(2021, 1, 1)
RELEASES = {"parameters.first_day.prisoners": 8_000, "parameters.first_day.remaining_sentence": 1.5}
"""Many prisoners whose terms end soon, so that there is somebody to help."""
TRIAL = Trial({"kind": "resocialisation", "reached": 1}, settings=RELEASES)
Moved = Callable[..., dict[str, Any]]


def test_it_moves_the_share_reached(moved: Moved) -> None:
    assert moved(Resocialisation(start=START, reached=0.6)) == {"resocialisation": 0.6}
    assert moved(Resocialisation(start=START, reached=0.6), 0.5) == {"resocialisation": 0.3}
    assert moved(Resocialisation(start=START, reached=0.0)) == {}


def test_fewer_come_back() -> None:
    assert TRIAL.change("reoffences").falls()


def test_others_take_their_posts() -> None:
    """What is hidden hardly falls: a post that nobody comes back to is a post for somebody new."""
    assert TRIAL.change("drops_placed").share > 0.1 * TRIAL.change("reoffences").share


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
