import numpy as np

from marketsim.rules.buyers import buyer_turnover
from marketsim.rules.buyers.buyer_turnover import INTERVAL, BuyerTurnover
from marketsim.world.audit import check, count_stocks
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState

YEAR = round(365.25 / INTERVAL)


def live(world, rule, times=1):
    for _ in range(times):
        world.today.day += INTERVAL - world.today.day % INTERVAL
        rule(world)


def test_as_many_come_as_the_hazard_says(world_of):
    world = world_of(10)
    at_risk = world.buyers.size
    live(world, BuyerTurnover(arriving=1.0, leaving=0.0))
    expected = at_risk * -np.expm1(-INTERVAL / 365.25)
    assert abs(world.buyers.size - at_risk - expected) < 5.0 * np.sqrt(expected)
    assert world.tally.counts[Count.NEWCOMERS].sum() == 10 * (world.buyers.size - at_risk)


def test_only_those_who_do_not_use_leave_and_as_many_as_the_hazard_says(world_of):
    world = world_of(10)
    idle = np.count_nonzero(world.buyers.used("state") == 0)
    users = np.bincount(world.buyers.used("state"), minlength=10)[1:4]
    live(world, BuyerTurnover(arriving=0.0, leaving=1.0))
    gone = np.count_nonzero(world.buyers.used("state") == int(BuyerState.OUTSIDE))
    expected = idle * -np.expm1(-INTERVAL / 365.25)
    assert abs(gone - expected) < 5.0 * np.sqrt(expected)
    assert (np.bincount(world.buyers.used("state"), minlength=10)[1:4] == users).all()


def test_rows_of_those_who_left_are_used_again(world):
    live(world, BuyerTurnover(arriving=0.0, leaving=1.0))
    rows, free = world.buyers.size, np.count_nonzero(world.buyers.used("state") == int(BuyerState.OUTSIDE))
    live(world, BuyerTurnover(arriving=0.3, leaving=0.0))
    came = world.tally.counts[Count.NEWCOMERS].sum() // world.weight
    assert 0 < came < free
    assert world.buyers.size == rows
    assert np.unique(world.buyers.used("uid")).size == rows


def test_newcomers_live_where_their_companions_do(world):
    regions = np.bincount(world.buyers.used("region"), minlength=20)
    live(world, BuyerTurnover(arriving=1.0, leaving=0.0))
    came = world.tally.counts[Count.NEWCOMERS] // world.weight
    assert (np.bincount(world.buyers.used("region"), minlength=20) == regions + came).all()
    newcomers = np.arange(regions.sum(), world.buyers.size)
    assert (world.cells.region[world.buyers.cell[newcomers]] == world.buyers.region[newcomers]).all()


def test_the_share_of_users_is_counted_by_region(world):
    BuyerTurnover(arriving=0.0, leaving=0.0)(world)
    buyers = world.buyers
    here = buyers.used("region") == 3
    uses = (buyers.used("state") >= 1) & (buyers.used("state") <= 3)
    assert world.market.users_share[3] == np.count_nonzero(here & uses) / np.count_nonzero(here)


def test_nobody_moves_between_two_intervals(world):
    live(world, BuyerTurnover())
    world.start_day()
    world.today.day += 1
    BuyerTurnover(arriving=1.0, leaving=1.0)(world)
    assert not world.ledger.buyers.any()


def test_the_pool_grows_slowly_and_the_books_balance(world):
    rule, start = BuyerTurnover(), world.buyers.size
    stocks = count_stocks(world)
    for _ in range(YEAR):
        world.start_day()
        live(world, rule)
        stocks = check(world, stocks)
    pool = np.count_nonzero(world.buyers.used("state") != int(BuyerState.OUTSIDE))
    assert 1.0 < pool / start < 1.08


def test_the_compiled_rule_is_the_written_rule(world_of, monkeypatch):
    compiled, written = world_of(), world_of()
    live(compiled, BuyerTurnover())
    for name in ("_turn_over", "_name"):
        monkeypatch.setattr(buyer_turnover, name, getattr(buyer_turnover, name).py_func)
    live(written, BuyerTurnover())
    assert (compiled.buyers.used("uid") == written.buyers.used("uid")).all()
    assert (compiled.buyers.used("state") == written.buyers.used("state")).all()
    assert (compiled.market.users_share == written.market.users_share).all()
