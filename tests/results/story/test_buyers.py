"""The story of a user, made by hand."""

import pytest

from marketsim.results.story.buyers import BuyerStory
from marketsim.world.states import BuyerState, Care, DropStatus
from marketsim.world.world import World


@pytest.mark.parametrize(
    ("before", "after", "event"),
    [
        (BuyerState.POTENTIAL, BuyerState.OCCASIONAL, "initiation"),
        (BuyerState.OCCASIONAL, BuyerState.REGULAR, "escalation"),
        (BuyerState.DEPENDENT, BuyerState.REGULAR, "decline"),
        (BuyerState.ABSTINENT, BuyerState.REGULAR, "relapse"),
        (BuyerState.IN_TREATMENT, BuyerState.REGULAR, "relapse"),
        (BuyerState.IN_TREATMENT, BuyerState.ABSTINENT, "abstinent"),
        (BuyerState.REGULAR, BuyerState.ABSTINENT, "abstinent"),
        (BuyerState.DEPENDENT, BuyerState.IN_TREATMENT, "treatment"),
        (BuyerState.DETAINED, BuyerState.REGULAR, "let go"),
        (BuyerState.DETAINED, BuyerState.IMPRISONED, "sentenced"),
        (BuyerState.IMPRISONED, BuyerState.ABSTINENT, "abstinent"),
        (BuyerState.IMPRISONED, BuyerState.REGULAR, "released"),
        (BuyerState.REGULAR, BuyerState.DEAD, "died"),
    ],
)
def test_every_change_of_use_is_told(before: BuyerState, after: BuyerState, event: str, world: World, watch):
    story = BuyerStory()
    world.buyers.state[0], world.buyers.until[0] = before, world.today.day + 90
    evening = watch(story, 0)
    world.buyers.state[0] = after
    assert [event for event, _ in evening()] == [event]
    assert story.over == (after == BuyerState.DEAD)


def test_detention_and_charge_are_two_things(world: World, watch):
    world.buyers.state[0] = BuyerState.REGULAR
    evening = watch(BuyerStory(), 0)
    world.buyers.state[0], world.buyers.until[0] = BuyerState.DETAINED, -1
    assert [event for event, _ in evening()] == ["detained"]
    world.buyers.until[0] = world.today.day + 60
    assert [event for event, _ in evening()] == ["charged"]
    assert evening() == []


def test_who_is_held_without_a_charge_is_told_so(world: World, watch):
    world.buyers.state[0] = BuyerState.REGULAR
    evening = watch(BuyerStory(), 0)
    world.buyers.state[0], world.buyers.until[0] = BuyerState.DETAINED, world.today.day + 60
    world.buyers.uncharged[0] = True
    assert [event for event, _ in evening()] == ["detained", "not charged"]
    world.buyers.state[0] = BuyerState.REGULAR
    assert evening() == [("let go", "Was let go, fined, or not charged.")]


def test_a_fine_on_the_day_of_the_detention_shows(world: World, watch):
    world.buyers.state[0] = BuyerState.REGULAR
    evening = watch(BuyerStory(), 0)
    world.buyers.detained_on[0] = world.today.day + 1
    assert evening() == [("detained", "Was detained, and let go the same day: fined, or not charged.")]
    assert evening() == []


def test_care_is_looked_for_ordered_and_referred(world: World, watch):
    world.buyers.state[0] = BuyerState.DEPENDENT
    evening = watch(BuyerStory(), 0)
    for care, event in ((Care.REFERRED, "referred"), (Care.PUBLIC, "waiting"), (Care.ORDERED, "ordered")):
        world.buyers.care[0], world.buyers.until[0] = care, world.today.day + 60
        assert [event for event, _ in evening()] == [event]


def test_health_register_outreach_product_and_observation_are_told(world: World, watch):
    buyers = world.buyers
    buyers.hiv[0] = buyers.registered[0] = buyers.reached[0] = buyers.hospitalised[0] = False
    buyers.product[0] = 0
    evening = watch(BuyerStory(), 0)
    buyers.hiv[0] = buyers.registered[0] = buyers.reached[0] = buyers.hospitalised[0] = True
    buyers.product[0] = 1
    assert {event for event, _ in evening()} == {"product", "infected", "hospital", "registered", "outreach"}
    buyers.reached[0], buyers.observed_until[0] = False, world.today.day + 100
    assert {event for event, _ in evening()} == {"outreach", "observed"}


def test_orders_and_what_came_of_them_are_summed_up(world: World, watch):
    story, drops = BuyerStory(), world.drops
    evening = watch(story, 0)
    rows = drops.append(3)
    drops.buyer[rows], drops.shop[rows], drops.reserved_on[rows] = 0, 0, world.today.day + 1
    drops.paid[rows], drops.mg[rows] = 5_000, 500
    drops.status[rows] = (DropStatus.COLLECTED, DropStatus.MISSING, DropStatus.RESERVED)
    evening()
    (told,) = story.diary.table(story.sum_up).query("event == 'day'")["what"]
    assert told == (
        f"Placed 3 orders for 15,000 KZT with shop {world.shops.uid[0]}; found 1 parcel (0.5 g of "
        f"{world.products[0].name}); of the parcels, 1 not there."
    )
