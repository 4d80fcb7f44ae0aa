import numpy as np
import pytest

from marketsim.rules.justice import perceived_risk
from marketsim.rules.justice.perceived_risk import PerceivedRisk
from marketsim.world.counts import Count
from marketsim.world.states import Role, StaffStatus

COURIERS = int(Count.DETAINED_COURIER)


def active_operators(world):
    staff = world.staff
    these = (staff.used("role") == int(Role.OPERATOR)) & (staff.used("status") == int(StaffStatus.ACTIVE))
    return world.shop_weight * np.bincount(staff.used("region")[these], minlength=20)


def test_steady_detentions_become_the_perceived_risk(world):
    active = active_operators(world)
    rule = PerceivedRisk(memory=7.0, hearsay=1.0)
    for _ in range(200):
        world.tally.counts[Count.DETAINED_OPERATOR] = active
        rule(world)
    served = active > 0
    elsewhere = active.sum() / (active.sum() + 1.0)
    expected = 365.25 * (active + elsewhere) / (active + 1.0)
    assert world.market.risk[Role.OPERATOR][served] == pytest.approx(expected[served], rel=1e-6)


def test_news_from_elsewhere_counts_as_much_as_stated(world):
    world.market.risk[:] = 0.0
    here, there = 3, 7
    world.tally.counts[COURIERS, there] = 100
    PerceivedRisk()(world)
    risk = world.market.risk[Role.COURIER]
    assert 0.0 < risk[here] < risk[there]
    assert risk[here] == pytest.approx(365.25 / 180.0 * 100.0 / 100.0, rel=1e-9)


def test_without_detentions_fear_fades(world):
    world.market.risk[:] = 1.0
    world.market.buyer_risk[:] = 1.0
    for _ in range(180):
        PerceivedRisk(memory=180.0)(world)
    assert world.market.risk == pytest.approx(np.exp(-1.0), rel=0.01)
    assert world.market.buyer_risk == pytest.approx(np.exp(-1.0), rel=0.01)


def test_staff_at_work_hold_the_belief_of_their_role_and_region(world):
    world.tally.counts[COURIERS, 2] = 50
    PerceivedRisk()(world)
    staff = world.staff
    active = (staff.used("status") == int(StaffStatus.ACTIVE)).nonzero()[0]
    assert staff.risk[active] == pytest.approx(world.market.risk[staff.role[active], staff.region[active]])


def test_detentions_of_buyers_are_taken_per_active_user(world):
    buyers = world.buyers
    uses = (buyers.used("state") >= 1) & (buyers.used("state") <= 3)
    users = world.weight * np.bincount(buyers.used("region")[uses], minlength=20)
    world.tally.counts[Count.DETAINED_BUYER] = users
    PerceivedRisk(memory=100.0, hearsay=1.0)(world)
    country = users.sum() / (users.sum() + 1.0)
    assert world.market.buyer_risk == pytest.approx(3.6525 * (users + country) / (users + 1.0))


def test_expected_sentences_follow_the_law_slowly(world):
    world.market.sentence_today[Role.COURIER] = 17.0
    PerceivedRisk(memory=100.0)(world)
    assert world.market.expected_sentence[Role.COURIER] == pytest.approx(7.1)
    assert world.market.expected_sentence[Role.DROPPER] == pytest.approx(7.0)


def test_expected_sentences_are_those_for_what_people_of_the_role_carry(world):
    staff = world.staff
    couriers = (staff.used("role") == int(Role.PACKER)) & (staff.used("status") == int(StaffStatus.ACTIVE))
    rows = couriers.nonzero()[0]
    staff.role[rows] = Role.COURIER
    world.market.sentence_today[Role.COURIER] = (1.0, 7.0, 17.0, 20.0)
    staff.carried[rows, 0] = 5_000
    PerceivedRisk(memory=100.0)(world)
    assert world.market.expected_sentence[Role.COURIER] == pytest.approx(7.0)
    world.levers.threshold_mg[:, 1] = 1_000
    PerceivedRisk(memory=100.0)(world)
    assert world.market.expected_sentence[Role.COURIER] == pytest.approx(7.1)


def test_the_compiled_rule_is_the_written_rule(world_of, monkeypatch):
    worlds = world_of(), world_of()
    for i, world in enumerate(worlds):
        world.tally.counts[Count.DETAINED_OWNER : Count.DETAINED_BUYER + 1] = 50 * np.arange(20)
        if i:
            for name in (
                "_learn_about_staff",
                "_learn_about_buyers",
                "_weigh_carried",
                "_learn_sentences",
            ):
                monkeypatch.setattr(perceived_risk, name, getattr(perceived_risk, name).py_func)
        PerceivedRisk()(world)
    assert worlds[0].market.risk == pytest.approx(worlds[1].market.risk, rel=1e-12)
    assert worlds[0].market.buyer_risk == pytest.approx(worlds[1].market.buyer_risk, rel=1e-12)
    assert worlds[0].market.expected_sentence == pytest.approx(worlds[1].market.expected_sentence, rel=1e-12)
