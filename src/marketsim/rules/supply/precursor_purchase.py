"""Laboratories and their groups buy precursor, at home or from abroad."""

import math

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, exponential, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_MONTH, DAYS_PER_YEAR, MG_PER_KG, MG_PER_T
from marketsim.rules.rule import Rule
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import ConsignmentStatus, GroupStatus, LaboratoryStatus, Origin, Route
from marketsim.world.world import World

DECISION = decision("precursor.purchase")
INTERVAL = 30
"""Days between two purchases of a laboratory; which day is its own follows from its uid."""


@kernel
def _expect(
    today, size, status, region, size_class, output, precursor_yield, stock, due_on, group, laboratory_days, depot_days,
    coming, targets, promised,
):  # fmt: skip
    """Add up what each depot (group, region) should hold for its laboratories in `targets`, mg.

    `promised` gets what is under way for each laboratory that waits for a load, which leaves `coming`.
    """
    for row in range(size):
        if status[row] == LaboratoryStatus.OPEN and group[row] >= 0:
            g, r, use = group[row], region[row], output[row] / precursor_yield[row]
            targets[g, r] += depot_days[size_class[row]] * use
            if due_on[row] >= today:
                wish = int(laboratory_days[size_class[row]] * use) - stock[row]
                promised[row] = max(0, min(wish, coming[g, r]))
                coming[g, r] -= promised[row]


@kernel
def _take(mg, row, place, stock):
    """Take up to so much from a place of a stock and return it."""
    taken = min(mg, stock[row, place])
    stock[row, place] -= taken
    return taken


@kernel
def _buy(
    seed, today, size, uid, status, region, size_class, output, precursor_yield, stock, group, purchases, bought_on,
    stopped, due_on, group_status, depot, money, coming, laboratory_days, depot_days, price, price_abroad, smuggled,
    ration, inspection, spend, window, orders, booked, decision,
):  # fmt: skip
    """Stock up the laboratories whose day it is; return the number of smuggled loads written to `orders`.

    `orders` gets rows (laboratory, mg); `booked` gets bought mg, seized mg, paid KZT and mg wanted at home.
    """
    targets, promised, count = np.zeros(depot.shape), np.zeros(size, np.int64), 0
    _expect(
        today, size, status, region, size_class, output, precursor_yield, stock, due_on, group, laboratory_days,
        depot_days, coming, targets, promised,
    )  # fmt: skip
    for row in range(size):
        purchases[row] -= purchases[row] / window
        g, r = group[row], region[row]
        if status[row] != LaboratoryStatus.OPEN or g < 0 or group_status[g] != GroupStatus.ACTIVE:
            continue
        its_day = (today + int(uid[row] % np.uint64(INTERVAL))) % INTERVAL == 0
        if not its_day and stock[row] * precursor_yield[row] >= 1.0:  # Less makes no milligram.
            continue
        use = output[row] / precursor_yield[row]
        wish = max(0, int(laboratory_days[size_class[row]] * use) - stock[row])
        carried = _take(wish, g, r, depot)
        stock[row] += carried
        if due_on[row] >= today and not its_day:
            continue
        coming[g, r] += promised[row]
        lack = wish - carried - _take(wish - carried, g, r, coming)
        reserve = depot_days[size_class[row]] * use
        reserve = min(reserve, max(0.0, targets[g, r] - depot[g, r] - coming[g, r]))
        from_abroad = unit(draw(seed, uid[row], today, decision, 0)[0]) < smuggled
        asked = price_abroad if from_abroad else price
        total = min(lack + reserve, spend * money[g] / asked * MG_PER_KG)
        if total <= 0.0:
            continue
        mg = int(total if from_abroad else total * ration)
        paid = int(mg * asked / MG_PER_KG)
        if from_abroad and mg > 0:
            orders[count, 0] = row
            orders[count, 1] = mg
            count += 1
        elif not from_abroad:
            booked[0] += mg
            booked[3] += int(total)
            purchases[row] += mg / window
            bought_on[row] = today
            stopped[row] = unit(draw(seed, uid[row], today, decision, 1)[0]) < inspection
            if stopped[row]:
                booked[1] += mg
            else:
                stock[row] += min(mg, lack)
                depot[g, r] += mg - min(mg, lack)
        money[g] -= paid
        booked[2] += paid
    return count


class PrecursorPurchase(Rule):
    """A laboratory fetches precursor from its group's depot and buys what lacks, for itself and for the depot.

    Who     every open laboratory of an active group, every 30 days and whenever it has none left; it lacks no more what
            is under way to it, and while it waits for a load that it sent for it orders on its own day alone
    When    first in the stage of supply
    Chance  smuggled with odds that follow what a kilogram costs at home and abroad, all told: price, what inspectors
            and customs take, what sellers will not sell, fear of being traced; who would send abroad finds a way across
            with the share to which borders are open, else buys at home; a purchase at home is seized with the share of
            purchases that inspectors stop
    Reads   laboratories, groups, consignments under way; market.precursor_price, market.load_risk;
            levers.precursor_liability, precursor_price, purchase_inspection, purchase_tracing, border_openness
    Writes  laboratories.precursor_stock, purchases, bought_on, stopped, due_on; groups.precursor_stock, groups.money;
            consignments; market.precursor_cost, precursor_wanted; books of bought, imported, seized, precursors
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
    travel_days: float = param(
        10.0, unit="days", low=1, high=120, grade=Grade.ASSUMED, source="road from neighbouring countries"
    )
    """Mean travel of a smuggled load."""
    window: float = param(60.0, unit="days", low=1, high=720, grade=Grade.ASSUMED, source="two rounds of purchases")
    """Time over which a laboratory's purchases are noticeable."""

    def __call__(self, world: World) -> None:
        """Note what precursor costs today and stock up the laboratories whose day it is."""
        laboratories, groups, market = world.laboratories, world.groups, world.market
        ration = self.ration(world)
        smuggled = self.smuggled_share(world, ration)
        market.precursor_cost = self.cost(world, ration, smuggled)
        if not laboratories.size:
            return
        price, price_abroad = self.prices(world)
        booked = np.zeros(4, np.int64)
        orders = np.empty((laboratories.size, 2), np.int64)
        count = _buy(
            world.seed, world.today.day, laboratories.size, laboratories.uid, laboratories.status, laboratories.region,
            laboratories.size_class, laboratories.output, laboratories.precursor_yield, laboratories.precursor_stock,
            laboratories.group, laboratories.purchases, laboratories.bought_on, laboratories.stopped,
            laboratories.due_on, groups.status, groups.precursor_stock, groups.money, self._coming(world),
            DAYS_PER_MONTH * np.array(self.laboratory_months), DAYS_PER_MONTH * np.array(self.depot_months), price,
            price_abroad, smuggled, ration, world.levers.purchase_inspection, self.spend, self.window, orders, booked,
            DECISION,
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
        arrives = let_go * (1.0 - world.levers.purchase_inspection) + smuggled * (1.0 - self._lost(world))
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
        dearer = 1.0 + self.liability_premium * levers.precursor_liability + self.fear * levers.purchase_tracing
        relative = dearer / reached * (1.0 - self._lost(world))
        odds = self.smuggled / (1.0 - self.smuggled) * relative**self.substitution
        return levers.border_openness * odds / (1.0 + odds)

    @staticmethod
    def _lost(world: World) -> float:
        """Return the share of loads by road that the trade knows to be lost."""
        return float(world.market.load_risk[Route.ROAD] @ world.regions.gateways[Route.ROAD])

    @staticmethod
    def _coming(world: World) -> NDArray[np.int64]:
        """Add up precursor under way, mg, int64, shape (groups' capacity, region)."""
        loads, coming = world.consignments, np.zeros(world.groups.precursor_stock.shape, np.int64)
        sent = (loads.used("status") == ConsignmentStatus.TRAVELLING) & (loads.used("material") == world.precursor)
        np.add.at(coming, (loads.used("group")[sent], loads.used("region")[sent]), loads.used("mg")[sent])
        return coming

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
