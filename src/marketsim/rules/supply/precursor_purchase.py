"""Laboratories and their groups buy precursor, at home or from abroad."""

import math

import numpy as np

from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, exponential
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_MONTH, DAYS_PER_YEAR, MG_PER_T
from marketsim.rules.rule import Rule
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.precursor_orders import INTERVAL, order_precursor, precursor_under_way
from marketsim.world.states import ConsignmentStatus, Origin, Route
from marketsim.world.world import World

DECISION = decision("precursor.purchase")
QUEUE = decision("precursor.purchase.queue")


class PrecursorPurchase(Rule):
    """A laboratory fetches precursor from its group's depot and buys what lacks, for itself and for the depot.

    Who     every open laboratory of an active group, every 30 days and whenever it has none left; it lacks no more what
            is under way to it, and while it waits for a load that it sent for it orders on its own day alone. At home
            it asks once between two of its days, whatever sellers let go. Who of a group pays first goes by draws
    When    first in the stage of supply
    Chance  smuggled with odds that follow what a kilogram costs at home and abroad, all told: price, what inspectors
            and customs take, what sellers will not sell, fear of being traced; who would send abroad finds a way across
            with the share to which borders are open, else buys at home: one draw from one of its days to the next,
            so that a need which lasts finds no way by being asked again; a purchase at home is seized with the share of
            purchases that inspectors stop
    Reads   laboratories, groups, consignments under way; market.precursor_price, market.precursor_loss;
            levers.precursor_liability, precursor_price, purchase_inspection, purchase_tracing, border_openness
    Writes  laboratories.precursor_stock, purchases, asked_on, bought_on, stopped, due_on;
            groups.precursor_stock, groups.money; consignments; market.precursor_cost, precursor_wanted, precursor_days;
            books of bought, imported, seized, precursors
    Source  only smuggling is punished until 2024 (law-precursor); stocks from defaults (ingredients a raid) and
            groups-stock; displacement to smuggling (McKetin et al. 2011, P15)
    """

    laboratory_months: tuple[float, ...] = param(
        (3.6, 2.7, 1.5),
        unit="months of use",
        low=0,
        high=24,
        grade=Grade.BORROWED,
        source="defaults: ingredients per raid over monthly use",
    )
    """Stock that a kitchen, medium and industrial laboratory wants to hold."""
    depot_months: tuple[float, ...] = param(
        (0.0, 0.0, 4.4),
        unit="months of use",
        low=0,
        high=24,
        grade=Grade.BORROWED,
        source="defaults: most of 2.6 t a raid lies in depots; groups-stock",
    )
    """Stock that a group wants to hold in a depot for each laboratory of the class nearby."""
    spend: float = param(
        0.5,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="a purchase leaves money for running the laboratories",
    )
    """Most of a group's money that goes into one purchase."""
    liability_premium: float = param(
        3.0, unit="factor", low=0, high=50, grade=Grade.ASSUMED, source="sellers want to be paid for a crime"
    )
    """Rise of the price at home under full liability, relative to the usual price."""
    smuggled: float = param(
        0.02, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no reason to smuggle what is sold freely"
    )
    """Share of purchases made abroad while circulation at home is free."""
    substitution: float = param(
        3.0,
        unit="exponent",
        low=0,
        high=50,
        grade=Grade.ASSUMED,
        source="P15: with four times the cost at home about half comes from abroad",
    )
    """How the odds of smuggling follow what a kilogram costs at home relative to abroad."""
    smuggling_factor: float = param(
        1.3, unit="factor", low=1, high=20, grade=Grade.ASSUMED, source="risk and transport of a road load"
    )
    """Price of smuggled precursor relative to the usual price at home."""
    home_supply: float = param(
        1_000.0,
        unit="t / year",
        low=0,
        high=1e6,
        grade=Grade.ASSUMED,
        source="several times what laboratories used and lost in 2023 (defaults): industry trades far more",
    )
    """What sellers at home would let go without asking while circulation is free."""
    left_under_liability: float = param(
        0.02,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="sellers with a firm to lose stop; stolen and old stocks remain",
    )
    """Share of it that is left under full liability."""
    fear: float = param(
        2.0, unit="factor", low=0, high=100, grade=Grade.ASSUMED, source="a traced purchase can cost the laboratory"
    )
    """Cost of having every purchase at home traced, relative to its price."""
    named: float = param(
        0.1, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="sellers under suspicion name some buyers"
    )
    """Share of purchases at home whose buyer sellers name to the police under full liability."""
    travel_days: float = param(
        10.0, unit="days", low=1, high=120, grade=Grade.ASSUMED, source="road from neighbouring countries"
    )
    """Mean travel of a smuggled load."""
    window: float = param(60.0, unit="days", low=1, high=720, grade=Grade.ASSUMED, source="two rounds of purchases")
    """Time over which a laboratory's purchases are noticeable."""

    def __call__(self, world: World) -> None:
        """Note what precursor costs today and stock up the laboratories whose day it is."""
        laboratories, groups, market = world.laboratories, world.groups, world.market
        market.precursor_named = self.named * world.levers.precursor_liability
        ration = self.ration(world)
        smuggled = self.smuggled_share(world, ration)
        market.precursor_cost = self.cost(world, ration, smuggled)
        market.precursor_days[:] = DAYS_PER_MONTH * np.array((self.laboratory_months, self.depot_months))
        if not laboratories.size:
            return
        price, price_abroad = self.prices(world)
        booked = np.zeros(4, np.int64)
        orders = np.empty((laboratories.size, 2), np.int64)
        count = order_precursor(
            world.seed, world.today.day, laboratories.size, laboratories.uid, laboratories.status, laboratories.region,
            laboratories.size_class, laboratories.output, laboratories.precursor_yield, laboratories.precursor_stock,
            laboratories.group, laboratories.purchases, laboratories.asked_on, laboratories.bought_on,
            laboratories.stopped, laboratories.due_on, groups.status, groups.precursor_stock, groups.money,
            precursor_under_way(world), market.precursor_days[0], market.precursor_days[1], price, price_abroad,
            smuggled, ration, world.levers.purchase_inspection, self.spend, self.window, orders, booked, DECISION,
            QUEUE,
        )  # fmt: skip
        world.ledger.mass[MassFlow.BOUGHT, world.precursor] += booked[0]
        world.ledger.mass[MassFlow.SEIZED_TRANSIT, world.precursor] += booked[1]
        world.ledger.money[MoneyFlow.PRECURSORS] += booked[2]
        market.precursor_wanted += (booked[3] - market.precursor_wanted) / INTERVAL
        for row, mg in orders[:count].tolist():
            self._send(world, row, mg)

    def prices(self, world: World) -> tuple[float, float]:
        """Return what a kilogram costs at home and abroad, KZT, before anything is seized."""
        usual = world.market.precursor_price * world.levers.precursor_price
        at_home = usual * (1.0 + self.liability_premium * world.levers.precursor_liability)
        return at_home, usual * self.smuggling_factor

    def cost(self, world: World, ration: float, smuggled: float) -> float:
        """Return what is paid for a kilogram that arrives, KZT: all purchases over what neither side seizes of them.

        Of the purchases at home the ration is let go, and inspectors seize a share of it; of the `smuggled` share of
        purchases customs find a part. Infinite where nothing arrives.
        """
        at_home, abroad = self.prices(world)
        let_go = (1.0 - smuggled) * ration
        arrives = let_go * (1.0 - world.levers.purchase_inspection) + smuggled * (1.0 - world.market.precursor_loss)
        return (let_go * at_home + smuggled * abroad) / arrives if arrives > 0.0 else math.inf

    def ration(self, world: World) -> float:
        """Return the share of what laboratories want at home that sellers let go."""
        left = 1.0 - (1.0 - self.left_under_liability) * world.levers.precursor_liability
        supply = self.home_supply * MG_PER_T / DAYS_PER_YEAR * left
        return min(1.0, supply / max(world.market.precursor_wanted, 1.0))

    def smuggled_share(self, world: World, ration: float) -> float:
        """Return the chance that a purchase is made abroad.

        Closed borders act here and nowhere else: of those who would send abroad the share finds a way across to which
        borders are open; the others buy at home.
        """
        levers = world.levers
        reached = ration * (1.0 - levers.purchase_inspection)
        if self.smuggled in (0.0, 1.0) or reached <= 0.0:
            return 0.0 if self.smuggled == 0.0 else levers.border_openness
        traced = world.market.traced_share(levers.purchase_tracing)
        dearer = 1.0 + self.liability_premium * levers.precursor_liability + self.fear * traced
        relative = dearer / reached * (1.0 - world.market.precursor_loss)
        odds = self.smuggled / (1.0 - self.smuggled) * relative**self.substitution
        return levers.border_openness * odds / (1.0 + odds)

    def _send(self, world: World, laboratory: int, mg: int) -> None:
        """Put a smuggled load on the road to the depot next to a laboratory."""
        consignments, today = world.consignments, world.today.day
        row = consignments.append(1).start
        uid = np.uint64(child_uid(world.laboratories.uid[laboratory], today, DECISION, 0))
        consignments.uid[row] = uid
        consignments.status[row] = ConsignmentStatus.TRAVELLING
        consignments.material[row] = world.precursor
        consignments.mg[row] = mg
        consignments.route[row] = Route.ROAD
        consignments.origin[row] = Origin.NEIGHBOUR
        consignments.group[row] = world.laboratories.group[laboratory]
        consignments.region[row] = world.laboratories.region[laboratory]
        wait = exponential(draw(world.seed, uid, today, DECISION, 2)[0]) * (self.travel_days - 1.0)
        consignments.arrives_on[row] = world.laboratories.due_on[laboratory] = today + 2 + int(wait)
        world.ledger.mass[MassFlow.IMPORTED, world.precursor] += mg
        world.tally.from_neighbours_mg[world.precursor] += mg
