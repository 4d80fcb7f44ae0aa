"""A recorded run is lived again, to the last bit, or not at all."""

from dataclasses import replace
from pathlib import Path

import pytest

from marketsim.results.errors import ResultError
from marketsim.results.run import Run
from marketsim.results.story.rerun import Rerun, recorded


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
        again = Rerun(replace(done, daily=daily, manifest=manifest))
        for day, _ in enumerate(again.evenings()):
            if day == 0:
                assert again.check() == 1
        with pytest.raises(ResultError, match=f"from 2017-12-12 on .orders: .* {why}"):
            again.check()


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


def test_a_folder_that_holds_nothing_is_told(tmp_path: Path):
    with pytest.raises(ResultError, match="holds no finished result"):
        recorded(tmp_path)
