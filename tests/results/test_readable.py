"""Units that people read."""

import pytest

from marketsim.results.readable import in_millions, readable


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(5e9, "KZT", (5e3, "mn KZT")), (2_500.0, "g", (2.5, "kg")), (730.5, "person-days", (2.0, "person-years"))],
)
def test_a_larger_unit_holds_the_same(value: float, unit: str, said: tuple[float, str]):
    times, larger = readable(unit)
    assert (value / times, larger) == said


def test_other_units_stay():
    assert readable("persons") == in_millions("persons") == (1.0, "persons")
    assert in_millions("g") == (1.0, "g") and in_millions("KZT") == readable("KZT")
