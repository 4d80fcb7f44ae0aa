"""People who were detained are charged, or let go."""

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, exponential, pick, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.charges import usual_charge
from marketsim.world.counts import Count
from marketsim.world.habits import state_of_use
from marketsim.world.roll_call import buyers_in
from marketsim.world.states import BuyerState, Charge, StaffStatus, WeightGrade
from marketsim.world.world import World

DECISION = decision("charge.laying")


@kernel
def _charge_staff(
    seed, day, decision, identified, grave, advertising, forensic_days, fixed_delay, mean_delay, uid, status, role,
    shop, charge, until, size, sells, unlisted,
):  # fmt: skip
    for row in range(size):
        if status[row] != StaffStatus.DETAINED or until[row] >= 0:
            continue
        substance, proof, delay, _ = draw(seed, uid[row], day, decision, 0)
        if charge[row] == Charge.NONE:
            charge[row] = usual_charge(role[row], grave, advertising)
        if shop[row] >= 0 and charge[row] != Charge.ADVERTISING:
            sold, new = 0, 0
            for product in range(sells.shape[1]):
                if sells[shop[row], product]:
                    sold += 1
                    new += unlisted[shop[row], product]
            if unit(substance) * sold < new and unit(proof) >= identified:
                charge[row] = Charge.NONE
        wait = forensic_days
        if charge[row] != Charge.NONE:
            wait += fixed_delay + mean_delay * exponential(delay)
        until[row] = day + 1 + int(wait)


@kernel
def _charge_buyers(
    seed, day, decision, weight, from_grade, share, fixed_delay, mean_delay, experience, rows, uid, state, region,
    product, until, days_used, risk, packs_mg, pack_shares, threshold_mg, ledger, counts,
    known_shop, unlisted, identified,
):  # fmt: skip
    for row in rows:
        if until[row] >= 0:
            continue
        pack, crime, delay, _ = draw(seed, uid[row], day, decision, 0)
        substance, proof, _, _ = draw(seed, uid[row], day, decision, 1)
        bought = product[row]
        known, new = 0, 0
        for slot in range(known_shop.shape[1]):
            if known_shop[row, slot] >= 0:
                known += 1
                new += unlisted[known_shop[row, slot], bought]
        proved = not (unit(substance) * known < new and unit(proof) >= identified)
        mg = packs_mg[bought, pick(pack, pack_shares[bought])]
        risk[row] += experience * (1.0 - risk[row])
        if proved and mg >= threshold_mg[bought, from_grade - 1] and unit(crime) < share:
            until[row] = day + 1 + int(fixed_delay + mean_delay * exponential(delay))
            continue
        counts[Count.CHARGES_DROPPED, region[row]] += weight
        state[row] = state_of_use(days_used[row])
        until[row] = day
        ledger[BuyerState.DETAINED, state[row]] += weight


class ChargeLaying(Rule):
    """A detained person is charged by role, substance and law; a buyer with little is fined and let go.

    Who     staff and buyers detained and not yet charged (`until` below 0)
    When    after the police
    Chance  a substance is unlisted with the share of unlisted ones among those that the shop sells, or among the
            shops that a buyer knows; then it is proved with 1 - (1 - forensic_unlisted) * (1 - analogue_notion);
            else no charge, and the person goes when the laboratory has answered
    Reads   staff.role, shop, charge (one named by the police stays); shops.sells, unlisted; buyers.product,
            days_used; levers.threshold_mg, forensic_days, forensic_unlisted, analogue_notion,
            online_sale_is_grave, advertising_is_offence
    Writes  staff.charge, staff.until (the day in court); buyers.until, state, risk
    Source  law-threshold-old, law-threshold-new, law-possession, law-list-new
    """

    fixed_delay: float = param(
        60.0,
        unit="days",
        low=0,
        high=1_000,
        grade=Grade.ASSUMED,
        source="two months of investigation are the rule in the code of procedure",
    )
    """Shortest time from the forensic report to the verdict."""
    mean_delay: float = param(
        90.0, unit="days", low=0, high=1_000, grade=Grade.ASSUMED, source="five months to the verdict on average"
    )
    """Mean of the (exponential) time beyond the shortest one."""
    possession_from: int = param(
        int(WeightGrade.LARGE),
        unit="weight grade",
        low=1,
        high=3,
        grade=Grade.BORROWED,
        source="law-possession: holding 1 g is a crime since 1 g is the large weight",
    )
    """Grade (1 medium, 2 large, 3 especially large) from which mere holding is a crime; below it is a misdemeanour."""
    possession_share: float = param(
        0.5, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="part of the cases ends before court"
    )
    """Share of buyers found with that much who go to court."""
    experience: float = param(
        0.2,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="personal experience moves beliefs part of the way (Anwar and Loughran 2011)",
    )
    """How far a detention moves a buyer's perceived risk towards certainty."""

    def __call__(self, world: World) -> None:
        """Charge those whom the police brought in."""
        staff, levers, day = world.staff, world.levers, world.today.day
        identified = 1.0 - (1.0 - levers.forensic_unlisted) * (1.0 - levers.analogue_notion)
        _charge_staff(
            world.seed, day, DECISION, float(identified), bool(levers.online_sale_is_grave),
            bool(levers.advertising_is_offence), float(levers.forensic_days), self.fixed_delay, self.mean_delay,
            staff.uid, staff.status, staff.role, staff.shop, staff.charge, staff.until, staff.size,
            world.shops.sells, world.shops.unlisted,
        )  # fmt: skip
        buyers = world.buyers
        detained = buyers_in(buyers, BuyerState.DETAINED)
        if detained.size:
            _charge_buyers(
                world.seed, day, DECISION, world.weight, self.possession_from, self.possession_share,
                self.fixed_delay, self.mean_delay, self.experience, detained, buyers.uid, buyers.state, buyers.region,
                buyers.product, buyers.until, buyers.days_used, buyers.risk, world.packs_mg, world.pack_shares,
                levers.threshold_mg, world.ledger.buyers, world.tally.counts, buyers.known_shop,
                world.shops.unlisted, float(identified),
            )  # fmt: skip
