"""Units: how people's units become the model's whole milligrams, tenge and day numbers."""

from datetime import date, timedelta

EPOCH = date(2000, 1, 1)
"""Day number 0."""

MG_PER_G = 1_000
MG_PER_KG = 1_000_000
MG_PER_T = 1_000_000_000

DAYS_PER_MONTH = 365.25 / 12
DAYS_PER_YEAR = 365.25


def day_number(day: date) -> int:
    """Return the days from 2000-01-01 to `day`."""
    return (day - EPOCH).days


def day_date(number: int) -> date:
    """Return the date of a day number."""
    return EPOCH + timedelta(days=number)
