"""A task force finds more laboratories; others move across the border and send their product back."""

from tests.interventions.trial import Trial

TRIAL = Trial({"kind": "laboratory_task_force", "officers": 5}, seeds=6, days=330)


def test_more_laboratories_are_found() -> None:
    assert TRIAL.change("labs_dismantled").rises()


def test_laboratories_move_abroad_and_serve_the_market_from_there() -> None:
    assert TRIAL.change("laboratories_moved_abroad").rises()
    assert TRIAL.change("imports_from_moved_laboratories_t").rises()


def test_less_is_made_at_home() -> None:
    assert TRIAL.change("production_t").falls()


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
