"""The story of a courier, made by hand."""

import numpy as np
import pytest

from marketsim.core.draws import child_uid
from marketsim.results.story.staff import StaffStory
from marketsim.rules.justice.prison_release import DECISION
from marketsim.world.detention import detain_staff
from marketsim.world.newcomers import add_staff
from marketsim.world.states import Charge, DropStatus, Role, StaffStatus, WeightGrade
from marketsim.world.world import World


@pytest.fixture
def courier(world: World) -> int:
    row = add_staff(world, 0, Role.COURIER, 3, StaffStatus.APPLICANT, world.today.day + 2)
    world.staff.wage[row] = 1500.0
    return row


def test_a_career_from_hiring_to_release(world: World, courier: int, watch):
    staff, story = world.staff, StaffStory()
    evening = watch(story, courier, False)
    hired = story.diary.notes[0]
    assert hired.event == "hired"
    assert f"for shop {world.shops.uid[0]}" in hired.what and "1,500 KZT a parcel" in hired.what
    assert hired.where == world.regions.labels[3]
    assert evening() == []
    staff.status[courier] = StaffStatus.ACTIVE
    assert [event for event, _ in evening()] == ["started"]
    staff.carried[courier, 0] = 60_000
    assert evening() == []
    detain_staff(world, courier)
    staff.charge[courier], staff.until[courier] = Charge.ONLINE_SALE, world.today.day + 40
    notes = evening()
    assert [event for event, _ in notes] == ["detained", "charged"]
    assert "60 g the evening before" in notes[0][1]
    assert "online sale" in notes[1][1]
    assert evening() == []
    staff.status[courier], staff.until[courier] = StaffStatus.IMPRISONED, world.today.day + 1 + 731
    assert "2.0 years in prison" in evening()[0][1]
    staff.status[courier] = StaffStatus.RELEASED
    assert evening() == [("released", "Was released from prison.")]
    assert story.weight == world.shop_weight


@pytest.mark.parametrize(
    ("status", "charge", "event"),
    [
        (StaffStatus.QUIT, Charge.NONE, "quit"),
        (StaffStatus.CHEATED, Charge.NONE, "cheated"),
        (StaffStatus.RELEASED, Charge.NONE, "let go"),
        (StaffStatus.RELEASED, Charge.SALE, "not imprisoned"),
    ],
)
def test_other_ways_out(status: StaffStatus, charge: Charge, event: str, world: World, courier: int, watch):
    world.staff.status[courier] = StaffStatus.DETAINED if status == StaffStatus.RELEASED else StaffStatus.ACTIVE
    world.staff.charge[courier], world.staff.until[courier] = charge, world.today.day
    evening = watch(StaffStory(), courier)
    world.staff.status[courier] = status
    assert [event for event, _ in evening()] == [event]


def test_who_is_not_charged_is_told_so_once(world: World, courier: int, watch):
    evening = watch(StaffStory(), courier)
    world.staff.status[courier], world.staff.until[courier] = StaffStatus.DETAINED, -1
    world.staff.grade[courier] = WeightGrade.LARGE
    assert "a large weight" in evening()[0][1]
    world.staff.until[courier] = world.today.day + 3
    assert [event for event, _ in evening()] == ["not charged"]
    assert evening() == []


def test_parcels_batches_pay_and_fates_are_summed_up(world: World, courier: int, watch):
    staff, drops, story = world.staff, world.drops, StaffStory()
    staff.status[courier] = StaffStatus.ACTIVE
    evening = watch(story, courier)
    rows = drops.append(3)
    drops.courier[rows], drops.placed_on[rows], drops.mg[rows] = courier, world.today.day + 1, 500
    drops.status[rows] = (DropStatus.COLLECTED, DropStatus.SEIZED, DropStatus.AVAILABLE)
    staff.carried[courier, 0] = 10_000
    evening()
    (told,) = story.diary.table(story.sum_up).query("event == 'day'")["what"]
    lot = world.lot
    assert told == (
        f"Fetched {10 + 1.5 * lot:.3g} g from the warehouse and hid {3 * lot} parcels ({1.5 * lot:.3g} g of "
        f"{world.products[0].name}) for {4500 * lot:,} KZT; of the parcels, {lot} collected and {lot} seized."
    )


def test_who_comes_back_to_the_trade_is_followed_to_the_new_number(world: World, courier: int, watch):
    staff = world.staff
    staff.status[courier] = StaffStatus.IMPRISONED
    evening = watch(StaffStory(), courier)
    staff.status[courier] = StaffStatus.RELEASED
    row = add_staff(world, 1, Role.COURIER, 3, StaffStatus.APPLICANT, world.today.day + 90)
    new = np.uint64(child_uid(staff.uid[courier], world.today.day + 1, DECISION, 0))
    staff.uid[row] = new
    assert evening()[1] == ("returned", f"Applied to a shop again, from then on as agent {new}.")


def test_prisoners_of_the_first_day_and_of_the_last_are_told(world: World, watch):
    row = int((world.staff.used("status") == StaffStatus.IMPRISONED).argmax())
    story = StaffStory()
    watch(story, row)
    story.end(world)
    assert [note.event for note in story.diary.notes] == ["imprisoned", "still imprisoned"]
    assert story.about.startswith("Courier, a ")
