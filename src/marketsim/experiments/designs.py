"""A design: which values of which dimensions, times scenarios, times seeds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from marketsim.experiments.substituting import Value
from marketsim.experiments.tasks import REFERENCE_POINT, Arm, Task, tasks_of
from marketsim.scenario.faults import Fault, Place, ScenarioError
from marketsim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Range:
    """From where to where a dimension goes; both ends are numbers, or both are days."""

    low: float | date
    high: float | date
    whole: bool = False
    """Only whole numbers."""
    logarithmic: bool = False
    """Evenly spread over the logarithm."""

    def value(self, share: float) -> Value:
        """Return the value at a share of the way, 0 to 1; each whole number and each day has an equal part of it."""
        if isinstance(self.low, date) and isinstance(self.high, date):
            first, last = self.low.toordinal(), self.high.toordinal()
            return date.fromordinal(min(last, first + int(share * (last - first + 1))))
        low, high = float(self.low), float(self.high)  # type: ignore[arg-type]
        if self.whole and self.logarithmic:
            return int(min(high, low * ((high + 1.0) / low) ** share))
        if self.whole:
            return int(min(high, low + int(share * (high - low + 1.0))))
        if self.logarithmic:
            return float(low * (high / low) ** share)
        return low + share * (high - low)

    def share(self, value: Value) -> float:
        """Return where a value really lies on the way, 0 to 1; NaN of one that has no logarithm where one is needed.

        It is the share that was asked for, but where there are whole numbers or days only.
        """
        low, high, at = (
            float(one.toordinal() if isinstance(one, date) else one) for one in (self.low, self.high, value)
        )
        if not self.logarithmic:
            return (at - low) / (high - low)
        return math.log(at / low) / math.log(high / low) if at > 0.0 else math.nan


@dataclass(frozen=True, eq=False)
class Design:
    """What is to be run. Points are numbered from 1, in the order in which they are given."""

    name: str
    """Name of its folder."""
    scenarios: Mapping[str, Scenario]
    """Scenarios by name, each of which is varied."""
    dimensions: tuple[str, ...]
    """Dotted keys of what is varied, as `parameters.courier_arrest.detection`."""
    points: Sequence[tuple[Value, ...]]
    """One value a dimension."""
    seeds: tuple[int, ...]
    title: str = ""
    question: str = ""
    kind: str = "list"
    """How the points were chosen."""
    ranges: Mapping[str, Range] = field(default_factory=dict)
    """Ranges of the dimensions that have one."""
    reference: Mapping[str, Scenario] = field(default_factory=dict)
    """Scenarios that are run as they are, with the same seeds."""
    daily: bool = False
    """Keep every day of every run."""
    file: str = "design"
    """What errors call it."""
    _digests: dict[tuple[str, int], str] = field(default_factory=dict, init=False, repr=False)

    @property
    def runs(self) -> int:
        """How many runs it has."""
        return (len(self.scenarios) * len(self.points) + len(self.reference)) * len(self.seeds)

    def arms(self) -> Iterator[Arm]:
        """Yield the arms in order."""
        for name, scenario in self.reference.items():
            yield Arm(name, REFERENCE_POINT, scenario)
        for name, scenario in self.scenarios.items():
            for number, point in enumerate(self.points, start=1):
                yield Arm(name, number, scenario, tuple(zip(self.dimensions, point, strict=True)))

    def tasks(self) -> Iterator[Task]:
        """Yield the runs in order: by scenario, point and seed.

        Raises:
            ScenarioError: A point makes no valid scenario.
        """
        for arm in self.arms():
            yield from tasks_of(arm, self.seeds, self._digest(arm))

    def _digest(self, arm: Arm) -> str:
        """Return the digest of an arm's scenario, which takes a while the first time."""
        key = (arm.name, arm.point)
        if key not in self._digests:
            try:
                self._digests[key] = arm.scenario.digest()
            except ScenarioError as error:
                raise ScenarioError(self._at_point(arm, fault) for fault in error.faults) from error
        return self._digests[key]

    def _at_point(self, arm: Arm, fault: Fault) -> Fault:
        told = ", ".join(f"{key} {value}" for key, value in arm.values)
        what = f"{fault.what} (at point {arm.point} of {arm.name}: {told})"
        return Fault(Place(self.file), fault.path, what, fault.mend)

    def at(self, points: Sequence[tuple[Value, ...]], kind: str = "list") -> Design:
        """Return a copy with other points."""
        return replace(self, points=points, kind=kind)

    def described(self) -> dict[str, Any]:
        """Return what it is as plain values, points left out."""
        scenarios = {name: scenario.digest() for name, scenario in {**self.reference, **self.scenarios}.items()}
        return {
            "design": self.name,
            "title": self.title,
            "question": self.question,
            "kind": self.kind,
            "dimensions": list(self.dimensions),
            "points": len(self.points),
            "scenarios": scenarios,
            "reference": list(self.reference),
            "seeds": list(self.seeds),
            "daily": self.daily,
        }
