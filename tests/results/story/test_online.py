"""The stories of channels and accounts, made by hand."""

from marketsim.results.story.online import AccountStory, ChannelStory
from marketsim.world.newcomers import add_channel
from marketsim.world.states import AccountStatus, ChannelKind, ChannelStatus
from marketsim.world.world import World


def test_a_channel_is_found_and_blocked(world: World, watch):
    row = add_channel(world, 0, ChannelKind.SITE, 100.0, 8)
    story = ChannelStory()
    evening = watch(story, row, False)
    assert story.about == f"A site of shop {world.shops.uid[0]}"
    assert story.diary.notes[0].what == "Was opened, 100 followers."
    world.channels.status[row], world.channels.blocks_on[row] = ChannelStatus.FOUND, world.today.day + 5
    assert [event for event, _ in evening()] == ["found"]
    world.channels.status[row] = ChannelStatus.BLOCKED
    assert evening() == [("blocked", "Was blocked, with 100 followers.")]


def test_a_channel_that_was_blocked_on_its_first_day_is_told_so(world: World, watch):
    row = add_channel(world, 0, ChannelKind.MIRROR, 1.0, 8)
    world.channels.status[row] = ChannelStatus.ABANDONED
    story = ChannelStory()
    watch(story, row, False)
    assert [note.event for note in story.diary.notes] == ["opened", "abandoned"]


def test_an_account_is_frozen_and_its_holder_may_go(world: World, watch):
    story = AccountStory()
    evening = watch(story, 0)
    assert f"of dropper {world.staff.uid[world.accounts.holder[0]]}" in story.about
    world.accounts.holder[0] = -1
    assert evening() == [("holder gone", "Its holder is gone.")]
    world.accounts.status[0] = AccountStatus.FROZEN
    assert evening() == [("frozen", "Was frozen by the bank.")]
