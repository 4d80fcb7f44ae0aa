"""Loads reach the depots, or buyers abroad."""

from marketsim.core.compiling import kernel
from marketsim.rules.rule import Rule
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import ConsignmentStatus, GroupStatus
from marketsim.world.world import World


@kernel
def _arrive(
    today, size, status, arrives_on, material, mg, group, region, outward, worth, group_status, product_stock,
    precursor_stock, money, lost, exported,
):  # fmt: skip
    """Unload what is due and return what buyers abroad pay.

    `lost` (mass by material) gets loads whose group is no more, `exported` those that left the country.
    """
    paid = 0
    for row in range(size):
        if status[row] != ConsignmentStatus.TRAVELLING or arrives_on[row] > today:
            continue
        status[row] = ConsignmentStatus.ARRIVED
        g, m = group[row], material[row]
        if outward[row]:
            exported[m] += mg[row]
            if group_status[g] == GroupStatus.ACTIVE:
                money[g] += worth[row]
                paid += worth[row]
        elif group_status[g] != GroupStatus.ACTIVE:
            lost[m] += mg[row]
        elif m == product_stock.shape[2]:
            precursor_stock[g, region[row]] += mg[row]
        else:
            product_stock[g, region[row], m] += mg[row]
    return paid


class ImportArrival(Rule):
    """A load that nobody seized on the way joins the depot of its group, or is handed over and paid for abroad.

    Who     every consignment whose day of arrival it is
    When    after import_departure; customs checked it in the days before
    Chance  none
    Reads   consignments; groups.status
    Writes  consignments.status; groups.product_stock, groups.precursor_stock, groups.money; books of loss by closure,
            exported, export revenue
    Source  by definition; a load for a group that is no more is kept by whoever carries it, and nobody is paid for
            one that it sent abroad (assumed)
    """

    def __call__(self, world: World) -> None:
        """Let today's loads arrive."""
        consignments, groups = world.consignments, world.groups
        if not consignments.size:
            return
        world.ledger.money[MoneyFlow.EXPORT_REVENUE] += _arrive(
            world.today.day, consignments.size, consignments.status, consignments.arrives_on, consignments.material,
            consignments.mg, consignments.group, consignments.region, consignments.outward, consignments.worth,
            groups.status, groups.product_stock, groups.precursor_stock, groups.money,
            world.ledger.mass[MassFlow.LOST_CLOSURE], world.ledger.mass[MassFlow.EXPORTED],
        )  # fmt: skip
