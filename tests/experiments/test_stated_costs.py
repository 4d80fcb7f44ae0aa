"""Policies that state no cost are named, whichever scenario has them; what both have is not asked for its cost."""

from marketsim.experiments.stated_costs import cost_not_stated
from marketsim.scenario.loading import loads

HEAD = """\
title: A
start: 2017-12-10
measures_from: 2017-12-20
end: 2018-04-02
economics: {currency: KZT}
interventions:
  old: {kind: site_blocking, start: 2018-01-01, delay: 5}
"""
FREE = "  free: {kind: site_blocking, start: 2018-02-01, delay: 2}\n"
COSTLY = "  costly: {kind: treatment_places, start: 2018-02-01, places: 9, cost_per_year: 1.0e9}\n"


def test_policies_without_a_cost_are_named_by_arm() -> None:
    held = {"base": HEAD, "free": HEAD + FREE, "costly": HEAD + COSTLY, "both": HEAD + FREE + COSTLY}
    found = cost_not_stated({name: loads(text) for name, text in held.items()})
    assert found == {"free": ("free",), "both": ("free",)}


def test_what_is_changed_or_left_out_has_its_cost_to_state() -> None:
    other, without = HEAD.replace("delay: 5", "delay: 1"), HEAD[: HEAD.index("interventions")]
    found = cost_not_stated({name: loads(text) for name, text in (("a", HEAD), ("b", other), ("c", without))})
    assert found == {"b": ("old",), "c": ("old",)}


def test_what_comes_from_the_same_file_through_changes_is_told_alike() -> None:
    scenarios = {"base": loads(HEAD), "costly": loads(HEAD + COSTLY), "free": loads(HEAD + FREE)}
    changed = {name: scenario.with_(scale=0.1) for name, scenario in scenarios.items()}
    assert cost_not_stated(changed) == cost_not_stated(scenarios) == {"free": ("free",)}
