"""Two policies that set one lever to two values from the same day contradict each other; all else may be combined."""

from datetime import date

import pytest

from marketsim.interventions.intervention import Intervention
from marketsim.interventions.marketplace_closure import MarketplaceClosure
from marketsim.scenario.conflicts import set_by
from marketsim.scenario.data import region_names
from marketsim.scenario.registry import intervention_kinds
from marketsim.world.products import DEFAULT_PRODUCTS
from tests.scenario.conftest import Faults


def policies(*entries: str) -> str:
    return "interventions:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)


def test_two_delays_from_the_same_day_are_a_fault_at_the_second(faults: Faults):
    text = policies(
        "name: slow, kind: site_blocking, start: 2021-01-01, delay: 3",
        "name: fast, kind: site_blocking, start: 2021-01-01, delay: 1",
    )
    assert faults(text) == [
        "a.yaml:3:46  interventions.fast.start: it sets delay to 1, and 'slow' sets it to 3 from the same day. "
        "Keep one of them, or let the one that is to supersede the other start later."
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kind: site_blocking, start: 2021-01-01, delay: 3", "kind: site_blocking, start: 2021-01-02, delay: 1"),
        ("kind: site_blocking, start: 2021-01-01, delay: 3", "kind: site_blocking, start: 2021-01-01, delay: 3"),
        ("kind: site_blocking, start: 2021-01-01, officers: 3", "kind: site_blocking, start: 2021-01-01, officers: 2"),
        (
            "kind: site_blocking, start: 2021-01-01, automatic_finds: 3",
            "kind: site_blocking, start: 2021-01-01, automatic_finds: 2",
        ),
        ("kind: lockdown, start: 2021-01-01, mobility: 0.3", "kind: lockdown, start: 2021-01-01, mobility: 0.2"),
        (
            "kind: site_blocking, start: 2021-01-01, delay: 3, intensity: 0",
            "kind: site_blocking, start: 2021-01-01, delay: 1",
        ),
        (
            "kind: weight_thresholds, start: 2021-01-01, large: 1, products: [alpha_pvp]",
            "kind: weight_thresholds, start: 2021-01-01, large: 5, products: [mephedrone]",
        ),
        ("kind: sentencing, start: 2021-01-01, sale: 1", "kind: sentencing, start: 2021-01-01, production: 5"),
        ("kind: site_blocking, start: 2021-01-01, delay: 3", "kind: precursor_control, start: 2021-01-01, tracing: 1"),
    ],
    ids=["later", "equal", "factors", "sums", "movement", "no intensity", "other products", "other charges", "kinds"],
)
def test_what_can_be_combined_is_no_fault(faults: Faults, one: str, other: str):
    assert faults(policies(f"name: a, {one}", f"name: b, {other}")) == []


@pytest.mark.parametrize(
    ("one", "other", "lever"),
    [
        ("weight_thresholds, large: 1", "weight_thresholds, large: 5, products: [mephedrone]", "threshold_mg"),
        ("sentencing, sale: 1", "sentencing, sale: 5, production: 5", "sentence_years"),
        ("sentencing, sale: [3, 7]", "sentencing, sale: [4, 10]", "sentence_years"),
        ("sentencing, online_sale_is_grave: true", "sentencing, online_sale_is_grave: false", "online_sale_is_grave"),
        ("emergency_listing, delay: 1", "emergency_listing, delay: 5", "delay"),
        ("precursor_control, liability: 1", "precursor_control, liability: 0", "liability"),
    ],
)
def test_contradictions_on_any_lever_are_found(faults: Faults, one: str, other: str, lever: str):
    entries = [f"name: {name}, start: 2021-01-01, kind: {said}" for name, said in (("a", one), ("b", other))]
    found = faults(policies(*entries))
    assert len(found) == 1
    assert f"interventions.b.start: it sets {lever} to " in found[0]


@pytest.mark.parametrize(
    ("one", "other", "field", "place"),
    [
        ("kind: site_blocking, delay: 1", "kind: site_blocking, delay: 1, ramp: 30", "ramp", "3:71"),
        ("kind: site_blocking, delay: 1, ramp: 30", "kind: site_blocking, delay: 1", "ramp", "3:22"),
        ("kind: site_blocking, delay: 1", "kind: site_blocking, delay: 1, intensity: 0.5", "intensity", "3:76"),
        (
            "kind: site_blocking, delay: 1, end: 2022-01-01",
            "kind: site_blocking, delay: 1, end: 2022-01-01, fade: 9",
            "fade",
            "3:88",
        ),
        ("kind: weight_thresholds, large: 1", "kind: weight_thresholds, large: 1, ramp: 30", "ramp", "3:75"),
        ("kind: sentencing, sale: [3, 7]", "kind: sentencing, sale: [3, 7], ramp: 30", "ramp", "3:72"),
    ],
)
def test_two_courses_to_one_value_are_a_fault(faults: Faults, one: str, other: str, field: str, place: str):
    entries = [f"name: {name}, start: 2021-01-01, {said}" for name, said in (("a", one), ("b", other))]
    found = faults(policies(*entries))
    assert len(found) == 1
    assert found[0].startswith(f"a.yaml:{place}  interventions.b.{field}: it leads ")
    assert "from the same day to the same value as 'a', but with another " + field in found[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("site_blocking, delay: 1, ramp: 30", "site_blocking, delay: 1, ramp: 30"),
        ("site_blocking, delay: 1, end: 2022-01-01", "site_blocking, delay: 1"),
        ("site_blocking, delay: 1, ramp: 1", "site_blocking, delay: 1"),
        ("marketplace_closure", "marketplace_closure, ramp: 30"),
        ("site_blocking, officers: 2", "site_blocking, officers: 2, ramp: 30"),
    ],
    ids=["alike", "another end", "a ramp of a day", "switches", "factors"],
)
def test_courses_that_do_not_part_are_no_fault(faults: Faults, one: str, other: str):
    assert (
        faults(policies(f"name: a, start: 2021-01-01, kind: {one}", f"name: b, start: 2021-01-01, kind: {other}")) == []
    )


def test_ranges_of_one_middle_contradict_each_other_at_both_ends(faults: Faults):
    found = faults(
        policies(
            "name: a, start: 2021-01-01, kind: sentencing, sale: [3, 7]",
            "name: b, start: 2021-01-01, kind: sentencing, sale: [4, 6]",
        )
    )
    assert ["sentence_low to 4" in found[0], "sentence_high to 6" in found[1], len(found)] == [True, True, 2]


def test_contradictions_come_with_all_other_faults(faults: Faults):
    text = policies(
        "name: slow, kind: site_blocking, start: 2021-01-01, delay: 3",
        "name: fast, kind: site_blocking, start: 2021-01-01, delay: 1",
        "name: odd, kind: weight_thresholds, start: 2021-01-01, large: 1, medium: 5",
        "name: gone, kind: weight_thresholds, start: 2021-01-01, large: 1, products: [glue]",
    )
    found = faults("economics: {price_year: x}\n" + text)
    assert [fault.split("  ")[1].split(": ")[0] for fault in found] == [
        "economics.price_year",
        "interventions.fast.start",
        "interventions[2].medium",
        "interventions[3].products[0]",
    ]


def test_a_policy_for_a_region_that_the_scenario_lacks_is_refused(faults: Faults):
    targeted = [name for name, kind in intervention_kinds().items() if "regions" in kind.model_fields]
    for name in targeted:
        found = faults(
            "space: {regions: [astana]}\n" + policies(f"kind: {name}, start: 2021-01-01, regions: [shymkent]")
        )
        assert any("there is no region 'shymkent' in this scenario" in fault for fault in found), name


def test_a_switch_is_set_whatever_it_was_before():
    policy: Intervention = MarketplaceClosure(start=date(2022, 4, 5))
    assert set_by(policy, DEFAULT_PRODUCTS, region_names()) == {("marketplace_open", 0): 0.0}
