"""Every reported figure that the model can answer has a measure of its name and unit."""

import pytest

from marketsim.measures.measure import Kind
from marketsim.measures.registry import all_measures
from marketsim.results.evidence import figures

ANSWERED = sorted({f.metric for f in figures() if f.use in ("fit", "check", "bound") and f.scope == "KZ"})


def test_there_is_something_to_answer():
    assert len(ANSWERED) > 20


@pytest.mark.parametrize("metric", ANSWERED)
def test_a_reported_metric_of_the_country_has_a_measure_of_its_name(metric: str):
    assert metric in all_measures()


@pytest.mark.parametrize("figure", [f for f in figures() if f.metric in all_measures()], ids=lambda f: f.id)
def test_a_measure_has_the_unit_of_the_reported_figure_and_sums_up_its_period(figure):
    measure = all_measures()[figure.metric]
    per_period = figure.unit.endswith(("/year", "/period"))
    assert measure.unit == figure.unit.removesuffix("/year").removesuffix("/period")
    assert (measure.kind is Kind.FLOW) == per_period
