"""How a comparison was made: the call, the sources, and in words what its scenarios are. Kept beside its tables."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from marketsim.results.manifest import origin
from marketsim.scenario.changes import Change, changes
from marketsim.scenario.scenario import Scenario

FILE = "made_with.json"


class Arm(BaseModel):
    """What a scenario says of itself, and what it does otherwise than the base."""

    model_config = ConfigDict(frozen=True)

    title: str
    question: str
    changes: tuple[Change, ...] = ()


class MadeWith(BaseModel):
    """All that is known of how a comparison was made; it is no part of its digest.

    Day, sources and packages are left out of files that are to be the same on every day, as the reference results are.
    """

    model_config = ConfigDict(frozen=True)

    call: tuple[str, ...] = ()
    """Words of the command; none where it was called from Python."""
    made_on: date | None = None
    source_digest: str | None = None
    versions: dict[str, str] = {}
    commit: str | None = None
    arms: dict[str, Arm]


def made_with(scenarios: Mapping[str, Scenario], base: str, call: Sequence[str] = ()) -> MadeWith:
    """Return how a comparison that is saved now was made."""
    arms = {
        name: Arm(
            title=held.title,
            question=held.question,
            changes=() if name == base else tuple(changes(held, scenarios[base])),
        )
        for name, held in scenarios.items()
    }
    return MadeWith(call=tuple(call), made_on=datetime.now(UTC).date(), arms=arms, **origin())


def read_made_with(folder: Path) -> MadeWith | None:
    """Return how the comparison in a folder was made; none where it is not kept, or cannot be read any more."""
    try:
        return MadeWith.model_validate_json((folder / FILE).read_bytes())
    except (OSError, ValueError):
        return None
