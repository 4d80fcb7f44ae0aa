"""Prisoners are released; some come back."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, exponential, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.newcomers import add_staff, give_staff_traits
from marketsim.world.roll_call import buyers_in
from marketsim.world.states import BuyerState, Care, Role, ShopStatus, StaffStatus
from marketsim.world.world import World

DECISION = decision("prison.release")
RETURNING = (Role.WAREHOUSE_KEEPER, Role.PACKER, Role.COURIER, Role.TAGGER, Role.DROPPER)
"""Roles whose people may come back, as couriers: those who worked for a shop's wage (assumed)."""


@kernel
def _release_staff(
    seed, day, decision, reoffending, reached, helped, uid, weight, status, region, until, size, ledger, counts,
    returning,
):  # fmt: skip
    returners = 0
    for row in range(size):
        if status[row] != StaffStatus.IMPRISONED or until[row] > day:
            continue
        status[row] = StaffStatus.RELEASED
        ledger[StaffStatus.IMPRISONED, StaffStatus.RELEASED] += weight[row]
        counts[Count.RELEASES, region[row]] += weight[row]
        back, met, _, _ = draw(seed, uid[row], day, decision, 0)
        chance = reoffending * (1.0 - helped) if unit(met) < reached else reoffending
        if returners < returning.size and unit(back) < chance:
            returning[returners] = row
            returners += 1
    return returners


@kernel
def _release_buyers(
    seed, day, decision, weight, clean, reached, helped, rows, uid, state, state_before, region, until, care, ledger,
    counts,
):  # fmt: skip
    for row in rows:
        if until[row] > day:
            continue
        back, met, _, _ = draw(seed, uid[row], day, decision, 0)
        relapse = (1.0 - clean) * (1.0 - helped) if unit(met) < reached else 1.0 - clean
        stays_clean = unit(back) < 1.0 - relapse
        state[row] = BuyerState.ABSTINENT.value if stays_clean else state_before[row]
        ledger[BuyerState.IMPRISONED, state[row]] += weight
        counts[Count.RELEASES, region[row]] += weight
        if stays_clean:
            care[row] = Care.NONE.value  # A court's order binds who uses; years later it would be no longer meant.


class PrisonRelease(Rule):
    """A prisoner is released; some staff look for work in a shop again, some users go back to their use.

    Who made or supplied drugs or led a shop does not come back: there is no way from there to a courier's post.

    Who     imprisoned staff and buyers whose day of release has come (`until` up to today)
    When    after court_sentence
    Chance  reoffending, 1 - clean_after_prison; both lower by a share for those whom help with work and housing reaches
    Reads   staff.until, role, region; buyers.until, state_before; shops.status, serves; levers.resocialisation
    Writes  staff.status; a new courier, as applicant and repeat offender; buyers.state; buyers.care of the abstinent,
            for whom no order to undergo treatment holds any longer
    Source  reconviction studies: a fifth to a third within two years (Fazel and Wolf 2015)
    """

    reoffending: float = param(
        0.2,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="a fifth within two years is at the low end of reconviction studies (Fazel and Wolf 2015)",
    )
    """Share of released keepers, packers, couriers, taggers and droppers who apply to a shop again, without help."""
    helped: float = param(
        0.35,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="work and a place to live keep about a third away; programmes differ widely",
    )
    """Share of returns to the trade or to use that help prevents among those whom it reaches."""
    days_until_return: float = param(
        180.0,
        unit="days",
        low=1,
        high=3_650,
        grade=Grade.ASSUMED,
        source="most of those who reoffend do so within the first year",
    )
    """Longest time from release to the return to work; all times up to it are as likely."""
    clean_after_prison: float = param(
        0.5, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="about half relapse soon after release"
    )
    """Share of released users who stay abstinent at first; the others use as they did before detention."""

    def __call__(self, world: World) -> None:
        """Open the gates."""
        staff, buyers, day = world.staff, world.buyers, world.today.day
        returning = np.empty(staff.size, np.int64)
        reached = float(world.levers.resocialisation)
        returners = _release_staff(
            world.seed, day, DECISION, self.reoffending, reached, self.helped, staff.uid, staff.weight,
            staff.status, staff.region, staff.until, staff.size, world.ledger.staff, world.tally.counts, returning,
        )  # fmt: skip
        for row in returning[:returners]:
            self._return_to_trade(world, int(row))
        imprisoned = buyers_in(buyers, BuyerState.IMPRISONED)
        if imprisoned.size:
            _release_buyers(
                world.seed, day, DECISION, world.weight, self.clean_after_prison, reached, self.helped,
                imprisoned, buyers.uid, buyers.state, buyers.state_before, buyers.region, buyers.until,
                buyers.care, world.ledger.buyers, world.tally.counts,
            )  # fmt: skip

    @staticmethod
    def _choose_shop(world: World, row: int, offers: NDArray[np.int64]) -> int:
        """Return the shop to which a released person turns, all alike.

        An exponential race by the pair of both: a shop more or less changes nobody's choice between the others.
        """
        uid, day, shop_uid = world.staff.uid[row], world.today.day, world.shops.uid
        times = [exponential(draw(world.seed, uid, day, DECISION, shop_uid[shop])[0]) for shop in offers]
        return int(offers[np.argmin(times)])

    def _return_to_trade(self, world: World, row: int) -> None:
        """Let a released person apply to an open shop of the region, if there is one."""
        staff, shops, region = world.staff, world.shops, int(world.staff.region[row])
        if staff.role[row] not in RETURNING:
            return
        offers = np.flatnonzero((shops.used("status") == int(ShopStatus.OPEN)) & shops.used("serves")[:, region])
        if not offers.size:
            return
        world.tally.counts[Count.REOFFENDED, region] += staff.weight[row]
        _, when, _, _ = draw(world.seed, staff.uid[row], world.today.day, DECISION, 1)
        shop = self._choose_shop(world, row, offers)
        starts_on = world.today.day + 1 + int(unit(when) * self.days_until_return)
        woman, age_band = staff.woman[row], staff.age_band[row]
        new = add_staff(world, shop, Role.COURIER, region, StaffStatus.APPLICANT, starts_on)
        uid = np.uint64(child_uid(staff.uid[row], world.today.day, DECISION, 0))
        give_staff_traits(world, new, uid, Role.COURIER, region)
        staff.first_offence[new] = False
        staff.woman[new], staff.age_band[new] = woman, age_band
        staff.wage[new] = shops.wage[shop]
