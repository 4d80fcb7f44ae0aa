"""People who were detained are charged, or let go."""

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, exponential, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.charges import proved_unlisted, usual_charge
from marketsim.world.counts import Count
from marketsim.world.roll_call import buyers_in
from marketsim.world.states import BuyerState, Charge, StaffStatus
from marketsim.world.world import World

DECISION = decision("charge.laying")


@kernel
def _is_new(word, products, unlisted):
    """Tell whether a find among the products (flags, shape (product,)) is of an unlisted formula."""
    sold, new = 0, 0
    for product in range(products.size):
        if products[product]:
            sold += 1
            new += unlisted[product]
    return unit(word) * sold < new


@kernel
def _charge_staff(
    seed, day, decision, identified, grave, advertising, minor_buyer, answer, legal, fixed_delay, mean_delay, uid,
    weight, status, role, region, shop, charge, until, size, sells, unlisted, counts,
):  # fmt: skip
    """Charge the staff who were brought in and return how many analyses that takes."""
    analyses = 0
    for row in range(size):
        if status[row] != StaffStatus.DETAINED or until[row] >= 0:
            continue
        substance, proof, delay, analysis = draw(seed, uid[row], day, decision, 0)
        if charge[row] == Charge.NONE:
            charge[row] = usual_charge(role[row], grave, advertising)
        wait = 0.0
        if charge[row] != Charge.NONE and charge[row] != Charge.ADVERTISING and charge[row] != Charge.EQUIPMENT:
            analyses += weight[row]
            wait = min(answer * exponential(analysis), legal)
            sale = charge[row] == Charge.SALE or charge[row] == Charge.ONLINE_SALE
            new = shop[row] >= 0 and _is_new(substance, sells[shop[row]], unlisted[shop[row]])
            if wait >= legal:
                charge[row] = Charge.NONE
                counts[Count.CHARGES_EXPIRED, region[row]] += weight[row]
            elif new and unit(proof) >= identified:
                charge[row] = Charge.NONE
            elif sale and unit(draw(seed, uid[row], day, decision, 1)[0]) < minor_buyer:
                charge[row] = Charge.SALE_TO_MINORS
        if charge[row] != Charge.NONE:
            wait += fixed_delay + mean_delay * exponential(delay)
        until[row] = day + 1 + int(wait)
    return analyses


@kernel
def _is_crime(mg, from_grade, thresholds):
    """Tell whether mere holding of this much is a crime."""
    return from_grade == 0 or (from_grade <= thresholds.size and mg >= thresholds[from_grade - 1])


@kernel
def _charge_buyers(
    seed, day, decision, weight, from_grade, share, answer, legal, fixed_delay, mean_delay, rows, uid,
    state, region, until, uncharged, held_product, held_mg, held_unlisted, state_before, until_before, threshold_mg,
    identified, ledger, counts,
):  # fmt: skip
    """Charge, hold, fine or let go the buyers who were brought in and return how many analyses that takes."""
    analyses = 0
    for row in rows:
        if until[row] >= 0:
            continue
        analyses += weight
        proof, court, delay, analysis = draw(seed, uid[row], day, decision, 0)
        proved = not (held_unlisted[row] and unit(proof) >= identified)
        crime = _is_crime(held_mg[row], from_grade, threshold_mg[held_product[row]])
        if crime and unit(court) < share:
            wait = min(answer * exponential(analysis), legal)
            uncharged[row] = wait >= legal or not proved
            if wait >= legal:
                counts[Count.CHARGES_EXPIRED, region[row]] += weight
            if not uncharged[row]:
                wait += fixed_delay + mean_delay * exponential(delay)
            until[row] = day + 1 + int(wait)
            continue
        counts[Count.FINED if proved and not crime else Count.CHARGES_DROPPED, region[row]] += weight
        state[row] = state_before[row]
        until[row] = max(day, until_before[row])
        ledger[BuyerState.DETAINED, state[row]] += weight
    return analyses


class ChargeLaying(Rule):
    """A detained person is charged by role, substance and law; a buyer with little is fined and let go.

    A buyer is charged for the very parcel with which the police held the person, and who is let go returns to the
    state and to the wait for treatment that there were before.

    Every find takes an analysis. What the state's laboratories cannot finish waits for them, so that answers take
    longer; who is not charged when the legal time of detention ends is let go. Until then, or until the answer that
    nothing is proved, staff and buyers alike are held; a buyer whose case ends before court goes the same day.

    Who     staff and buyers detained and not yet charged (`until` below 0)
    When    after the police
    Chance  a substance is unlisted as the buyer's parcel is, or with the share of unlisted ones among those that the
            shop sells; then it is proved with 1 - (1 - forensic_unlisted) * (1 - analogue_notion);
            else no charge, and the person goes when the laboratory has answered. The time to the answer is
            exponential around forensic_days and the queue over capacity. A share of sales was to minors
    Reads   staff.role, shop, charge (one named by the police stays); shops.sells, unlisted; buyers.held_product,
            held_mg, held_unlisted, state_before, until_before; levers.threshold_mg, possession_from, forensic_days,
            forensic_capacity, forensic_unlisted, analogue_notion, online_sale_is_grave, advertising_is_offence;
            tally.counts (online cases)
    Writes  staff.charge; buyers.uncharged; until of both (the day in court, or of release); buyers.state;
            market.forensic_queue
    Source  law-threshold-old, law-threshold-new, law-possession, law-minor, law-list-new
    """

    fixed_delay: float = param(
        60.0,
        unit="days",
        low=0,
        high=1_000,
        grade=Grade.ASSUMED,
        source="an investigation takes about two months; no published figure",
    )
    """Shortest time from the forensic report to the verdict."""
    mean_delay: float = param(
        90.0, unit="days", low=0, high=1_000, grade=Grade.ASSUMED, source="five months to the verdict on average"
    )
    """Mean of the (exponential) time beyond the shortest one."""
    legal_time: float = param(
        60.0,
        unit="days",
        low=1,
        high=1_000,
        grade=Grade.ASSUMED,
        source="about two months of custody without a proved substance; not checked against the code",
    )
    """Time in custody in which the analysis must be ready."""
    minor_buyer: float = param(
        0.01,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="a tenth of people at risk are under 18 (people); that a seller knew is seldom proved",
    )
    """Share of charges of sale that become sale to minors (law-minor)."""
    possession_share: float = param(
        0.5, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="part of the cases ends before court"
    )
    """Share of buyers found with that much who go to court."""

    def __call__(self, world: World) -> None:
        """Charge those whom the police brought in."""
        staff, levers, day = world.staff, world.levers, world.today.day
        identified = proved_unlisted(levers)
        capacity = float(levers.forensic_capacity)
        answer = float(levers.forensic_days) + world.market.forensic_queue / max(capacity, 0.01)
        analyses = _charge_staff(
            world.seed, day, DECISION, identified, bool(levers.online_sale_is_grave),
            bool(levers.advertising_is_offence), self.minor_buyer, answer, self.legal_time, self.fixed_delay,
            self.mean_delay, staff.uid, staff.weight, staff.status, staff.role, staff.region, staff.shop, staff.charge,
            staff.until, staff.size, world.shops.sells, world.shops.unlisted, world.tally.counts,
        )  # fmt: skip
        buyers = world.buyers
        detained = buyers_in(buyers, BuyerState.DETAINED)
        if detained.size:
            analyses += _charge_buyers(
                world.seed, day, DECISION, world.weight, int(levers.possession_from), self.possession_share, answer,
                self.legal_time, self.fixed_delay, self.mean_delay, detained, buyers.uid,
                buyers.state, buyers.region, buyers.until, buyers.uncharged, buyers.held_product, buyers.held_mg,
                buyers.held_unlisted, buyers.state_before, buyers.until_before, levers.threshold_mg, identified,
                world.ledger.buyers, world.tally.counts,
            )  # fmt: skip
        analyses += sum(world.tally.counts[Count.ONLINE_SALE_CASES].tolist())
        world.market.forensic_queue = max(0.0, world.market.forensic_queue + analyses - capacity)
