"""A world by hand, and somebody who watches a row of it from evening to evening."""

from collections.abc import Callable

import pytest

from marketsim.results.story.watcher import Watcher
from marketsim.world.world import World

Evening = Callable[[], list[tuple[str, str]]]


@pytest.fixture
def watch(world: World) -> Callable[[Watcher, int], Evening]:
    """Let a watcher look at a row; what is returned lives an evening and returns what is newly noted."""

    def begin(watcher: Watcher, row: int, first_day: bool = True) -> Evening:
        watcher.look(world, row, first_day)

        def evening() -> list[tuple[str, str]]:
            known = len(watcher.diary.notes)
            world.today.day += 1
            watcher.look(world, row, False)
            return [(note.event, note.what) for note in watcher.diary.notes[known:]]

        return evening

    return begin
