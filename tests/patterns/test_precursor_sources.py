"""P15: precursor control works while there is no other source; with a way across the border the market is soon back."""

import pytest

from tests.interventions.trial import Trial

CLOSED = "interventions.borders_relaxed_2020."
LIABILITY = {"kind": "precursor_control", "liability": 1}
OPEN_BORDERS = Trial(LIABILITY, seeds=5, days=300)
CLOSED_BORDERS = Trial(
    LIABILITY,
    seeds=5,
    days=300,
    settings={
        CLOSED + "start": "2022-06-01",
        CLOSED + "end": "2024-12-31",
        CLOSED + "fade": 0,
        CLOSED + "openness": 0.0,
    },
)

pytestmark = pytest.mark.slow


def test_without_another_source_less_is_made_and_less_is_sold() -> None:
    assert CLOSED_BORDERS.change("production_t").falls()
    assert CLOSED_BORDERS.change("retail_t").falls()
    assert CLOSED_BORDERS.change("production_t").share < -0.3


def test_with_a_way_across_the_border_sales_are_nearly_what_they_were() -> None:
    assert OPEN_BORDERS.change("precursors_smuggled_t").mean > 0.6 * -OPEN_BORDERS.change("precursors_bought_t").mean
    assert OPEN_BORDERS.change("retail_t").share > -0.06
    assert OPEN_BORDERS.change("retail_t").share > 0.5 * CLOSED_BORDERS.change("retail_t").share
