"""What each figure counts, on days made by hand."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from marketsim.measures.measure import Kind, Measure, measure, ratio
from marketsim.measures.record import Record
from marketsim.measures.registry import all_measures
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import BuyerState, ChannelKind, Role, StaffStatus
from marketsim.world.world import World
from tests.whole_model.running import scenario, simulate

MEASURES = all_measures()
DAYS = 3


@pytest.fixture
def record(world_of: Callable[..., World]) -> Record:
    """A record of three days on which nothing happened, with room for two more."""
    empty = Record(DAYS + 2, world_of(settled=False))
    empty.size = DAYS
    return empty


def daily(name: str, record: Record) -> list[float]:
    return MEASURES[name].daily(record).tolist()


def happened(record: Record, event: Count, region: int = 0, times: int = 1, day: int = 1) -> None:
    record.counts[day, event, region] += times


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_gives_one_number_a_day_and_says_what_it_is(name: str, record: Record):
    made = MEASURES[name]
    values = made.daily(record)
    assert values.shape == (DAYS,)
    assert values.dtype in (np.int64, np.float64)
    assert made.unit
    assert made.definition.rstrip().endswith(".")
    by_region = made.regional(record)
    assert by_region is None or by_region.shape == (DAYS, 20)


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_changes_nothing(name: str, record: Record):
    before = record.counts.copy(), record.mass.copy(), record.buyers.copy()
    MEASURES[name].daily(record)
    assert all((a == b).all() for a, b in zip(before, (record.counts, record.mass, record.buyers), strict=True))


ROLES = {
    Count.DETAINED_OWNER: "detained_administrators",
    Count.DETAINED_ADMINISTRATOR: "detained_administrators",
    Count.DETAINED_OPERATOR: "detained_operators_packers_stashers",
    Count.DETAINED_PACKER: "detained_operators_packers_stashers",
    Count.DETAINED_WAREHOUSE_KEEPER: "detained_operators_packers_stashers",
    Count.DETAINED_COURIER: "detained_couriers",
    Count.DETAINED_TAGGER: "detained_taggers",
    Count.DETAINED_DROPPER: "detained_droppers",
}


@pytest.mark.parametrize(("event", "name"), ROLES.items(), ids=lambda x: str(x))
def test_each_role_of_a_shop_is_detained_under_one_heading_and_in_the_total(event: Count, name: str, record: Record):
    happened(record, event, times=7)
    for heading in set(ROLES.values()):
        assert daily(heading, record) == ([0, 7, 0] if heading == name else [0, 0, 0])
    assert daily("detained_online_trade", record) == [0, 7, 0]
    assert daily("detained_all_drug_supply", record) == [0, 7, 0]
    assert daily("detained_buyers", record) == [0, 0, 0]


def test_laboratory_workers_and_buyers_are_not_of_the_online_trade(record: Record):
    happened(record, Count.DETAINED_LABORATORY_WORKER, times=3)
    happened(record, Count.DETAINED_BUYER, times=5)
    assert daily("detained_online_trade", record) == [0, 0, 0]
    assert daily("detained_all_drug_supply", record) == [0, 3, 0]
    assert daily("possession_offences_all_drugs", record) == [0, 5, 0]
    assert daily("sale_offences_all_drugs", record) == [0, 0, 0]


@pytest.mark.parametrize("kind", ChannelKind)
def test_every_blocked_channel_is_a_resource_and_sites_include_mirrors(kind: ChannelKind, record: Record):
    happened(record, Count(Count.BLOCKED_MESSENGER_SHOP + kind), times=4)
    assert daily("resources_blocked", record) == [0, 4, 0]
    assert daily("telegram_shops_blocked", record)[1] == (4 if kind is ChannelKind.MESSENGER_SHOP else 0)
    assert daily("sites_blocked", record)[1] == (4 if kind in (ChannelKind.SITE, ChannelKind.MIRROR) else 0)


def test_large_laboratories_are_medium_and_industrial_ones_of_the_committee(record: Record):
    happened(record, Count.LABORATORY_KITCHEN_RAIDED, region=0)
    happened(record, Count.LABORATORIES_RAIDED_BY_COMMITTEE, region=0)  # a kitchen: not large
    happened(record, Count.LABORATORY_MEDIUM_RAIDED, region=1)
    happened(record, Count.LABORATORIES_RAIDED_BY_COMMITTEE, region=1)
    happened(record, Count.LABORATORY_INDUSTRIAL_RAIDED, region=2)  # the police's
    assert daily("large_labs_dismantled", record)[1] == 2 - 1
    assert daily("labs_dismantled", record)[1] == 3
    assert daily("labs_dismantled_knb", record)[1] == 2
    assert daily("labs_dismantled_police", record)[1] == 1


SEIZURES = [flow for flow in MassFlow if flow.name.startswith("SEIZED_")]


@pytest.mark.parametrize("flow", MassFlow)
def test_synthetics_seized_are_all_seizures_of_product_and_nothing_else(flow: MassFlow, record: Record):
    record.mass[1, flow, :-1] = 2_000_000
    record.mass[1, flow, -1] = 9_000_000_000
    seized = flow in SEIZURES
    assert daily("synthetics_seized_kg", record) == [0, 6.0 if seized else 0, 0]
    assert daily("ingredients_seized_t", record) == [0, 9.0 if seized else 0, 0]
    assert daily("product_seized_in_labs_kg", record)[1] == (6.0 if flow is MassFlow.SEIZED_LABORATORY else 0)
    assert daily("precursors_seized_in_labs_t", record)[1] == (9.0 if flow is MassFlow.SEIZED_LABORATORY else 0)


def test_the_places_of_seizures_add_up_to_all_of_them(record: Record):
    record.mass[0, SEIZURES, 0] = 10 ** np.arange(len(SEIZURES))
    places = [name for name in MEASURES if name.startswith("product_seized_") and "large" not in name]
    assert sum(daily(name, record)[0] for name in places) == pytest.approx(daily("synthetics_seized_kg", record)[0])


def test_the_committees_seizures_leave_precursor_out(record: Record):
    record.committee_mg[2] = 1_000_000
    assert daily("synthetics_seized_knb_kg", record) == [0, 0, 3.0]


def test_a_price_in_dollars_is_the_price_in_tenge_over_450(record: Record):
    record.prices[:, 0, 1] = 23_850.0
    assert daily("retail_price_mephedrone", record) == [53.0] * DAYS


def test_a_product_that_a_run_does_not_have_has_no_price(record: Record):
    record.products = ("salt", "pepper", "sugar")
    assert np.isnan(MEASURES["retail_price_alpha_pvp"].daily(record)).all()


def test_the_share_of_three_regions_counts_active_users_there(record: Record):
    record.buyers[:, BuyerState.REGULAR, :] = 1
    record.buyers[:, BuyerState.ABSTINENT, :] = 100
    assert daily("consumer_share_astana_almaty_region", record) == [3 / 20] * DAYS
    record.regions = ("almaty_city",)
    assert np.isnan(MEASURES["consumer_share_astana_almaty_region"].daily(record)).all()


def test_shop_staff_at_work_are_active_ones(record: Record):
    record.staff[:, Role.COURIER, StaffStatus.ACTIVE] = 5
    record.staff[:, Role.COURIER, StaffStatus.APPLICANT] = 50
    record.staff[:, Role.LABORATORY_WORKER, StaffStatus.ACTIVE] = 500
    assert daily("shop_staff_active", record) == [5] * DAYS


def test_the_plan_is_spent_evenly_from_its_first_day():
    chosen = scenario(start="2023-07-01", measures_from="2023-07-01", end="2024-02-01")
    simulation = simulate(chosen, days=200)
    of_all = 200 / ((date(2025, 12, 31) - date(2023, 7, 1)).days + 1)
    assert MEASURES["policy_cost_bn_kzt"].daily(simulation.record)[:200].sum() == pytest.approx(53.1 * of_all)


def test_a_full_courier_post_is_150_parcels_a_week(record: Record):
    record.counts[:, Count.DROPS_PLACED, 2] = 300
    assert daily("courier_posts", record) == [14] * DAYS


def test_money_is_in_billions(record: Record):
    record.revenue[0, :, 3] = 1_000_000_000
    record.money[0, MoneyFlow.WAGES] = 500_000_000
    assert daily("revenue_bn_kzt", record) == [3.0, 0, 0]
    assert daily("wages_bn_kzt", record) == [0.5, 0, 0]


def test_missing_parcels_are_a_share_of_visits_and_no_visits_give_no_share(record: Record):
    happened(record, Count.COLLECTIONS, times=8)
    happened(record, Count.COLLECTIONS_MISSING, times=2)
    happened(record, Count.COLLECTIONS_STOLEN)
    share = MEASURES["drops_missing_share"].daily(record)
    assert share[1] == 0.2
    assert np.isnan(share[[0, 2]]).all()


def made(kind: Kind) -> Measure:
    def thing(record: Record) -> np.ndarray:
        """Nothing."""
        return record.count(Count.ORDERS)

    return measure("things", kind)(thing)


@pytest.mark.parametrize(("kind", "figure"), [(Kind.FLOW, 7.0), (Kind.STOCK, 4.0), (Kind.MEAN, 7 / 3)])
def test_a_period_sums_flows_ends_stocks_and_averages_means(kind: Kind, figure: float):
    assert made(kind).over(np.array([1, 2, 4])) == figure
    assert np.isnan(made(kind).over(np.array([])))


def test_days_without_a_value_are_left_out_of_a_mean():
    assert made(Kind.MEAN).over(np.array([np.nan, 2.0, 4.0])) == 3.0
    assert np.isnan(made(Kind.MEAN).over(np.array([np.nan])))


def test_nothing_over_nothing_is_no_number():
    assert ratio(np.array([1, 0]), np.array([4, 0])).tolist()[0] == 0.25
    assert np.isnan(ratio(np.array([1]), np.array([0])))[0]


def test_regions_add_up_to_the_country(record: Record):
    happened(record, Count.ORDERS, region=3, times=2)
    happened(record, Count.ORDERS, region=9, times=5)
    by_region = MEASURES["orders"].regional(record)
    assert by_region is not None
    assert by_region[1, [3, 9]].tolist() == [2, 5]
    assert daily("orders", record) == [0, 7, 0]
