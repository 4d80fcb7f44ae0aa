import numpy as np

from marketsim.rules.health import outreach_contact
from marketsim.rules.health.outreach_contact import OutreachContact
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState
from marketsim.world.turns import DAYS_BETWEEN_TURNS


def live(world, days=DAYS_BETWEEN_TURNS):
    for _ in range(days):
        OutreachContact()(world)
        world.today.day += 1


def use(world, outreach):
    """Let everybody use, and outreach be in contact with a share of region 3 alone."""
    world.buyers.used("state")[:] = BuyerState.OCCASIONAL
    world.levers.outreach[:] = 0.0
    world.levers.outreach[3] = outreach


def test_contact_is_with_the_share_of_the_region(world_of):
    world = world_of(10)
    use(world, 0.4)
    live(world)
    here = world.buyers.used("region") == 3
    reached = world.buyers.used("reached")
    assert abs(reached[here].sum() - 0.4 * here.sum()) < 5.0 * np.sqrt(0.24 * here.sum())
    assert not reached[~here].any()
    assert world.tally.counts[Count.CONTACTS].sum() == 10 * reached.sum()


def test_contact_lasts_and_wider_outreach_only_adds(world):
    use(world, 0.3)
    live(world)
    before = world.buyers.used("reached").copy()
    live(world)
    assert (world.buyers.used("reached") == before).all()
    world.levers.outreach[3] = 0.6
    live(world)
    assert world.buyers.used("reached").sum() > before.sum()
    assert world.buyers.used("reached")[before].all()


def test_contact_ends_with_use(world):
    use(world, 1.0)
    live(world)
    world.buyers.used("state")[:] = BuyerState.ABSTINENT
    live(world)
    assert not world.buyers.used("reached").any()


def test_the_compiled_rule_is_the_written_rule(world_of, monkeypatch):
    worlds = world_of(), world_of()
    for i, world in enumerate(worlds):
        use(world, 0.5)
        if i:
            monkeypatch.setattr(outreach_contact, "_reach", outreach_contact._reach.py_func)
        live(world, days=3)
    assert (worlds[0].buyers.used("reached") == worlds[1].buyers.used("reached")).all()
    assert worlds[0].buyers.used("reached").any()
