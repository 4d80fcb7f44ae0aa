import numpy as np

from marketsim.world.turns import DAYS_BETWEEN_TURNS, has_turn


def test_everybody_has_exactly_one_turn_in_each_interval():
    for uid in (0, 7, 2**64 - 1, 2**63 + 11):
        turns = [day for day in range(6_000, 6_000 + 3 * DAYS_BETWEEN_TURNS) if has_turn(np.uint64(uid), day)]
        assert len(turns) == 3
        assert set(np.diff(turns)) == {DAYS_BETWEEN_TURNS}


def test_the_written_function_is_the_compiled_one():
    assert all(has_turn(np.uint64(u), 40) == has_turn.py_func(np.uint64(u), 40) for u in range(32))
