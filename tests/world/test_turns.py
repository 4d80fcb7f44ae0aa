import numpy as np

from marketsim.world.newcomers import fill_buyers
from marketsim.world.turns import DAYS_BETWEEN_TURNS, buyers_with_turn, has_turn


def test_everybody_has_exactly_one_turn_in_each_interval():
    for uid in (0, 7, 2**64 - 1, 2**63 + 11):
        turns = [day for day in range(6_000, 6_000 + 3 * DAYS_BETWEEN_TURNS) if has_turn(np.uint64(uid), day)]
        assert len(turns) == 3
        assert set(np.diff(turns)) == {DAYS_BETWEEN_TURNS}


def test_the_written_function_is_the_compiled_one():
    assert all(has_turn(np.uint64(u), 40) == has_turn.py_func(np.uint64(u), 40) for u in range(32))


def test_the_days_list_holds_those_whose_turn_it_is(world):
    for day in (7_000, 7_001):
        world.today.day = day
        expected = [row for row, uid in enumerate(world.buyers.used("uid")) if has_turn(uid, day)]
        assert buyers_with_turn(world).tolist() == expected


def test_who_takes_over_a_row_has_days_of_the_own(world):
    row = int(buyers_with_turn(world)[0])
    world.buyers.uid[row] += np.uint64(1)
    fill_buyers(world, np.array([row]))
    assert row not in buyers_with_turn(world)
