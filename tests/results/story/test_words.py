"""Figures in plain words."""

import pytest

from marketsim.results.story import words
from marketsim.world.states import Role


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words.name(Role.WAREHOUSE_KEEPER), "warehouse keeper"),
        (words.mass(999), "0.999 g"),
        (words.mass(2_500_000), "2.5 kg"),
        (words.money(999_999), "999,999 KZT"),
        (words.money(2_500_000), "2.5 mn KZT"),
        (words.count(1, "day"), "1 day"),
        (words.count(1200, "laboratory", "laboratories"), "1,200 laboratories"),
        (words.listed(["a", "", "b", "c"]), "a, b and c"),
        (words.listed([]), "nothing"),
        (words.named([True, False, True], ["x", "y", "z"]), "x and z"),
        (words.date(0), "2000-01-01"),
    ],
)
def test_it_reads_well(said: str, expected: str):
    assert said == expected
