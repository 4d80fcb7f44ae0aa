"""Laboratories open: by people who learnt how, by groups that expand for export, by producers who move here."""

import math

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, happens, normal, pick, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_MONTH, DAYS_PER_YEAR, MG_PER_G, MG_PER_KG
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.founding import active_groups, choose_group, found_group
from marketsim.world.ledger import MoneyFlow
from marketsim.world.states import GroupKind, GroupStatus, LaboratoryClass, LaboratoryStatus
from marketsim.world.world import World

DECISION = decision("laboratory.opening")
TRAITS = decision("laboratory.opening.traits")
EQUIPMENT = decision("laboratory.opening.equipment")
GROUP = decision("laboratory.opening.group")
LOCAL, RELOCATED, EXPANSION = 0, 1, 2
"""Why a laboratory opens: column 0 of the openings."""


@kernel
def _decide(
    seed, today, population, local, relocated, size, uid, status, export_share, product, cost, precursor_yield,
    expansion, foreign_stock, price_abroad, precursor_cost, openings, decision,
):  # fmt: skip
    """Write today's openings as rows (cause, region or parent laboratory); return their number."""
    count = 0
    total = population.sum()
    for region in range(population.size):
        a, b, _, _ = draw(seed, region + 1, today, decision, 0)
        for word, hazard, cause in ((a, local, LOCAL), (b, relocated, RELOCATED)):
            if happens(word, hazard * population[region] / total):
                openings[count, 0] = cause
                openings[count, 1] = region
                count += 1
    for row in range(size):
        if status[row] != LaboratoryStatus.OPEN or export_share[row] < 0.5:
            continue
        p = product[row]
        if price_abroad[p] <= cost[row] + precursor_cost / precursor_yield[row]:
            continue
        unmet = max(0.0, 1.0 - foreign_stock[p])
        if happens(draw(seed, uid[row], today, decision, 0)[0], expansion * unmet):
            openings[count, 0] = EXPANSION
            openings[count, 1] = row
            count += 1
    return count


class LaboratoryOpening(Rule):
    """Laboratories open where making pays, by people who know how.

    Who     people at home (by region), producers who move here, and groups with a laboratory for export
    When    after laboratory_cooking
    Chance  1 - exp(-hazard): at home `openings` x know-how x margin over `margin`; producers abroad at
            levers.relocating_laboratories a year; expansion with the share of foreign demand that nobody serves,
            while the price abroad is above the cost of the laboratory there is;
            who wants to set up at home is stopped with the share of equipment sales that are checked; which group,
            all alike, goes by the pair of laboratory and group
    Reads   market.wholesale_price, market.precursor_cost, market.foreign_stock, foreign_price; laboratories;
            groups;
            levers.relocating_laboratories, levers.equipment_control
    Writes  laboratories, groups; market.know_how; books of production and invested; counts
    Source  entry follows margin and know-how (docs/odd.md); logistic diffusion of a skill (Griliches 1957);
            numbers fitted to labs-2019 to labs-2023
    """

    openings: float = param(
        215.0, unit="laboratories / year", low=0, high=5_000, grade=Grade.CALIBRATED, source="labs-2021, labs-2023"
    )
    """Openings at home once everybody who would knows how and the margin is `margin`."""
    margin: float = param(
        4_500.0, unit="KZT / g", low=100, high=100_000, grade=Grade.ASSUMED, source="first wholesale price less cost"
    )
    """Wholesale price less cost at which `openings` holds; the chance is proportional to it, at most double."""
    spread: float = param(
        1.6, unit="1 / year", low=0, high=10, grade=Grade.CALIBRATED, source="labs-2019, labs-2020, labs-2021"
    )
    """Growth of know-how among those who do not have it, by hearsay."""
    teaching: float = param(
        0.0005,
        unit="share / laboratory",
        low=0,
        high=0.1,
        grade=Grade.ASSUMED,
        source="some persons learn in each laboratory",
    )
    """Share of those who do not know how that one more laboratory teaches."""
    medium: tuple[float, ...] = param(
        (0.12, 0.08),
        unit="share",
        low=0,
        high=1,
        grade=Grade.CALIBRATED,
        source="defaults: laboratories found by class",
    )
    """Share of medium laboratories among openings at home: without know-how, and what full know-how adds."""
    industrial: tuple[float, ...] = param(
        (0.0, 0.015),
        unit="share",
        low=0,
        high=1,
        grade=Grade.CALIBRATED,
        source="defaults: laboratories found by class",
    )
    """The same for industrial ones."""
    relocated_medium: float = param(
        0.2, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="labs-big-2023h: mostly large"
    )
    """Share of medium laboratories among those that move here; the others are industrial."""
    expansion: float = param(
        1.0, unit="1 / year", low=0, high=20, grade=Grade.CALIBRATED, source="labs-2022, labs-2023, labs-big-2023h"
    )
    """Hazard that a group with a laboratory for export opens another, while no foreign demand is served."""
    export_share: float = param(
        0.96, unit="share", low=0, high=1, grade=Grade.CALIBRATED, source="defaults: 0.8 exported in 2022"
    )
    """Share of output that such a laboratory makes for other countries."""
    new_group: float = param(
        0.2, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="groups-2023: a third transnational"
    )
    """Share of producers moving here who come as a group of their own."""
    money: float = param(
        80_000_000.0,
        unit="KZT",
        low=0,
        high=1e10,
        grade=Grade.ASSUMED,
        source="two months of running an industrial laboratory",
    )
    """What a producer who moves here brings along."""
    output: tuple[float, ...] = param(
        (0.4, 4.0, 34.0),
        unit="kg / month",
        low=0,
        high=1_000,
        grade=Grade.BORROWED,
        source="defaults: means 0.5, 5 and 40 with the spread below",
    )
    """Median output of a kitchen, medium and industrial laboratory."""
    output_spread: float = param(
        0.6,
        unit="log standard deviation",
        low=0,
        high=3,
        grade=Grade.BORROWED,
        source="labstock-1, -2, -3: the largest of fifty holds 200 kg",
    )
    """How output scatters around the median of its class, log-normally."""
    precursor_yield: float = param(
        0.09,
        unit="kg product / kg precursor",
        low=0.06,
        high=0.12,
        grade=Grade.MEASURED,
        source="prec-yield-a, prec-yield-b",
    )
    """Product for each kilogram of precursor."""
    cost: tuple[float, ...] = param(
        (1_200.0, 800.0, 500.0),
        unit="KZT / g",
        low=1,
        high=50_000,
        grade=Grade.ASSUMED,
        source="wages, rent and losses; larger is cheaper",
    )
    """Cost of making beside the precursor, by class."""
    equipment: tuple[float, ...] = param(
        (500_000.0, 4_000_000.0, 30_000_000.0),
        unit="KZT",
        low=0,
        high=1e9,
        grade=Grade.ASSUMED,
        source="small beside a month of sales",
    )
    """Price of setting up, by class."""
    refused: tuple[float, ...] = param(
        (0.3, 0.7, 0.9),
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="a kitchen makes do with household goods, an industrial laboratory cannot",
    )
    """Chance that a checked buyer goes without and has to start anew, by class."""
    equipment_premium: float = param(
        1.0, unit="factor", low=0, high=20, grade=Grade.ASSUMED, source="equipment bought through others costs double"
    )
    """Rise of the price of setting up when all sales are checked."""

    def __call__(self, world: World) -> None:
        """Let know-how spread and laboratories open."""
        laboratories, market, levers = world.laboratories, world.market, world.levers
        weights = self._weights(world)
        local = self.openings * market.know_how * sum(weights) / DAYS_PER_YEAR
        market.know_how += self.spread / DAYS_PER_YEAR * market.know_how * (1.0 - market.know_how)
        openings = np.empty((2 * len(world.regions) + laboratories.size, 2), np.int64)
        count = _decide(
            world.seed, world.today.day, world.regions.population, local,
            levers.relocating_laboratories / DAYS_PER_YEAR, laboratories.size, laboratories.uid,
            laboratories.status, laboratories.export_share, laboratories.product, laboratories.cost,
            laboratories.precursor_yield, self.expansion / DAYS_PER_YEAR, market.foreign_stock, market.price_abroad(),
            market.precursor_cost / MG_PER_G, openings, DECISION,
        )  # fmt: skip
        for cause, origin in openings[:count].tolist():
            self._open(world, cause, origin, weights)

    def _weights(self, world: World) -> list[float]:
        """Return each product's pull: chance of being made at home x margin over the reference margin, at most 2."""
        market = world.market
        cost = self.cost[0] + market.precursor_cost / MG_PER_G / self.precursor_yield
        prices = market.wholesale_price.tolist()
        return [
            p.made_at_home * min(2.0, max(0.0, price - cost) / self.margin)
            for p, price in zip(world.products, prices, strict=True)
        ]

    def _open(self, world: World, cause: int, origin: int, weights: list[float]) -> None:
        """Open one laboratory, if there is a group to run it and anything worth making."""
        if sum(weights) <= 0.0:
            return
        laboratories, market, today = world.laboratories, world.market, world.today.day
        parent = laboratories.uid[origin] if cause == EXPANSION else np.uint64(origin + 1)
        uid = np.uint64(child_uid(parent, today, DECISION, cause))
        a, b, c, d = draw(world.seed, uid, today, TRAITS, 0)
        region = int(laboratories.region[origin]) if cause == EXPANSION else origin
        size_class = self._size_class(cause, unit(a), market.know_how)
        group = self._group(world, cause, origin, uid, region, size_class)
        if group < 0 or (cause != RELOCATED and self._is_stopped(world, uid, size_class)):
            return
        row = laboratories.append(1).start
        laboratories.uid[row] = uid
        laboratories.status[row] = LaboratoryStatus.OPEN
        laboratories.region[row] = region
        laboratories.size_class[row] = size_class
        laboratories.product[row] = pick(b, np.cumsum(weights))
        median = self.output[size_class] * MG_PER_KG / DAYS_PER_MONTH
        laboratories.output[row] = median * math.exp(self.output_spread * normal(c, d))
        laboratories.precursor_yield[row] = self.precursor_yield
        laboratories.cost[row] = self.cost[size_class]
        laboratories.export_share[row] = 0.0 if cause == LOCAL else self.export_share
        laboratories.group[row] = group
        laboratories.opened_on[row] = today
        market.know_how += self.teaching * (1.0 - market.know_how)
        world.tally.counts[Count.LABORATORIES_OPENED, region] += 1
        price = self.equipment[size_class] * (1.0 + self.equipment_premium * world.levers.equipment_control)
        paid = min(round(price), int(world.groups.money[group]) // 2)
        world.groups.money[group] -= paid
        world.ledger.money[MoneyFlow.PRODUCTION] += paid

    def _is_stopped(self, world: World, uid: np.uint64, size_class: LaboratoryClass) -> bool:
        """Tell whether a check of equipment sales stops somebody who wants to set up."""
        word, _, _, _ = draw(world.seed, uid, world.today.day, EQUIPMENT, 0)
        return bool(unit(word) < self.refused[size_class] * world.levers.equipment_control)

    def _size_class(self, cause: int, chance: float, know_how: float) -> LaboratoryClass:
        medium, industrial = self.relocated_medium, 1.0 - self.relocated_medium
        if cause == LOCAL:
            medium = self.medium[0] + self.medium[1] * know_how
            industrial = self.industrial[0] + self.industrial[1] * know_how
        if chance < industrial:
            return LaboratoryClass.INDUSTRIAL
        return LaboratoryClass.MEDIUM if chance < industrial + medium else LaboratoryClass.KITCHEN

    def _group(
        self, world: World, cause: int, origin: int, uid: np.uint64, region: int, size_class: LaboratoryClass
    ) -> int:
        """Return the row of the group that runs a new laboratory, -1 if there is none."""
        if cause == EXPANSION:
            owner = int(world.laboratories.group[origin])
            return owner if world.groups.status[owner] == GroupStatus.ACTIVE else -1
        own, _, _, _ = draw(world.seed, uid, world.today.day, TRAITS, 2)
        if cause == RELOCATED and unit(own) < self.new_group:
            return found_group(world, uid, 0, GroupKind.TRANSNATIONAL, region, round(self.money))
        transnational = cause == RELOCATED or size_class == LaboratoryClass.INDUSTRIAL
        candidates = active_groups(world, GroupKind.TRANSNATIONAL if transnational else None)
        group = choose_group(world, uid, candidates, GROUP)
        if cause == RELOCATED and group >= 0:
            world.groups.money[group] += round(self.money)
            world.ledger.money[MoneyFlow.INVESTED] += round(self.money)
        return group
