"""Producers who move in make and export more, are raided in their turn, and crowd out others abroad."""

from tests.interventions.trial import Trial

TRIAL = Trial({"kind": "producer_relocation", "laboratories": 150}, seeds=4, days=300)


def test_more_laboratories_open_and_more_is_made() -> None:
    assert TRIAL.change("labs_opened").rises()
    assert TRIAL.change("production_t").rises()


def test_most_of_it_goes_abroad_while_demand_there_lasts() -> None:
    made, sent = TRIAL.change("production_t"), TRIAL.change("exports_t")
    assert sent.rises()
    assert sent.mean > 0.4 * made.mean


def test_what_they_bring_is_seized_as_well() -> None:
    assert TRIAL.change("industrial_labs_dismantled").rises()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
