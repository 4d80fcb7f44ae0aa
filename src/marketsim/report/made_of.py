"""What a validated calibration was made of: runs, plan, particles; and what its reader has to know first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketsim.experiments.calibration.learned import ENOUGH
from marketsim.experiments.calibration.validation import Validation
from marketsim.figures.style import number
from marketsim.report.section import Section
from marketsim.report.table import Table
from marketsim.version import MODEL_VERSION


def notices(made: Validation) -> list[str]:
    """Return what the reader has to know first."""
    said = []
    if made.provisional:
        runs, planned = number(made.manifest.get("runs", 0)), _planned(made.manifest["plan"])
        said.append(
            f"Provisional: the plan of this calibration is not finished. It rests on {runs} runs of {planned}, and all "
            "of it may change."
        )
    if made.particles < ENOUGH:
        said.append(
            f"Few particles: the last population is worth {made.particles:.0f} of equal weight for each calibrated "
            f"number, where {ENOUGH:.0f} are wanted. Intervals may be too narrow then; how far known truths tell it, "
            "with as many particles, is said below."
        )
    return said


def made_of(made: Validation) -> Section:
    """Return the part of the page about what was computed."""
    held: Mapping[str, Any] = made.manifest
    rows = [
        ["Model", f"version {MODEL_VERSION}, scale {held.get('scale'):.3g}"],
        ["Runs of the calibration", f"{number(held.get('runs', 0))}, {held.get('failed', 0)} failed"],
        ["Processor time", _time(held.get("seconds"))],
        ["Calibrated numbers", str(len(held["priors"]))],
        ["Figures learned from", str(len(held["targets"]))],
        ["Plan", _plan(held["plan"])],
        ["Generations so far" if made.provisional else "Generations", _generations(held.get("path", []))],
        ["Last particles", _particles(made)],
        ["Draws", _draws(held)],
        ["What stands for the posterior here", f"{made.runs} runs: {made.source}"],
    ]
    last = held["path"][-1]
    text = (
        f"The nearest {last['kept'] / held['runs']:.0%} of the runs are kept, not those that meet the reports: that "
        "draws meet them is the work of the regression which moves particles."
    )
    return Section("What was made", [text], Table("The calibration", ["", ""], rows))


def tolerances(made: Validation) -> Section:
    """Return the part of the page about how generations came nearer."""
    rows = [
        [
            str(one["generation"]), number(one["runs"]), number(one["kept"]), f"{one['tolerance']:.2f}",
            f"{one['acceptance']:.0%}" if one["generation"] else "-", number(one["effective_size"]),
        ]
        for one in made.manifest["path"]
    ]  # fmt: skip
    text = (
        "Tolerance: the distance of the farthest run that is kept from what was reported, each summary in its own "
        "scale. Within the last: how many of the new runs came within the tolerance before. Worth: as many particles "
        "of equal weight tell as much."
    )
    titles = ["Generation", "Runs", "Kept", "Tolerance", "Within the last", "Worth"]
    return Section("How runs came nearer", [text], Table("Generations", titles, rows, frozenset(range(6))))


def readings(made: Validation) -> list[Section]:
    """Return the part of the page about conflicts of sources, if the calibration reads any."""
    held: Mapping[str, Mapping[str, Any]] = made.manifest.get("readings") or {}
    if not held:
        return []
    rows = [
        [name, number(read["value"]), _range(read), str(read.get("conflict") or "-")] for name, read in held.items()
    ]
    text = (
        "Sources conflict on these figures (docs/evidence/conflicts.md), or say only that there were more. The reading "
        "is a line of the calibration's file: another one is a calibration of its own, which keeps the runs over the "
        "prior. Ranges are those of the reading that is taken. Where other sources lie farther off, intervals do not "
        "hold them: what is learned goes with the reading."
    )
    table = Table("Readings", ["Figure", "Taken", "Range", "Conflict"], rows, frozenset({1, 2}))
    return [Section("Which figure is taken where sources leave it open", [text], table)]


def _range(read: Mapping[str, Any]) -> str:
    low, high = read.get("low"), read.get("high")
    return f"{number(low)} to {number(high)}" if low is not None and high is not None else "-"


def _time(seconds: float | None) -> str:
    """Return the time of all runs; where only their small files are at hand nobody knows it."""
    return f"{float(seconds) / 3600:.1f} h" if seconds else "not kept"


def _planned(plan: Mapping[str, Any]) -> str:
    least, most = (plan["design"] + plan[name] * plan["new"] for name in ("least", "most"))
    return f"{number(least)} to {number(most)} planned" if least < most else f"{number(most)} planned"


def _plan(plan: Mapping[str, Any]) -> str:
    kept = f"the nearest {number(plan['keep'])} of all are kept"
    first = f"{number(plan['design'])} runs over the prior"
    if not plan["most"]:
        return f"{first}; {kept}"
    steps = f"{plan['least']} to {plan['most']}" if plan["least"] < plan["most"] else str(plan["most"])
    return f"{first}, then {steps} generations of {number(plan['new'])} new runs; {kept} each time"


def _generations(path: list[Mapping[str, Any]]) -> str:
    later = len(path) - 1
    return "runs over the prior only" if later < 1 else f"runs over the prior, and {later} after them"


def _draws(held: Mapping[str, Any]) -> str:
    """Return how many draws scenarios take from, and how many of them differ."""
    drawn, differ = held.get("draws", 0), held.get("effective_draws")
    return f"{number(drawn)} of equal weight" + ("" if differ is None else f", {number(differ)} of which differ")


def _particles(made: Validation) -> str:
    kept = f"{number(made.manifest['path'][-1]['kept'])} of {number(made.manifest['runs'])} runs"
    worth = f"worth {number(made.manifest['path'][-1]['effective_size'])} of equal weight"
    return f"{kept}, {worth}, {made.particles:.0f} a calibrated number, before they are moved by regression"
