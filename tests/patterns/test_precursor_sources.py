"""P15: precursor control works while there is no other source; with a way across the border the market is soon back."""

import pytest

from tests.interventions.trial import Trial

LIABILITY = {"kind": "precursor_control", "liability": 1}
SHUT = {"parameters.precursor_purchase.left_under_liability": 0.0}
"""Under liability nobody at home sells at all."""
CLOSED = "interventions.borders_relaxed_2020."
BORDERS = {
    CLOSED + "start": "2022-06-01",
    CLOSED + "end": "2024-12-31",
    CLOSED + "fade": 0,
    CLOSED + "openness": 0.0,
}
WITH_A_WAY = Trial(LIABILITY, seeds=5, days=300, settings=SHUT)
WITHOUT = Trial(LIABILITY, seeds=5, days=300, settings=SHUT | BORDERS)

pytestmark = pytest.mark.slow


def test_without_another_source_less_is_made_and_less_is_sold() -> None:
    assert WITHOUT.change("production_t").falls()
    assert WITHOUT.change("retail_t").falls()
    assert WITHOUT.change("production_t").share < -0.3


def test_with_a_way_across_the_border_sales_are_nearly_what_they_were() -> None:
    assert WITH_A_WAY.change("precursors_smuggled_t").mean > 0.6 * -WITH_A_WAY.change("precursors_bought_t").mean
    assert WITH_A_WAY.change("retail_t").share > -0.06
    assert WITH_A_WAY.change("retail_t").share > 0.5 * WITHOUT.change("retail_t").share
