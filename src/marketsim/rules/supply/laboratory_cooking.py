"""Laboratories turn precursor into product, in the ledger's sense: one mass becomes another at a cost."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.parameters import Grade, param
from marketsim.core.units import MG_PER_G
from marketsim.rules.rule import Rule
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import GroupStatus, LaboratoryStatus
from marketsim.world.world import World


@kernel
def _cook(
    size, status, product, output, export_share, precursor_yield, cost, precursor_stock, product_stock, group,
    group_status, money, wholesale_price, cover, foreign_stock, openness, precursor_price, glut, full_margin, produced,
    precursor,
):  # fmt: skip
    """Make today's product; `produced` gets mg by product, with precursor used in the place `precursor`."""
    paid_by_all = 0
    for row in range(size):
        g, p = group[row], product[row]
        if status[row] != LaboratoryStatus.OPEN or g < 0 or group_status[g] != GroupStatus.ACTIVE:
            continue
        margin = wholesale_price[p] - cost[row] - precursor_price / precursor_yield[row]
        worth = min(1.0, max(0.0, margin / full_margin))
        at_home = worth * min(1.0, max(0.0, 2.0 - 2.0 * cover[p] / glut))
        abroad = openness if foreign_stock[p] < 1.0 else 0.0
        wish = output[row] * (export_share[row] * abroad + (1.0 - export_share[row]) * at_home)
        mg = int(min(wish, precursor_stock[row] * precursor_yield[row], money[g] / cost[row] * MG_PER_G))
        if mg <= 0:
            continue
        used = min(precursor_stock[row], int(mg / precursor_yield[row]))
        paid = int(mg * cost[row] / MG_PER_G)
        precursor_stock[row] -= used
        product_stock[row] += mg
        money[g] -= paid
        produced[p] += mg
        produced[precursor] += used
        paid_by_all += paid
    return paid_by_all


class LaboratoryCooking(Rule):
    """A laboratory makes product at its pace while that pays, and holds back while the depots are full.

    Who     every open laboratory of an active group
    When    after precursor_purchase
    Chance  none
    Reads   laboratories; market.wholesale_price, market.cover, market.foreign_stock, market.precursor_price_today;
            levers.border_openness
    Writes  laboratories.precursor_stock, laboratories.product_stock; groups.money; books of produced, used,
            production
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

    full_margin: float = param(
        5_000.0,
        unit="KZT / g",
        low=100,
        high=100_000,
        grade=Grade.ASSUMED,
        source="risk has a price (Reuter and Kleiman 1986); somewhat below the first margins",
    )
    """Margin over cost at which makers work at full pace for the home market; with less, proportionally less."""

    def __call__(self, world: World) -> None:
        """Let all laboratories make today's product."""
        laboratories, groups, market = world.laboratories, world.groups, world.market
        if not laboratories.size:
            return
        produced = np.zeros(world.precursor + 1, np.int64)
        paid = _cook(
            laboratories.size, laboratories.status, laboratories.product, laboratories.output,
            laboratories.export_share, laboratories.precursor_yield, laboratories.cost,
            laboratories.precursor_stock, laboratories.product_stock, laboratories.group, groups.status,
            groups.money, market.wholesale_price, market.cover, market.foreign_stock, world.levers.border_openness,
            market.precursor_price_today / MG_PER_G, self.glut, self.full_margin, produced, world.precursor,
        )  # fmt: skip
        world.ledger.mass[MassFlow.PRODUCED, : world.precursor] += produced[: world.precursor]
        world.ledger.mass[MassFlow.USED, world.precursor] += produced[world.precursor]
        world.ledger.money[MoneyFlow.PRODUCTION] += paid
