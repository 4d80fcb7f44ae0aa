"""Who keeps a diary."""

import pytest

from marketsim.results.story.telling import WATCHERS
from marketsim.world.world import World


@pytest.mark.parametrize("table", sorted(WATCHERS))
def test_every_kind_has_a_diary_that_begins_with_how_it_came(table: str, world: World):
    rows = getattr(world, table)
    row = 0 if rows.size else rows.append(1).start
    watcher = WATCHERS[table]()
    watcher.look(world, row, True)
    assert watcher.diary.notes
    assert watcher.about
    assert watcher.last.uid == rows.uid[row]
    watcher.end(world)
    assert len(watcher.diary.table(watcher.sum_up)) >= 1
