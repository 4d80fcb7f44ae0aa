from marketsim.world.habits import DEPENDENT_FROM, REGULAR_FROM, state_of_use
from marketsim.world.states import BuyerState


def test_more_days_of_use_lead_back_to_heavier_use():
    assert state_of_use(REGULAR_FROM - 1) == BuyerState.OCCASIONAL
    assert state_of_use(REGULAR_FROM) == BuyerState.REGULAR
    assert state_of_use(DEPENDENT_FROM - 1) == BuyerState.REGULAR
    assert state_of_use(DEPENDENT_FROM) == BuyerState.DEPENDENT
