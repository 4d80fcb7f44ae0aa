"""Points of a design from ranges: a grid, a Latin hypercube, a Sobol sequence."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from marketsim.experiments.designs import Range
from marketsim.experiments.substituting import Value


class Grid(Sequence[tuple[Value, ...]]):
    """Every combination of values, the last dimension fastest; none is made before it is asked for."""

    def __init__(self, values: Sequence[Sequence[Value]]) -> None:
        """Keep the values of each dimension."""
        self._values = values

    def __len__(self) -> int:
        return math.prod(len(values) for values in self._values)

    @overload
    def __getitem__(self, place: int) -> tuple[Value, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> list[tuple[Value, ...]]: ...
    def __getitem__(self, place: int | slice) -> tuple[Value, ...] | list[tuple[Value, ...]]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        found: list[Value] = []
        for values in reversed(self._values):
            place, which = divmod(place, len(values))
            found.append(values[which])
        return tuple(reversed(found))

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return (self[place] for place in range(len(self)))


def steps(span: Range, count: int) -> list[Value]:
    """Return values evenly spread over a range, both ends among them; whole numbers and days are rounded."""
    if count == 1:
        return [span.low]
    shares = [place / (count - 1) for place in range(count)]
    if span.whole and span.logarithmic:
        low, high = float(span.low), float(span.high)  # type: ignore[arg-type]
        return [round(low * (high / low) ** share) for share in shares]
    if span.whole or not isinstance(span.low, int | float):
        ends = [span.low.toordinal(), span.high.toordinal()] if not isinstance(span.low, int | float) else None  # type: ignore[union-attr]
        low, high = ends or (int(span.low), int(span.high))  # type: ignore[arg-type]
        rounded = [round(low + share * (high - low)) for share in shares]
        return [type(span.low).fromordinal(day) for day in rounded] if ends else list(rounded)  # type: ignore[union-attr]
    return [span.value(share) for share in shares]


def latin_hypercube(ranges: Mapping[str, Range], count: int, seed: int) -> list[tuple[Value, ...]]:
    """Return points of which each lies in a row and column of its own."""
    from scipy.stats import qmc

    return _within(ranges, qmc.LatinHypercube(len(ranges), rng=seed).random(count).tolist())


def sobol(ranges: Mapping[str, Range], count: int, seed: int) -> list[tuple[Value, ...]]:
    """Return the first points of a scrambled Sobol sequence, a power of 2 of them."""
    from scipy.stats import qmc

    return _within(ranges, qmc.Sobol(len(ranges), rng=seed).random(count).tolist())


def _within(ranges: Mapping[str, Range], shares: list[list[float]]) -> list[tuple[Value, ...]]:
    return [tuple(span.value(share) for span, share in zip(ranges.values(), row, strict=True)) for row in shares]
