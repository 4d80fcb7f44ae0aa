"""A buyer is met by a patrol while collecting a parcel."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import all_words, draw, happens, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.capacity import corrupt_share
from marketsim.world.detention import Parcel, detain_buyer, grade_of
from marketsim.world.ledger import MassFlow
from marketsim.world.states import Agency, BuyerState, DropStatus, Unit, WeightGrade
from marketsim.world.world import World

ARREST = decision("buyer.arrest")


@kernel
def _meet(seed, day, detection, status, buyer, reserved_on, cell, size, patrol_hours, uid, state):
    """Return the drops whose buyers were met while collecting them."""
    collected = np.flatnonzero((status[:size] == DropStatus.COLLECTED.value) & (buyer[:size] >= 0))
    words = np.empty((4, collected.size), np.uint32)
    # By buyer and day of the order, not by parcel: who gets another parcel in another arm has the same luck.
    all_words(seed, uid[buyer[collected]], day, ARREST, reserved_on[collected], words)
    met = 0
    for i in range(collected.size):
        drop = collected[i]
        hours = patrol_hours[cell[drop]]
        if hours <= 0.0 or not happens(words[0, i], detection * hours):
            continue
        if BuyerState.OCCASIONAL <= state[buyer[drop]] <= BuyerState.DEPENDENT:
            collected[met] = drop
            met += 1
    return collected[:met]


class BuyerArrest(Rule):
    """A patrol meets a buyer with a parcel just collected; its weight decides whether it ends in custody.

    What the buyer is held with is seized before any of it is used, and the charge is laid for it.

    Who     buyers who collected a parcel today
    When    after courier_arrest
    Chance  met: 1 - exp(-detection * patrol hours in the cell); then let go by a corrupt officer, or held with the
            share of the grade of the parcel; the others are warned or fined
    Reads   drops.status, buyer, cell, product, mg, unlisted; market.listed_on; cells.patrol_hours;
            levers.threshold_mg, possession_from, corruption
    Writes  what detain_buyer writes; drops.status of the parcel; buyers.days_used
    Source  poss-2021 as an upper bound; detections per collection are assumed
    """

    detection: float = param(
        1.2e-4,
        unit="1 / (collection * patrol-hour)",
        low=0,
        high=0.1,
        grade=Grade.CALIBRATED,
        source="about one active user in a hundred a year in 2023, far below poss-2021 (all drugs)",
    )
    """Hazard of being met from one collection in a cell with one patrol-hour that day."""
    held: tuple[float, ...] = param(
        (0.05, 0.4, 1.0, 1.0),
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="mere holding is a crime from a weight on (law-possession)",
    )
    """Share of buyers met who are taken into custody, by the grade of the parcel (small to especially large).

    What is a crime to hold counts as large at least, what is none as medium at most.
    """

    def __call__(self, world: World) -> None:
        """Let patrols meet buyers."""
        drops, buyers, today = world.drops, world.buyers, world.today.day
        met = _meet(
            world.seed, today, self.detection, drops.status, drops.buyer, drops.reserved_on, drops.cell, drops.size,
            world.cells.patrol_hours, buyers.uid, buyers.state,
        )  # fmt: skip
        if not len(met):
            return
        corrupt = corrupt_share(world, Unit.PATROL, Agency.POLICE)
        for drop in met:
            row = int(drops.buyer[drop])
            _, hold, bribed, _ = draw(world.seed, buyers.uid[row], today, ARREST, drops.reserved_on[drop])
            grade = self._gravity(world, grade_of(world, int(drops.product[drop]), int(drops.mg[drop])))
            if unit(bribed) >= corrupt and unit(hold) < self.held[grade]:
                self._hold(world, row, int(drop))

    @staticmethod
    def _hold(world: World, row: int, drop: int) -> None:
        """Detain a buyer with a parcel, which is seized: it was booked as sold when it was collected today."""
        drops, product, mg = world.drops, int(world.drops.product[drop]), int(world.drops.mg[drop])
        unlisted = bool(drops.unlisted[drop]) and drops.placed_on[drop] >= world.market.listed_on[product]
        if not detain_buyer(world, row, Parcel(product, mg, unlisted), int(drops.cell[drop])):
            return
        drops.status[drop] = DropStatus.SEIZED
        world.buyers.days_used[row] -= 1
        world.ledger.mass[MassFlow.SOLD, product] -= world.weight * mg
        world.ledger.mass[MassFlow.SEIZED_BUYER, product] += world.weight * mg

    @staticmethod
    def _gravity(world: World, grade: int) -> int:
        """Return how grave officers take a parcel: by its grade, and by whether holding it is a crime at all."""
        if grade >= world.levers.possession_from:
            return max(grade, int(WeightGrade.LARGE))
        return min(grade, int(WeightGrade.MEDIUM))
