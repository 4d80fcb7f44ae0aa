"""Buyers go to the place and find the parcel, or not."""

from functools import partial

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import all_words, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.counts import Count
from marketsim.world.ledger import MassFlow, MoneyFlow
from marketsim.world.states import BuyerState, DropStatus
from marketsim.world.world import World

COLLECT = decision("buyer.collect")
LEAST = 0.05
"""Suitability below which a place is no worse: whoever looks there finds what lies there."""


@partial(kernel, inline=True)
def _slot_of(buyer, shop, known_shop):
    """Return the slot in which a buyer keeps a shop in mind, -1 if the shop is unknown."""
    for slot in range(known_shop.shape[1]):
        if known_shop[buyer, slot] == shop:
            return slot
    return -1


@kernel
def _slots_of(buyers, shops, known_shop):
    """Return `_slot_of` of many buyers."""
    slots = np.empty(buyers.size, np.int8)
    for i in range(buyers.size):
        slots[i] = _slot_of(buyers[i], shops[i], known_shop)
    return slots


@kernel
def _lose_trust(buyer, shop, known_shop, trust, loss):
    """Lower a buyer's trust in a shop; a shop that is trusted far too little is forgotten."""
    slot = _slot_of(buyer, shop, known_shop)
    if slot < 0:
        return
    trust[buyer, slot] -= loss
    if trust[buyer, slot] < -1.5:
        known_shop[buyer, slot] = -1
        trust[buyer, slot] = 0.0


@kernel
def _won(refunds, escrow, working, arbitration):
    """Return the share of disputes that end in a refund: in escrow some that the shop would refuse are won too."""
    return refunds + working * max(0.0, arbitration - refunds) if escrow else refunds


@kernel
def _collect(
    seed, day, drop_shop, drop_product, drop_mg, drop_region, drop_cell, drop_status, drop_buyer, reserved_on,
    paid, escrow, size, suitability, buyer_uid, buyer_state, days_used, known_shop, trust, reputation, shop_money,
    shop_refunds, shop_resends, stock, same_day, missing, stolen_anywhere, fit, arbitration, working, gain,
    loss, reputation_speed, lot, weight, counts, mass, money,
):  # fmt: skip
    reserved = np.flatnonzero(drop_status[:size] == DropStatus.RESERVED.value)
    # At once: memory is far, and answers many questions in the time of one.
    buyers = drop_buyer[reserved]
    states, slots = buyer_state[buyers], _slots_of(buyers, drop_shop[reserved], known_shop)
    words = np.empty((4, reserved.size), np.uint32)
    all_words(seed, buyer_uid[buyers], day, COLLECT, reserved_on[reserved], words)  # Not by parcel: arms share luck.
    for i in range(reserved.size):
        drop = reserved[i]
        w0, w1, w2 = words[0, i], words[1, i], words[2, i]
        if reserved_on[drop] == day and unit(w0) >= same_day:
            continue
        buyer, shop, r, p = buyers[i], drop_shop[drop], drop_region[drop], drop_product[drop]
        state = states[i]
        absent = state < BuyerState.OCCASIONAL or state > BuyerState.DEPENDENT
        u = unit(w1)
        stolen = stolen_anywhere * fit / max(suitability[drop_cell[drop]], LEAST)
        if not absent and u >= missing + stolen:
            drop_status[drop] = DropStatus.COLLECTED
            mass[MassFlow.SOLD, p] += weight * drop_mg[drop]
            counts[Count.COLLECTIONS, r] += weight
            days_used[buyer] += 1
            if shop >= 0:
                slot = slots[i]
                if slot >= 0 and known_shop[buyer, slot] == shop:  # Not forgotten over another parcel today.
                    trust[buyer, slot] = min(2.0, trust[buyer, slot] + gain * (1.0 - 0.5 * trust[buyer, slot]))
                reputation[shop] += lot * reputation_speed * (1.0 - reputation[shop])
            continue
        if absent or u < missing:
            drop_status[drop] = DropStatus.MISSING
            mass[MassFlow.LOST_DROP, p] += weight * drop_mg[drop]
        else:
            drop_status[drop] = DropStatus.STOLEN
            mass[MassFlow.STOLEN_DROP, p] += weight * drop_mg[drop]
            counts[Count.COLLECTIONS_STOLEN, r] += weight
        if absent:
            continue
        counts[Count.COLLECTIONS_MISSING, r] += weight
        if shop < 0:
            continue
        refunds = _won(shop_refunds[shop], escrow[drop], working, arbitration)
        if unit(w2) < refunds and shop_money[shop] >= lot * paid[drop]:
            shop_money[shop] -= lot * paid[drop]
            money[MoneyFlow.REFUNDS] += weight * paid[drop]
            counts[Count.DISPUTES_REFUNDED, r] += weight
            _lose_trust(buyer, shop, known_shop, trust, 0.25 * loss)
        elif refunds <= unit(w2) < refunds + shop_resends[shop] and stock[shop, r, p] >= lot * drop_mg[drop]:
            stock[shop, r, p] -= lot * drop_mg[drop]
            mass[MassFlow.SOLD, p] += weight * drop_mg[drop]
            days_used[buyer] += 1
            counts[Count.DISPUTES_RESENT, r] += weight
            _lose_trust(buyer, shop, known_shop, trust, 0.1 * loss)
        else:
            _lose_trust(buyer, shop, known_shop, trust, loss)
            reputation[shop] -= 5.0 * lot * reputation_speed * (1.0 + reputation[shop])


class BuyerCollect(Rule):
    """A buyer collects the reserved parcel the same or the next day, and finds it or not.

    Who     every buyer with a reserved parcel
    When    after buyer_order
    Chance  same day: same_day; then missing, stolen by others (the more the less suitable the place), else found; a
            dispute is refunded, answered with another parcel from the warehouse, or refused by the shop's policy;
            on the marketplace, as far as its escrow works, it is won with `arbitration` where the shop refunds less
    Reads   drops.reserved_on, shop, mg, cell, escrow; cells.suitability; buyers.state; shops.refunds, resends;
            levers.escrow
    Writes  drops.status; buyers.days_used, known_shop, trust; shops.reputation, money, stock
    Source  fail-tx (postal orders; the share of drops not found is unpublished)
    """

    same_day: float = param(
        0.6,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="collected the same or the next day (docs/odd.md)",
    )
    """Share of parcels that are collected on the day of the order; the others the day after."""
    missing: float = param(0.08, unit="share", low=0, high=0.5, grade=Grade.CALIBRATED, source="fail-tx (0.05-0.25)")
    """Share of reserved parcels that are not there."""
    stolen: float = param(0.02, unit="share", low=0, high=0.5, grade=Grade.ASSUMED, source="fail-tx includes theft")
    """Share of reserved parcels that somebody else has found first, in a place of suitability `fit`."""
    fit: float = param(
        0.71, unit="suitability", low=0.05, high=1, grade=Grade.ASSUMED, source="harmonic mean of the places in use"
    )
    """Suitability of a usual place; a place half as good loses twice as many parcels to others."""
    arbitration: float = param(
        0.8, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="the marketplace holds the money and decides"
    )
    """Share of disputes on the marketplace that the buyer wins while its escrow works in full; a shop that refunds more
    by itself does so, and as far as escrow does not work the shop's own share holds."""
    gain: float = param(0.15, unit="utility", low=0, high=2, grade=Grade.ASSUMED, source="no published choice data")
    """Trust gained from a parcel that was there."""
    loss: float = param(0.8, unit="utility", low=0, high=5, grade=Grade.ASSUMED, source="no published choice data")
    """Trust lost in a dispute that the shop refused."""

    reputation_speed: float = param(
        0.002,
        unit="1 / parcel",
        low=0,
        high=0.5,
        grade=Grade.ASSUMED,
        source="ratings average over some hundreds of reports",
    )
    """How far one report moves a shop's reputation towards 1; a refused dispute weighs five times, towards -1."""

    def __call__(self, world: World) -> None:
        """Send buyers to their parcels."""
        drops, buyers, shops = world.drops, world.buyers, world.shops
        _collect(
            world.seed, world.today.day, drops.shop, drops.product, drops.mg, drops.region, drops.cell,
            drops.status, drops.buyer, drops.reserved_on, drops.paid, drops.escrow, drops.size,
            world.cells.suitability, buyers.uid, buyers.state, buyers.days_used, buyers.known_shop, buyers.trust,
            shops.reputation, shops.money, shops.refunds, shops.resends, shops.stock, self.same_day, self.missing,
            self.stolen, self.fit, self.arbitration, float(world.levers.escrow), self.gain, self.loss,
            self.reputation_speed, world.lot, world.weight, world.tally.counts, world.ledger.mass, world.ledger.money,
        )  # fmt: skip
