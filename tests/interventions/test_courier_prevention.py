"""Prevention thins out applicants; shops pay more for those who are left, and sales go on."""

from tests.interventions.trial import Trial

TRIAL = Trial({"kind": "courier_prevention", "reached": 0.85})


def test_posts_stay_empty_for_longer() -> None:
    assert TRIAL.change("couriers_active").falls()


def test_wages_rise() -> None:
    assert TRIAL.change("courier_wage").rises()


def test_sales_fall_by_less_than_applicants() -> None:
    orders = TRIAL.change("orders")
    assert -0.5 * 0.85 < orders.share < 0


def test_at_strength_zero_nothing_happens() -> None:
    assert TRIAL.placebo_is_nothing()


def test_it_moves_its_lever(moved) -> None:
    from datetime import date

    from marketsim.interventions.courier_prevention import CourierPrevention

    assert moved(CourierPrevention(start=date(2021, 1, 1), reached=0.3)) == {"courier_prevention": 0.3}
