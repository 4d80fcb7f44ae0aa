"""Units: day numbers and milligrams."""

from datetime import date

from marketsim.core import units


def test_days_are_counted_from_2000():
    assert units.day_number(date(2000, 1, 1)) == 0
    assert units.day_number(date(2017, 1, 1)) == 6210


def test_a_day_number_and_its_date_are_two_names_of_one_day():
    assert all(units.day_number(units.day_date(n)) == n for n in range(0, 20_000, 37))


def test_a_leap_day_counts():
    assert units.day_number(date(2020, 3, 1)) - units.day_number(date(2020, 2, 28)) == 2


def test_weights_go_up_in_thousands():
    assert units.MG_PER_T == 1_000 * units.MG_PER_KG == 1_000_000 * units.MG_PER_G == 10**9


def test_twelve_months_make_a_year():
    assert 12 * units.DAYS_PER_MONTH == units.DAYS_PER_YEAR
