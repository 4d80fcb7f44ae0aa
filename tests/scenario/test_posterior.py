"""Scenarios that draw parameters from what a calibration learned."""

from pathlib import Path

import pytest

from marketsim.experiments.comparing import compare
from marketsim.experiments.errors import WrongCallError
from marketsim.experiments.substituting import substituted
from marketsim.results.manifest import describe
from marketsim.scenario.faults import ScenarioError
from marketsim.scenario.loading import load, load_closely, load_resolved, loads
from marketsim.scenario.posterior import shipped
from marketsim.scenario.scenario import Scenario
from tests.posteriors import KEYS, make_posterior

BASELINE = Path("scenarios/baseline.yaml").absolute()
HAZARD, SHARE, RAID, MOBILITY = KEYS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a made-up calibration."""
    return make_posterior(tmp_path_factory.mktemp("calibration") / "made_up", KEYS)


@pytest.fixture(scope="module")
def drawing(folder: Path) -> Scenario:
    """Return the history with parameters drawn."""
    return load_closely(BASELINE, (), {"posterior": str(folder)}).scenario


def test_a_seed_takes_one_draw_with_all_its_values(drawing: Scenario) -> None:
    posterior = drawing.posterior
    assert posterior is not None
    number = posterior.number(7)
    drawn = drawing.drawn(7)
    resolved = drawn.resolved()
    assert resolved["parameters"]["buyer_initiation"]["hazard"] == KEYS[HAZARD][number]
    assert resolved["parameters"]["laboratory_raid"]["hazard"] == KEYS[RAID][number]
    assert drawn.policies["movement_limits_2020"].mobility == KEYS[MOBILITY][number]  # type: ignore[attr-defined]
    assert drawn.posterior is None


def test_seeds_spread_over_all_draws(drawing: Scenario) -> None:
    posterior = drawing.posterior
    assert posterior is not None
    taken = [posterior.number(seed) for seed in range(1, 401)]
    assert set(taken) == set(range(20))
    assert max(taken.count(number) for number in set(taken)) < 45


def test_arms_with_one_seed_take_one_draw(drawing: Scenario) -> None:
    other = drawing.with_({"parameters.people.online": 0.5})
    assert other.drawn(3).parameters["buyer_initiation"] == drawing.drawn(3).parameters["buyer_initiation"]
    assert other.digest() != drawing.digest()


def test_without_a_posterior_nothing_is_drawn_and_nothing_more_is_said() -> None:
    plain = load(BASELINE)
    assert plain.drawn(3) is plain
    assert "posterior" not in plain.resolved()
    assert "posterior" not in describe(plain, 1, False, False)


def test_what_is_said_above_the_lowest_file_wins(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(
        f"extends: {BASELINE}\nparameters: {{attribution: {{threshold_share: 0.9}}}}\n"
        "interventions: {movement_limits_2020: {mobility: 0.7}}\n"
    )
    made = load_closely(
        file, ["parameters.laboratory_raid.hazard=[0.5, 0.5, 0.5]"], {"posterior": str(folder)}
    ).scenario
    assert made.posterior is not None and made.posterior.keys == (HAZARD,)
    assert made.drawn(5).resolved()["parameters"]["attribution"]["threshold_share"] == 0.9


def test_a_file_that_names_a_posterior_may_say_some_of_it_itself(folder: Path) -> None:
    made = loads(f"posterior: {folder}\nparameters: {{attribution: {{threshold_share: 0.9}}}}\n")
    assert made.posterior is not None and SHARE not in made.posterior.keys and HAZARD in made.posterior.keys


def test_a_policy_that_was_removed_is_not_drawn(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(f"extends: {BASELINE}\nposterior: {folder}\nremove: [movement_limits_2020]\n")
    made = load(file)
    assert made.posterior is not None and MOBILITY not in made.posterior.keys


def test_changes_in_python_win_by_either_way(drawing: Scenario) -> None:
    for made in (drawing.with_({SHARE: 0.25}), substituted(drawing, {SHARE: 0.25})):
        assert made.posterior is not None and SHARE not in made.posterior.keys
        assert made.drawn(2).resolved()["parameters"]["attribution"]["threshold_share"] == 0.25
    assert drawing.with_({SHARE: 0.25}).digest() == substituted(drawing, {SHARE: 0.25}).digest()


def test_a_manifest_tells_the_draw_and_repeats_the_run_without_the_posterior(drawing: Scenario) -> None:
    manifest = describe(drawing, 11, False, False)
    told = manifest["posterior"]
    assert told["values"][HAZARD] == KEYS[HAZARD][told["draw"]]
    assert manifest["scenario_digest"] == drawing.digest()
    assert load_resolved(manifest["scenario"], "manifest.json").scenario == drawing.drawn(11)


def test_the_digest_goes_by_what_is_drawn_not_by_where_it_lies(drawing: Scenario, tmp_path: Path) -> None:
    moved = make_posterior(tmp_path / "elsewhere", KEYS)
    assert load_closely(BASELINE, (), {"posterior": str(moved)}).scenario.digest() == drawing.digest()
    fewer = make_posterior(tmp_path / "fewer", {key: values[:10] for key, values in KEYS.items()})
    assert load_closely(BASELINE, (), {"posterior": str(fewer)}).scenario.digest() != drawing.digest()


def test_an_unfinished_calibration_is_called_provisional(tmp_path: Path) -> None:
    folder = make_posterior(tmp_path / "begun", KEYS, finished=False)
    told = load_closely(BASELINE, (), {"posterior": str(folder)}).cautions
    assert any("provisional" in str(caution) for caution in told)


def test_bad_posteriors_are_told_with_their_place(tmp_path: Path) -> None:
    old = make_posterior(tmp_path / "old", KEYS, version="0")
    unknown = make_posterior(tmp_path / "unknown", {"parameters.nobody.hazard": [1.0]})
    beyond = make_posterior(tmp_path / "beyond", {SHARE: [2.0]})
    for said, words in (
        (old, "of version 0 of the model"),
        (unknown, "nobody"),
        (beyond, "threshold_share"),
        (tmp_path / "none", "there is no calibration"),
        ("[1]", "wants a name or a path"),
    ):
        with pytest.raises(ScenarioError) as caught:
            loads(f"title: A\nposterior: {said}\n", "a.yaml")
        assert words in str(caught.value), said
        assert str(caught.value).startswith("a.yaml:2:"), said


def test_arms_of_different_posteriors_are_not_compared(drawing: Scenario) -> None:
    plain = load(BASELINE)
    with pytest.raises(WrongCallError, match="posterior"):
        compare({"plain": plain, "drawing": drawing}, seeds=[1])


def test_every_shipped_calibration_fits_the_history_of_this_version() -> None:
    for name in shipped():
        made = load(BASELINE, [f"posterior={name}"])
        assert made.posterior is not None and made.posterior.draws >= 100
        assert load_resolved(made.resolved(), "resolved").scenario == made
    assert (BASELINE.parent / "calibrated.yaml").exists() == ("kazakhstan" in shipped())


def test_numbers_that_are_drawn_are_no_changes_of_the_history(folder: Path) -> None:
    drawn = {"posterior": str(folder)}
    assert load_closely(BASELINE, (), drawn).difference is None
    told = load_closely(BASELINE, [f"{HAZARD}=0.025", "parameters.people.online=0.5"], drawn).difference
    assert told is not None and set(told.names) == {"parameters.people", "parameters.buyer_initiation"}


@pytest.mark.skipif(not shipped(), reason="no calibration is shipped")
def test_other_regions_than_those_that_were_learned_from_are_told() -> None:
    whole = load_closely(BASELINE, (), {"posterior": shipped()[0]}).cautions
    city = load_closely(BASELINE, ("space.regions=[almaty_city]",), {"posterior": shipped()[0]}).cautions
    said = [str(caution) for caution in city if "learned from reports of the whole of Kazakhstan" in str(caution)]
    assert len(said) == 1 and said[0] not in [str(caution) for caution in whole]


def test_a_folder_without_draws_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"posterior\.csv is not there"):
        load_closely(BASELINE, (), {"posterior": str(tmp_path)})
