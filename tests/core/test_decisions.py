"""Decisions: a number made from a name."""

import pytest

from marketsim.core import decisions
from marketsim.core.decisions import decision


@pytest.fixture(autouse=True)
def no_names(monkeypatch):
    """Keep the names of these tests away from those of the package."""
    monkeypatch.setattr(decisions, "_NAMES", {})


def test_the_number_of_a_decision_comes_from_its_name_alone():
    before = decision("courier.arrest")
    decision("buyer.choice")
    assert decision("courier.arrest") == before == 0x6F69


def test_numbers_fit_into_16_bits():
    assert all(0 <= decision(f"who.what_{n}") < 2**16 for n in range(20))


def test_two_names_with_one_number_are_refused():
    decision("courier.arrest")
    with pytest.raises(ValueError, match=r"'who\.what_\d+' and 'courier\.arrest' share the number 28521: rename one"):
        find_the_same_number()


def find_the_same_number():
    """Declare names until one has the number of the first."""
    taken = decision("courier.arrest")
    for n in range(1_000_000):
        decisions._NAMES.clear()
        decisions._NAMES[taken] = "courier.arrest"
        decision(f"who.what_{n}")
