"""Which scenarios can be compared, and over which days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd

from marketsim.experiments.errors import WrongCallError
from marketsim.scenario.difference import difference
from marketsim.scenario.scenario import Scenario
from marketsim.world.public_costs import PublicCosts

SAME = ("start", "end", "measures_from", "scale", "space")
"""What scenarios must have in common to be compared."""


class Period(NamedTuple):
    """Days that count in a comparison."""

    since: date
    """First day on which any two of the scenarios can differ, burn-in left out."""
    until: date
    """The horizon, or the end of the runs."""
    no_ratio: str
    """Why no ratio can be said for lack of days; empty where one can."""


def days_that_count(scenarios: Mapping[str, Scenario], seeds: Sequence[int]) -> Period:
    """Return the days that count if scenarios are compared with the first of them.

    Args:
        scenarios: Two or more by name; the first is the base.
        seeds: Seeds of the pairs.

    Raises:
        WrongCallError: There is nothing to compare, or the scenarios do not fit.
    """
    if wrong := [name for name in scenarios if not isinstance(name, str)]:
        raise WrongCallError(f"Scenarios are compared by name, and {wrong[0]!r} is no text.")
    if len(scenarios) < 2:
        raise WrongCallError("A comparison wants two scenarios at least: a base, and another to compare with it.")
    if not seeds or len(set(seeds)) != len(seeds):
        raise WrongCallError("A comparison wants seeds that differ, one at least, as 1 to 10.")
    _check_alike(scenarios)
    since = first_difference(scenarios)
    until, no_ratio = _horizon(next(iter(scenarios.values())), since)
    if since > until:
        what = f"Nothing differs before {since}, and the runs end on {until}"
        raise WrongCallError(f"{what}. Let what differs begin sooner, or move the end.")
    return Period(since, until, no_ratio)


def _check_alike(scenarios: Mapping[str, Scenario]) -> None:
    base = next(iter(scenarios))
    for name, scenario in scenarios.items():
        for part in SAME:
            ours, theirs = getattr(scenario, part), getattr(scenarios[base], part)
            if ours != theirs:
                what = _differs(name, base, part, ours, theirs)
                raise WrongCallError(f"These scenarios cannot be compared: {what}. Give both the same {part}.")
        if scenario.settings(PublicCosts) != scenarios[base].settings(PublicCosts):
            what = f"{name} has other parameters.public_costs than {base}, and a price is no effect"
            raise WrongCallError(f"These scenarios cannot be compared: {what}. Give both the same, as with --set.")
    drawn = {name: held.posterior.sha256 if held.posterior else "" for name, held in scenarios.items()}
    if len(set(drawn.values())) > 1:
        lacks = next(name for name, digest in drawn.items() if digest != drawn[base])
        what = f"{lacks} and {base} draw parameters from different posteriors, or only one of them does"
        raise WrongCallError(f"These scenarios cannot be compared: {what}. Give all the same with --posterior.")


def _differs(name: str, base: str, part: str, ours: Any, theirs: Any) -> str:
    """Return in words in what two scenarios do not fit."""
    if part != "space":
        return f"{name} has {part} {ours}, {base} has {theirs}"
    if ours.country != theirs.country:
        return f"{name} is about {ours.country}, {base} about {theirs.country}"
    if ours.city_side != theirs.city_side:
        return f"{name} has cities of {ours.city_side} cells a side, {base} of {theirs.city_side}"
    only = [region for region in ours.regions if region not in theirs.regions]
    lack = [region for region in theirs.regions if region not in ours.regions]
    words = [f"{name} has {_few_names(only)}, which {base} has not"] if only else []
    words += [f"{name} lacks {_few_names(lack)} of {base}"] if lack else []
    return " and ".join(words) or f"{name} and {base} define their regions differently"


def _few_names(names: Sequence[str], most: int = 3) -> str:
    more = f" and {len(names) - most} more regions" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def first_difference(scenarios: Mapping[str, Scenario]) -> date:
    """Return the first day that is measured on which any scenario can differ from the first of them."""
    base, *others = scenarios.values()
    found = [apart.since for other in others if (apart := difference(other, base)) is not None]
    return max(base.measures_from, min(found, default=base.start))


def _horizon(base: Scenario, since: date) -> tuple[date, str]:
    """Return the last day that counts, and why no ratio can be said for lack of days."""
    horizon = base.economics.horizon
    if isinstance(horizon, int):
        horizon = (pd.Timestamp(since) + pd.DateOffset(years=horizon)).date() - timedelta(days=1)
    if horizon is None:
        return base.end, ""
    if horizon < since:
        what = f"The horizon {horizon} lies before {since}, the first day that counts"
        raise WrongCallError(f"{what}. Move it: --set economics.horizon=DAY.")
    if horizon > base.end:
        return base.end, f"not said: the runs end on {base.end}, before the horizon {horizon}"
    return horizon, ""
