"""How money is counted in a scenario: what a ratio of cost to effect must say about itself."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from marketsim.scenario.faults import shorten

MOST_YEARS = 100


def _day_or_years(value: object) -> object:
    """Return a date for a text, and leave years as they are."""
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    elif isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_YEARS:
        return value
    said = shorten(str(value))
    raise ValueError(f"'{said}' is neither a date nor a number of years; give 2030-12-31, or 1 to {MOST_YEARS} years")


class Economics(BaseModel):
    """How money is counted. All of it may be left out; a comparison prints no ratio of cost to effect without it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)

    currency: Literal["KZT"] | None = None
    """Currency of all costs: the model counts in tenge alone."""
    price_year: int | None = Field(default=None, ge=2000, le=2099)
    """Year whose prices costs are in."""
    perspective: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """Whose costs count, as `public budget`."""
    horizon: Annotated[date | int | None, BeforeValidator(_day_or_years)] = None
    """Last day that counts, or years from the first day on which two scenarios can differ."""
    discount_rate: float | None = Field(default=None, ge=0, le=0.5, json_schema_extra={"unit": "share / year"})
    """By how much a year later costs and effects count less."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of what is not stated."""
        return tuple(name for name in type(self).model_fields if getattr(self, name) is None)
