"""Stories of a real run."""

from pathlib import Path

import pytest

import marketsim as ms
from marketsim.results.errors import ResultError
from marketsim.results.run import Run


def detained(run: Run) -> int:
    """Return a courier whom the police detained in a run."""
    assert run.events is not None
    events = run.events
    found = events[(events["table"] == "staff") & (events["after"] == "detained")]
    return int(found["uid"].iloc[0])


def test_a_story_agrees_with_the_events_of_the_run(done: Run, tmp_path: Path):
    uid = detained(done)
    assert done.events is not None
    story = ms.story(done.save(tmp_path), uid)
    happened = done.events[done.events["uid"] == uid]
    told = story.table[story.table["event"] == "detained"]
    assert told["date"].tolist() == happened[happened["after"] == "detained"]["date"].tolist()
    assert story.kind == happened["kind"].iloc[0]
    assert story.weight == happened["weight"].iloc[0]
    assert story.table["date"].is_monotonic_increasing
    assert str(story).startswith(story.about)


def test_a_run_without_events_has_the_same_stories_for_it_is_run_again(done: Run):
    uid = detained(done)
    without = type(done)(**(vars(done) | {"events": None, "manifest": done.manifest | {"with_events": False}}))
    assert str(ms.story(without, uid)) == str(ms.story(done, uid))


def test_progress_is_told_and_the_end_of_a_story_ends_the_run(done: Run):
    days: list[int] = []
    parcel = int(ms.agents(done, "parcel", on=done.daily.index[9].date())["uid"].iloc[0])
    story = ms.story(done, parcel, progress=lambda day, whole, today: days.append(day))
    assert days[-1] < 40
    assert story.days == days[-1]


def test_a_number_that_nobody_has_is_told_with_the_nearest(done: Run):
    uid = detained(done)
    with pytest.raises(ResultError, match=rf"Nobody has the number {uid + 1} .* nearest are .*{uid}.*--kind courier"):
        ms.story(done, uid + 1)
    with pytest.raises(ResultError, match="is no number of an agent"):
        ms.story(done, -1)
    with pytest.raises(TypeError):
        ms.story(done, "1")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="fortnight"):
        ms.story(done, uid, every="fortnight")
