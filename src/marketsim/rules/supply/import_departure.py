"""Groups order product from abroad."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, exponential, happens, normal, pick
from marketsim.core.elementary import power
from marketsim.core.parameters import Grade, param
from marketsim.core.units import MG_PER_G, MG_PER_KG
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import ConsignmentStatus, GroupKind, GroupStatus, Origin, Route
from marketsim.world.world import World

DECISION = decision("import.departure")
TRAVEL = decision("import.departure.travel")


@kernel
def _wishes(offtake, cover, price, cost, markup, target, catching_up, openness, wishes):
    """Write what all groups together wish to order today, mg by product.

    The wish is the offtake, more while the cover falls short of the target, times the margin over the markup
    at which importing is fully worth it; at most double the offtake.
    """
    for product in range(offtake.size):
        worth = (price[product] / cost[product] - 1.0) / markup
        urge = 1.0 + (target - cover[product]) / catching_up
        wishes[product] = offtake[product] * openness * min(2.0, max(0.0, worth) * max(0.0, urge))


@kernel
def _order(
    seed, today, size, uid, status, kind, money, wishes, cost, road_share, reach, loads, spread, orders, decision
):  # fmt: skip
    """Share the wishes out over the groups; write loads (group, product, route, mg) and return their number."""
    total = 0.0
    for group in range(size):
        if status[group] == GroupStatus.ACTIVE:
            total += reach if kind[group] == GroupKind.TRANSNATIONAL else 1.0
    count = 0
    grow = np.exp(0.5 * spread * spread)
    for group in range(size):
        if status[group] != GroupStatus.ACTIVE:
            continue
        share = (reach if kind[group] == GroupKind.TRANSNATIONAL else 1.0) / total
        free = money[group]
        for product in range(wishes.size):
            a, b, c, d = draw(seed, uid[group], today, decision, product)
            for word, route in ((a, Route.POST), (b, Route.ROAD)):
                by_route = road_share[kind[group]] if route == Route.ROAD else 1.0 - road_share[kind[group]]
                if not happens(word, wishes[product] * share * by_route / (loads[route] * grow)):
                    continue
                mg = int(min(loads[route] * np.exp(spread * normal(c, d)), 0.9 * free / cost[product] * MG_PER_G))
                if mg < 0.1 * loads[route]:
                    continue
                free -= int(mg * cost[product] / MG_PER_G)
                orders[count, 0] = group
                orders[count, 1] = product
                orders[count, 2] = route
                orders[count, 3] = mg
                count += 1
    return count


@kernel
def _arrange(seed, today, group_uid, ordinal, gateway, mean_days):
    """Return the uid of a load, the region where it comes in and the day."""
    uid = child_uid(group_uid, today, DECISION, ordinal)
    a, b, _, _ = draw(seed, uid, today, TRAVEL, 0)
    region = pick(a, np.cumsum(gateway) / gateway.sum())
    return uid, region, today + 2 + int(exponential(b) * (mean_days - 1.0))


class ImportDeparture(Rule):
    """A group sends for a load of product, by post or road.

    Who     every active group, for each product
    When    after the laboratories; imports are the marginal supply
    Chance  1 - exp(-hazard), the hazard being the group's part of the market's wish over the mean load
    Reads   market.offtake, market.cover, market.wholesale_price, market.load_risk; groups; levers.border_openness,
            levers.import_price
    Writes  consignments; groups.money; books of imported and imports; counts
    Source  importers react to margin and stock (assumed); routes from defaults (seized at the border and in transit);
            closed borders cut imports and make them dearer (covid-price-apvp, P03); after losses loads get smaller
            and spread over more routes and gateways (NarcoLogic, Magliocca et al. 2019; P11)
    """

    target: float = param(
        45.0,
        unit="days of offtake",
        low=1,
        high=365,
        grade=Grade.ASSUMED,
        source="a month in the depots, two weeks on the way",
    )
    """Depots and loads under way that importers wish for."""
    catching_up: float = param(
        20.0, unit="days", low=1, high=365, grade=Grade.ASSUMED, source="about the time of a delivery"
    )
    """Days of missing cover that double the orders."""
    markup: float = param(
        0.3, unit="share", low=0.01, high=5, grade=Grade.ASSUMED, source="first wholesale price over import price"
    )
    """Margin over the import price at which importers replace the whole offtake."""
    closure_premium: float = param(0.3, unit="share", low=0, high=10, grade=Grade.ASSUMED, source="covid-price-apvp")
    """Rise of the import price when borders are quite closed."""
    reach: float = param(3.0, unit="factor", low=0, high=100, grade=Grade.ASSUMED, source="contacts abroad")
    """Orders of a transnational group relative to a local one's."""
    road_share: tuple[float, ...] = param(
        (0.1, 0.6),
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="parcels for the small, loads for the large",
    )
    """Share of the mass that a local and a transnational group bring by road."""
    loads: tuple[float, ...] = param(
        (0.8, 6.0), unit="kg", low=0.01, high=1_000, grade=Grade.ASSUMED, source="a parcel; a hidden compartment"
    )
    """Median load by post and by road."""
    load_spread: float = param(
        0.7, unit="log standard deviation", low=0, high=3, grade=Grade.ASSUMED, source="heavy tail of seizures"
    )
    """How loads scatter around their median, log-normally."""
    tolerated: float = param(
        0.1, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="about the loss of 2023, still a cost of trade"
    )
    """Share of loads lost up to which nobody changes anything."""
    caution: float = param(
        8.0, unit="1 / share", low=0, high=100, grade=Grade.ASSUMED, source="P11: only the direction is known"
    )
    """How loads get smaller as more are lost: median over 1 + caution x share beyond what is tolerated."""
    spreading: float = param(
        4.0, unit="1 / share", low=0, high=100, grade=Grade.ASSUMED, source="P11: only the direction is known"
    )
    """How loads spread over gateways as more are lost: shares to the power 1 / (1 + spreading x share beyond)."""
    avoidance: float = param(
        4.0, unit="exponent", low=0, high=100, grade=Grade.ASSUMED, source="P11: only the direction is known"
    )
    """How a route or gateway is chosen less the more loads it lost lately."""
    travel_days: tuple[float, ...] = param(
        (14.0, 8.0), unit="days", low=2, high=120, grade=Grade.ASSUMED, source="foreign post; road from neighbours"
    )
    """Mean travel by post and by road."""

    def __call__(self, world: World) -> None:
        """Send today's loads."""
        market, groups, openness = world.market, world.groups, world.levers.border_openness
        gateways, kept, beyond = self._routes(world)
        cost = world.import_price * world.levers.import_price * (1.0 + self.closure_premium * (1.0 - openness))
        wishes = np.empty(cost.size)
        _wishes(
            market.offtake, market.cover, market.wholesale_price, cost, self.markup, self.target, self.catching_up,
            openness, wishes,
        )  # fmt: skip
        orders = np.empty((groups.size * cost.size * len(Route), 4), np.int64)
        count = _order(
            world.seed, world.today.day, groups.size, groups.uid, groups.status, groups.kind, groups.money, wishes,
            cost, self._road_share(kept), self.reach,
            np.array(self.loads) * MG_PER_KG / (1.0 + self.caution * beyond), self.load_spread, orders, DECISION,
        )  # fmt: skip
        for group, product, route, mg in orders[:count].tolist():
            self._send(world, group, product, route, mg, float(cost[product]), gateways[route])

    def _routes(self, world: World) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return gateways as groups choose them (route, region), the share of loads kept and that lost beyond bearing.

        The last two have shape (route,).
        """
        usual, lost = world.regions.gateways, world.market.load_risk
        mean = (usual * lost).sum(axis=1)
        beyond = np.maximum(0.0, mean - self.tolerated)
        worse = np.maximum(0.0, lost - np.maximum(mean, self.tolerated)[:, None])
        flatter = power(usual, 1.0 / (1.0 + self.spreading * beyond[:, None]))
        return flatter * power(1.0 - worse, self.avoidance), 1.0 - beyond, beyond

    def _road_share(self, kept: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the share by road of each kind of group, less where the road loses more than the post."""
        road = np.array(self.road_share) * kept[Route.ROAD] ** self.avoidance
        post = (1.0 - np.array(self.road_share)) * kept[Route.POST] ** self.avoidance
        return road / np.maximum(road + post, 1e-9)

    def _send(
        self, world: World, group: int, product: int, route: int, mg: int, cost: float, gateway: NDArray[np.float64]
    ) -> None:
        """Pay for a load and put it on its way."""
        consignments, today = world.consignments, world.today.day
        row = consignments.append(1).start
        ordinal = product * len(Route) + route
        uid, region, arrives_on = _arrange(
            world.seed, today, world.groups.uid[group], ordinal, gateway, self.travel_days[route]
        )  # fmt: skip
        consignments.uid[row] = uid
        consignments.status[row] = ConsignmentStatus.TRAVELLING
        consignments.material[row] = product
        consignments.mg[row] = mg
        consignments.route[row] = route
        consignments.origin[row] = Origin.NEIGHBOUR if route == Route.ROAD else Origin.OVERSEAS
        consignments.group[row] = group
        consignments.region[row] = region
        consignments.arrives_on[row] = arrives_on
        paid = int(mg * cost / MG_PER_G)
        world.groups.money[group] -= paid
        world.ledger.money[MoneyFlow.IMPORTS] += paid
        world.ledger.mass[MassFlow.IMPORTED, product] += mg
        world.tally.from_neighbours_mg[product] += mg if route == Route.ROAD else 0
        world.tally.counts[Count.CONSIGNMENTS_SENT, region] += 1
        world.tally.counts[Count.CONSIGNMENTS_FROM_ABROAD, region] += 1
