"""The scenario files that come with the model load cleanly and say what they claim."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from marketsim.core.units import day_number
from marketsim.scenario.loading import load, load_closely, loads
from marketsim.scenario.scenario import Scenario
from marketsim.world.levers import BUYER, Levers
from marketsim.world.public_costs import Bound, PublicCosts
from marketsim.world.states import Charge, Unit
from marketsim.world.world import World

FOLDER = Path(__file__).parents[2] / "scenarios"
ALL = (path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.yaml"))
FILES = sorted(name for name in ALL if not name.startswith(("sweeps/", "calibrations/")))


@cache
def shipped(name: str) -> Scenario:
    """Return a scenario of the repository."""
    return load(FOLDER / f"{name}.yaml")


def levers_on(world: World, scenario: Scenario, day: str) -> World:
    """Return the world with the levers of one morning of a scenario."""
    world.levers.reset()
    for policy in scenario.interventions:
        if strength := policy.strength(day_number(date.fromisoformat(day))):
            policy.pull(world, strength)
    return world


def monitored(levers: Levers) -> float:
    """Return the channels that automatic monitoring finds in a day where there are very many."""
    return levers.automatic_monitoring * levers.monitoring_effort


def test_the_scenarios_of_the_first_product_are_there():
    assert {"baseline", "weight_thresholds", "site_blocking", "precursor_control", "almaty"} <= set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_shipped_scenario_loads_and_asks_a_question(name: str):
    scenario = shipped(name)
    assert scenario.question.endswith("?")
    assert scenario.title != "Untitled"
    struck = {"lockdown": 5}.get(name, 2)
    events = 1 if name.startswith("countries/") else len(shipped("baseline").interventions) - struck
    assert len(scenario.interventions) >= events  # a country has events of its own


@pytest.mark.parametrize("name", FILES)
def test_every_event_of_history_has_a_source_or_says_that_it_is_assumed(name: str):
    ids = {line.split(",")[0] for line in (FOLDER.parent / "src/marketsim/data/evidence.csv").read_text().splitlines()}
    for number, line in enumerate((FOLDER / f"{name}.yaml").read_text().splitlines(), start=1):
        setting = line.strip().partition(":")[0]
        if line.startswith("    ") and setting in SIZES:
            comment = line.partition("#")[2]
            words = {word.strip(".,;:()") for word in comment.split()}
            assert words & ids or "assumed" in comment or "bill of 2024" in comment, f"{name}.yaml:{number} {line}"


SIZES = {
    "delay", "analogue_notion", "investigation", "cyber", "patrol", "online_sale", "years", "stockpiling", "mobility",
    "openness", "large", "possession", "automatic_finds", "officers", "liability", "tracing", "inspection",
    "share", "days", "remaining", "talking", "handed_over", "carried_out", "finds", "exchange_control",
    "platform_cooperation", "monitoring", "precursor_circulation", "equipment", "after",
    "sale_to_minors", "crime_from", "public_use_hours", "reached", "analyses", "unlisted",
    "places", "adolescents", "schools", "clinics", "work", "detained", "registered", "outreach",
    "supplies", "drug_checking", "universal", "selective", "indicated", "availability", "cost_per_year",
    "cost_total",
}  # fmt: skip


def test_scenarios_printed_in_the_readme_load():
    text = (FOLDER.parent / "README.md").read_text("utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 2
    counts = [len(loads(block, folder=FOLDER).interventions) for block in blocks]
    history = len(shipped("baseline").interventions)
    assert counts == [history - 2, history + 2]


def test_before_its_first_event_history_moves_no_lever(bare: World):
    assert all(policy.strength(day_number(date(2018, 11, 30))) == 0.0 for policy in shipped("baseline").interventions)


@pytest.mark.parametrize(
    ("day", "lever", "value"),
    [
        ("2018-11-30", lambda levers: levers.listing_delay, 365.0),
        ("2018-12-01", lambda levers: levers.listing_delay, 30.0),
        ("2019-12-01", lambda levers: levers.listing_delay, 30.0),
        ("2019-12-31", lambda levers: levers.online_sale_is_grave, False),
        ("2020-01-01", lambda levers: levers.online_sale_is_grave, True),
        ("2020-01-01", lambda levers: levers.advertising_is_offence, True),
        ("2020-03-15", lambda levers: levers.stockpiling, 0.0),
        ("2020-03-29", lambda levers: levers.stockpiling, 0.3),
        ("2020-03-29", lambda levers: levers.mobility, 1.0),
        ("2020-03-30", lambda levers: levers.mobility, 0.55),
        ("2020-03-30", lambda levers: levers.stockpiling, 0.0),
        ("2020-05-10", lambda levers: levers.border_openness, 0.2),
        ("2020-05-11", lambda levers: levers.border_openness, 0.6),
        ("2021-01-01", lambda levers: levers.mobility, 1.0),
        ("2021-01-01", lambda levers: levers.border_openness, 1.0),
        ("2021-09-30", lambda levers: levers.threshold_mg[:, 1].tolist(), [50_000] * 3),
        ("2021-10-01", lambda levers: levers.threshold_mg[:, 1].tolist(), [1_000] * 3),
        (
            "2021-10-01",
            lambda levers: (
                levers.sentence_low[Charge.POSSESSION, BUYER],
                levers.sentence_high[Charge.POSSESSION, BUYER],
            ),
            (3.0, 7.0),
        ),
        ("2022-04-04", lambda levers: levers.marketplace_open, True),
        ("2022-04-05", lambda levers: levers.marketplace_open, False),
        ("2022-02-24", lambda levers: levers.relocating_laboratories > 0.0, True),
        ("2022-09-10", lambda levers: levers.relocating_laboratories, 0.0),
        ("2022-12-31", lambda levers: levers.relocating_laboratories > 0.0, True),
        ("2023-03-21", lambda levers: levers.relocating_laboratories, 0.0),
        ("2023-06-30", lambda levers: levers.automatic_monitoring, 12.0),
        ("2024-04-30", lambda levers: levers.capacity[Unit.LABORATORY], 1.5),
    ],
)
def test_history_moves_levers_on_its_dates(day: str, lever: Callable, value: object, bare: World):
    assert lever(levers_on(bare, shipped("baseline"), day).levers) == value


def test_the_plan_costs_what_its_budget_says():
    assert {policy.cost_per_year for policy in shipped("baseline").interventions} == {None, 0.0}
    days = range(day_number(date(2023, 7, 1)), day_number(date(2026, 12, 31)))
    policies = shipped("run_on_2026").interventions
    spent = [
        sum(policy.cost_of_day(day, s) or 0.0 for policy in policies if (s := policy.strength(day))) for day in days
    ]
    assert sum(spent) == pytest.approx(53.1e9)
    assert [day for day, cost in zip(days, spent, strict=True) if cost][-1] == day_number(date(2025, 12, 31))


def test_the_plan_for_laboratories_is_paid_by_the_plan_while_its_money_lasts_and_counted_from_then_on():
    policies = shipped("baseline").policies
    last = day_number(date(2025, 12, 31))
    for policy in (policies["plan_officers_2023"], policies["plan_laboratories_2023"]):
        assert policy.cost_of_day(last, 1.0) is not None
        assert policy.cost_of_day(last + 1, 1.0) is None
    assert policies["plan_laboratories_2023"].cost_of_day(last, 1.0) == 0.0


def test_a_place_for_treatment_has_one_price_in_all_scenarios():
    """That of a place that is taken, at unit costs."""
    price = PublicCosts().treatment_day[Bound.VALUE] * 365.25
    prices = {}
    for name in FILES:
        scenario = shipped(name)
        entry = scenario.parameters["treatment_entry"]
        for policy in scenario.interventions:
            if not policy.has_cost or policy.kind not in ("treatment_places", "anonymous_treatment"):
                continue
            places, young = policy.places, getattr(policy, "adolescents", 1.0)
            added = places
            if policy.kind == "treatment_places":
                added = (places - 1.0) * entry.places + (young - 1.0) * entry.adolescent_places
            cost = policy.cost_per_year
            if policy.cost_total:
                cost = policy.cost_total / ((policy.cost_until - policy.start).days + 1) * 365.25
            prices[name] = cost / added
    assert set(prices) == {"treatment_places", "anonymous_treatment", "counterfactuals/plan_to_health"}
    assert list(prices.values()) == pytest.approx([price] * len(prices), rel=0.01)


@pytest.mark.parametrize("kind", ["prevention", "courier_prevention"])
def test_prevention_is_costed_wherever_it_is_shipped(kind: str):
    """An account of a part that costs nothing would make it the best buy of all."""
    held = [(name, policy) for name in FILES for policy in shipped(name).interventions if policy.kind == kind]
    assert len(held) >= 2
    assert [name for name, policy in held if not policy.has_cost or policy.paid_from != "social"] == []


def test_laws_say_that_they_cost_nothing_themselves():
    laws = {"weight_thresholds", "sentencing", "use_liability"}
    held = [policy for name in FILES for policy in shipped(name).interventions if policy.kind in laws]
    assert {policy.cost_is_unknown for policy in held if not policy.has_cost} == {False}


@pytest.mark.parametrize(
    ("name", "first_day", "lever", "without", "with_policy"),
    [
        ("weight_thresholds", "2021-10-01", lambda levers: levers.threshold_mg[0, 1], 1_000, 50_000),
        ("site_blocking", "2021-01-01", lambda levers: levers.block_delay, 10.0, 1.0),
        ("patrol_strategy", "2021-07-01", lambda levers: levers.patrol_strategy.tolist(), [0.0] * 3, [0.0, 1.0, 0.0]),
        ("performance_targets", "2021-07-01", lambda levers: levers.performance_targets, 0.0, 0.5),
        ("anti_corruption", "2022-07-01", lambda levers: levers.corruption, 1.0, 0.2),
        ("informant_rewards", "2021-07-01", lambda levers: levers.informant_rewards, 0.0, 0.3),
        ("international_cooperation", "2022-07-01", lambda levers: levers.international_cooperation, 0.02, 0.5),
        ("platform_cooperation", "2023-06-01", lambda levers: levers.platform_finds, 0.0, 10.0),
        ("account_freezing", "2022-07-01", lambda levers: levers.capacity[Unit.FINANCE], 1.0, 5.0),
        ("investigation_capacity", "2022-07-01", lambda levers: levers.capacity[Unit.INVESTIGATION], 0.95, 1.9),
        ("site_blocking", "2021-01-01", lambda levers: levers.platform_cooperation, 0.1, 1.0),
        ("counterfactuals/blocking_doubled", "2023-06-01", monitored, 12.0, 24.0),
        ("counterfactuals/blocking_halved", "2023-06-01", monitored, 12.0, 6.0),
        ("counterfactuals/blocking_halved", "2018-06-01", lambda levers: levers.capacity[Unit.CYBER], 1.0, 0.5),
        (
            "counterfactuals/no_automatic_monitoring",
            "2023-06-01",
            monitored,
            12.0,
            0.0,
        ),
        ("precursor_control", "2021-07-01", lambda levers: levers.precursor_liability, 0.0, 1.0),
    ],
)
def test_a_policy_differs_from_history_by_its_own_lever(name, first_day, lever, without, with_policy, bare: World):
    assert lever(levers_on(bare, shipped("baseline"), first_day).levers) == without
    assert lever(levers_on(bare, shipped(name), first_day).levers) == with_policy


@pytest.mark.parametrize(("name", "times"), [("blocking_doubled", 2.0), ("blocking_halved", 0.5)])
def test_blocking_is_doubled_and_halved_whatever_a_calibration_draws(name: str, times: float, bare: World):
    drawn = {"interventions.automatic_monitoring_2023.automatic_finds": 7.5}
    arms = [shipped(file).with_(drawn) for file in ("baseline", f"counterfactuals/{name}")]
    assert [monitored(levers_on(bare, arm, "2023-06-01").levers) for arm in arms] == [7.5, times * 7.5]
    cyber = [levers_on(bare, arm, "2018-06-01").levers.capacity[Unit.CYBER] for arm in arms]
    assert cyber[1] == times * cyber[0]


@pytest.mark.parametrize("name", ["blocking_doubled", "blocking_halved"])
def test_a_factor_leaves_every_drawn_number_to_the_calibration(name: str):
    extends = [loads(f"extends: {file}.yaml\nposterior: kazakhstan\n", folder=FOLDER) for file in (
        "baseline", f"counterfactuals/{name}")]  # fmt: skip
    keys = [scenario.posterior.keys for scenario in extends if scenario.posterior is not None]
    assert len(keys) == 2
    assert keys[0] == keys[1]


@pytest.mark.parametrize("name", ["weight_thresholds", "site_blocking", "precursor_control"])
def test_a_policy_keeps_everything_else_of_history(name: str):
    history, policy = shipped("baseline"), shipped(name)
    shared = history.policies.keys() & policy.policies.keys()
    assert all(history.policies[event] == policy.policies[event] for event in shared)
    assert len(history.policies.keys() ^ policy.policies.keys()) <= 2
    assert policy.parameters == history.parameters
    assert (policy.start, policy.end, policy.scale) == (history.start, history.end, history.scale)


def test_the_plan_for_health_costs_as_much_as_the_plan_and_from_another_budget():
    plan, health = shipped("baseline"), shipped("counterfactuals/plan_to_health")
    costs = [
        {policy.paid_from: (policy.cost_total, policy.cost_until) for policy in held.interventions if policy.has_cost}
        for held in (plan, health)
    ]
    assert costs == [{"police": (53.1e9, date(2025, 12, 31))}, {"health": (53.1e9, date(2025, 12, 31))}]


def test_without_the_plan_nothing_else_is_missing():
    plan, without = shipped("baseline"), shipped("counterfactuals/no_plan")
    assert plan.policies.keys() - without.policies.keys() == {"plan_officers_2023", "plan_laboratories_2023"}


def test_the_reform_is_two_readings_of_one_law():
    on, held, trend = (shipped(name) for name in ("run_on_2026", "reform_2024", "reform_2024_trend"))
    assert {scenario.end for scenario in (on, held, trend)} == {date(2026, 12, 31)}
    assert {scenario.economics for scenario in (on, held, trend)} == {on.economics}
    assert on.economics.horizon == on.end
    assert held.interventions == trend.interventions
    new = held.policies.keys() - on.policies.keys()
    assert {held.policies[name].start for name in new} == {date(2024, 5, 1)}
    readings = [scenario.parameters["capacity_course"].after for scenario in (on, held, trend)]
    assert readings == ["held", "held", "trend"]


HISTORIES = [name for name in FILES if not name.startswith("countries/")]


@pytest.mark.parametrize("name", HISTORIES)
def test_every_shipped_scenario_says_how_money_is_counted(name: str):
    assert shipped(name).economics.missing == ()


@pytest.mark.parametrize("name", HISTORIES)
def test_no_shipped_scenario_is_odd(name: str):
    held = load_closely(FOLDER / f"{name}.yaml")
    provisional = held.scenario.posterior is not None and not held.scenario.posterior.finished
    assert [fault.path for fault in held.cautions] == (["posterior"] if provisional else [])


def test_almaty_is_one_city_on_a_finer_grid():
    city, country = shipped("almaty"), shipped("baseline")
    assert city.space.regions == ("almaty_city",)
    assert city.space.city_side > country.space.city_side
    assert city.policies.keys() == country.policies.keys()


@pytest.mark.parametrize("rule", ["courier_arrest", "buyer_arrest"])
def test_in_almaty_a_patrol_sees_as_much_of_the_city_as_in_the_country(rule: str):
    city, country = shipped("almaty"), shipped("baseline")
    area = (city.space.city_side / country.space.city_side) ** 2
    detection = [scenario.parameters[rule].detection for scenario in (city, country)]
    assert detection[0] == pytest.approx(area * detection[1], rel=0.05), f"mend {rule}.detection in almaty.yaml"


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("laboratory_opening", "openings"),
        ("product_export", "foreign_demand"),
        ("channel_blocking", "half"),
        ("test_purchase", "half"),
        ("advertising_case", "half"),
        ("treatment_entry", "places"),
        ("first_day", "at_risk"),
        ("first_day", "patrol_officers"),
        ("first_day", "shops"),
    ],
)
def test_almaty_has_its_part_of_what_the_country_has(name: str, setting: str):
    city, country = (getattr(shipped(file).parameters[name], setting) for file in ("almaty", "baseline"))
    assert 0.1 < city / country < 0.2, f"mend {name}.{setting} in almaty.yaml"
