"""The patterns that need a hand in the market: shops shut, members arrested, a product taken away."""

from collections import Counter
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from marketsim.core.decisions import decision
from marketsim.core.draws import draw, unit
from marketsim.model import Simulation
from marketsim.rules.couriers.courier_batch import CourierBatch
from marketsim.rules.police.test_purchase import TestPurchase
from marketsim.rules.rule import Rule
from marketsim.rules.shops.shop_channels import ShopChannels
from marketsim.rules.shops.shop_exit import ShopExit
from marketsim.rules.wholesale.wholesale_delivery import WholesaleDelivery
from marketsim.world.counts import Count
from marketsim.world.detention import detain_staff
from marketsim.world.states import ChannelStatus, Role, ShopStatus, StaffStatus
from marketsim.world.world import World
from tests.interventions.trial import START
from tests.patterns.arms import lively, together
from tests.patterns.check import Check

LOT = decision("pattern.by_hand")
GOLDEN = 0.618034
SEEDS = range(1, 11)


class Hand(Rule):
    """Something done to the world by hand, among the rules of the day."""

    def __init__(self, act: Callable[[World], None]) -> None:
        """Take what to do."""
        super().__init__()
        self._act = act

    def __call__(self, world: World) -> None:
        """Do it."""
        self._act(world)


def _after(simulation: Simulation, rule: type[Rule], act: Callable[[World], None]) -> None:
    """Have something done every day after a rule."""
    place = next(i for i, one in enumerate(simulation.rules) if isinstance(one, rule)) + 1
    simulation.rules = (*simulation.rules[:place], Hand(act), *simulation.rules[place:])


def _lots(seed: int, uids: NDArray[np.uint64], ordinal: int) -> NDArray[np.float64]:
    """Return a lot from 0 to 1 for each identity, the same in every arm."""
    return np.array([unit(draw(np.uint64(seed), uid, 0, LOT, ordinal)[0]) for uid in uids])


def _rows(world: World, uids: NDArray[np.uint64]) -> NDArray[np.intp]:
    """Return today's rows of some shops: closed ones are dropped, and rows move."""
    return np.flatnonzero(np.isin(world.shops.used("uid"), uids))


def _shut(world: World, uids: NDArray[np.uint64]) -> None:
    """Take down all channels of some shops before anybody orders there."""
    channels, shops = world.channels, _rows(world, uids)
    theirs = np.isin(channels.used("shop"), shops) & (channels.used("status") <= ChannelStatus.FOUND)
    channels.used("status")[theirs] = ChannelStatus.BLOCKED
    open_ones = shops[world.shops.status[shops] == ShopStatus.OPEN]
    world.shops.status[open_ones] = ShopStatus.REBUILDING


def _orders_today(world: World) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return who ordered today and the shops they ordered from, by identity."""
    drops = world.drops
    today = (drops.used("buyer") >= 0) & (drops.used("reserved_on") == world.today.day)
    return world.buyers.uid[drops.used("buyer")[today]], world.shops.uid[drops.used("shop")[today]]


def largest_shop_shut(seed: int, shut: bool) -> tuple[list[int], list[Counter[int]]]:
    """Return what the customers of the largest shop order day by day: there, and elsewhere by shop.

    Customers are those who ordered there in the month before. No other shop closes meanwhile.
    """
    simulation = lively(seed, weight=10, days=75)
    simulation.rules = tuple(rule for rule in simulation.rules if not isinstance(rule, ShopExit))
    world = simulation.world
    largest = world.shops.uid[world.shops.used("demand").sum(axis=(1, 2)).argmax()]
    customers: set[int] = set()
    for _ in range(30):
        simulation.step()
        who, where = _orders_today(world)
        customers |= set(who[where == largest].tolist())
    if shut:
        _after(simulation, ShopChannels, lambda world: _shut(world, np.array([largest])))
    known = np.array(sorted(customers), np.uint64)
    there, elsewhere = [], []
    for _ in range(45):
        simulation.step()
        who, where = _orders_today(world)
        shops = Counter(where[np.isin(who, known)].tolist())
        there.append(shops.pop(int(largest), 0))
        elsewhere.append(shops)
    return there, elsewhere


def moved_customers() -> Check:
    """P05."""
    kept, largest, later, soon, shares = [], [], [], [], []
    read = together(largest_shop_shut, [(seed, shut) for seed in SEEDS for shut in (False, True)])
    for (there, usual), (_, shut) in zip(read[::2], read[1::2], strict=True):
        moved = np.array([b.total() - a.total() for a, b in zip(usual, shut, strict=True)])
        displaced = np.array(there)
        kept.append(moved[7:].sum() / displaced[7:].sum())
        soon.append(moved[7:14].sum() / displaced[7:14].sum())
        later.append(moved[14:].sum() / displaced[14:].sum())
        before, after = sum(usual, Counter()), sum(shut, Counter())
        gains = np.array([max(after[shop] - before[shop], 0) for shop in after | before])
        by_lot = np.random.default_rng(1).multinomial(gains.sum(), np.full(len(gains), 1 / len(gains)), 200)
        largest.append(float(np.log(gains.max() / by_lot.max(axis=1).mean())))
        shares.append(gains.max() / gains.sum())
    return Check(
        "P05",
        "a blocked shop's customers mostly move, one shop takes the largest share, shares settle in a week",
        "share of displaced orders that the market keeps after the first week, less one half",
        (np.array(kept) - 0.5).tolist(),
        also={"log of the largest destination's gain over that of a random split": largest},
        within={
            "kept within 71 +- 20.6 %, or more": float(np.mean(kept)) > 0.504,
            "the second week is at 90 % of the later ones": float(np.mean(soon)) > 0.9 * float(np.mean(later)),
        },
        note=f"kept {np.mean(kept):.0%}; second week {np.mean(soon):.0%}, later {np.mean(later):.0%}; largest "
        f"destination {np.mean(shares):.0%} of what other shops gain",
    )


def _spread_lots(seed: int, world: World) -> dict[int, float]:
    """Return a lot for each shop, spread evenly over large and small ones: a shift of the golden section's steps."""
    uids = world.shops.used("uid")
    by_size = uids[np.argsort(-world.shops.used("demand").sum(axis=(1, 2)))]
    places = (np.arange(len(uids)) * GOLDEN + _lots(seed, uids[:1], 0)) % 1.0
    return dict(zip(by_size.tolist(), places.tolist(), strict=True))


def orders_with_shops_shut(seed: int, share: float) -> int:
    """Return the orders of the second month in which a share of the shops is kept shut, new ones too."""
    simulation = lively(seed, weight=10, days=60)
    lots = _spread_lots(seed, simulation.world)

    def shut(world: World) -> None:
        uids = world.shops.used("uid")
        for uid in uids[~np.isin(uids, list(lots))]:
            lots[int(uid)] = _lots(seed, np.array([uid]), 0)[0]
        _shut(world, uids[np.array([lots[uid] for uid in uids.tolist()]) < share])

    _after(simulation, ShopChannels, shut)
    simulation.run(60)
    return int(simulation.record.count(Count.ORDERS)[-30:].sum())


def convex_blocking() -> Check:
    """P06."""
    shares = (0.0, 0.3, 0.6, 0.9)
    orders = np.array(together(orders_with_shops_shut, [(seed, share) for seed in SEEDS for share in shares]))
    lost = 1.0 - orders.reshape(len(SEEDS), -1) / orders.reshape(len(SEEDS), -1)[:, :1]
    steps = np.diff(lost, axis=1)
    return Check(
        "P06",
        "blocking few resources does almost nothing, blocking many and fast does something",
        "share of orders lost between 60 and 90 % of shops kept shut, less that between 30 and 60 %",
        (steps[:, 2] - steps[:, 1]).tolist(),
        also={"lost with 90 % shut less three times what 30 % lose": (lost[:, 3] - 3 * lost[:, 1]).tolist()},
        within={"with 30 % shut less than 15 % of orders are lost": float(lost[:, 1].mean()) < 0.15},
        note=f"lost {lost[:, 1].mean():.0%}, {lost[:, 2].mean():.0%} and {lost[:, 3].mean():.0%} with 30, 60 and "
        "90 % of shops shut: straight to 60 %, steep beyond; speed of blocking is not tried by itself",
    )


def shops_renamed(seed: int, kept: float | None) -> list[dict[int, tuple[float, int]]]:
    """Return the mean log price and the orders of a fifth of the shops day by day, while they trade.

    They lose all channels and their reputation at once, and open again; a share `kept` of their customers finds them
    there. With `None` nothing happens to them.
    """
    simulation = lively(seed, weight=10, days=105)
    world = simulation.world
    shops = world.shops
    trading = shops.used("uid")[shops.used("status") == ShopStatus.OPEN]
    chosen = trading[_lots(seed, trading, 1) < 0.2]
    first_day = world.today.day + 1

    def rename(world: World) -> None:
        rows = _rows(world, chosen)
        if world.today.day == first_day:
            _shut(world, chosen)
            shops.reputation[rows] = 0.0
            shops.incarnation[rows] += 1
        if world.today.day < first_day + 10:
            shops.retention[rows] = kept

    if kept is not None:
        _after(simulation, ShopChannels, rename)
    told = []
    for _ in range(105):
        simulation.step()
        orders = Counter(_orders_today(world)[1].tolist())
        told.append({})
        for row in _rows(world, chosen):
            if shops.status[row] != ShopStatus.CLOSED:
                price = np.log(shops.price[row] / world.market.usual_price)[shops.sells[row]].mean()
                told[-1][int(shops.uid[row])] = float(price), orders[int(shops.uid[row])]
    return told


def _against_untouched(kept: float) -> NDArray[np.float64]:
    """Return, seed by seed: log price below in days 11 to 45, sales lost in a month, and both in the fourth month."""
    read = together(shops_renamed, [(seed, arm) for seed in SEEDS for arm in (None, kept)])
    found = []
    for usual, renamed in zip(read[::2], read[1::2], strict=True):
        alive = sorted(usual[-1].keys() & renamed[-1].keys())
        before, after = (np.array([[day[uid] for uid in alive] for day in arm]) for arm in (usual, renamed))
        price, sales = (before - after)[:, :, 0].mean(axis=1), [arm[:, :, 1].sum(axis=1) for arm in (before, after)]
        lost = [1.0 - sales[1][days].sum() / sales[0][days].sum() for days in (slice(30), slice(75, None))]
        found.append((price[10:45].mean(), lost[0], price[75:].mean(), lost[1]))
    return np.array(found)


def without_a_name() -> Check:
    """P07."""
    found, alone = _against_untouched(ShopChannels().kept), _against_untouched(0.0).mean(axis=0)
    cheaper, month, later_price, later_lost = found.T
    return Check(
        "P07",
        "a re-opened shop without its name sells cheaper and recovers within about three months",
        "fall of the log price of shops that open again without name, over the same shops untouched, days 11 to 45",
        cheaper.tolist(),
        also={
            "sales lost in the first month": month.tolist(),
            "0.3 less sales lost in the fourth month": (0.3 - later_lost).tolist(),
        },
        within={"cheaper by no more than about a fifth": float(cheaper.mean()) < 0.2},
        note=f"up to 9 % cheaper in the source; in the fourth month {later_price.mean():.0%} cheaper and "
        f"{later_lost.mean():.0%} of sales lost; where no customer finds it again it is {alone[0]:.0%} cheaper and has "
        f"lost {alone[3]:.0%} in the fourth month; shops that trade to the end in both arms",
    )


def orders_with_members_arrested(seed: int, share: float) -> int:
    """Return the orders, over two months, of a fifth of the shops of which a share of the members is arrested."""
    simulation = lively(seed, weight=10, days=60)
    world = simulation.world
    staff = world.staff
    uids = world.shops.used("uid")
    lots = _spread_lots(seed, world)
    chosen = uids[np.array([lots[uid] for uid in uids.tolist()]) < 0.2]
    first_day = world.today.day + 1

    def arrest(world: World) -> None:
        if world.today.day != first_day:
            return
        members = np.flatnonzero(
            np.isin(staff.used("shop"), _rows(world, chosen)) & (staff.used("status") == StaffStatus.ACTIVE)
        )
        for row in members[_lots(seed, staff.uid[members], 3) < share]:
            detain_staff(world, int(row))

    _after(simulation, TestPurchase, arrest)
    orders = 0
    for _ in range(60):
        simulation.step()
        orders += int(np.isin(_orders_today(world)[1], chosen).sum())
    return orders


def arrested_members() -> Check:
    """P08."""
    shares = (0.0, 0.33, 0.67, 1.0)
    orders = np.array(together(orders_with_members_arrested, [(seed, share) for seed in SEEDS for share in shares]))
    orders = orders.reshape(len(SEEDS), -1)
    damage = 1.0 - orders / orders[:, :1]
    steps = np.diff(damage, axis=1)
    return Check(
        "P08",
        "arresting more members of one organisation disrupts it with diminishing returns",
        "orders lost by the first third of members arrested less by the last, share of the shop's orders",
        (steps[:, 0] - steps[:, 2]).tolist(),
        also={"lost by the first third": steps[:, 0].tolist()},
        note=f"lost {damage[:, 1].mean():.0%}, {damage[:, 2].mean():.0%} and {damage[:, 3].mean():.0%} over two months "
        "with a third, two thirds and all arrested",
    )


def orders_without_a_product(seed: int, cut: bool, substitution: float) -> int:
    """Return the orders of the second to sixth month after all alpha-PVP is taken away, day by day."""
    simulation = lively(seed, days=180, **{"parameters.buyer_search.substitution": substitution})
    gone = 0

    def take_away(world: World) -> None:
        world.shops.stock[:, :, gone] = 0
        world.staff.carried[:, gone] = 0

    if cut:
        _after(simulation, WholesaleDelivery, take_away)
    simulation.run(180)
    return int(simulation.record.count(Count.ORDERS)[-150:].sum())


def substitute() -> Check:
    """P09."""
    arms = [(False, 0.1), (True, 0.1), (False, 0.0), (True, 0.0)]
    orders = np.array(together(orders_without_a_product, [(seed, *arm) for seed in SEEDS for arm in arms]))
    orders = orders.reshape(len(SEEDS), -1)
    with_one, without = 1.0 - orders[:, 1] / orders[:, 0], 1.0 - orders[:, 3] / orders[:, 2]
    return Check(
        "P09",
        "a supply shock has little effect on use when a substitute is at hand",
        "share of orders lost when alpha-PVP is gone: half of that without a substitute less that with one",
        (without / 2 - with_one).tolist(),
        note=f"orders lost {with_one.mean():.0%} with and {without.mean():.0%} without a substitute, months 2 to 6",
    )


def bags(seed: int, large: float) -> tuple[int, int]:
    """Return how many batches weigh up to a fifth less, and up to a quarter more, than 30 g under a threshold, g."""
    policy = {"kind": "weight_thresholds", "name": "moved", "start": START.isoformat(), "large": large}
    simulation = lively(seed, days=120, interventions=[policy])
    world = simulation.world
    staff, weights = world.staff, []

    carried_before = {"now": staff.carried.copy()}

    def before(world: World) -> None:
        carried_before["now"] = staff.carried.copy()

    def after(world: World) -> None:
        size = min(len(carried_before["now"]), len(staff.carried))
        couriers = staff.role[:size] == Role.COURIER
        got = (staff.carried[:size] > carried_before["now"][:size]) & couriers[:, None]
        weights.append(staff.carried[:size][got])

    _after(simulation, ShopChannels, before)
    _after(simulation, CourierBatch, after)
    simulation.run(120)
    grams = np.concatenate(weights[30:]) / 1_000
    return int(((grams >= 24) & (grams < 30)).sum()), int(((grams >= 30) & (grams < 37.5)).sum())


def bunching() -> Check:
    """P14."""
    counts = np.array(together(bags, [(seed, large) for seed in SEEDS for large in (50.0, 30.0)]), float)
    below, above = counts.reshape(len(SEEDS), 2, 2).transpose(2, 0, 1)
    ratio = np.log((below + 1.0) / (above + 1.0))
    return Check(
        "P14",
        "weights bunch just below a legal threshold after it moves",
        "log of batches in the fifth below 30 g over those in the quarter above: threshold at 30 g less at 50 g",
        (ratio[:, 1] - ratio[:, 0]).tolist(),
        note=f"{below[:, 1].sum():.0f} below and {above[:, 1].sum():.0f} above at 30 g, {below[:, 0].sum():.0f} and "
        f"{above[:, 0].sum():.0f} at 50 g; below 1 g, where the threshold moved in 2021, no batch worth having fits, "
        "and nobody can bunch",
    )
