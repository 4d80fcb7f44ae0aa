"""The patterns that pairs of runs with and without one policy show."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd

from marketsim.measures.record import Prisoner, Record
from marketsim.world.counts import Count
from tests.interventions.test_patrol_strategy import HOT_SPOT, PROBLEMS
from tests.interventions.trial import FIRST_DAY, START, Trial
from tests.patterns.arms import change, growth, in_force, pairs
from tests.patterns.check import Check, interval

MANY = 10
"""Pairs of every pattern but one: six, as trials of policies have, left effects that are there untold."""
MOST = 16
"""Pairs for the smallest effect of all, that of a sentence on who works."""
RISKY = {"parameters.courier_arrest.detection": 5e-5, "parameters.perceived_risk.memory": 60}
"""A street on which couriers know what it is to be caught: five times the usual chance, and quick news."""
YEARS = 10.0
"""Mean sentence for online sale since 2020: law-sale."""
LONG = Trial({"kind": "sentencing", "sale": 25, "online_sale": 25}, settings=RISKY, seeds=MANY)
SHORT = Trial({"kind": "sentencing", "sale": 4, "online_sale": 4}, settings=RISKY, seeds=MANY)
PURSUIT = Trial({"kind": "investigation_capacity", "investigation": 3, "patrol": 3}, settings=RISKY, seeds=MANY)
SCREENING = Trial({"kind": "border_screening", "officers": 8}, days=240, seeds=MANY)
PULSE = Trial(
    {
        "kind": "investigation_capacity",
        "investigation": 5,
        "patrol": 5,
        "end": (START + timedelta(120)).isoformat(),
    },
    days=540,
    seeds=MANY,
)  # fmt: skip
"""Four months of five times the officers; a verdict takes half a year, so that the stock is looked at a year later."""
LIABILITY = {"kind": "precursor_control", "liability": 1}
SHUT = {"parameters.precursor_purchase.left_under_liability": 0.0}
"""Under liability nobody at home sells at all."""
CLOSED = "interventions.borders_relaxed_2020."
BORDERS = {
    CLOSED + "start": "2022-06-01",
    CLOSED + "end": "2024-12-31",
    CLOSED + "fade": 0,
    CLOSED + "openness": 0.0,
}
WITH_A_WAY = Trial(LIABILITY, days=300, seeds=MANY, settings=SHUT)
WITHOUT = Trial(LIABILITY, days=300, seeds=MANY, settings=SHUT | BORDERS)
MARKETPLACE = Trial(
    {"kind": "marketplace_closure"},
    days=120,
    seeds=MANY,
    settings={"interventions.marketplace_closed.start": "2024-04-29"},
)
DEAR = Trial({"kind": "price_shock", "import_price": 1.5, "precursor_price": 1.5}, days=360, seeds=MANY)


def patrols() -> Check:
    """P10."""
    hot, aimed = (pairs(replace(trial, seeds=MANY)) for trial in (HOT_SPOT, PROBLEMS))
    detained = growth(hot, "detained_on_patrol")
    missing = growth(aimed, "drops_missing_share")
    orders = [change(growth(read, "orders")) for read in (hot, aimed)]
    return Check(
        "P10",
        "hot-spot and problem-oriented patrols beat random patrols of the same hours",
        "log of detentions a patrol hour, hot-spot over random",
        detained,
        also={
            "log of parcels missing, problem-oriented over random": missing,
            "fall of log orders, problem-oriented": [-value for value in growth(aimed, "orders")],
        },
        note=f"detentions with problem-oriented patrols {change(growth(aimed, 'detained_on_patrol')):+.0%}; orders "
        f"{orders[0]:+.1%} with hot-spot, {orders[1]:+.1%} with problem-oriented patrols",
        by_construction=True,
    )


def loads(record: Record) -> tuple[pd.DataFrame, float]:
    """Return the daily measures and the effective number of gateways in use (inverse Simpson)."""
    by_region = record.count(Count.CONSIGNMENTS_FROM_ABROAD)[(START - FIRST_DAY).days :].sum(axis=0)
    return in_force(record), float(by_region.sum() ** 2 / (by_region**2).sum())


def interdiction() -> Check:
    """P11."""
    read = pairs(SCREENING, loads)
    tables = [(before[0], after[0]) for before, after in read]
    mass, finds = (growth(tables, name) for name in ("product_seized_on_the_way_kg", "consignments_seized"))
    return Check(
        "P11",
        "more interdiction: seizures up, size of a seizure down, supply from more places",
        "log of mass seized on the way, with eight times the officers at the border",
        mass,
        also={
            "fall of the log mean size of a seizure": np.subtract(finds, mass).tolist(),
            "log of gateways in use": [float(np.log(after[1] / before[1])) for before, after in read],
        },
    )


def certainty() -> Check:
    """P12."""
    sure, severe = (pairs(replace(trial, seeds=MOST)) for trial in (PURSUIT, LONG))
    risk = np.subtract(growth(sure, "detained_couriers"), growth(sure, "couriers_active"))
    by_risk = np.divide(growth(sure, "courier_wage"), risk)
    by_years = np.divide(growth(severe, "courier_wage"), np.log(25.0 / YEARS))
    fewer = np.divide(growth(sure, "couriers_active"), risk)
    fewer_by_years = np.divide(growth(severe, "couriers_active"), np.log(25.0 / YEARS))
    return Check(
        "P12",
        "certainty deters more than severity",
        "elasticity of active couriers to sentence length less that to their realised risk of detention",
        (fewer_by_years - fewer).tolist(),
        also={"elasticity of the wage to risk less that to sentence length": (by_risk - by_years).tolist()},
        note=f"couriers {fewer.mean():+.3f} by risk and {fewer_by_years.mean():+.3f} by years; "
        f"wage {by_risk.mean():+.3f} and {by_years.mean():+.3f}; officers also take couriers away, so that "
        "the wage is the cleaner figure",
        by_construction=True,
    )


def pay_for_risk() -> Check:
    """P13."""
    longer, shorter = growth(pairs(LONG), "courier_wage"), growth(pairs(SHORT), "courier_wage")
    slopes = [
        np.polyfit(np.log([4.0, YEARS, 25.0]), [low, 0.0, high], 1)[0]
        for low, high in zip(shorter, longer, strict=True)
    ]
    return Check(
        "P13",
        "couriers are paid for risk: wages rise with the expected sentence",
        "slope of log wage on log mean sentence of 4, 10 and 25 years",
        slopes,
        note=f"wage {change(shorter):+.1%} with 4 years and {change(longer):+.1%} with 25",
    )


def precursors() -> Check:
    """P15."""
    shut, way = pairs(WITHOUT), pairs(WITH_A_WAY)
    # A share and no log: without any source hardly anything may be made at all.
    lost = [float(1.0 - after["production_t"].mean() / before["production_t"].mean()) for before, after in shut]
    sold, sold_with_way = growth(shut, "retail_t"), growth(way, "retail_t")
    return Check(
        "P15",
        "precursor control works while there is no other source",
        "fall of log sales without another source less that with a way across the border",
        np.subtract(sold_with_way, sold).tolist(),
        also={"share of production lost without another source": lost},
        within={"with a way across the border sales fall by less than 6 %": change(sold_with_way) > -0.06},
        note=f"sales {change(sold):+.0%} without, {change(sold_with_way):+.1%} with another source",
    )


def _off_marketplace(table: pd.DataFrame) -> float:
    return float((table["orders"] - table["orders_on_marketplace"]).mean())


def marketplace() -> Check:
    """P16."""
    read = pairs(MARKETPLACE)
    elsewhere = [float(np.log(_off_marketplace(after) / _off_marketplace(before))) for before, after in read]
    share = np.mean([before["marketplace_share"].mean() for before, _ in read])
    left = np.mean([after["marketplace_share"].mean() for _, after in read])
    orders = change(growth(read, "orders"))
    return Check(
        "P16",
        "closing the dominant marketplace moves trade to messengers and smaller shops",
        "log of orders through messengers and sites, four months after over the same without the closure",
        elsewhere,
        also={
            "share of demand lost by the largest tenth of shops": [
                float((before["largest_shops_share"] - after["largest_shops_share"]).mean()) for before, after in read
            ],
        },
        within={
            "less than half of the marketplace's trade is lost": -orders < 0.5 * share,
            "nothing left there": left == 0,
        },
        note=f"the marketplace had {share:.0%} of orders; all orders {orders:+.1%}",
    )


def sold_and_prices(record: Record) -> tuple[np.ndarray, np.ndarray]:
    """Return what was sold by product and the mean prices in the last half year."""
    return record.used("sold_mg")[-180:].sum(axis=(0, 2)), record.used("prices")[-180:, 0].mean(axis=0)


def elasticity() -> Check:
    """P18."""
    found, rises = [], []
    for (sold, price), (sold_dear, dear) in pairs(DEAR, sold_and_prices):
        share = sold / sold.sum()
        rises.append(float(share @ np.log(dear / price)))
        found.append(-float(share @ np.log(sold_dear / sold)) / rises[-1])
    low, high = interval(np.asarray(found))
    return Check(
        "P18",
        "demand falls with price at about -0.9 (range -0.25 to -1.5)",
        "fall of log sales for each unit of log price, imports and precursor dear, last half of a year",
        found,
        within={"interval within 0.25 to 1.5": low > 0.25 and high < 1.5},
        note=f"price {change(rises):+.0%}; realised: stocks, search and unserved "
        "wishes act beside the elasticity, more so with a shock that leaves stocks short",
        by_construction=True,
    )


def prisoners(record: Record) -> tuple[int, int]:
    """Return the people in prison for making or selling on the last day, all and first-time offenders."""
    kinds = (Prisoner.TRAFFICKERS, Prisoner.FIRST_TIME)
    everybody, first = (int(record.prisoners_of(kind)[-1].sum()) for kind in kinds)
    return everybody, first


def prison_stock() -> Check:
    """P20."""
    read = pairs(PULSE, prisoners)
    more = [after[0] - before[0] for before, after in read]
    first = [after[1] - before[1] for before, after in read]
    return Check(
        "P20",
        "harsher enforcement leaves people in prison for years, mostly first offenders",
        "people of the trade in prison more than a year after four months of five times the officers",
        more,
        also={"first offenders among them, less half": [b - a / 2 for a, b in zip(more, first, strict=True)]},
        note=f"{np.mean([before[0] for before, _ in read]):.0f} without",
    )
