"""A recorded run lived once more, evening by evening, and held against its record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from marketsim.core.compiling import source_digest
from marketsim.results.errors import ResultError
from marketsim.results.run import Run
from marketsim.results.running import Progress
from marketsim.results.table_diff import compared
from marketsim.results.tables import daily_table
from marketsim.scenario.faults import ScenarioError
from marketsim.scenario.loading import load_resolved
from marketsim.scenario.scenario import Scenario
from marketsim.version import MODEL_VERSION
from marketsim.world.world import World


def recorded(source: Run | Path | str) -> Run:
    """Return a run, from its folder where a folder is named.

    Raises:
        ResultError: The folder holds no finished result, or another version of the model made it.
    """
    if isinstance(source, Run):
        run = source
    else:
        from marketsim.results.folder import MANIFEST, manifest_of, read

        path = Path(source)
        folder = path.parent if path.name == MANIFEST else path
        _check_version(manifest_of(folder), f"{folder} was")
        run = read(folder, verify=True)
    _check_version(run.manifest, "The run was")
    return run


def _check_version(manifest: dict[str, Any], what: str) -> None:
    made_by = manifest.get("model_version")
    if made_by != MODEL_VERSION:
        raise ResultError(
            f"{what} made by version {made_by} of the model, this is version {MODEL_VERSION}, in which other things "
            "happen to other people. Use the version that made it, or run the scenario again."
        )


class Rerun:
    """The evenings of a recorded run."""

    def __init__(self, run: Run) -> None:
        """Make ready to live a run again.

        Raises:
            ResultError: Its manifest does not say what was run.
        """
        self._run = run
        self.scenario = recorded_scenario(run.manifest)
        self._seed = run.manifest["seed"]
        self._simulation = self.scenario.simulation(self._seed)
        self.world: World = self._simulation.world

    def evenings(self, progress: Progress | None = None) -> Iterator[World]:
        """Yield the world every evening; whoever has seen enough may stop.

        The days lived are checked when they have doubled, so that nobody waits for a run that went astray at once.

        Raises:
            ResultError: They do not agree with those recorded.
        """
        days, due = self.scenario.days, 1
        for day in range(days):
            self._simulation.step()
            if day + 1 == due:
                self.check()
                due *= 2
            if progress is not None:
                progress(day + 1, days, self.world.today.date)
            yield self.world

    def check(self) -> int:
        """Compare the days lived with those recorded and return how many agree.

        Raises:
            ResultError: They do not agree, so that what was seen is not what happened in the recorded run.
        """
        lived = daily_table(self._simulation.record)
        found = compared("daily", self._run.daily.iloc[: len(lived)], lived, ("date",))
        if found.same:
            return len(lived)
        digest = self._run.manifest.get("source_digest")
        why = "on another machine or with other packages" if digest == source_digest() else "by another source"
        raise ResultError(
            f"Run again, the scenario gives other figures from {found.row or 'the first day'} on "
            f"({found.column or 'days'}: {found.a} recorded, {found.b} now): the recorded run was made {why}. "
            "Run the scenario anew and ask about that run."
        )


def recorded_scenario(manifest: dict[str, Any]) -> Scenario:
    """Return the scenario that was run.

    Raises:
        ResultError: The manifest does not hold it as it was.
    """
    held = manifest.get("scenario")
    if not isinstance(held, dict) or type(manifest.get("seed")) is not int:
        raise ResultError("The manifest of this run does not say what was run. Run the scenario again.")
    try:
        scenario = load_resolved(held, "manifest.json").scenario
    except ScenarioError as error:
        raise ResultError(f"The scenario in the manifest of this run is not valid: {error}") from error
    # The digest of a calibrated scenario is from before parameters were drawn: `check` tells if it was changed.
    if "posterior" not in manifest and scenario.digest() != manifest.get("scenario_digest"):
        raise ResultError("The scenario in the manifest of this run was changed since. Run the scenario again.")
    return scenario
