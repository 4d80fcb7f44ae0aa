"""Reports scatter as stated, and every reported figure meets a measure of its unit."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy import integrate

from marketsim.experiments.calibration import observation
from marketsim.experiments.calibration.observation import Error, Side, Target, target_of, targets
from marketsim.experiments.errors import ExperimentError
from marketsim.results.evidence import figures

MASS = Target("m", "imports_t", date(2023, 1, 1), date(2023, 12, 31), 80.0, "t", Error.MASS, Side.ABOUT, 0.2)
COUNT = replace(MASS, unit="persons", error=Error.COUNT, off=0.1)
DEPOTS = replace(MASS, error=Error.DEPOTS)


def test_every_figure_to_fit_or_check_is_a_target() -> None:
    found = targets(("fit", "check", "bound"))
    assert {target.id for target in found} == {
        figure.id for figure in figures() if figure.scope == "KZ" and figure.use in ("fit", "check", "bound")
    }
    assert all(0.0 < target.off < 1.0 for target in found)


def test_what_a_figure_bounds_is_read_from_its_range_and_use() -> None:
    side = {target.id: target.side for target in targets(("fit", "check", "bound"))}
    assert side["blocksite-2023"] == side["prec-2021"] == side["consumers-2024"] == Side.AT_LEAST
    assert side["sale-2021"] == side["det-all-2023"] == Side.AT_MOST
    assert side["det-cour-2023"] == side["labs-2019"] == Side.ABOUT


def test_a_wide_range_and_a_poor_grade_leave_more_room() -> None:
    off = {target.id: target.off for target in targets()}
    assert off["seiz-2018"] == pytest.approx(0.3)
    assert off["prec-2023"] == pytest.approx(0.5)
    assert off["det-cour-2023"] < off["reg-syn-2018"] < off["block-2022"]


def test_a_figure_on_which_sources_conflict_is_farther_off() -> None:
    by_id = {figure.id: figure for figure in figures()}
    for name in ("reg-syn-2018", "det-cour-2023"):
        plain, disputed = target_of(by_id[name]), target_of(by_id[name], disputed=True)
        assert disputed.off == pytest.approx(1.5 * plain.off)
    ranged = replace(by_id["seiz-2021"], low=100.0, high=500.0)
    assert target_of(ranged, disputed=True).off == target_of(ranged).off


def test_expected_counts_scatter_by_chance_and_by_their_source() -> None:
    report = COUNT.report(np.full(200_000, 50.0), np.random.default_rng(1), expected=True)
    assert abs(report.mean() - 50.0) < 5 * np.sqrt(75.0 / 200_000)
    assert report.var() == pytest.approx(50.0 + (0.1 * 50.0) ** 2, rel=0.03)


def test_a_count_that_happened_is_given_no_second_chance() -> None:
    """A run has its own chance: only the source is off, of 24 laboratories by 6 %, and not by one in five beside."""
    labs = next(target for target in targets() if target.id == "labs-2020")
    happened = np.random.default_rng(1).poisson(24.0, 200_000).astype(np.float64)
    report = labs.report(happened, np.random.default_rng(2))
    assert report.var() == pytest.approx(24.0 + (0.06 * 24.0) ** 2, rel=0.04)
    assert np.array_equal(report, np.rint(report))
    assert labs.report(np.zeros(10), np.random.default_rng(3)).max() == 0.0


def test_an_error_is_the_standard_deviation_of_the_logarithm_whatever_the_law() -> None:
    truth = np.full(2_000_000, 50.0)
    mass, depots = (np.log(t.report(truth, np.random.default_rng(1)) / 50.0) / 0.2 for t in (MASS, DEPOTS))
    assert mass.std() == pytest.approx(1.0, rel=0.02)
    assert depots.std() == pytest.approx(1.0, rel=0.05)  # Its fourth moment is infinite: it settles slowly.
    assert (np.abs(mass) > 4).mean() < 1e-3 < (np.abs(depots) > 4).mean()


def test_a_poor_figure_of_depots_is_off_by_a_factor_of_not_quite_three() -> None:
    disputed = replace(DEPOTS, off=0.75)
    low, high = np.quantile(disputed.report(np.ones(400_000), np.random.default_rng(1)), [0.05, 0.95])
    assert (1.0 / low, high) == pytest.approx((2.77, 2.77), rel=0.02)


def test_likelihoods_are_the_densities_of_what_is_reported() -> None:
    chances = [np.exp(replace(COUNT, reported=float(n)).log_likelihood(np.array(50.0))) for n in range(400)]
    assert sum(chances) == pytest.approx(1.0)
    for target in (MASS, DEPOTS):

        def density(x: float, target: Target = target) -> float:
            return float(np.exp(replace(target, reported=x).log_likelihood(np.array(50.0))))

        total, _ = integrate.quad(density, 1e-3, 5e3, points=[30, 50, 80], limit=500)
        assert total == pytest.approx(1.0, abs=2e-3)


@pytest.mark.parametrize("target", [MASS, COUNT, DEPOTS])
@pytest.mark.parametrize("side", [Side.AT_LEAST, Side.AT_MOST])
def test_a_bound_is_as_likely_as_a_report_on_its_side(target: Target, side: Side) -> None:
    bound, truth = replace(target, side=side), np.full(200_000, 75.0)
    report = bound.report(truth, np.random.default_rng(1), expected=True)
    held = (report >= 80.0 if side is Side.AT_LEAST else report <= 80.0).mean()
    assert np.exp(bound.log_likelihood(np.array(75.0))) == pytest.approx(held, abs=5 * 0.5 / np.sqrt(200_000))


def test_beyond_a_bound_all_reports_are_alike() -> None:
    bound = replace(MASS, side=Side.AT_LEAST)
    below, at, above = bound.output(np.array([40.0, 80.0, 800.0]))
    assert below < at == above


def test_a_figure_without_a_measure_or_of_another_unit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = next(figure for figure in figures() if figure.id == "seiz-2021")
    for change, message in (
        ({"metric": "nothing"}, "no measure nothing"),
        ({"unit": "t/year"}, "is in t, the measure"),
    ):
        monkeypatch.setattr(observation, "figures", lambda change=change: (replace(row, **change),))
        with pytest.raises(ExperimentError, match=message):
            targets()


def test_only_a_count_may_be_reported_as_none() -> None:
    held = {figure.id: figure for figure in figures()}
    assert target_of(replace(held["labs-2019"], value="0")).reported == 0.0
    with pytest.raises(ExperimentError, match="seiz-2018 is 0 kg: only a count"):
        target_of(replace(held["seiz-2018"], value="0"))
