"""Laboratories turn precursor into product, in the ledger's sense: one mass becomes another at a cost."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import drawn_order
from marketsim.core.parameters import Grade, param
from marketsim.core.units import MG_PER_G
from marketsim.rules.rule import Rule
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import GroupStatus, LaboratoryStatus
from marketsim.world.world import World

QUEUE = decision("laboratory.cooking.queue")


@kernel
def _pace(piled_up):
    """Return the pace of makers, 0 to 1, when so much of what makes them stop has piled up: slower from half of it."""
    return min(1.0, max(0.0, 2.0 - 2.0 * piled_up))


@kernel
def _cook(
    seed, today, size, uid, status, product, output, export_share, precursor_yield, cost, precursor_stock,
    product_stock, export_stock, group, group_status, money, wholesale_price, cover, price_abroad, foreign_stock,
    openness, precursor_cost, glut, unsold, margin, produced, precursor, queue,
):  # fmt: skip
    """Make today's product; `produced` gets mg by product, with precursor used in the place `precursor`.

    Money of a group that does not suffice for all its laboratories goes to the lower draws.
    """
    paid_by_all = 0
    for row in drawn_order(seed, uid[:size], today, queue):
        g, p = group[row], product[row]
        if status[row] != LaboratoryStatus.OPEN or g < 0 or group_status[g] != GroupStatus.ACTIVE:
            continue
        unit_cost = cost[row] + precursor_cost / precursor_yield[row]
        worth = min(1.0, max(0.0, (wholesale_price[p] - unit_cost) / margin))
        abroad = output[row] * export_share[row]
        if abroad > 0.0:
            wanted = openness if foreign_stock[p] < 1.0 and price_abroad[p] > unit_cost else 0.0
            abroad *= wanted * _pace(export_stock[row] / (unsold * abroad))
        wish = abroad + output[row] * (1.0 - export_share[row]) * worth * _pace(cover[p] / glut)
        mg = int(min(wish, precursor_stock[row] * precursor_yield[row], money[g] / cost[row] * MG_PER_G))
        if mg <= 0:
            continue
        used = min(precursor_stock[row], int(mg / precursor_yield[row]))
        paid = int(mg * cost[row] / MG_PER_G)
        precursor_stock[row] -= used
        product_stock[row] += mg
        export_stock[row] += int(mg * (abroad / wish))
        money[g] -= paid
        produced[p] += mg
        produced[precursor] += used
        paid_by_all += paid
    return paid_by_all


class LaboratoryCooking(Rule):
    """A laboratory makes product at its pace while that pays, and holds back while product lies unsold.

    For the home market it goes slower the less is left above cost, for export at full pace at any price above it, as
    buyers abroad are few and take whole loads.

    Who     every open laboratory of an active group
    When    after precursor_purchase
    Chance  none, but for who of a group comes first where its money is short: the lower draw
    Reads   laboratories; market.wholesale_price, market.cover, market.foreign_stock, market.foreign_price,
            market.precursor_cost; levers.border_openness
    Writes  laboratories.precursor_stock, product_stock, export_stock; groups.money; market.makers_margin; books of
            produced, used, production
    Source  output = precursor x yield (prec-yield-a, -b); a maker wants to be paid for the risk (assumed)
    """

    glut: float = param(
        90.0,
        unit="days of offtake",
        low=10,
        high=720,
        grade=Grade.ASSUMED,
        source="a season's sales in the depots is more than anybody wants to have raided",
    )
    """Cover of the depots at which makers for the home market stop; they slow down from half of it."""

    unsold: float = param(
        90.0,
        unit="days of output for export",
        low=10,
        high=720,
        grade=Grade.ASSUMED,
        source="as for the home market; a little more than two loads",
    )
    """Own product for export at which a maker stops making more of it; he slows down from half of it."""

    margin: float = param(
        8_000.0,
        unit="KZT / g",
        low=100,
        high=100_000,
        grade=Grade.ASSUMED,
        source="risk has a price (Reuter and Kleiman 1986); price-meph wants more than the first margins",
    )
    """What makers and their groups want above the cost of a gram: with it they work at full pace for the home market,
    with less proportionally less. Makers who moved abroad want the same; for export any price above cost will do."""

    def __call__(self, world: World) -> None:
        """Let all laboratories make today's product."""
        laboratories, groups, market = world.laboratories, world.groups, world.market
        market.makers_margin = self.margin
        if not laboratories.size:
            return
        produced = np.zeros(world.precursor + 1, np.int64)
        paid = _cook(
            world.seed, world.today.day, laboratories.size, laboratories.uid, laboratories.status,
            laboratories.product, laboratories.output,
            laboratories.export_share, laboratories.precursor_yield, laboratories.cost,
            laboratories.precursor_stock, laboratories.product_stock, laboratories.export_stock, laboratories.group,
            groups.status, groups.money, market.wholesale_price, market.cover, market.price_abroad(),
            market.foreign_stock, world.levers.border_openness, market.precursor_cost / MG_PER_G, self.glut,
            self.unsold, self.margin, produced, world.precursor, QUEUE,
        )  # fmt: skip
        world.ledger.mass[MassFlow.PRODUCED, : world.precursor] += produced[: world.precursor]
        world.ledger.mass[MassFlow.USED, world.precursor] += produced[world.precursor]
        world.ledger.money[MoneyFlow.PRODUCTION] += paid
