"""Laboratories move to a neighbouring country when it gets too hot at home, and back when it does not pay."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR, MG_PER_G
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow
from marketsim.world.states import GroupStatus, LaboratoryStatus
from marketsim.world.world import World

DECISION = decision("laboratory.relocation")


@kernel
def _relocate(
    seed, today, size, uid, status, region, size_class, product, precursor_yield, precursor_stock, product_stock,
    export_stock, group, purchases, group_status, risk_pressure, extra_cost, margin, moving, returning, movable,
    places, carried, moved, returned, decision,
):  # fmt: skip
    """Move laboratories out and back; `carried` gets the mass taken along by material, the counts are by region."""
    precursor = carried.size - 1
    abroad = 0
    for row in range(size):
        abroad += status[row] == LaboratoryStatus.ABROAD
    room = max(0.0, 1.0 - abroad / places)
    for row in range(size):
        if status[row] != LaboratoryStatus.OPEN and status[row] != LaboratoryStatus.ABROAD:
            continue
        kind = size_class[row]
        pressure = risk_pressure[kind] + min(1.0, extra_cost / precursor_yield[row] / margin)
        word, back, _, _ = draw(seed, uid[row], today, decision, 0)
        if status[row] == LaboratoryStatus.ABROAD:
            if happens(back, returning * max(0.0, 1.0 - pressure)):
                status[row] = LaboratoryStatus.OPEN
                returned[region[row]] += 1
            continue
        runs = group[row] >= 0 and group_status[group[row]] == GroupStatus.ACTIVE
        if runs and happens(word, moving * movable[kind] * pressure * room):
            status[row] = LaboratoryStatus.ABROAD
            carried[product[row]] += product_stock[row]
            carried[precursor] += precursor_stock[row]
            product_stock[row] = 0
            export_stock[row] = 0
            precursor_stock[row] = 0
            purchases[row] = 0.0
            moved[region[row]] += 1


class LaboratoryRelocation(Rule):
    """A group moves a laboratory to a neighbouring country, or back home.

    Who     every open laboratory of an active group; every laboratory that moved abroad before
    When    after laboratory_closing
    Chance  1 - exp(-hazard): `moving` x pressure x room abroad; back with `returning` x what pressure lacks to 1.
            Pressure is raids at home beyond those to expect abroad, by class, times `risk_weight`, plus what precursor
            costs more at home than abroad, a gram of product, over what makers want above cost, of
            which they cannot lose more than all
    Reads   laboratories; groups.status; market.laboratory_risk, market.precursor_cost, market.makers_margin
    Writes  laboratories.status, stocks, purchases; books of loss by closure; counts
    Source  displacement across borders under pressure at home (the balloon effect: Windle and Farrell 2012); limited
            because premises and people must be found there; numbers assumed
    """

    risk_abroad: tuple[float, ...] = param(
        (0.2, 0.5, 0.8),
        unit="raids / (laboratory * year)",
        low=0,
        high=100,
        grade=Grade.ASSUMED,
        source="somewhat below the hazards at home in 2023 (defaults): few such cases are known there",
    )
    """Raids that a group expects abroad, by class."""
    risk_weight: float = param(
        0.5, unit="laboratory * year / raid", low=0, high=100, grade=Grade.ASSUMED, source="two raids more weigh as one"
    )
    """Pressure from one raid a year more at home than abroad."""
    moving: float = param(
        2.5, unit="1 / year", low=0, high=100, grade=Grade.ASSUMED, source="a move takes months to prepare"
    )
    """Hazard of moving at a pressure of 1 with all places abroad free."""
    returning: float = param(
        0.3, unit="1 / year", low=0, high=100, grade=Grade.ASSUMED, source="whoever has settled stays for years"
    )
    """Hazard of coming back without any pressure."""
    movable: tuple[float, ...] = param(
        (0.05, 0.5, 1.0), unit="share", low=0, high=1, grade=Grade.ASSUMED, source="kitchens are somebody's home"
    )
    """Moving of a kitchen, medium and industrial laboratory relative to the most mobile."""
    places: float = param(
        40.0, unit="laboratories", low=1, high=10_000, grade=Grade.ASSUMED, source="about a quarter of those at home"
    )
    """Laboratories from here that neighbouring countries have room for."""

    def __call__(self, world: World) -> None:
        """Let laboratories move."""
        laboratories, market = world.laboratories, world.market
        if not laboratories.size:
            return
        risk = self.risk_weight * np.maximum(0.0, market.laboratory_risk - np.array(self.risk_abroad))
        usual = market.precursor_price * world.levers.precursor_price
        extra = max(0.0, market.precursor_cost - usual) / MG_PER_G
        carried = np.zeros(world.precursor + 1, np.int64)
        _relocate(
            world.seed, world.today.day, laboratories.size, laboratories.uid, laboratories.status, laboratories.region,
            laboratories.size_class, laboratories.product, laboratories.precursor_yield, laboratories.precursor_stock,
            laboratories.product_stock, laboratories.export_stock, laboratories.group, laboratories.purchases,
            world.groups.status, risk, extra, market.makers_margin, self.moving / DAYS_PER_YEAR,
            self.returning / DAYS_PER_YEAR, np.array(self.movable), self.places, carried,
            world.tally.counts[Count.LABORATORIES_MOVED_ABROAD], world.tally.counts[Count.LABORATORIES_RETURNED],
            DECISION,
        )  # fmt: skip
        world.ledger.mass[MassFlow.LOST_CLOSURE] += carried
