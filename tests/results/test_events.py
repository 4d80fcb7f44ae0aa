"""Events are what changed between two evenings."""

import pandas as pd

from marketsim.results.events import EventLog
from marketsim.world.compaction import INTERVAL, compact
from marketsim.world.newcomers import add_channel
from marketsim.world.states import ChannelKind, ChannelStatus, Role, ShopStatus, StaffStatus
from marketsim.world.world import World


def table(log: EventLog, world: World) -> pd.DataFrame:
    log.compare(world)
    return log.table(world.regions.names)


def test_a_quiet_day_has_no_events(world: World):
    events = table(EventLog(world), world)
    assert events.empty
    assert list(events.columns) == ["date", "table", "uid", "kind", "region", "shop", "before", "after", "weight"]


def test_a_change_of_status_is_an_event_with_who_what_where_and_when(world: World):
    log, staff = EventLog(world), world.staff
    row = int((staff.used("role") == Role.PACKER).argmax())
    staff.status[row] = StaffStatus.DETAINED
    (event,) = table(log, world).to_dict("records")
    assert event["date"].date() == world.today.date
    assert event["uid"] == staff.uid[row]
    assert event["shop"] == world.shops.uid[staff.shop[row]]
    assert event["region"] == world.regions.names[staff.region[row]]
    assert (event["table"], event["kind"], event["before"], event["after"]) == ("staff", "packer", "active", "detained")
    assert event["weight"] == world.shop_weight


def test_a_new_row_is_an_event_and_so_is_its_end(world: World):
    log = EventLog(world)
    row = add_channel(world, 0, ChannelKind.ADVERT, 10.0, ordinal=7)
    log.compare(world)
    world.channels.status[row] = ChannelStatus.BLOCKED
    events = table(log, world)
    assert events["before"].tolist() == ["new", "live"]
    assert events["after"].tolist() == ["live", "blocked"]
    assert set(events["kind"]) == {"advert"}
    assert set(events["region"]) == {world.regions.names[world.shops.region[0]]}


def test_rows_that_move_when_tables_are_compacted_are_no_events(world: World):
    log = EventLog(world)
    world.shops.status[0] = ShopStatus.CLOSED
    log.compare(world)
    world.today.day += INTERVAL - world.today.day % INTERVAL
    compact(world)
    add_channel(world, 0, ChannelKind.CHAT, 1.0, ordinal=9)
    events = table(log, world)
    assert events["table"].tolist() == ["shops", "channels"]
    assert events["after"].tolist() == ["closed", "live"]
