"""A calibration's file: what is wrong with it is told with its place and how to mend it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from marketsim.experiments.calibration import reading
from marketsim.experiments.calibration.observation import Side
from marketsim.experiments.calibration.prior import Shape
from marketsim.experiments.calibration.reading import load_calibration
from marketsim.results.evidence import figures
from marketsim.scenario.faults import ScenarioError
from tests.experiments.calibration.tiny import CALIBRATION, written

SHIPPED = Path("scenarios/calibrations/kazakhstan.yaml")
RATE = "  parameters.shop_opening.rate: {low: 1, high: 20, shape: log_uniform, source: test}"


def faults(folder: Path, old: str, new: str) -> list[str]:
    """Return what is wrong once a text is put in the place of another."""
    assert old in CALIBRATION
    with pytest.raises(ScenarioError) as caught:
        load_calibration(written(folder, CALIBRATION.replace(old, new)))
    return [str(fault).removeprefix(f"{folder}/") for fault in caught.value.faults]


def test_the_shipped_one_fits_every_figure_that_is_to_be_fitted():
    wanted = load_calibration(SHIPPED)
    assert {target.id for target in wanted.targets} == {f.id for f in figures() if f.use == "fit" and f.scope == "KZ"}
    assert wanted.runs == wanted.plan.design + wanted.plan.least * wanted.plan.new == 10_096
    assert wanted.plan.keep >= 60 * len(wanted.calibrated)
    assert wanted.scenario.scale >= 0.1
    assert len(wanted.calibrated) >= 12


def test_more_than_so_many_is_read_as_the_middle_of_its_range():
    by_id = {figure.id: figure for figure in figures()}
    read = {target.id: target for target in load_calibration(SHIPPED).targets}
    for name in ("conv-2023", "conv-first-2023"):
        figure = by_id[name]
        assert "stated as more than" in figure.note
        assert read[name].reported == pytest.approx((figure.low + figure.high) / 2) and read[name].side is Side.ABOUT


def test_a_prior_of_the_shipped_one_holds_what_was_set_by_hand():
    for one in load_calibration(SHIPPED).calibrated:
        by_hand = 1.0 if one.factor else float(one.base)
        if not one.key.startswith("reporting."):
            assert one.prior.low < by_hand < one.prior.high, one.key


def test_every_number_that_the_design_marks_for_calibration_has_a_prior():
    marked = {
        *("buyer_initiation.hazard", "buyer_order.elasticity", "buyer_collect.missing", "buyer_arrest.detection"),
        *("staff_leaving.courier_tenure", "channel_blocking.finds", "shop_channels.kept", "laboratory_raid.hazard"),
        *("customs_check.equipment", "customs_check.intelligence", "courier_arrest.detection"),
        *("case_climbing.courier_to_keeper", "case_climbing.keeper_to_packer", "case_climbing.keeper_to_operator"),
        *("case_climbing.operator_to_administrator", "case_climbing.administrator_to_owner"),
    }
    assert marked <= {one.key.removeprefix("parameters.") for one in load_calibration(SHIPPED).calibrated}


def test_a_reading_of_a_conflict_is_farther_off(tmp_path: Path):
    said = "channels-2024: {value: 20, low: 10, high: 40}"
    plain, disputed = (
        load_calibration(written(tmp_path / name, CALIBRATION.replace(said, f"channels-2024: {{{of}}}"))).targets[0]
        for name, of in (("plain", "value: 20"), ("disputed", "value: 20, conflict: C02"))
    )
    assert disputed.off == pytest.approx(1.5 * plain.off)


def test_the_small_one_is_a_part_of_it():
    small, full = load_calibration(SHIPPED, "small"), load_calibration(SHIPPED)
    assert small.budget == "small"
    assert {one.key for one in small.calibrated} < {one.key for one in full.calibrated}
    assert {target.id for target in small.targets} < {target.id for target in full.targets}
    assert small.scenario.scale < full.scenario.scale


def test_a_factor_scales_a_list_and_stays_within_what_the_model_accepts(tmp_path: Path):
    changed = CALIBRATION.replace("customs_check.equipment", "test_purchase.opens_case").replace("high: 2,", "high: 3,")
    one = load_calibration(written(tmp_path, changed)).calibrated[1]
    np.testing.assert_allclose(one.value(2.0), [0.2, 0.44, 0.9, 0.9])
    np.testing.assert_allclose(one.value(3.0), [0.3, 0.66, 1.0, 1.0])


def test_a_reading_takes_the_place_of_the_figure(tmp_path: Path):
    target = load_calibration(written(tmp_path)).targets[0]
    assert target.reported == 20
    assert target.off == pytest.approx(np.log(4) / 3.29, rel=1e-3)


def test_set_and_scale_change_its_scenario(tmp_path: Path):
    file = written(tmp_path)
    wanted = load_calibration(file, changes=["parameters.people.online=0.5"], options={"scale": "0.5"})
    assert wanted.scenario.scale == 0.5
    assert wanted.scenario.resolved()["parameters"]["people"]["online"] == 0.5


def test_a_reading_of_a_figure_that_only_another_budget_learns_from_is_taken(tmp_path: Path):
    text = CALIBRATION.replace("only: [channels-2024]", "only: [labs-2023]")
    budget = "  less: {targets: [channels-2024], "
    wanted = load_calibration(written(tmp_path, text.replace("  less: {", budget)), "less")
    assert [target.reported for target in wanted.targets] == [20]


def test_a_change_of_what_a_prior_decides_is_refused_and_one_that_a_factor_goes_by_is_not(tmp_path: Path):
    file = written(tmp_path)
    with pytest.raises(ScenarioError, match="which decides it in every run") as caught:
        load_calibration(file, changes=["scale=0.5", " parameters.shop_opening.rate = 3"])
    assert (caught.value.faults[0].file, caught.value.faults[0].line) == ("--set", 2)
    wanted = load_calibration(file, changes=["parameters.customs_check.equipment=[0.05, 0.06]"])
    assert wanted.calibrated[1].base == [0.05, 0.06]


def test_a_prior_outside_the_declared_range(tmp_path: Path):
    told = faults(tmp_path, "rate: {low: 1, high: 20,", "rate: {low: 1, high: 21,")
    assert len(told) == 1
    assert told[0].startswith("channels.yaml:9:48  priors.parameters.shop_opening.rate: ")
    assert "20" in told[0]


@pytest.mark.parametrize(
    ("old", "new", "place", "what"),
    [
        ("low: 1, high: 20", "low: 20, high: 1", "9:3", "wants two finite ends in order"),
        ("low: 1, high: 20", "low: 0, high: 20", "9:3", "logarithmic: its ends must be above zero"),
        ("shop_opening.rate", "shop_opening.rte", "9:3", "Did you mean 'rate'?"),
        ("shop_opening.rate", "shop_openings.rate", "9:3", "Did you mean 'shop_opening'?"),
        (", factor: true", "", "10:3", "has a list of 2 numbers there. Add factor: true"),
        ("low: 0.5, high: 2, factor", "low: -1, high: 2, factor", "10:40", "a factor is above zero"),
        ("reporting.telegram_channels_alive", "reporting.telegram_chanels", "11:3", "Did you mean 'telegram_channels"),
        (
            ", source: test}\n  parameters.customs",
            "}\n  parameters.customs",
            "9:33",
            "source: it is missing. Add it: Where the ends come from",
        ),
        ("shape: log_uniform", "shape: triangle", "9:59", "shape"),
        ("parameters.shop_opening.rate: {", "title: {", "9:3", "can draw nothing there from a posterior"),
        ("parameters.shop_opening.rate: {", "economics.discount_rate: {", "9:3", "can draw nothing there"),
        ("only: [channels-2024]", "only: [channels-2024, geo-share]", "5:25", "use 'check', which is never learned"),
        ("low: 10, high: 40}", "low: 40, high: 10}", "7:20", "20 does not lie from low to high"),
        ("most: 1, least: 1", "most: 1, least: 2", "13:58", "2 generations at least are more than 1 at most"),
        ("  whole: {", "  ../whole: {", "13:3", "cannot be the end of a folder's name"),
        ("only: [channels-2024]", "only: [channels-2025]", "5:10", "Did you mean 'channels-2024'?"),
        ("only: [channels-2024]", "only: [labs-2023]", "5:10", "labs-2023 is of 2023-01-01 to 2023-12-31"),
        ("only: [channels-2024]", "only: [labstock-1]", "5:10", "labstock-1"),
        ("    channels-2024: {", "    chanels-2024: {", "7:5", "there is no such evidence. Did you mean"),
        ("only: [channels-2024]", "only: [channels-2024, channels-2024]", "5:25", "'channels-2024' is there already"),
        ("    channels-2024: {", "    labs-2023: {", "7:5", "labs-2023 is no target of this calibration"),
        ("design: 32", "design: 33", "13:19", "Give 32 or 64"),
        ("keep: 16, new: 10, most", "keep: 40, new: 10, most", "13:29", "40 particles cannot be kept"),
        ("scenario: city.yaml", "scenario: town.yaml", "2:11", "there is no file"),
        ("seed: 3", "sed: 3", "3:1", "Did you mean 'seed'?"),
        ("priors: [parameters.shop_opening.rate]", "priors: [parameters.shop]", "14:70", "there is no prior of"),
        (
            "priors: [parameters.shop_opening.rate]",
            "priors: [parameters.shop_opening.rate, parameters.shop_opening.rate]",
            "14:100",
            "'parameters.shop_opening.rate' is there already",
        ),
    ],
)
def test_other_faults(tmp_path: Path, old: str, new: str, place: str, what: str):
    told = faults(tmp_path, old, new) if "priors: [" not in old else less(tmp_path, old, new)
    assert any(fault.startswith(f"channels.yaml:{place} ") and what in fault for fault in told), told


def test_a_scenario_that_draws_already_is_refused(tmp_path: Path):
    told = faults(tmp_path, "seed: 3", "seed: 3\nchanges: {posterior: kazakhstan}")
    assert any("figures would be learned from twice" in fault for fault in told), told


def less(folder: Path, old: str, new: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load_calibration(written(folder, CALIBRATION.replace(old, new)), "less")
    return [str(fault).removeprefix(f"{folder}/") for fault in caught.value.faults]


def test_a_figure_that_no_measure_answers_and_a_unit_that_does_not_fit(tmp_path: Path, monkeypatch):
    file = written(tmp_path)
    for change, what in (
        ({"metric": "channels_seen"}, "there is no measure channels_seen"),
        ({"unit": "shops"}, "is in shops, the measure telegram_channels_alive in channels"),
    ):
        changed = tuple(replace(f, **change) if f.id == "channels-2024" else f for f in figures())
        with monkeypatch.context() as patch:
            patch.setattr(reading, "figures", lambda held=changed: held)
            with pytest.raises(ScenarioError, match=what) as caught:
                load_calibration(file)
        assert caught.value.faults[0].line == 5


def test_an_unknown_budget_is_a_wrong_call(tmp_path: Path):
    with pytest.raises(ScenarioError, match="there is no budget 'smal'") as caught:
        load_calibration(written(tmp_path), "smal")
    assert caught.value.faults[0].file == "--budget"


def test_a_policy_of_the_scenario_can_be_learned():
    one = next(one for one in load_calibration(SHIPPED).calibrated if one.key.startswith("interventions."))
    assert one.prior.shape is Shape.LOG_UNIFORM
    assert one.value(7.5) == 7.5
