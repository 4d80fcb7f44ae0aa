"""The stories of parcels and officers, made by hand."""

from marketsim.results.story.parcels import OfficerStory, ParcelStory
from marketsim.world.states import DropStatus, PatrolStrategy, Unit
from marketsim.world.world import World


def test_a_parcel_is_hidden_ordered_and_found(world: World, watch):
    drops, story = world.drops, ParcelStory()
    row = drops.append(1).start
    drops.mg[row], drops.shop[row], drops.courier[row] = 500, 0, 0
    evening = watch(story, row, False)
    drops.buyer[row], drops.paid[row], drops.status[row] = 2, 9_000, DropStatus.RESERVED
    assert evening() == [("ordered", f"Was paid for by buyer {world.buyers.uid[2]}, 9,000 KZT.")]
    drops.status[row] = DropStatus.COLLECTED
    assert evening() == [("collected", "Was found by the buyer.")]
    assert f"hidden by courier {world.staff.uid[0]}" in story.about


def test_an_officer_patrols(world: World, watch):
    row = int((world.officers.used("unit") == Unit.PATROL).argmax())
    story = OfficerStory()
    evening = watch(story, row)
    world.officers.strategy[row] = PatrolStrategy.PROBLEM_ORIENTED
    assert [event for event, _ in evening()] == ["strategy"]
    assert story.diary.table(story.sum_up)["what"].iloc[-1] == "Patrolled on 1 day in 1 place."
    assert story.weight == 1
