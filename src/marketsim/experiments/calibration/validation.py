"""A calibration held against all that was reported, and against truths that are known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.calibration.held_back import TESTS, what_is_tested
from marketsim.experiments.calibration.known_truths import (
    COVERAGE,
    TRUTHS,
    coverage,
    interval_of_share,
    known_truths,
)
from marketsim.experiments.calibration.learned import Learned, particles_a_number
from marketsim.experiments.calibration.observation import COUNTED, Error, Side, Target, target_of
from marketsim.experiments.calibration.predictive import predictive
from marketsim.experiments.calibration.records import against_records
from marketsim.experiments.calibration.reference_runs import reference_runs
from marketsim.experiments.calibration.second_opinion import second_opinion
from marketsim.experiments.calibration.trend import against_trend
from marketsim.experiments.one_thread import one_thread
from marketsim.results.errors import ResultError
from marketsim.results.evidence import answered

USES = ("fit", "check", "bound")
WANTED = {"fit": 0.9, "check": 0.7, "bound": 1.0}
"""Share of the figures of a use that are to be inside."""
WIDEST, COUNTS_ABOVE = 4.0, 100.0
"""How wide intervals of counts above a number may be: upper end over lower."""
IDENTIFIED, WEAKLY = 0.3, 0.1
"""Contraction from which a parameter is called so."""
OF_TRUTHS = "coverage of 90 % intervals of known truths near the reports"
ROLES = ("detained_administrators", "detained_operators_packers_stashers", "detained_couriers", "detained_taggers")
NEAR_BOUND = 2.0
"""Factor within which a bound lies near what the model says."""
NEAR = 0.10
"""How far the share of a role may be off."""
LAST_PARTICLES = "the last particles of the calibration, weighted, before they are moved by regression"


@dataclass(frozen=True, eq=False)
class Validation:
    """What a calibration is worth."""

    manifest: Mapping[str, Any]
    source: str
    """What stands for the posterior."""
    runs: int
    figures: pd.DataFrame
    """One row a reported figure: what would be reported, whether it is inside, and what a held-back one tests."""
    series: pd.DataFrame
    """One row a series: scores of the model, of a log-linear trend, and the least there can be; see `against_trend`."""
    roles: pd.DataFrame
    """One row a role of 2023: its share, reported and in the model."""
    ranks: pd.DataFrame
    """One row a known truth and parameter."""
    parameters: pd.DataFrame
    """One row a parameter: prior, posterior, contraction, what can be said of it, and where a second opinion has it
    (`mode`)."""
    goals: pd.DataFrame
    """One row a goal: what was wanted, what was reached, whether truths suffice to tell (`told`), and whether it holds,
    which a goal that cannot be told does not (`holds`)."""
    records: pd.DataFrame
    """One row a record: the largest of its kind in the runs, and how many had as large a one."""
    draws: str = ""
    """Digest of the draws; none where there are none."""

    @property
    def provisional(self) -> bool:
        """Whether the calibration goes on."""
        return self.manifest.get("finished") is not True

    @property
    def particles(self) -> float:
        """Particles of equal weight that the last population is worth for each calibrated number."""
        return particles_a_number(self.manifest)

    @property
    def misses(self) -> pd.DataFrame:
        """Figures that are not inside."""
        return self.figures[~self.figures["inside"]]


@one_thread()
def validate(
    folder: Path | str, truths: pd.DataFrame | None = None, source: str = "", count: int = TRUTHS
) -> Validation:
    """Validate a calibration.

    Args:
        folder: Folder of the calibration.
        truths: What happened in runs of its posterior, a column `truth:` a figure; without it the last particles of
            the calibration stand for them.
        source: What `truths` are, in words.
        count: Known truths that are recovered.

    Raises:
        ResultError: The folder holds no calibration.
        OtherVersionError: It was made with another version of the model.
    """
    learned = Learned(Path(folder))
    manifest = learned.whole_manifest()
    fitted = fitted_targets(manifest)
    ids = {target.id for target in fitted}
    uses = {
        # What could have been learned from and was not is held back, whatever it is in other calibrations.
        figure.id: "check" if figure.use == "fit" and figure.id not in ids else figure.use
        for figure in answered()
        if figure.use in USES
    }
    asked = {target.id: target for target in (target_of(f) for f in answered() if f.use in USES)} | {
        target.id: target for target in fitted
    }
    if truths is None:
        population = learned.population
        probability = population["probability"].to_numpy(np.float64)
        (truths, expected), source = _last_particles(population), LAST_PARTICLES
    else:
        probability, expected = np.ones(len(truths)), frozenset()
    reference = reference_runs(Path(folder), manifest)
    held = [target for name, target in asked.items() if uses[name] == "check"]
    figures = _figures(asked, uses, truths, probability, expected)
    figures = figures.merge(what_is_tested(held, fitted, reference), on="id", how="left")
    series = against_trend(figures, {name: asked[name] for name in figures["id"]})
    roles = _roles(figures)
    ranks = known_truths(Path(folder), manifest, fitted, count)
    parameters = _parameters(learned.parameters, ranks)
    parameters["mode"] = parameters["key"].map(second_opinion(manifest, fitted, reference))
    return Validation(
        manifest=manifest,
        source=source,
        runs=len(truths),
        figures=figures,
        series=series,
        roles=roles,
        ranks=ranks,
        parameters=parameters,
        goals=_goals(figures, series, roles, ranks),
        records=against_records(truths),
        draws=learned.draws_digest(),
    )


def fitted_targets(manifest: Mapping[str, Any]) -> tuple[Target, ...]:
    """Return the figures that a calibration learned from, as it read them.

    Raises:
        ResultError: The manifest lacks them.
    """
    try:
        return tuple(
            Target(
                id=held["id"],
                metric=held["metric"],
                start=date.fromisoformat(held["start"]),
                end=date.fromisoformat(held["end"]),
                reported=float(held["reported"]),
                unit=held["unit"],
                error=Error(held["error"]),
                side=Side(held["side"]),
                off=float(held["off"]),
            )
            for held in manifest["targets"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ResultError(
            f"calibration.json is damaged: targets ({error}). Calibrate anew to write it again."
        ) from error


def _last_particles(population: pd.DataFrame) -> tuple[pd.DataFrame, frozenset[str]]:
    """Return what happened in them, low counts by their expected values, and the ids of those."""
    truths = population[[name for name in population if str(name).startswith("truth:")]].copy()
    expected = [str(name).removeprefix("expected:") for name in population if str(name).startswith("expected:")]
    for name in expected:
        truths[f"truth:{name}"] = population[f"expected:{name}"]
    return truths, frozenset(expected)


def _figures(
    asked: Mapping[str, Target],
    uses: Mapping[str, str],
    truths: pd.DataFrame,
    probability: NDArray[np.float64],
    expected: Collection[str],
) -> pd.DataFrame:
    rows = []
    for name, use in uses.items():
        column = f"truth:{name}"
        known = np.isfinite(truths[column].to_numpy(np.float64)) if column in truths else np.zeros(0, bool)
        if not known.any():
            continue
        values = truths[column].to_numpy(np.float64)[known, None]
        row = predictive((asked[name],), values, probability[known], expected=expected).iloc[0].to_dict()
        rows.append(row | {"use": use, "width": row["high90"] / row["low90"] if row["low90"] > 0 else np.inf})
    if not rows:
        raise ResultError("None of the reported figures was kept of the runs of this calibration.")
    return pd.DataFrame(rows).astype({"inside": bool, "reached": bool})


def _roles(figures: pd.DataFrame) -> pd.DataFrame:
    """Return shares of roles among those detained in 2023, of the roles that are reported."""
    year = [
        start == date(2023, 1, 1) and end == date(2023, 12, 31)
        for start, end in zip(figures["start"], figures["end"], strict=True)
    ]
    held = figures[np.array(year) & figures["metric"].isin(ROLES)].drop_duplicates("metric")
    shares = {name: held[name] / held[name].sum() for name in ("reported", "median")}
    table = pd.DataFrame({"role": held["metric"], "reported": shares["reported"], "model": shares["median"]})
    return table.assign(near=(table["reported"] - table["model"]).abs() <= NEAR).reset_index(drop=True)


def _parameters(parameters: pd.DataFrame, ranks: pd.DataFrame) -> pd.DataFrame:
    """Return what can be said of each parameter; it is doubtful where known truths are missed too often."""
    of_truths = ranks.groupby("parameter", sort=False).agg(
        covered=("covered", "mean"),
        hits=("covered", "sum"),
        truths=("covered", "size"),
        recovered=("contraction", "mean"),
    )
    table = parameters.merge(of_truths, left_on="key", right_index=True, how="left")
    least = table[["contraction", "recovered"]].min(axis=1)
    most = [interval_of_share(int(hits), int(of))[1] for hits, of in zip(table["hits"], table["truths"], strict=True)]
    missed = np.array(most) < COVERAGE[0]
    words = np.select([missed, least >= IDENTIFIED, least >= WEAKLY], ["doubtful", "identified", "weakly"], "not")
    return table.drop(columns="hits").assign(said=words)


def _goals(figures: pd.DataFrame, series: pd.DataFrame, roles: pd.DataFrame, ranks: pd.DataFrame) -> pd.DataFrame:
    """Return what was to be reached; that "identified" wants contraction is what the word means, and no goal."""
    rows: list[tuple[str, str, str, bool, bool]] = []
    for use, wanted in WANTED.items():
        held = figures[figures["use"] == use]
        if len(held):
            inside = int(held["inside"].sum())
            said = f"{inside} of {len(held)} are inside ({inside / len(held):.0%}){_of_weight(held, use)}"
            goal = f"{use} figures inside their 90 % interval"
            rows.append((goal, f"{wanted:.0%}", said, True, inside >= wanted * len(held)))
    about, counted = figures["side"] == "about", figures["unit"].isin(COUNTED)
    large, others = figures[about & counted & (figures["reported"] > COUNTS_ABOVE)], figures[about & ~counted]
    wide, other = (int((held["width"] > WIDEST).sum()) for held in (large, others))
    goal = f"no interval of a count above {COUNTS_ABOVE:.0f} wider than a factor of {WIDEST:.0f}, bounds aside"
    aside = f"of masses, prices and shares, for which it is no goal, {other} of {len(others)}"
    said = f"{wide} of {len(large)} are wider; {aside}"
    rows.append((goal, "none wider", said, True, wide == 0))
    if len(roles):
        off = f"off by {(roles['reported'] - roles['model']).abs().max() * 100:.1f} points at most"
        near = bool(roles["near"].all())
        rows.append(("shares of roles of 2023", f"within {NEAR * 100:.0f} points", off, True, near))
    if len(series):
        better = int(series["better"].sum())
        said, enough = f"{better} of {len(series)} are nearer", better * 3 >= 2 * len(series)
        rows.append(("series nearer to the reports than a log-linear trend", "two thirds", said, True, enough))
    told = ranks[ranks["contraction"] >= IDENTIFIED]
    of_told = f"{OF_TRUTHS}, where figures tell the number (contraction of {IDENTIFIED} or more)"
    rows += [_covered(goal, held) for goal, held in ((OF_TRUTHS, ranks), (of_told, told)) if len(held)]
    return pd.DataFrame(rows, columns=["goal", "wanted", "reached", "told", "holds"])


def near_bounds(bounds: pd.DataFrame) -> int:
    """Return how many bounds lie near what the model says: one that is far away tells little.

    Args:
        bounds: Rows of figures, as a validation has them.
    """
    return int((bounds["median"] / bounds["reported"]).between(1.0 / NEAR_BOUND, NEAR_BOUND).sum())


def _of_weight(held: pd.DataFrame, use: str) -> str:
    """Return how many figures of a use test the model, where not all do."""
    if use == "check":
        tests = held[held["tests"] == TESTS]
        return f", {int(tests['inside'].sum())} of the {len(tests)} that are tests of their own"
    if use == "bound":
        return f", {near_bounds(held)} of them within a factor of {NEAR_BOUND:.0f} of the model; others test little"
    return ", which were learned from"


def _covered(goal: str, ranks: pd.DataFrame) -> tuple[str, str, str, bool, bool]:
    """Return the row of a goal of coverage."""
    found = coverage(ranks)
    said = f"{found.share:.1%} ({found.low:.1%} to {found.high:.1%}) of {len(ranks)}, {ranks['truth'].nunique()} truths"
    return goal, f"{COVERAGE[0]:.0%} to {COVERAGE[1]:.0%}", said, found.told, found.told and found.inside
