"""What is kept of every day, from which all measures are computed when the run is over."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import (
    BuyerState,
    Care,
    ChannelKind,
    ChannelStatus,
    GroupStatus,
    LaboratoryClass,
    LaboratoryStatus,
    Role,
    ShopStatus,
    StaffStatus,
)
from marketsim.world.world import World


@kernel
def _count_buyers(
    day, region, state, registered, reached, observed_until, size, weight, buyers, registered_users, reached_users,
    observed,
):  # fmt: skip
    for row in range(size):
        buyers[state[row], region[row]] += weight
        if registered[row]:
            registered_users[region[row]] += weight
        if reached[row]:
            reached_users[region[row]] += weight
        if state[row] == BuyerState.ABSTINENT and observed_until[row] > day:
            observed[region[row]] += weight


@kernel
def _count_staff(role, status, first_offence, charge, weight, size, staff, prisoners):
    for row in range(size):
        staff[role[row], status[row]] += weight[row]
        if status[row] == StaffStatus.IMPRISONED:
            prisoners[0] += weight[row]
            if first_offence[row]:
                prisoners[1] += weight[row]


@kernel
def _count_states(
    weight, shop_status, shop_size, channel_kind, channel_status, channel_size, size_class, laboratory_status,
    laboratory_size, group_status, group_size, shops, channels, laboratories,
):  # fmt: skip
    """Count shops by status, live channels by kind and open laboratories by class; return the active groups."""
    for row in range(shop_size):
        shops[shop_status[row]] += weight
    for row in range(channel_size):
        if channel_status[row] <= ChannelStatus.FOUND:
            channels[channel_kind[row]] += weight
    for row in range(laboratory_size):
        if laboratory_status[row] == LaboratoryStatus.OPEN:
            laboratories[size_class[row]] += 1
    groups = 0
    for row in range(group_size):
        if group_status[row] == GroupStatus.ACTIVE:
            groups += 1
    return groups


class Record:
    """The days of a run, in the order in which they were taken. Row i of every array is day `days[i]`.

    Flows of the day: `counts` (day, Count, region), `mass` (day, MassFlow, material, mg), `money` (day, MoneyFlow,
    KZT), `sold_mg` and `revenue` (day, product, region), `committee_mg` and `large_laboratory_mg` (day, material).
    Stocks in the evening: `buyers` (day, BuyerState, region, persons), `registered`, `reached` and `observed` (day,
    region, persons), `patients` (day, Care, region, persons), `staff` (day, Role, StaffStatus, persons), `prisoners`
    (day, 2: all traffickers, first-time offenders, persons), `shops` (day, ShopStatus, shops), `channels` (day,
    ChannelKind, live channels), `laboratories` (day, LaboratoryClass, open ones), `groups` (day, active ones), `prices`
    (day, 2: retail and wholesale, product, KZT / g), `wage` (day, KZT / drop). From the policies in force:
    `policy_cost` (day, KZT). Measures read through the methods, which leave out the days that never came.
    """

    def __init__(self, days: int, world: World) -> None:
        """Make room for `days` days of a world."""
        products, regions = len(world.products), len(world.regions)
        self.products = tuple(product.name for product in world.products)
        self.regions = world.regions.names
        self.size = 0
        self.days: NDArray[np.int32] = np.zeros(days, np.int32)
        self.counts: NDArray[np.int64] = np.zeros((days, len(Count), regions), np.int64)
        self.mass: NDArray[np.int64] = np.zeros((days, len(MassFlow), products + 1), np.int64)
        self.money: NDArray[np.int64] = np.zeros((days, len(MoneyFlow)), np.int64)
        self.sold_mg: NDArray[np.int64] = np.zeros((days, products, regions), np.int64)
        self.revenue: NDArray[np.int64] = np.zeros((days, products, regions), np.int64)
        self.committee_mg: NDArray[np.int64] = np.zeros((days, products + 1), np.int64)
        self.large_laboratory_mg: NDArray[np.int64] = np.zeros((days, products + 1), np.int64)
        self.buyers: NDArray[np.int64] = np.zeros((days, len(BuyerState), regions), np.int64)
        self.registered: NDArray[np.int64] = np.zeros((days, regions), np.int64)
        self.reached: NDArray[np.int64] = np.zeros((days, regions), np.int64)
        self.observed: NDArray[np.int64] = np.zeros((days, regions), np.int64)
        self.patients: NDArray[np.int64] = np.zeros((days, len(Care), regions), np.int64)
        self.staff: NDArray[np.int64] = np.zeros((days, len(Role), len(StaffStatus)), np.int64)
        self.prisoners: NDArray[np.int64] = np.zeros((days, 2), np.int64)
        self.shops: NDArray[np.int64] = np.zeros((days, len(ShopStatus)), np.int64)
        self.channels: NDArray[np.int64] = np.zeros((days, len(ChannelKind)), np.int64)
        self.laboratories: NDArray[np.int64] = np.zeros((days, len(LaboratoryClass)), np.int64)
        self.groups: NDArray[np.int64] = np.zeros(days, np.int64)
        self.prices: NDArray[np.float64] = np.zeros((days, 2, products))
        self.wage: NDArray[np.float64] = np.zeros(days)
        self.policy_cost: NDArray[np.float64] = np.zeros(days)

    def take(self, world: World) -> None:
        """Keep what happened today and what is there this evening."""
        i = self.size
        self.size += 1
        self.days[i] = world.today.day
        tally, k = world.tally, world.weight
        for name in ("counts", "sold_mg", "revenue", "committee_mg", "large_laboratory_mg"):
            getattr(self, name)[i] = getattr(tally, name)
        self.mass[i] = world.ledger.mass
        self.money[i] = world.ledger.money
        b, s = world.buyers, world.staff
        _count_buyers(
            world.today.day, b.region, b.state, b.registered, b.reached, b.observed_until, b.size, k, self.buyers[i],
            self.registered[i], self.reached[i], self.observed[i],
        )  # fmt: skip
        self.patients[i] = world.market.patients
        _count_staff(s.role, s.status, s.first_offence, s.charge, s.weight, s.size, self.staff[i], self.prisoners[i])
        shops, channels, laboratories, groups = world.shops, world.channels, world.laboratories, world.groups
        self.groups[i] = _count_states(
            k, shops.status, shops.size, channels.kind, channels.status, channels.size, laboratories.size_class,
            laboratories.status, laboratories.size, groups.status, groups.size, self.shops[i], self.channels[i],
            self.laboratories[i],
        )  # fmt: skip
        self.prices[i] = world.market.retail_price, world.market.wholesale_price
        self.wage[i] = world.market.mean_wage
        self.policy_cost[i] = tally.policy_cost

    def used(self, name: str) -> NDArray[Any]:
        """Return the days taken so far of one array, as a view."""
        return getattr(self, name)[: self.size]

    def total(self, name: str, *places: int) -> NDArray[np.int64]:
        """Return the sum over the second axis of one array, over all of it unless places are given."""
        array = self.used(name)
        summed: NDArray[np.int64] = (array[:, places] if places else array).sum(axis=1)
        return summed

    def count(self, *events: Count) -> NDArray[np.int64]:
        """Return how often any of these events happened, shape (day, region)."""
        return self.total("counts", *events)

    def product_mg(self, *flows: MassFlow) -> NDArray[np.int64]:
        """Return the mass of all products in these flows, mg, shape (day,)."""
        masses: NDArray[np.int64] = self.mass[: self.size, flows, :-1].sum(axis=(1, 2))
        return masses

    def precursor_mg(self, *flows: MassFlow) -> NDArray[np.int64]:
        """Return the mass of precursor in these flows, mg, shape (day,)."""
        masses: NDArray[np.int64] = self.mass[: self.size, flows, -1].sum(axis=1)
        return masses

    def persons(self, *states: BuyerState) -> NDArray[np.int64]:
        """Return the buyers in these states in the evening, shape (day, region)."""
        return self.total("buyers", *states)

    def at_work(self, *roles: Role) -> NDArray[np.int64]:
        """Return the active staff in these roles in the evening, shape (day,)."""
        persons: NDArray[np.int64] = self.staff[: self.size, roles, StaffStatus.ACTIVE].sum(axis=1)
        return persons

    def price(self, product: str, wholesale: bool = False) -> NDArray[np.float64]:
        """Return the price of one gram, KZT, shape (day,); NaN for a product that the run does not have."""
        if product not in self.products:
            return np.full(self.size, np.nan)
        return self.prices[: self.size, int(wholesale), self.products.index(product)]
