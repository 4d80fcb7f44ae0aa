"""Patrols go out: each officer takes a cell of the region and looks after it and its neighbours."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import all_words, draw, locate, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.capacity import target_pull
from marketsim.world.counts import Count
from marketsim.world.states import Agency, PatrolStrategy, Unit
from marketsim.world.world import World

PATROL = decision("patrol.movement")


@kernel
def _fade(heat_kept, recovery, heat, suitability, usual_suitability, patrol_hours):
    """Clear yesterday's hours; let heat fade and cells return to their usual suitability."""
    for cell in range(heat.size):
        patrol_hours[cell] = 0.0
        heat[cell] *= heat_kept
        suitability[cell] += recovery * (usual_suitability[cell] - suitability[cell])


@kernel
def _attraction(heat, background, of_region):
    """Return the running sum of heat plus background over each region's cells, shape as `of_region`."""
    running = np.empty(of_region.shape)
    for region in range(of_region.shape[0]):
        total = 0.0
        for i in range(of_region.shape[1]):
            total += heat[of_region[region, i]] + background
            running[region, i] = total
    return running


@kernel
def _spread(cell, hours, neighbour_share, height, cell_region, patrol_hours):
    """Give hours to a cell and its neighbours of the same region; what finds no neighbour stays in the cell."""
    left = hours
    part = hours * neighbour_share
    y = cell % height
    for up in (-1, 0, 1):
        if y + up < 0 or y + up >= height:
            continue
        for other in (cell + up - height, cell + up, cell + up + height):
            if other == cell or other < 0 or other >= patrol_hours.size or cell_region[other] != cell_region[cell]:
                continue
            patrol_hours[other] += part
            left -= part
    patrol_hours[cell] += left


@kernel
def _told(word, own, shares):
    """Return the strategy that an officer follows: what the policy says to a share of them, else the own one."""
    running = 0.0
    for strategy in range(shares.size):
        running += shares[strategy]
        if unit(word) < running:
            return strategy
    return own


@kernel
def _on_duty(works_in, agency, size, target_pull):
    """Return the rows of patrols, and of the laboratory officers of the police while targets may draw them out."""
    rows = np.empty(size, np.int32)
    count = 0
    for row in range(size):
        rows[count] = row
        drawn = (target_pull > 0.0) & (works_in[row] == Unit.LABORATORY) & (agency[row] == Agency.POLICE)
        count += (works_in[row] == Unit.PATROL) | drawn
    return rows[:count]


@kernel
def _patrol(
    seed, day, own_strategy, shares, target_pull, hours, laboratory_hours, neighbour_share, background, lowering,
    of_region, height, cell_region, uid, agency, works_in, region, cell, size, heat, suitability, patrol_hours,
):  # fmt: skip
    attraction = _attraction(heat, background, of_region)
    on_duty = _on_duty(works_in, agency, size, target_pull)
    words = np.empty((4, on_duty.size), np.uint32)
    all_words(seed, uid[on_duty], day, PATROL, np.zeros(on_duty.size, np.uint64), words)
    some_are_told = shares.sum() > 0.0
    for i in range(on_duty.size):
        row = on_duty[i]
        patrol = works_in[row] == Unit.PATROL
        where, pulled = words[0, i], words[1, i]
        if not patrol and unit(pulled) >= target_pull:
            continue
        strategy = int(own_strategy[row]) if patrol else PatrolStrategy.HOT_SPOT.value
        if patrol and some_are_told:
            strategy = _told(draw(seed, uid[row], 0, PATROL, 1)[0], strategy, shares)
        cells = of_region[region[row]]
        if strategy == PatrolStrategy.RANDOM and unit(pulled) >= target_pull:
            cell[row] = cells[int(unit(where) * cells.size)]
        else:
            cell[row] = cells[locate(where, attraction[region[row]])]
        if strategy == PatrolStrategy.PROBLEM_ORIENTED:
            suitability[cell[row]] *= 1.0 - lowering
        shift = hours if patrol else laboratory_hours
        _spread(cell[row], shift, neighbour_share, height, cell_region, patrol_hours)


@kernel
def _by_region(layer, of_region):
    """Return a layer's cells region by region, shape as `of_region`."""
    cells = np.empty(of_region.shape)
    for region in range(of_region.shape[0]):
        for i in range(of_region.shape[1]):
            cells[region, i] = layer[of_region[region, i]]
    return cells


class PatrolMovement(Rule):
    """Patrols take a cell each and spend their hours in it and around it.

    Who     officers on patrol, and laboratory officers of the police whom targets send to the street
    When    first of the police
    Chance  a random patrol takes each cell of its region alike; a hot-spot or problem-oriented one in proportion to
            heat plus a background; near the end of a quarter targets send a share of the random ones, and of the
            laboratory officers, to hot cells. A policy on strategy reaches the same officers every day
    Reads   officers.unit, agency, region, strategy; cells.heat; levers.capacity, patrol_strategy, performance_targets,
            target_days, public_use_hours
    Writes  officers.cell; cells.patrol_hours, heat (fades), suitability (problem-oriented patrols lower it)
    Source  Dray et al. 2008 (random, hot-spot and problem-oriented patrols)
    """

    hours: float = param(8.0, unit="hours / (officer * day)", low=0, high=24, grade=Grade.ASSUMED, source="one shift")
    """Level: hours of one officer's shift in 2017."""
    growth: float = param(
        2.5,
        unit="factor",
        low=0.1,
        high=20,
        grade=Grade.CALIBRATED,
        source="det-cour-2023 against defaults for 2021, less the part of the threshold",
    )
    """Growth: hours in the long run relative to 2017."""
    neighbour_share: float = param(
        0.08,
        unit="share / neighbour",
        low=0,
        high=0.125,
        grade=Grade.ASSUMED,
        source="a third of the shift in the cell itself, the rest around it",
    )
    """Part of a shift that a patrol spends in each of the cells around its own."""
    heat_fading: float = param(
        1 / 30, unit="share / day", low=0, high=1, grade=Grade.ASSUMED, source="maps of finds look back about a month"
    )
    """Share of a cell's heat that is forgotten in a day."""
    background: float = param(
        0.01,
        unit="arrests / cell",
        low=1e-9,
        high=10,
        grade=Grade.ASSUMED,
        source="a region without finds is patrolled evenly",
    )
    """What a cell without finds counts for beside heat."""
    lowering: float = param(
        0.05,
        unit="share / (officer * day)",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="lighting, cameras and clearing take about three weeks of one officer",
    )
    """Share of a cell's suitability that a day's problem-oriented work removes."""
    recovery: float = param(1 / 180, unit="share / day", low=0, high=1, grade=Grade.ASSUMED, source="half a year")
    """Share of the lost suitability that returns in a day."""

    def __call__(self, world: World) -> None:
        """Send every patrol out."""
        cells, officers, levers, today = world.cells, world.officers, world.levers, world.today
        _fade(
            1.0 - self.heat_fading, self.recovery, cells.heat, cells.suitability, cells.usual_suitability,
            cells.patrol_hours,
        )  # fmt: skip
        shift = self.hours * (1.0 + (self.growth - 1.0) * world.capacity_course.grown(today.day))
        for_parcels = 1.0 - float(levers.public_use_hours)
        shift *= for_parcels
        _patrol(
            world.seed, today.day, officers.strategy, levers.patrol_strategy, target_pull(world),
            shift * float(levers.capacity[Unit.PATROL]), shift * float(levers.capacity[Unit.LABORATORY]),
            self.neighbour_share, self.background, self.lowering, cells.of_region, cells.height, cells.region,
            officers.uid, officers.agency, officers.unit, officers.region, officers.cell, officers.size, cells.heat,
            cells.suitability, cells.patrol_hours,
        )  # fmt: skip
        hours = _by_region(cells.patrol_hours, cells.of_region).sum(axis=1) / for_parcels  # Those for use count too.
        world.tally.counts[Count.PATROL_HOURS] += np.rint(hours).astype(np.int64)
