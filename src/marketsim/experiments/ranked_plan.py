"""What a ranking asks for: a posterior, outcomes of which less or more is better, both readings, and its runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from marketsim.experiments.comparable import days_that_count
from marketsim.experiments.compared_runs import plan_of
from marketsim.experiments.errors import WrongCallError
from marketsim.experiments.figures_of_run import consequences
from marketsim.experiments.plan import Plan
from marketsim.experiments.ranked_samples import first_day
from marketsim.experiments.readings import READINGS, SHARE
from marketsim.measures.registry import all_measures
from marketsim.results.consequences import BETTER, HEADLINES, Better
from marketsim.scenario.faults import guess, shorten
from marketsim.scenario.posterior import Posterior
from marketsim.scenario.scenario import Scenario


class RankingPlan(NamedTuple):
    """What a ranking has to do, and over which days."""

    plan: Plan
    since: date
    """First day that counts."""
    until: date
    """Last day that counts."""


def plan_ranking(
    scenarios: Mapping[str, Scenario],
    seeds: Sequence[int],
    keep: Path | str,
    metrics: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> RankingPlan:
    """Look at the runs that are kept and return what `rank` would do with the same arguments; nothing is written.

    Raises:
        WrongCallError: As `rank` does.
        OtherVersionError: The folder holds runs of another version of the model.
    """
    check_ranking(scenarios, outcomes_of(metrics))
    first = first_day(scenarios, since, until)
    arms = under_readings(scenarios)
    period = days_that_count(next(iter(arms.values())), seeds)
    runs = {f"{reading} {name}": held for reading, found in arms.items() for name, held in found.items()}
    return RankingPlan(plan_of(runs, seeds, keep), first, until or max(first, period.until))


def outcomes_of(metrics: Sequence[str]) -> tuple[str, ...]:
    """Return the outcomes that are asked for; the headline of each domain where none is."""
    return tuple(metrics) or tuple(HEADLINES.values())


def under_readings(scenarios: Mapping[str, Scenario]) -> dict[str, dict[str, Scenario]]:
    """Return scenarios by name under each reading of the rise in detentions from 2021 to 2023."""
    return {
        reading: {name: scenario.with_({SHARE: share}) for name, scenario in scenarios.items()}
        for reading, share in READINGS.items()
    }


def check_ranking(scenarios: Mapping[str, Scenario], outcomes: Sequence[str]) -> Posterior:
    """Return the posterior from which scenarios draw.

    Raises:
        WrongCallError: They are too few, draw no parameters, or an outcome has no better way.
    """
    base = next(iter(scenarios.values()))
    if len(scenarios) < 2:
        raise WrongCallError("A ranking wants two scenarios at least, the first of which is doing nothing new.")
    if base.posterior is None or not base.posterior.keys:
        raise WrongCallError(
            "A ranking without the uncertainty of parameters is none: name a calibration with --posterior, or "
            "scenarios that say one. What one set of parameters gives, marketsim compare tells."
        )
    known = [one for one, way in BETTER.items() if way is not Better.NEITHER]
    for name in outcomes:
        if name not in known:
            there = name in all_measures() or any(column.name == name for column in consequences())
            why = f"Of '{name}' neither more nor less is better" if there else f"There is no outcome '{shorten(name)}'"
            raise WrongCallError(f"{why}. {guess(name, known)}")
    return base.posterior
