"""A recorded run is lived again, to the last bit, or not at all."""

from dataclasses import replace
from pathlib import Path

import pytest

from marketsim.results.errors import ResultError
from marketsim.results.run import Run
from marketsim.results.running import run
from marketsim.results.story.rerun import Rerun, recorded
from marketsim.scenario.scenario import Scenario
from tests.posteriors import KEYS, make_posterior

KEY = "parameters.buyer_initiation.hazard"


def test_a_rerun_agrees_with_its_record_as_far_as_it_goes(done: Run):
    again = Rerun(done)
    for day, _ in enumerate(again.evenings()):
        if day == 4:
            break
    assert again.check() == 5


def test_a_record_that_differs_is_told_with_its_first_difference(done: Run):
    daily = done.daily.copy()
    daily.loc["2017-12-12":, "orders"] += 1
    other = done.manifest | {"source_digest": "x"}
    for manifest, why in ((done.manifest, "another machine"), (other, "another source")):
        again, lived = Rerun(replace(done, daily=daily, manifest=manifest)), 0
        with pytest.raises(ResultError, match=f"from 2017-12-12 on .orders: .* {why}"):
            for _ in again.evenings():
                lived += 1
        assert lived == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model_version": 1}, "made by version 1 of the model"),
        ({"model_version": None}, "made by version None"),
    ],
)
def test_another_version_of_the_model_cannot_be_asked(change: dict[str, object], said: str, done: Run, tmp_path: Path):
    other = replace(done, manifest=done.manifest | change)
    folder = other.save(tmp_path)
    for source in (other, folder, folder / "manifest.json"):
        with pytest.raises(ResultError, match=said):
            recorded(source)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scenario": None}, "does not say what was run"),
        ({"seed": "1"}, "does not say what was run"),
        ({"scenario": {"nonsense": 1}}, "is not valid"),
        ({"scenario": {"start": "yesterday"}}, "is not valid"),
        ({"scenario_digest": "x"}, "was changed since"),
    ],
)
def test_a_manifest_that_was_changed_is_told(change: dict[str, object], said: str, done: Run):
    with pytest.raises(ResultError, match=said):
        Rerun(replace(done, manifest=done.manifest | change))


def test_a_run_with_drawn_parameters_is_lived_again(tiny: Scenario, tmp_path: Path):
    learned = make_posterior(tmp_path / "learned", {KEY: KEYS[KEY]})
    done = run(tiny.with_(posterior=str(learned)), seed=3)
    assert done.manifest["posterior"]["keys"] == [KEY]
    again = Rerun(recorded(done.save(tmp_path)))
    assert sum(1 for _ in again.evenings()) == again.check() == len(done.daily)
    plain = done.manifest["scenario"] | {"parameters": {}}
    with pytest.raises(ResultError, match="gives other figures"):
        list(Rerun(replace(done, manifest=done.manifest | {"scenario": plain})).evenings())


def test_a_folder_that_holds_nothing_is_told(tmp_path: Path):
    with pytest.raises(ResultError, match="holds no finished result"):
        recorded(tmp_path)
