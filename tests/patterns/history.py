"""The patterns of the history itself, read from the same few runs of it."""

from datetime import date

import numpy as np

from marketsim.core.units import day_date
from marketsim.results.tables import daily_table
from marketsim.world.counts import Count
from marketsim.world.states import Role
from tests.patterns.arms import change, together
from tests.patterns.check import Check
from tests.whole_model.running import days_until, scenario

SEEDS = range(1, 11)
WEIGHT = 20
BEFORE_SHOCK = slice(days_until(date(2020, 1, 1)), days_until(date(2020, 3, 16)))
AFTER_SHOCK = slice(days_until(date(2020, 6, 1)), days_until(date(2021, 1, 1)))
"""Stocks last for weeks and prices follow: the closure of spring shows from June on."""
LISTED = (Role.OPERATOR, Role.ADMINISTRATOR, Role.COURIER, Role.TAGGER)
"""Roles of the reported counts of 2023; packers and keepers stand there with operators."""


def lived(seed: int) -> dict:
    """Return what the patterns read from one run of the history."""
    chosen = scenario(weight=WEIGHT)
    simulation = chosen.simulation(seed=seed)
    simulation.run(chosen.days)
    record = simulation.record
    year = np.array([day_date(int(day)).year for day in record.used("days")])
    years = sorted(set(year))
    roles = {role: int(record.count(Count(Count.DETAINED_OWNER + role))[year == 2023].sum()) for role in Role}
    sold = record.used("sold_mg").sum(axis=2)
    return {
        "daily": daily_table(record),
        "roles": roles,
        "products": record.products,
        "sold": {y: sold[year == y].sum(axis=0) for y in years},
        "price": {y: record.used("prices")[year == y, 0].mean(axis=0) for y in years},
        "shock_sold": [sold[when].sum(axis=0) for when in (BEFORE_SHOCK, AFTER_SHOCK)],
        "shock_price": [record.used("prices")[when, 0].mean(axis=0) for when in (BEFORE_SHOCK, AFTER_SHOCK)],
    }


def _runs() -> list[dict]:
    return together(lived, [(seed,) for seed in SEEDS])


def _yearly(run: dict, measure: str, year: int) -> float:
    return float(run["daily"].loc[str(year), measure].mean())


def roles() -> Check:
    """P01."""
    found, owners, shares = [], [], []
    for run in _runs():
        counts = dict(run["roles"])
        counts[Role.OPERATOR] += counts.pop(Role.PACKER) + counts.pop(Role.WAREHOUSE_KEEPER)
        couriers = counts[Role.COURIER]
        others = [counts[role] for role in (Role.OWNER, Role.ADMINISTRATOR, Role.OPERATOR, Role.TAGGER, Role.DROPPER)]
        found.append(np.log(couriers / max(others)))
        owners.append((counts[Role.OPERATOR] - counts[Role.OWNER] - counts[Role.ADMINISTRATOR]) / couriers)
        shares.append(couriers / sum(counts[role] for role in LISTED))
    return Check(
        "P01",
        "couriers are detained most, administrators and owners least",
        "log of couriers over the next role of shops, detentions of 2023",
        found,
        also={"operators, packers and keepers less administrators and owners, over couriers": owners},
        within={"couriers at 55-85 % of the listed roles": 0.55 <= float(np.mean(shares)) <= 0.85},
        note=f"couriers are {np.mean(shares):.0%} of the listed roles",
    )


def lockdown() -> Check:
    """P02."""
    surge, fall, recovery, first = [], [], [], []
    for run in _runs():
        orders = run["daily"]["orders"]
        usual = orders["2020-02-17":"2020-03-15"].mean()
        weeks = orders["2020-03-16":"2020-07-05"].to_numpy().reshape(-1, 7).mean(axis=1) / usual
        surge.append(weeks[:2].mean() - 1.0)
        fall.append(1.0 - weeks[2])
        recovery.append(weeks[8:12].mean() - 0.9)
        first.append(int(weeks.argmin()) == 2)
    return Check(
        "P02",
        "lockdown: surge, minimum in the first week of limits, recovery within weeks",
        "orders in the two weeks from 16 March 2020 over the four before, less 1",
        surge,
        also={"fall in the first week of limits": fall, "orders in the month after the limits, less 0.9": recovery},
        within={"that week is the lowest of sixteen in most runs": sum(first) > len(first) / 2},
        note=f"lowest in {sum(first)} of {len(first)} runs (one in sixteen by chance)",
    )


def origins() -> Check:
    """P03."""
    dearer, fewer, home_rise = [], [], []
    for run in _runs():
        imported, home = run["products"].index("cannabinoid"), run["products"].index("mephedrone")
        rise = np.log(run["shock_price"][1] / run["shock_price"][0])
        shares = [mg / mg.sum() for mg in run["shock_sold"]]
        dearer.append(rise[imported] - rise[home])
        fewer.append((shares[1] - shares[0])[home] - (shares[1] - shares[0])[imported])
        home_rise.append(rise[home])
    return Check(
        "P03",
        "the shock of 2020 makes imports rarer and dearer; what is made at home stays",
        "log price of cannabinoids less that of mephedrone, June to December 2020 over January to mid-March",
        dearer,
        also={"share of sales won by mephedrone less that by cannabinoids": fewer},
        within={"mephedrone moves by less than 15 %": abs(change(home_rise)) < 0.15},
        note=f"mephedrone {change(home_rise):+.0%}; shows in summer and autumn, as stocks last for weeks",
    )


def weekdays() -> Check:
    """P04."""
    found = []
    for run in _runs():
        orders = run["daily"].loc["2019":"2023", "orders"]
        week = orders.groupby(orders.index.day_of_week).mean()
        found.append(float(np.log(min(week[4], week[5]) / week[[0, 1, 2, 3, 6]].max())))
    return Check(
        "P04",
        "purchases peak on Friday and Saturday",
        "log of the lower of Friday and Saturday over the highest other day, 2019 to 2023",
        found,
        note="the profile of wishes is an input; tested is that stocks, prices and unserved wishes leave it standing",
        by_construction=True,
    )


def seizures_and_use() -> Check:
    """P17."""
    grown, outgrown = [], []
    for run in _runs():
        seized, orders = (
            _yearly(run, name, 2023) / _yearly(run, name, 2018) for name in ("synthetics_seized_kg", "orders")
        )
        grown.append(np.log10(seized) - 1.0)
        outgrown.append(np.log10(seized / orders / 5.0))
    return Check(
        "P17",
        "seizures of synthetics grow by orders of magnitude, 2018 to 2023, use much more slowly",
        "log10 of growth of seizures over five times growth of orders",
        outgrown,
        also={"log10 of growth of seizures, less 1": grown},
    )


def queue_and_register() -> Check:
    """P19."""
    found, refused, ratio = [], [], []
    for run in _runs():
        ratio.append(_yearly(run, "registered_synthetic_users_stock", 2023) / _yearly(run, "regular_users", 2023))
        found.append(np.log(0.05 / ratio[-1]))
        entered, turned_away = (_yearly(run, name, 2023) for name in ("treatment_entries", "treatment_refused"))
        refused.append(turned_away / entered)
    return Check(
        "P19",
        "places below demand leave a queue; registered users are a small part",
        "log of 5 % over registered users for one regular user, 2023",
        found,
        also={"turned away for each who enters": refused},
        note=f"{np.mean(ratio):.1%} registered; dependent users left out of the regular ones: the harder reading",
    )


def cheaper() -> Check:
    """P21."""
    cheap, seized, served = [], [], []
    for run in _runs():
        weights = run["sold"][2018] / run["sold"][2018].sum()
        cheap.append(-float(weights @ np.log(run["price"][2022] / run["price"][2018])))
        growth = _yearly(run, "synthetics_seized_kg", 2022) / _yearly(run, "synthetics_seized_kg", 2018)
        seized.append(np.log10(growth) - 1.0)
        served.append(_yearly(run, "orders_served_share", 2022) - _yearly(run, "orders_served_share", 2018))
    return Check(
        "P21",
        "synthetics get cheaper and easier to find while seizures rise tenfold",
        "fall of the log price from 2018 to 2022, products weighted by sales of 2018",
        cheap,
        also={"log10 of growth of seizures, less 1": seized, "share of wishes served, 2022 less 2018": served},
        note="nominal prices: no deflator is in the evidence, and inflation makes the real fall larger",
    )
