"""What came of a question so far."""

from dataclasses import dataclass, field

from marketsim.app.differences import Effect, Figures, effects
from marketsim.app.pairs import Pair, Question


@dataclass
class Result:
    """The pairs that are done, and how long they took."""

    question: Question
    done: list[Pair] = field(default_factory=list)
    figures: list[Figures] = field(default_factory=list)
    first: float = 0.0
    """Seconds until the first pair."""
    seconds: float = 0.0

    def effects(self) -> list[Effect]:
        """Return what changes, by the pairs that are done."""
        days = (self.question.until - self.question.since).days + 1
        return effects(self.figures, self.question.base.weight, days)
