"""What is kept of every day, from which all measures are computed when the run is over."""

from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.public_costs import LINES, UNIT_COSTS, Bound, PublicCosts
from marketsim.world.roll_call import count_buyers
from marketsim.world.states import (
    BuyerState,
    Care,
    ChannelKind,
    ChannelStatus,
    Charge,
    GroupStatus,
    LaboratoryClass,
    LaboratoryStatus,
    Role,
    ShopStatus,
    StaffStatus,
)
from marketsim.world.world import World

FROM_TALLY = (
    "counts", "sold_mg", "revenue", "committee_mg", "large_laboratory_mg", "from_neighbours_mg", "from_moved_mg",
    "moved_sales_mg", "moved_shops_mg", "policy_cost",
)  # fmt: skip
"""What is kept as the rules tallied it."""


class Prisoner(IntEnum):
    """Kinds of people of the trade in prison, which overlap."""

    ALL = 0
    FIRST_TIME = 1
    """Of the `TRAFFICKERS`."""
    WOMEN = 2
    MINORS = 3
    COURIERS = 4
    TRAFFICKERS = 5
    """All but those convicted of advertising, who neither made nor sold."""


@kernel
def _count_buyers(
    day, region, state, registered, reached, observed_until, size, weight, buyers, registered_users, reached_users,
    observed,
):  # fmt: skip
    buyers += weight * count_buyers(state, region, size, buyers.shape[1])
    for row in range(size):
        if registered[row] | reached[row] | (observed_until[row] > day):  # Few, so that the rest is passed quickly.
            registered_users[region[row]] += weight * registered[row]
            reached_users[region[row]] += weight * reached[row]
            if state[row] == BuyerState.ABSTINENT and observed_until[row] > day:
                observed[region[row]] += weight


@kernel
def _count_staff(role, status, region, first_offence, woman, age_band, charge, weight, size, staff, custody, prisoners):
    for row in range(size):
        staff[role[row], status[row]] += weight[row]
        custody[region[row]] += weight[row] * (status[row] == StaffStatus.DETAINED)
        if status[row] == StaffStatus.IMPRISONED:
            trafficked = charge[row] != Charge.ADVERTISING
            prisoners[Prisoner.ALL, region[row]] += weight[row]
            prisoners[Prisoner.TRAFFICKERS, region[row]] += weight[row] * trafficked
            prisoners[Prisoner.FIRST_TIME, region[row]] += weight[row] * (trafficked & first_offence[row])
            prisoners[Prisoner.WOMEN, region[row]] += weight[row] * woman[row]
            prisoners[Prisoner.MINORS, region[row]] += weight[row] * (age_band[row] == 0)
            prisoners[Prisoner.COURIERS, region[row]] += weight[row] * (role[row] == Role.COURIER)


@kernel
def _count_states(
    weight, shop_status, shop_region, shop_size, channel_kind, channel_status, channel_size, size_class,
    laboratory_status, laboratory_size, group_status, group_size, shops, shops_abroad, channels, laboratories,
):  # fmt: skip
    """Count shops by status, those abroad by region, live channels by kind and open laboratories by class.

    Returns:
        The active groups and the laboratories abroad.
    """
    for row in range(shop_size):
        shops[shop_status[row]] += weight
        shops_abroad[shop_region[row]] += weight * (shop_status[row] == ShopStatus.ABROAD)
    for row in range(channel_size):
        if channel_status[row] <= ChannelStatus.FOUND:
            channels[channel_kind[row]] += weight
    abroad, groups = 0, 0
    for row in range(laboratory_size):
        abroad += laboratory_status[row] == LaboratoryStatus.ABROAD
        if laboratory_status[row] == LaboratoryStatus.OPEN:
            laboratories[size_class[row]] += 1
    for row in range(group_size):
        if group_status[row] == GroupStatus.ACTIVE:
            groups += 1
    return groups, abroad


@kernel
def _largest_share(status, demand, size):
    """Return the share of demand of the largest tenth of open shops."""
    turnover = np.zeros(size)
    for row in range(size):
        if status[row] == ShopStatus.OPEN:
            turnover[row] = demand[row].sum()
    largest = np.sort(turnover)[size - max(1, np.count_nonzero(turnover) // 10) :]
    return largest.sum() / max(turnover.sum(), 1.0)


class Record:
    """The days of a run, in the order in which they were taken. Row i of every array is day `days[i]`.

    Flows of the day: `counts` (day, Count, region), `mass` (day, MassFlow, material, mg), `money` (day, MoneyFlow,
    KZT), `sold_mg` and `revenue` (day, product, region), `committee_mg`, `large_laboratory_mg`, `from_neighbours_mg`,
    `from_moved_mg`, `moved_sales_mg` and `moved_shops_mg` (day, material). Stocks in the evening: `buyers` (day,
    BuyerState, region, persons), `registered`, `reached` and `observed` (day, region, persons), `patients` (day, Care,
    region, persons), `staff` (day, Role, StaffStatus, persons), `custody` (day, region, people of the trade without a
    verdict), `prisoners` (day, Prisoner, region, persons), `shops` (day, ShopStatus, shops), `channels` (day,
    ChannelKind, live channels), `laboratories` (day, LaboratoryClass, open ones), `shops_abroad` (day, region, shops),
    `laboratories_abroad` (day), `groups` (day, active ones), `prices` (day, 2: retail and wholesale, product, KZT / g),
    `wage` (day, KZT / drop), `largest_share` (day, share of demand of the largest tenth of shops). From the policies in
    force: `policy_cost` (day, BudgetLine, region, KZT), and by two, first all and then those that such a cost pays for:
    `officers` (day, 2, region, at work), `places` (day, 2, for treatment) and `outreach` (day, 2, region, share of
    users reached). `unit_costs` (unit cost, Bound, KZT) are the same every day.

    Measures read through the methods, which leave out the days that never came.
    """

    def __init__(
        self, days: int, world: World, costs: PublicCosts | None = None, places: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        """Make room for `days` days of a world.

        Args:
            days: How many.
            world: The world.
            costs: Unit costs of public services.
            places: Public places for treatment on the first day, for adults and for adolescents.
        """
        products, regions = len(world.products), len(world.regions)
        self.products = tuple(product.name for product in world.products)
        self.regions = world.regions.names
        self.first_places = np.array([*places, 1.0])
        self.size = 0
        self.days: NDArray[np.int32] = np.zeros(days, np.int32)
        self.counts: NDArray[np.int64] = np.zeros((days, len(Count), regions), np.int64)
        self.mass: NDArray[np.int64] = np.zeros((days, len(MassFlow), products + 1), np.int64)
        self.money: NDArray[np.int64] = np.zeros((days, len(MoneyFlow)), np.int64)
        self.sold_mg: NDArray[np.int64] = np.zeros((days, products, regions), np.int64)
        self.revenue: NDArray[np.int64] = np.zeros((days, products, regions), np.int64)
        self.committee_mg: NDArray[np.int64] = np.zeros((days, products + 1), np.int64)
        self.large_laboratory_mg: NDArray[np.int64] = np.zeros((days, products + 1), np.int64)
        self.from_neighbours_mg: NDArray[np.int64] = np.zeros((days, products + 1), np.int64)
        self.from_moved_mg: NDArray[np.int64] = np.zeros((days, products + 1), np.int64)
        self.moved_sales_mg: NDArray[np.int64] = np.zeros((days, products + 1), np.int64)
        self.moved_shops_mg: NDArray[np.int64] = np.zeros((days, products + 1), np.int64)
        self.buyers: NDArray[np.int64] = np.zeros((days, len(BuyerState), regions), np.int64)
        self.registered: NDArray[np.int64] = np.zeros((days, regions), np.int64)
        self.reached: NDArray[np.int64] = np.zeros((days, regions), np.int64)
        self.observed: NDArray[np.int64] = np.zeros((days, regions), np.int64)
        self.patients: NDArray[np.int64] = np.zeros((days, len(Care), regions), np.int64)
        self.staff: NDArray[np.int64] = np.zeros((days, len(Role), len(StaffStatus)), np.int64)
        self.custody: NDArray[np.int64] = np.zeros((days, regions), np.int64)
        self.prisoners: NDArray[np.int64] = np.zeros((days, len(Prisoner), regions), np.int64)
        self.shops: NDArray[np.int64] = np.zeros((days, len(ShopStatus)), np.int64)
        self.channels: NDArray[np.int64] = np.zeros((days, len(ChannelKind)), np.int64)
        self.laboratories: NDArray[np.int64] = np.zeros((days, len(LaboratoryClass)), np.int64)
        self.shops_abroad: NDArray[np.int64] = np.zeros((days, regions), np.int64)
        self.laboratories_abroad: NDArray[np.int64] = np.zeros(days, np.int64)
        self.groups: NDArray[np.int64] = np.zeros(days, np.int64)
        self.prices: NDArray[np.float64] = np.zeros((days, 2, products))
        self.wage: NDArray[np.float64] = np.zeros(days)
        self.largest_share: NDArray[np.float64] = np.zeros(days)
        self.policy_cost: NDArray[np.float64] = np.zeros((days, len(LINES), regions))
        self.officers: NDArray[np.float64] = np.zeros((days, 2, regions))
        self.places: NDArray[np.float64] = np.zeros((days, 2))
        self.outreach: NDArray[np.float64] = np.zeros((days, 2, regions))
        self.unit_costs: NDArray[np.float64] = (costs or PublicCosts()).table()

    def take(self, world: World) -> None:
        """Keep what happened today and what is there this evening."""
        i = self.size
        self.size += 1
        self.days[i] = world.today.day
        tally, k = world.tally, world.weight
        for name in FROM_TALLY:
            getattr(self, name)[i] = getattr(tally, name)
        self.mass[i] = world.ledger.mass
        self.money[i] = world.ledger.money
        b, s = world.buyers, world.staff
        _count_buyers(
            world.today.day, b.region, b.state, b.registered, b.reached, b.observed_until, b.size, k, self.buyers[i],
            self.registered[i], self.reached[i], self.observed[i],
        )  # fmt: skip
        self.patients[i] = world.market.patients
        _count_staff(
            s.role, s.status, s.region, s.first_offence, s.woman, s.age_band, s.charge, s.weight, s.size,
            self.staff[i], self.custody[i], self.prisoners[i],
        )  # fmt: skip
        shops, channels, laboratories, groups = world.shops, world.channels, world.laboratories, world.groups
        self.groups[i], self.laboratories_abroad[i] = _count_states(
            world.shop_weight, shops.status, shops.region, shops.size, channels.kind, channels.status, channels.size,
            laboratories.size_class, laboratories.status, laboratories.size, groups.status, groups.size, self.shops[i],
            self.shops_abroad[i], self.channels[i], self.laboratories[i],
        )  # fmt: skip
        self.prices[i, 0], self.prices[i, 1] = world.market.retail_price, world.market.wholesale_price
        self.wage[i] = world.market.mean_wage
        self.largest_share[i] = _largest_share(shops.status, shops.demand, shops.size)
        levers, heads = world.levers, world.officers.heads()
        self.officers[i] = (np.stack((levers.capacity, tally.paid_capacity))[:, :, None] * heads).sum(axis=1)
        self.places[i] = (np.stack((levers.places(), tally.paid_places)) * self.first_places).sum(axis=1)
        self.outreach[i, 0], self.outreach[i, 1] = levers.outreach, tally.paid_outreach

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

    def prisoners_of(self, kind: Prisoner) -> NDArray[np.int64]:
        """Return the people of the trade in prison of one kind in the evening, shape (day, region)."""
        persons: NDArray[np.int64] = self.prisoners[: self.size, kind]
        return persons

    def awaiting_verdict(self) -> NDArray[np.int64]:
        """Return the people of the trade and buyers in custody in the evening, shape (day, region)."""
        persons: NDArray[np.int64] = self.used("custody") + self.persons(BuyerState.DETAINED)
        return persons

    def at_work(self, *roles: Role) -> NDArray[np.int64]:
        """Return the active staff in these roles in the evening, shape (day,)."""
        persons: NDArray[np.int64] = self.staff[: self.size, roles, StaffStatus.ACTIVE].sum(axis=1)
        return persons

    def unit_cost(self, name: str, bound: Bound = Bound.VALUE) -> float:
        """Return what one detention, prison day or the like costs, KZT."""
        return float(self.unit_costs[UNIT_COSTS.index(name), bound])

    def price(self, product: str, wholesale: bool = False) -> NDArray[np.float64]:
        """Return the price of one gram, KZT, shape (day,); NaN for a product that the run does not have."""
        if product not in self.products:
            return np.full(self.size, np.nan)
        return self.prices[: self.size, int(wholesale), self.products.index(product)]
