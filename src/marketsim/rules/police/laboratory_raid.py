"""Laboratories are found and raided, sometimes with the depots and the whole group behind them."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, happens, unit
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_MONTH, DAYS_PER_YEAR, MG_PER_KG
from marketsim.rules.rule import Rule
from marketsim.world.capacity import capacity, corrupt_share, target_pull
from marketsim.world.charges import proved_unlisted
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import (
    Agency,
    Charge,
    GroupStatus,
    LaboratoryClass,
    LaboratoryStatus,
    Role,
    ShopStatus,
    Unit,
)
from marketsim.world.strangers import detain_stranger
from marketsim.world.world import World

RAID = decision("laboratory.raid")
WORKER = decision("laboratory.raid.worker")
KEEPER = decision("laboratory.raid.keeper")
TYPICAL_KG_A_MONTH = np.array([0.5, 5.0, 40.0])
"""Mean capacity of each class (defaults), to which the hazards refer."""


@kernel
def _find(
    seed, day, hazard, told, size_power, typical, traced, noticed, uid, status, size_class, output, purchases, size
):
    """Return the laboratories found today."""
    found = 0
    rows = np.empty(size, np.int64)
    for row in range(size):
        if status[row] != LaboratoryStatus.OPEN:
            continue
        kind = size_class[row]
        relative = min(max(output[row] / typical[kind], 0.05), 20.0)
        trace = 1.0 + traced * purchases[row] / (purchases[row] + noticed)
        word, _, _, _ = draw(seed, uid[row], day, RAID, 0)
        if happens(word, hazard[kind] * relative**size_power * trace + told[kind]):
            rows[found] = row
            found += 1
    return rows[:found]


class LaboratoryRaid(Rule):
    """Laboratory officers of the police and of the National Security Committee find and raid laboratories.

    Who     open laboratories
    When    after the cases against shops
    Chance  found: 1 - exp(-(hazard by class * officers * size ** power * trace of purchases + what people nearby tell
            for a reward)); spared while targets have the police elsewhere, or by a tip from a corrupt officer of the
            agency; the agency goes by class; the group behind falls with a chance by class and the share of its
            leading people within reach; workers are charged with production, or with the equipment alone where no
            product can be proved; a depot's keeper with the share that the circulation of precursors is punished
    Reads   laboratories; groups; shops.unlisted; levers.capacity, purchase_tracing, precursor_liability,
            informant_rewards, performance_targets, corruption, international_cooperation, forensic_unlisted,
            analogue_notion
    Writes  laboratories.status and stocks; groups.status, stocks, money; staff (new rows, detained)
    Source  labs-2019 to labs-2023, groups-2023, groups-stock, C01; hazards by class from defaults
    """

    hazard: tuple[float, ...] = param(
        (2.7e-3, 6.4e-3, 1.0e-2),
        unit="1 / (officer * year)",
        low=0,
        high=1,
        grade=Grade.CALIBRATED,
        source="labs-2020 to labs-2023 over the laboratories alive in the model",
    )
    """Level: hazard in 2017 that one officer finds a kitchen, medium or industrial laboratory of mean size."""
    told: tuple[float, ...] = param(
        (0.3, 0.5, 0.5),
        unit="1 / year",
        low=0,
        high=10,
        grade=Grade.ASSUMED,
        source="no experience here: someone nearby would tell about one laboratory in three to two each year",
    )
    """Hazard by class that workers or neighbours tell of a laboratory when rewards reach all of them."""
    growth: float = param(
        2.0,
        unit="factor",
        low=0.1,
        high=500,
        grade=Grade.CALIBRATED,
        source="labs-2020 to labs-2023: the hazard hardly grew, the number alive did",
    )
    """Growth: hazard in the long run relative to 2017."""
    size_power: float = param(
        0.3,
        unit="exponent",
        low=0,
        high=2,
        grade=Grade.ASSUMED,
        source="the hazards by class rise with the power 0.3 of capacity",
    )
    """How the hazard rises with size within a class."""
    tracing: float = param(
        3.0, unit="factor", low=0, high=100, grade=Grade.ASSUMED, source="no experience with tracing here"
    )
    """Rise of the hazard of a large buyer of precursors when all purchases are traced."""
    noticed: float = param(
        20.0,
        unit="kg / month",
        low=0.001,
        high=10_000,
        grade=Grade.ASSUMED,
        source="about the use of a small medium laboratory",
    )
    """Precursor purchases at which half of that rise is reached."""
    by_committee: tuple[float, ...] = param(
        (0.05, 0.15, 0.85),
        unit="share",
        low=0,
        high=1,
        grade=Grade.CALIBRATED,
        source="labs-2023: 41 by the police, 36 by the Committee, which reports large ones",
    )
    """Share of raids by class that the National Security Committee makes."""
    workers: int = param(3, unit="persons / raid", low=0, high=50, grade=Grade.BORROWED, source="defaults")
    """Workers detained in a raid."""
    depot_found: tuple[float, ...] = param(
        (0.0, 0.0, 0.9),
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="defaults: most of the ingredients per raid lie in depots nearby",
    )
    """Share of the group's depot in the region that a raid finds, by class."""
    suppressed: tuple[float, ...] = param(
        (0.05, 0.2, 0.6),
        unit="share",
        low=0,
        high=1,
        grade=Grade.CALIBRATED,
        source="groups-2023: about one raid in six, with leading people half abroad",
    )
    """Chance that the whole group falls, by class, when all its leading people are within reach."""

    def __call__(self, world: World) -> None:
        """Find and raid laboratories."""
        laboratories = world.laboratories
        if not laboratories.size:
            return
        officers = capacity(world, Unit.LABORATORY, self.growth)
        levers = world.levers
        traced = world.market.traced_share(float(levers.purchase_tracing))
        found = _find(
            world.seed, world.today.day, np.array(self.hazard) * (officers / DAYS_PER_YEAR),
            np.array(self.told) * (float(levers.informant_rewards) / DAYS_PER_YEAR), self.size_power,
            TYPICAL_KG_A_MONTH * (MG_PER_KG / DAYS_PER_MONTH), self.tracing * traced,
            self.noticed * MG_PER_KG / DAYS_PER_MONTH, laboratories.uid, laboratories.status, laboratories.size_class,
            laboratories.output, laboratories.purchases, laboratories.size,
        )  # fmt: skip
        for row in found:
            self._raid(world, int(row))

    def _raid(self, world: World, row: int) -> None:
        laboratories, counts = world.laboratories, world.tally.counts
        _, by_committee, tipped, falls = draw(world.seed, laboratories.uid[row], world.today.day, RAID, 0)
        kind, region = int(laboratories.size_class[row]), int(laboratories.region[row])
        committee = bool(unit(by_committee) < self.by_committee[kind])
        agency = Agency.NATIONAL_SECURITY_COMMITTEE if committee else Agency.POLICE
        elsewhere, _, _, _ = draw(world.seed, laboratories.uid[row], world.today.day, RAID, 1)
        if not committee and unit(elsewhere) < target_pull(world):
            return
        if unit(tipped) < corrupt_share(world, Unit.LABORATORY, agency):
            return
        counts[Count.LABORATORY_KITCHEN_RAIDED + kind, region] += 1
        counts[Count.LABORATORIES_RAIDED_BY_COMMITTEE, region] += int(committee)
        laboratories.status[row] = LaboratoryStatus.RAIDED
        found = self._seize_laboratory(world, row, committee)
        self._detain_workers(world, row, found[:-1])
        group = int(laboratories.group[row])
        if group < 0 or world.groups.status[group] != GroupStatus.ACTIVE:
            return
        self._seize_depot(world, group, slice(region, region + 1), self.depot_found[kind], committee)
        abroad = float(world.groups.staff_abroad[group]) * (1.0 - world.levers.international_cooperation)
        if unit(falls) < self.suppressed[kind] * (1.0 - abroad):
            self._suppress(world, group, committee)

    def _seize_laboratory(self, world: World, row: int, committee: bool) -> NDArray[np.int64]:
        """Take what is in a laboratory and return it, mg, shape (material,)."""
        laboratories, books = world.laboratories, world.ledger.mass[MassFlow.SEIZED_LABORATORY]
        found = np.zeros_like(books)
        found[laboratories.product[row]] = laboratories.product_stock[row]
        found[world.precursor] = laboratories.precursor_stock[row]
        laboratories.product_stock[row] = 0
        laboratories.precursor_stock[row] = 0
        books += found
        if committee:
            world.tally.committee_mg += found
        if laboratories.size_class[row] != LaboratoryClass.KITCHEN:
            world.tally.large_laboratory_mg += found
        return found

    def _detain_workers(self, world: World, row: int, found: NDArray[np.int64]) -> None:
        """Detain the people of a laboratory: for production if its product can be proved, else for the equipment."""
        laboratories, day = world.laboratories, world.today.day
        proved = self._is_proved(world, row, int(found[laboratories.product[row]]))
        for ordinal in range(self.workers):
            detain_stranger(
                world,
                uid=np.uint64(child_uid(laboratories.uid[row], day, WORKER, ordinal)),
                role=Role.LABORATORY_WORKER,
                region=int(laboratories.region[row]),
                charge=Charge.PRODUCTION if proved else Charge.EQUIPMENT,
                found=found if proved else None,
            )

    @staticmethod
    def _is_proved(world: World, row: int, product_mg: int) -> bool:
        """Tell whether product was found that is listed, identified as new, or taken for an analogue."""
        shops, product = world.shops, int(world.laboratories.product[row])
        if not product_mg:
            return False
        sellers = (shops.used("status") == int(ShopStatus.OPEN)) & shops.used("sells")[:, product]
        unlisted = float(shops.used("unlisted")[sellers, product].mean()) if sellers.any() else 0.0
        _, proof, new, _ = draw(world.seed, world.laboratories.uid[row], world.today.day, RAID, 1)
        return bool(unit(new) >= unlisted or unit(proof) < proved_unlisted(world.levers))

    def _seize_depot(self, world: World, group: int, regions: slice, share: float, committee: bool) -> None:
        """Take a share of what a group holds in the depots of some regions."""
        groups = world.groups
        if share <= 0.0:
            return
        product = np.floor(groups.product_stock[group, regions] * share).astype(np.int64)
        precursor = np.floor(groups.precursor_stock[group, regions] * share).astype(np.int64)
        groups.product_stock[group, regions] -= product
        groups.precursor_stock[group, regions] -= precursor
        found = np.append(product.sum(axis=0), precursor.sum())
        world.ledger.mass[MassFlow.SEIZED_DEPOT] += found
        if committee:
            world.tally.committee_mg += found
        for region in np.flatnonzero(precursor):
            self._detain_keeper(world, group, regions.start + int(region))

    def _detain_keeper(self, world: World, group: int, region: int) -> None:
        """Detain who keeps a depot of precursor, as far as its circulation is punished and pursued.

        A depot can be found in parts on one day, by raids nearby and with the fall of the group: its keeper is one.
        """
        uid = np.uint64(child_uid(world.groups.uid[group], world.today.day, KEEPER, region))
        if (world.staff.used("uid") == uid).any():
            return
        if unit(draw(world.seed, uid, world.today.day, KEEPER, 0)[0]) < world.levers.precursor_liability:
            detain_stranger(
                world, uid=uid, role=Role.PRECURSOR_SUPPLIER, region=region, charge=Charge.PRECURSOR_CIRCULATION
            )

    def _suppress(self, world: World, group: int, committee: bool) -> None:
        """End a group: its depots are seized and its money confiscated."""
        groups = world.groups
        self._seize_depot(world, group, slice(0, len(world.regions)), 1.0, committee)
        world.ledger.money[MoneyFlow.CONFISCATED] += int(groups.money[group])
        groups.money[group] = 0
        groups.status[group] = GroupStatus.SUPPRESSED
        world.tally.counts[Count.GROUPS_SUPPRESSED, groups.region[group]] += 1
