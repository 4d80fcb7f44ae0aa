"""Consignments are checked on their way."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import MG_PER_KG
from marketsim.rules.rule import Rule
from marketsim.world.capacity import capacity, corrupt_share
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow
from marketsim.world.states import Agency, ConsignmentStatus, Origin, Unit
from marketsim.world.world import World

CHECK = decision("customs.check")


@kernel
def _find(
    seed, day, equipment, intelligence, large, precursor, precursor_factor, inland, outward_factor, uid, status,
    material, mg, route, origin, outward, arrives_on, size,
):  # fmt: skip
    """Return the loads found among those that arrive tomorrow."""
    found = 0
    rows = np.empty(size, np.int64)
    for row in range(size):
        if status[row] != ConsignmentStatus.TRAVELLING or arrives_on[row] != day + 1:
            continue
        hazard = equipment[route[row]] + intelligence * mg[row] / (mg[row] + large)
        if material[row] == precursor:
            hazard *= precursor_factor
        if outward[row]:
            hazard *= outward_factor
        elif origin[row] == Origin.HOME:
            hazard *= inland
        word, _, _, _ = draw(seed, uid[row], day, CHECK, 0)
        if happens(word, hazard):
            rows[found] = row
            found += 1
    return rows[:found]


class CustomsCheck(Rule):
    """Border officers find loads by equipment, and large ones by human intelligence.

    Who     consignments that arrive tomorrow, so that each is checked once
    When    after laboratory_raid
    Chance  1 - exp(-officers * (equipment by route + intelligence * mg / (mg + large))); less for precursors, which
            look like other freight while their circulation is free, for loads between cities, and for those that
            leave the country; a corrupt officer lets it pass
    Reads   consignments; levers.capacity, corruption, precursor_liability
    Writes  consignments.status
    Source  defaults: seized at the border and in transit 6, 20, 40, 130, 50, 40 kg in 2018-2023 of about a tonne
    """

    equipment: tuple[float, ...] = param(
        (1.5e-4, 1.3e-4),
        unit="1 / (officer * load)",
        low=0,
        high=0.1,
        grade=Grade.CALIBRATED,
        source="defaults: border and transit, 2018",
    )
    """Level: hazard of a load by post and by road that one officer with equipment finds it, in 2017."""
    intelligence: float = param(
        2.2e-4,
        unit="1 / (officer * load)",
        low=0,
        high=0.1,
        grade=Grade.CALIBRATED,
        source="defaults: one large load makes the year 2021",
    )
    """Hazard added for a very large load."""
    large: float = param(
        20.0, unit="kg", low=0.01, high=10_000, grade=Grade.ASSUMED, source="a load that takes several people"
    )
    """Load at which half of the intelligence is had."""
    growth: float = param(
        6.0, unit="factor", low=0.1, high=200, grade=Grade.CALIBRATED, source="defaults: border and transit, 2018-2023"
    )
    """Growth: hazard in the long run relative to 2017."""
    precursor_factor: float = param(
        0.3, unit="factor", low=0, high=10, grade=Grade.ASSUMED, source="precursors pass as industrial chemicals"
    )
    """Hazard of a load of precursor relative to one of product; full liability for circulation makes them equal."""
    inland: float = param(
        0.05, unit="factor", low=0, high=10, grade=Grade.ASSUMED, source="road posts see one vehicle in many; defaults"
    )
    """Hazard of a load between cities relative to one from abroad."""
    outward: float = param(
        0.005,
        unit="factor",
        low=0,
        high=10,
        grade=Grade.ASSUMED,
        source="defaults: tens of kg found on the way in years with tonnes exported; officers look at what comes in",
    )
    """Hazard of a load that leaves the country relative to one that comes in."""

    def __call__(self, world: World) -> None:
        """Check the loads that arrive tomorrow."""
        loads = world.consignments
        if not loads.size:
            return
        officers = capacity(world, Unit.BORDER, self.growth)
        liability = world.levers.precursor_liability
        rows = _find(
            world.seed, world.today.day, np.array(self.equipment) * officers, self.intelligence * officers,
            self.large * MG_PER_KG, world.precursor, self.precursor_factor * (1.0 - liability) + liability,
            self.inland, self.outward, loads.uid, loads.status, loads.material, loads.mg, loads.route, loads.origin,
            loads.outward, loads.arrives_on, loads.size,
        )  # fmt: skip
        for row in rows:
            _, bought, _, _ = draw(world.seed, loads.uid[row], world.today.day, CHECK, 0)
            if unit(bought) >= corrupt_share(world, Unit.BORDER, Agency.CUSTOMS):
                loads.status[row] = ConsignmentStatus.SEIZED
                flow = MassFlow.SEIZED_TRANSIT if loads.origin[row] == Origin.HOME else MassFlow.SEIZED_BORDER
                world.ledger.mass[flow, loads.material[row]] += loads.mg[row]
                world.tally.counts[Count.CONSIGNMENTS_SEIZED, loads.region[row]] += 1
