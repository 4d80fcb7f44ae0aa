from marketsim.world.charges import usual_charge
from marketsim.world.states import Charge, Role


def test_selling_online_is_its_own_charge_once_the_law_says_so():
    assert usual_charge(Role.COURIER.value, False, False) == Charge.SALE
    assert usual_charge(Role.COURIER.value, True, False) == Charge.ONLINE_SALE
    assert usual_charge(Role.DROPPER.value, True, False) == Charge.SALE


def test_advertising_is_charged_only_where_it_is_an_offence():
    assert usual_charge(Role.TAGGER.value, True, False) == Charge.NONE
    assert usual_charge(Role.TAGGER.value, True, True) == Charge.ADVERTISING


def test_who_supplies_precursors_is_charged_with_their_circulation():
    assert usual_charge(Role.PRECURSOR_SUPPLIER.value, True, True) == Charge.PRECURSOR_CIRCULATION


def test_laboratory_workers_are_charged_with_production():
    assert usual_charge(Role.LABORATORY_WORKER.value, True, True) == Charge.PRODUCTION
