import numpy as np

from marketsim.world.roll_call import buyers_in, count_buyers
from marketsim.world.states import BuyerState


def test_every_buyer_is_found_in_one_state(world):
    rows = [buyers_in(world.buyers, state) for state in BuyerState]
    assert sorted(np.concatenate(rows)) == list(range(world.buyers.size))
    assert all((world.buyers.state[r] == s.value).all() for r, s in zip(rows, BuyerState, strict=True))


def test_everybody_is_counted_by_state_and_region(world):
    buyers = world.buyers
    buyers.state[:10] = BuyerState.DEPENDENT
    counts = count_buyers(buyers.state, buyers.region, buyers.size, 20)
    assert (counts == count_buyers.py_func(buyers.state, buyers.region, buyers.size, 20)).all()
    for state in BuyerState:
        regions = buyers.region[buyers_in(buyers, state)]
        assert (counts[state] == np.bincount(regions, minlength=20)).all()
