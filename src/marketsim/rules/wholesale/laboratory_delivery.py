"""Laboratories hand their output over to the depots."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.founding import active_groups, choose_group
from marketsim.world.states import GroupStatus, LaboratoryStatus
from marketsim.world.world import World

DECISION = decision("laboratory.delivery")


@kernel
def _bring(row, region, product, export_stock, group, product_stock, depot):
    """Bring what one laboratory made for the home market to the depot of its group."""
    mg = product_stock[row] - export_stock[row]
    product_stock[row] -= mg
    depot[group[row], region[row], product[row]] += mg


@kernel
def _deliver(
    today, size, uid, status, region, product, export_stock, group, product_stock, group_status, depot, interval, lost
):  # fmt: skip
    """Deliver from the laboratories whose day it is; write those whose group is no more to `lost`, return how many."""
    count = 0
    for row in range(size):
        if status[row] != LaboratoryStatus.OPEN or (today + int(uid[row] % np.uint64(interval))) % interval:
            continue
        if group_status[group[row]] == GroupStatus.ACTIVE:
            _bring(row, region, product, export_stock, group, product_stock, depot)
        else:
            lost[count] = row
            count += 1
    return count


class LaboratoryDelivery(Rule):
    """A laboratory brings what it made for the home market to its group's depot in the region.

    Who     every open laboratory, every `interval` days on a day of its own
    When    after product_export
    Chance  none; a laboratory whose group is no more turns to another group, all alike, by the pair of both
    Reads   laboratories; groups.status
    Writes  laboratories.product_stock, laboratories.group; groups.product_stock
    Source  product found in raided laboratories is about 0.65 months of output (defaults): half of the interval,
            at less than full pace
    """

    interval: int = param(
        50,
        unit="days",
        low=1,
        high=365,
        grade=Grade.BORROWED,
        source="defaults: product in a raided laboratory over monthly output",
    )
    """Days between deliveries."""

    def __call__(self, world: World) -> None:
        """Deliver from the laboratories whose day it is."""
        laboratories, groups = world.laboratories, world.groups
        lost = np.empty(laboratories.size, np.int64)
        count = _deliver(
            world.today.day, laboratories.size, laboratories.uid, laboratories.status, laboratories.region,
            laboratories.product, laboratories.export_stock, laboratories.group, laboratories.product_stock,
            groups.status, groups.product_stock, self.interval, lost,
        )  # fmt: skip
        for row in lost[:count].tolist():
            if self._find_group(world, row):
                _bring(
                    row, laboratories.region, laboratories.product, laboratories.export_stock, laboratories.group,
                    laboratories.product_stock, groups.product_stock,
                )  # fmt: skip

    @staticmethod
    def _find_group(world: World, row: int) -> bool:
        """Turn to another group; tell whether there is one."""
        group = choose_group(world, world.laboratories.uid[row], active_groups(world), DECISION)
        if group >= 0:
            world.laboratories.group[row] = group
        return group >= 0
