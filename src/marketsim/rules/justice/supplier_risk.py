"""Groups learn which laboratories were raided and which loads were lost."""

from marketsim.core.compiling import kernel
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.states import ConsignmentStatus, LaboratoryClass, LaboratoryStatus, Origin
from marketsim.world.world import World


@kernel
def _learn_raids(learning, prior, per_year, size, status, size_class, raided, risk):
    """Move the risk of each class towards today's raids (class, region) per laboratory."""
    for kind in range(risk.size):
        at_work = prior
        for row in range(size):
            if status[row] == LaboratoryStatus.OPEN and size_class[row] == kind:
                at_work += 1.0
        raids = raided[kind].sum()
        risk[kind] += learning * (per_year * raids / (at_work + raids) - risk[kind])


@kernel
def _learn_losses(
    weight, tomorrow, size, status, origin, outward, arrives_on, material, route, region, precursor, risk, loss
):  # fmt: skip
    """Move the risk of each route and gateway towards the fate of the loads that were checked today.

    Loads of precursor count in the returned `loss` instead, whatever their gateway.
    """
    for row in range(size):
        checked = status[row] == ConsignmentStatus.TRAVELLING or status[row] == ConsignmentStatus.SEIZED
        if not checked or arrives_on[row] != tomorrow or origin[row] == Origin.HOME or outward[row]:
            continue
        lost = 1.0 if status[row] == ConsignmentStatus.SEIZED else 0.0
        if material[row] == precursor:
            loss += weight * (lost - loss)
        else:
            risk[route[row], region[row]] += weight * (lost - risk[route[row], region[row]])
    return loss


class SupplierRisk(Rule):
    """Everybody in the trade learns of raids on laboratories, by class, and of loads lost at a gateway, by route.

    Who sends for precursor learns of the loads of precursor alone, in the whole country, as these look like other
    freight; who imports product learns of the others.

    Who     all groups together
    When    after perceived_risk
    Chance  none
    Reads   tally.counts (raids); laboratories; consignments
    Writes  market.laboratory_risk, market.load_risk, market.precursor_loss
    Source  traffickers move away from where they lost (NarcoLogic, Magliocca et al. 2019); memory as in perceived_risk
    """

    memory: float = param(
        180.0, unit="days", low=7, high=3_650, grade=Grade.ASSUMED, source="as what staff learn of detentions"
    )
    """Time constant of what is known about raids."""
    prior: float = param(
        5.0, unit="laboratories", low=0, high=1_000, grade=Grade.ASSUMED, source="one raid among few is bad luck"
    )
    """Laboratories added to those at work, so that a single raid among few says little."""
    loads: float = param(
        25.0, unit="loads", low=1, high=10_000, grade=Grade.ASSUMED, source="experience of several groups, shared"
    )
    """Loads over which what is known about a gateway, and about loads of precursor, is averaged."""

    def __call__(self, world: World) -> None:
        """Move the risks towards today's news."""
        market, laboratories, loads = world.market, world.laboratories, world.consignments
        first = int(Count.LABORATORY_KITCHEN_RAIDED)
        raided = world.tally.counts[first : first + len(LaboratoryClass)]
        _learn_raids(
            1.0 / self.memory, self.prior, DAYS_PER_YEAR, laboratories.size, laboratories.status,
            laboratories.size_class, raided, market.laboratory_risk,
        )  # fmt: skip
        market.precursor_loss = _learn_losses(
            1.0 / self.loads, world.today.day + 1, loads.size, loads.status, loads.origin, loads.outward,
            loads.arrives_on, loads.material, loads.route, loads.region, world.precursor, market.load_risk,
            market.precursor_loss,
        )  # fmt: skip
