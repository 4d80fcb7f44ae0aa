"""Which reading of 2021 to 2023 a run takes: how much of the rise in detentions the threshold of October 2021 explains.

The threshold fell and capacity grew at the same time, so that the reported figures cannot tell one from the other. All
readings give about the same totals before and after; they differ in what would have happened without the one or the
other.
"""

from marketsim.core.parameters import Grade, ParameterSet, param
from marketsim.world.states import WeightGrade

NEUTRAL = 0.5
"""Reading for which the parameters of the rules are stated."""


class Attribution(ParameterSet):
    """How the rise in detentions from 2021 to 2023 is shared between the threshold and capacity."""

    threshold_share: float = param(
        NEUTRAL,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="the figures cannot tell (docs/evidence/defaults.md); 0: all capacity, 1: all threshold",
    )
    """Share of the (logarithmic) rise that is put on the threshold of October 2021."""

    @property
    def _less_threshold(self) -> float:
        """1 where all is capacity, 0 in the middle, -1 where all is threshold."""
        return 1.0 - self.threshold_share / NEUTRAL

    def by_grade(self, shares: tuple[float, ...]) -> tuple[float, ...]:
        """Return shares of what happens by legal grade, those of medium weights moved towards those of large ones.

        At 0 a medium weight is treated as a large one, so that the threshold between them changes nothing.
        """
        medium, large = shares[WeightGrade.MEDIUM], shares[WeightGrade.LARGE]
        if medium <= 0.0 or large <= 0.0:
            return shares
        moved = large * (medium / large) ** (self.threshold_share / NEUTRAL)
        return tuple(min(1.0, moved) if grade == WeightGrade.MEDIUM else share for grade, share in enumerate(shares))

    def effort(self, before: float, grown: float) -> float:
        """Return what officers do relative to the middle reading, so that totals before and after stay the same.

        While nothing has grown it makes up for the weights of before, and it is 1 when all has grown; in between it
        follows the course of capacities along a smooth step.

        Args:
            before: Share of what happened with the weights of before, relative to those counted as large.
            grown: Share of all growth that has happened, 0 to 1 (`CapacityCourse.grown`).
        """
        course = min(grown, 1.0)
        left = 1.0 - course * course * (3.0 - 2.0 * course)
        return float(before ** (self._less_threshold * left))
