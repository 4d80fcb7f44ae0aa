"""A user is infected with HIV or hepatitis C."""

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, DropStatus
from marketsim.world.world import World

DECISION = decision("infection")


@kernel
def _infect(
    seed, day, decision, weight, hiv_injecting, hcv_injecting, hiv_sexual, hcv_sexual, drop_uid, drop_status,
    drop_buyer, drops, state, region, injects, hiv, hcv, counts,
):  # fmt: skip
    for drop in range(drops):
        buyer = drop_buyer[drop]
        if drop_status[drop] != DropStatus.COLLECTED or buyer < 0 or (hiv[buyer] and hcv[buyer]):
            continue
        if state[buyer] < BuyerState.OCCASIONAL or state[buyer] > BuyerState.DEPENDENT:
            continue
        by_hiv, by_hcv, _, _ = draw(seed, drop_uid[drop], day, decision, 0)
        if not hiv[buyer] and happens(by_hiv, hiv_injecting if injects[buyer] else hiv_sexual):
            hiv[buyer] = True
            counts[Count.INFECTIONS_HIV, region[buyer]] += weight
        if not hcv[buyer] and happens(by_hcv, hcv_injecting if injects[buyer] else hcv_sexual):
            hcv[buyer] = True
            counts[Count.INFECTIONS_HCV, region[buyer]] += weight


class Infection(Rule):
    """Injecting and sex under influence pass on HIV and hepatitis C.

    Who     active users who collected an order today and are not infected yet
    When    after poisoning
    Chance  1 - exp(-hazard), by infection and by whether the person injects
    Reads   drops.status, buyer; buyers.state, injects; levers.harm_reduction
    Writes  buyers.hiv, buyers.hcv
    Source  hiv, hcv-18, hcv-20, inject; incidence among people who inject (Degenhardt et al. 2017), per order at some
            sixty orders a year
    """

    hiv_injecting: float = param(
        3e-4,
        unit="1 / order",
        low=0,
        high=0.1,
        grade=Grade.ASSUMED,
        source="one or two infections in 100 person-years of injecting; prevalence in hiv, no published incidence",
    )
    """Hazard of HIV from injecting one order, without harm reduction."""
    hcv_injecting: float = param(
        1.5e-3,
        unit="1 / order",
        low=0,
        high=0.1,
        grade=Grade.ASSUMED,
        source="about ten in 100 person-years of injecting; prevalence in hcv-18, hcv-20, no published incidence",
    )
    """Hazard of hepatitis C from injecting one order, without harm reduction."""
    hiv_sexual: float = param(
        2e-5, unit="1 / order", low=0, high=0.1, grade=Grade.ASSUMED, source="a tenth of a per cent a year"
    )
    """Hazard of HIV of those who do not inject."""
    hcv_sexual: float = param(
        1e-5,
        unit="1 / order",
        low=0,
        high=0.1,
        grade=Grade.ASSUMED,
        source="passed on by sex much more rarely than by needles",
    )
    """Hazard of hepatitis C of those who do not inject."""
    clean_supplies: float = param(
        0.6,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="a half; pooled studies of needle programmes lie on both sides of it (Aspinall et al. 2014)",
    )
    """Share of infections avoided by users whom harm reduction reaches."""

    def __call__(self, world: World) -> None:
        """Let infections pass."""
        drops, buyers = world.drops, world.buyers
        exposed = float(1.0 - world.levers.harm_reduction * self.clean_supplies)
        _infect(
            world.seed, world.today.day, DECISION, world.weight, exposed * self.hiv_injecting,
            exposed * self.hcv_injecting, exposed * self.hiv_sexual, exposed * self.hcv_sexual, drops.uid,
            drops.status, drops.buyer, drops.size, buyers.state, buyers.region, buyers.injects, buyers.hiv, buyers.hcv,
            world.tally.counts,
        )  # fmt: skip
