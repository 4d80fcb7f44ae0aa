"""Blocking finds and takes down more channels; shops open new ones, and most buyers move to another shop."""

from tests.interventions.trial import Trial

TRIAL = Trial({"kind": "site_blocking", "officers": 6, "delay": 1})


def test_more_channels_are_blocked() -> None:
    assert TRIAL.change("resources_blocked").rises()


def test_shops_open_new_channels_and_buyers_look_for_other_shops() -> None:
    assert TRIAL.change("resources_opened").rises()
    assert TRIAL.change("searches_successful").rises()


def test_some_shops_turn_to_neighbours() -> None:
    assert TRIAL.change("shops_moved_abroad").rises()


def test_most_sales_move_and_are_not_lost() -> None:
    blocked, orders = TRIAL.change("resources_blocked"), TRIAL.change("orders")
    assert orders.share > -0.5 * blocked.share


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()
