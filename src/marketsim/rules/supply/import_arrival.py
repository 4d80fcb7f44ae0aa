"""Loads from abroad reach the depots."""

from marketsim.core.compiling import kernel
from marketsim.rules.rule import Rule
from marketsim.world.ledger import MassFlow
from marketsim.world.states import ConsignmentStatus, GroupStatus
from marketsim.world.world import World


@kernel
def _arrive(
    today, size, status, arrives_on, material, mg, group, region, group_status, product_stock, precursor_stock, lost
):  # fmt: skip
    """Unload what is due; `lost` (mass by material) gets loads whose group is no more."""
    for row in range(size):
        if status[row] != ConsignmentStatus.TRAVELLING or arrives_on[row] > today:
            continue
        status[row] = ConsignmentStatus.ARRIVED
        g, m = group[row], material[row]
        if group_status[g] != GroupStatus.ACTIVE:
            lost[m] += mg[row]
        elif m == product_stock.shape[2]:
            precursor_stock[g, region[row]] += mg[row]
        else:
            product_stock[g, region[row], m] += mg[row]


class ImportArrival(Rule):
    """A load that nobody seized on the way joins the depot of its group in the region of arrival.

    Who     every consignment whose day of arrival it is
    When    after import_departure; customs checked it in the days before
    Chance  none
    Reads   consignments; groups.status
    Writes  consignments.status; groups.product_stock, groups.precursor_stock; books of loss by closure
    Source  by definition; a load for a group that is no more is kept by whoever carries it (assumed)
    """

    def __call__(self, world: World) -> None:
        """Let today's loads arrive."""
        consignments, groups = world.consignments, world.groups
        if not consignments.size:
            return
        _arrive(
            world.today.day, consignments.size, consignments.status, consignments.arrives_on, consignments.material,
            consignments.mg, consignments.group, consignments.region, groups.status, groups.product_stock,
            groups.precursor_stock, world.ledger.mass[MassFlow.LOST_CLOSURE],
        )  # fmt: skip
