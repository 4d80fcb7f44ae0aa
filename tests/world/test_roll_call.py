import numpy as np

from marketsim.world.roll_call import buyers_in
from marketsim.world.states import BuyerState


def test_every_buyer_is_found_in_one_state(world):
    rows = [buyers_in(world.buyers, state) for state in BuyerState]
    assert sorted(np.concatenate(rows)) == list(range(world.buyers.size))
    assert all((world.buyers.state[r] == s.value).all() for r, s in zip(rows, BuyerState, strict=True))
