"""What `marketsim report --validation` does: runs of the posterior if they are asked for, then the page."""

from pathlib import Path
from typing import TYPE_CHECKING

from marketsim.cli.options import RESULTS
from marketsim.cli.told import safe

if TYPE_CHECKING:
    import pandas as pd

    from marketsim.experiments.plan import Plan
    from marketsim.experiments.sweeping import Step

USUAL = 100
"""Runs of the posterior."""


def write_validation(
    folder: Path,
    out: Path | None,
    runs_of: Path | None,
    patterns: Path | None,
    ranking: Path | None,
    truths: int,
    replicates: int | None,
    scale: str | None,
    workers: int,
) -> Path:
    """Write the validation of a calibration and return its page.

    Args:
        folder: Folder of the calibration.
        out: File of the page; Markdown, pictures and tables go beside it. Without it all of them get a folder of their
            own among the results.
        runs_of: Scenario that is run with draws of the posterior; none takes the last particles for the posterior.
        patterns: Table of the patterns, or none.
        ranking: Folder of a ranking of policies, or none.
        truths: Known truths that are recovered.
        replicates: Runs of the posterior.
        scale: Scale of these runs.
        workers: Processes of this machine.
    """
    from marketsim.experiments.calibration.validation import validate
    from marketsim.experiments.saved_ranking import read_ranking
    from marketsim.report.validation import write

    # First what may be wrong: runs of the posterior take hours.
    ranked, checked = read_ranking(ranking) if ranking is not None else None, _patterns(patterns)
    happened, source = None, ""
    if runs_of is not None:
        happened = _runs(folder, runs_of, replicates or USUAL, scale, workers, out.parent if out else RESULTS)
        source = f"runs of {runs_of.name}, each with its draw of the posterior"
    made = validate(folder, happened, source, truths)
    return write(made, out or _place(folder), checked, ranked)[0]


def _place(folder: Path) -> Path:
    """Return the page of a calibration in a folder of its own, which is made."""
    place = RESULTS / f"validation-{folder.resolve().name}"
    place.mkdir(parents=True, exist_ok=True)
    return place / "validation.html"


def _runs(folder: Path, scenario: Path, replicates: int, scale: str | None, workers: int, out: Path) -> "pd.DataFrame":
    from marketsim.cli.arms import scenarios_of
    from marketsim.cli.layout import aside
    from marketsim.cli.progress import counted, say_compiling, say_damaged
    from marketsim.experiments.calibration.posterior_runs import posterior_truths

    terminal = aside()
    drawing = next(iter(scenarios_of([scenario], scale, [], str(folder), "--validation").values()))
    with counted(terminal) as count:

        def started(plan: "Plan") -> None:
            terminal.print(f"{plan.runs} runs of the posterior: {plan.new} new, {plan.finished} done already.")
            say_damaged(plan.damaged, terminal)
            if plan.new:
                say_compiling(terminal)
            count.begin(plan.new)

        def step(now: "Step") -> None:
            count.tell(now.done, f"{now.task}{' failed' if now.outcome.error else ''}")

        seeds = tuple(range(1, replicates + 1))
        return posterior_truths(drawing, seeds, out, workers, started, step)


def _patterns(path: Path | None) -> "pd.DataFrame | None":
    import pandas as pd

    from marketsim.results.errors import ResultError

    if path is None:
        return None
    try:
        return pd.read_csv(path)
    except (OSError, ValueError) as error:
        raise ResultError(f"{safe(str(path))} is no table of patterns: {error}. Make it with make patterns.") from error
