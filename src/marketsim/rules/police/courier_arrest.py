"""A courier is met by a patrol while hiding parcels."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.capacity import corrupt_share
from marketsim.world.counts import Count
from marketsim.world.detention import book_loss, detain_staff, heaviest_grade
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import Agency, DropStatus, StaffStatus, Unit
from marketsim.world.world import World

ARREST = decision("courier.arrest")


@kernel
def _meet(seed, day, detection, courier, cell, placed_on, drops_size, patrol_hours, uid, status, staff_size):
    """Return the rows of couriers met today and the cell, of those where they hid parcels, with most patrols."""
    hours = np.zeros(staff_size)
    most = np.zeros(staff_size)
    place = np.zeros(staff_size, np.int64)
    for drop in range(drops_size):
        row = courier[drop]
        if placed_on[drop] != day or row < 0:
            continue
        here = patrol_hours[cell[drop]]
        hours[row] += here
        if here > most[row]:
            most[row] = here
            place[row] = cell[drop]
    met = 0
    rows = np.empty(staff_size, np.int64)
    for row in range(staff_size):
        if hours[row] > 0.0 and status[row] == StaffStatus.ACTIVE:
            word, _, _, _ = draw(seed, uid[row], day, ARREST, 0)
            if happens(word, detection * hours[row]):
                rows[met] = row
                place[met] = place[row]
                met += 1
    return rows[:met], place[:met]


@kernel
def _show_drops(seed, day, row, share, weight, courier, status, uid, product, mg, cell, size, live_drops, seized):
    """Seize the free drops that a detained courier shows to the police; return the mg in one parcel of each."""
    shown = np.zeros(seized.size, np.int64)
    for drop in range(size):
        if courier[drop] == row and status[drop] == DropStatus.AVAILABLE:
            word, _, _, _ = draw(seed, uid[drop], day, ARREST, 1)
            if unit(word) < share:
                status[drop] = DropStatus.SEIZED
                seized[product[drop]] += weight * mg[drop]
                shown[product[drop]] += mg[drop]
                live_drops[cell[drop]] = max(0.0, live_drops[cell[drop]] - 1.0)
    return shown


class CourierArrest(Rule):
    """A patrol meets a courier who hides parcels; what the courier carries decides whether it ends in custody.

    Who     active couriers who hid parcels today
    When    after patrol_movement
    Chance  met: 1 - exp(-detection * sum of patrol hours over the cells of today's parcels); then let go by a corrupt
            officer whom the shop can pay, or held with the share of the grade of the weight carried
    Reads   drops.courier, cell, placed_on; cells.patrol_hours; staff.carried; levers.threshold_mg, corruption
    Writes  what detain_staff writes; drops.status of the parcels that the courier shows; shops.money (bribes)
            and losses (bribes and parcels shown)
    Source  independent hazards of capture (Becker 1968); det-cour-2023 and defaults for 2018-2022
    """

    detection: float = param(
        1.0e-5,
        unit="1 / (drop * patrol-hour)",
        low=0,
        high=0.1,
        grade=Grade.CALIBRATED,
        source="det-cour-2023; about half of detentions, the others come from cases",
    )
    """Hazard of being met from one drop in a cell with one patrol-hour that day."""
    held: tuple[float, ...] = param(
        (0.25, 0.45, 1.0, 1.0),
        unit="share",
        low=0,
        high=1,
        grade=Grade.CALIBRATED,
        source="defaults: half of the rise of 2021-2023 through the threshold of October 2021 (law-threshold-new)",
    )
    """Share of couriers met who are taken into custody, by the grade of what they carry (small to especially large)."""
    held_before: float = param(
        0.45,
        unit="share",
        low=0.05,
        high=1,
        grade=Grade.ASSUMED,
        source="held of medium weights: in the model hardly any courier carried 50 g before October 2021",
    )
    """Share of couriers met who were held before the threshold fell: for other readings (`attribution`)."""
    drops_shown: float = param(
        0.3,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="court reports: telephones hold the places of the latest parcels",
    )
    """Share of a detained courier's free parcels that the police find."""
    bribe: float = param(
        300_000.0, unit="KZT", low=0, high=1e8, grade=Grade.ASSUMED, source="three weeks of a mean wage (wage)"
    )
    """What a corrupt officer takes for letting a courier go; the shop pays."""

    def __call__(self, world: World) -> None:
        """Let patrols meet couriers."""
        drops, staff = world.drops, world.staff
        rows, places = _meet(
            world.seed, world.today.day, self._detection(world), drops.courier, drops.cell, drops.placed_on,
            drops.size, world.cells.patrol_hours, staff.uid, staff.status, staff.size,
        )  # fmt: skip
        for row, place in zip(rows, places, strict=True):
            self._hold(world, int(row), int(place))

    def _detection(self, world: World) -> float:
        """Return the hazard from one row of drops, under the reading of the run."""
        grown = world.capacity_course.grown(world.today.day)
        return self.detection * world.attribution.effort(self.held_before, grown) * world.lot

    def _hold(self, world: World, row: int, place: int) -> None:
        staff = world.staff
        _, hold, corrupt, _ = draw(world.seed, staff.uid[row], world.today.day, ARREST, 0)
        bought = unit(corrupt) < corrupt_share(world, Unit.PATROL, Agency.POLICE)
        if bought and self._take_bribe(world, int(staff.shop[row])):
            return
        held = world.attribution.by_grade(self.held)[heaviest_grade(world, staff.carried[row])]
        if unit(hold) < held and detain_staff(world, row, place):
            world.tally.counts[Count.DETAINED_COURIERS_ON_PATROL, staff.region[row]] += staff.weight[row]
            self._seize_drops(world, row)

    def _take_bribe(self, world: World, shop: int) -> bool:
        """Let the shop pay for its courier, and tell whether it could."""
        if shop < 0 or world.shops.money[shop] < self.bribe:
            return False
        world.shops.money[shop] -= int(self.bribe)
        world.shops.losses[shop] += int(self.bribe)
        world.ledger.money[MoneyFlow.BRIBES] += world.shop_weight * int(self.bribe)
        return True

    def _seize_drops(self, world: World, row: int) -> None:
        drops = world.drops
        shown = _show_drops(
            world.seed, world.today.day, row, self.drops_shown, world.weight, drops.courier, drops.status, drops.uid,
            drops.product, drops.mg, drops.cell, drops.size, world.cells.live_drops,
            world.ledger.mass[MassFlow.SEIZED_DROP],
        )  # fmt: skip
        book_loss(world, int(world.staff.shop[row]), world.lot * shown[:-1])
