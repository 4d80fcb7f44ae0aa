"""Names of measures become words."""

import pytest

from marketsim.figures.style import number
from marketsim.figures.words import lowered, seeds_in_words, title_of, with_unit


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("synthetics_seized_kg", "Synthetics seized"),
        ("retail_price_alpha_pvp", "Retail price alpha-PVP"),
        ("detained_couriers", "Couriers detained"),
        ("detained_couriers_on_patrol", "Couriers detained on patrol"),
        ("detained_on_patrol", "Detained on patrol"),
        ("infections_hcv", "Infections hepatitis C"),
        ("nps_first_hospitalisations", "NPS first hospitalisations"),
        ("public_money_bn_kzt", "Public money"),
    ],
)
def test_a_name_is_said_in_words_without_its_unit(name: str, words: str):
    assert title_of(name) == words


def test_a_unit_that_is_the_name_is_not_said_twice():
    assert with_unit("orders", "orders") == "Orders"
    assert with_unit("orders_unserved", "orders") == "Orders unserved"
    assert with_unit("prison_days", "person-years") == "Prison years, person-years"
    assert with_unit("active_users", "persons") == "Active users, persons"


def test_abbreviations_keep_their_capitals_within_a_sentence():
    assert [lowered(title) for title in ("NPS first hospitalisations", "Orders", "")] == [
        "NPS first hospitalisations", "orders", "",
    ]  # fmt: skip


def test_seeds_are_said_in_few_words():
    assert seeds_in_words([3]) == "1 run (seed 3)"
    assert seeds_in_words([1, 2, 3, 4]) == "4 runs (seeds 1-4)"
    assert seeds_in_words([1, 5, 3]) == "3 runs (seeds 1, 3, 5)"
    assert seeds_in_words([1, 3, 5, 7, 9, 11, 13]) == "7 runs (seeds 1, 3, 5, 7, 9, 11 and 1 more)"


@pytest.mark.parametrize(("value", "words"), [(-4.66e-16, "0"), (4.66e-16, "0"), (1e-6, "1e-06"), (-3.0, "-3")])
def test_what_is_zero_but_for_rounding_is_written_as_zero(value: float, words: str):
    assert number(value) == words
