"""People who may start to use do so for the first time."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, first_words, happens, unit
from marketsim.core.elementary import power
from marketsim.core.parameters import Grade, param
from marketsim.core.units import DAYS_PER_YEAR
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.states import BuyerState, Role, ShopStatus, StaffStatus
from marketsim.world.turns import DAYS_BETWEEN_TURNS, buyers_with_turn
from marketsim.world.world import World

DECISION = decision("buyer.initiation")
PREVENTION = decision("buyer.initiation.prevention")
YOUNG = 1
"""Highest age band that prevention reaches: up to 24 years."""


@kernel
def _share_with_tagger(shop, role, status, staff, shop_status, serves, shares):
    """Write the share of the open shops of each region that have a tagger at work to `shares`."""
    sprayed = np.zeros(shop_status.size, np.bool_)
    for row in range(staff):
        if role[row] == Role.TAGGER and status[row] == StaffStatus.ACTIVE and shop[row] >= 0:
            sprayed[shop[row]] = True
    for r in range(shares.size):
        trading, spraying = 0, 0
        for s in range(shop_status.size):
            if shop_status[s] == ShopStatus.OPEN and serves[s, r]:
                trading += 1
                spraying += sprayed[s]
        shares[r] = spraying / max(trading, 1)


@kernel
def _hazards(turn, contact, exposure, street, usual_taggers, users_share, channels_share, taggers_share):
    """Return the hazard of a turn by region: more where many use, and where there are more adverts than usual."""
    hazards = np.empty(users_share.size)
    for r in range(hazards.size):
        adverts = (1.0 - street) * channels_share[r] + street * (taggers_share[r] / usual_taggers)
        hazards[r] = turn * (1.0 + contact * users_share[r]) * (1.0 - exposure + exposure * adverts)
    return hazards


@kernel
def _is_spared(seed, uid, decision, universal, selective, at_higher_risk, heeds_universal, heeds_selective):
    """Tell whether prevention reaches a young person who heeds it: the same answer as long as the programmes last."""
    in_universal, heeds, in_selective, heeds_it = draw(seed, uid, 0, decision, 0)
    if unit(in_universal) < universal and unit(heeds) < heeds_universal:
        return True
    return at_higher_risk and unit(in_selective) < selective and unit(heeds_it) < heeds_selective


@kernel
def _initiate(
    seed, day, decision, prevention, weight, by_region, by_product, of_opioids, universal, selective, heeds_universal,
    heeds_selective, many_use, turns, uid, state, region, product, age_band, came_from_opioids, days_used, ledger,
    counts,
):  # fmt: skip
    words = np.empty(turns.size, np.uint32)
    first_words(seed, uid[turns], day, decision, words)
    highest = by_region.max() * by_product.max() * max(of_opioids, 1.0)
    for i in range(turns.size):
        # Most do not start whoever they are: memory is far, and nobody needs to be looked up.
        if unit(words[i]) >= highest:
            continue
        row = turns[i]
        if state[row] != BuyerState.POTENTIAL:
            continue
        hazard = by_region[region[row]] * by_product[product[row]]
        if came_from_opioids[row]:
            hazard *= of_opioids
        if not happens(words[i], hazard):
            continue
        at_higher_risk = came_from_opioids[row] or many_use[region[row]]
        if age_band[row] <= YOUNG and _is_spared(
            seed, uid[row], prevention, universal, selective, at_higher_risk, heeds_universal, heeds_selective
        ):
            continue
        state[row] = BuyerState.OCCASIONAL
        days_used[row] = 0
        ledger[BuyerState.POTENTIAL, BuyerState.OCCASIONAL] += weight
        counts[Count.INITIATIONS, region[row]] += weight


class BuyerInitiation(Rule):
    """A person at risk starts to use.

    Who     potential buyers on their turn (every sixteenth day, each on days of their own)
    When    after buyer_turnover, before wishes to buy
    Chance  1 - exp(-16 days of: hazard * (1 + contact * users_share) * (1 - exposure + exposure * adverts)
            * (retail / usual price) ** elasticity * opioids), where adverts = (1 - street) * channels_share + street
            * taggers_share / usual_taggers; then a young person whom prevention reaches and who heeds it does not
    Reads   buyers.uid, region, product, age_band, came_from_opioids; market.users_share, channels_share,
            retail_price, usual_price; shops.status, serves; staff.role, status, shop; levers.prevention_universal,
            prevention_selective (from opioids, or more users around than in the country)
    Writes  buyers.state, days_used; market.taggers_share
    Source  contact with users as in epidemic models of initiation (Hunt and Chambers 1976); level fitted to the
            active users of defaults
    """

    hazard: float = param(
        0.022, unit="1 / year", low=0, high=1, grade=Grade.CALIBRATED, source="defaults: active users 2018-2023"
    )
    """Hazard of starting where nobody uses and the market is well served."""
    contact: float = param(
        24.6,
        unit="1 / share of users",
        low=0,
        high=500,
        grade=Grade.CALIBRATED,
        source="defaults: active users 2018-2023",
    )
    """How the hazard rises with the share of users among people at risk of the region."""
    exposure: float = param(
        0.3,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="most start through friends, a part through adverts and chats",
    )
    """Share of starts that live channels and adverts bring about; the others come through friends."""
    street: float = param(
        0.3, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="adverts on walls lead to channels (advert-2023)"
    )
    """Share of those that adverts sprayed on walls bring about; the others come through channels."""
    usual_taggers: float = param(
        0.96, unit="share", low=0.01, high=1, grade=Grade.ASSUMED, source="what the history has on average"
    )
    """Share of shops with a tagger at work at which adverts on walls are as many as usual."""
    participation_elasticity: float = param(
        -0.3,
        unit="exponent",
        low=-1.5,
        high=0,
        grade=Grade.ASSUMED,
        source="a third of elast: most of the response is in the amount",
    )
    """How the hazard falls with the price."""
    opioids: float = param(
        2.0,
        unit="factor",
        low=1,
        high=20,
        grade=Grade.ASSUMED,
        source="registered_drug_users_all falls by 7,000 in 2016-2020: many turned to synthetics",
    )
    """Hazard of former or current opioid users, relative to others."""
    heeds_universal: float = param(
        0.1,
        unit="share",
        low=0,
        high=1,
        grade=Grade.BORROWED,
        source="school programmes spare about a tenth of starts (Faggiano et al. 2014)",
    )
    """Share of young people in programmes for all who heed them and do not start."""
    heeds_selective: float = param(
        0.2,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="twice as many: smaller groups, nearer to the risk",
    )
    """Share of young people at higher risk in programmes for them who heed them and do not start."""

    def __call__(self, world: World) -> None:
        """Let people start."""
        buyers, market, levers = world.buyers, world.market, world.levers
        turn = DAYS_BETWEEN_TURNS / DAYS_PER_YEAR * self.hazard
        self._look_for_taggers(world)
        by_region = _hazards(
            turn, self.contact, self.exposure, self.street, self.usual_taggers, market.users_share,
            market.channels_share, market.taggers_share,
        )  # fmt: skip
        by_product = power(np.maximum(market.retail_price / market.usual_price, 0.01), self.participation_elasticity)
        _initiate(
            world.seed, world.today.day, DECISION, PREVENTION, world.weight, by_region, by_product, self.opioids,
            float(levers.prevention_universal), float(levers.prevention_selective), self.heeds_universal,
            self.heeds_selective, market.users_share > market.users_share.mean(),
            buyers_with_turn(world), buyers.uid, buyers.state, buyers.region, buyers.product, buyers.age_band,
            buyers.came_from_opioids, buyers.days_used, world.ledger.buyers, world.tally.counts,
        )  # fmt: skip

    @staticmethod
    def _look_for_taggers(world: World) -> None:
        """Note in how many of the shops of each region somebody sprays."""
        staff, shops, market = world.staff, world.shops, world.market
        _share_with_tagger(
            staff.shop, staff.role, staff.status, staff.size, shops.used("status"), shops.serves, market.taggers_share
        )  # fmt: skip
