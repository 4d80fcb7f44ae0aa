"""The results of a calibration as files: what was learned, how, and what it cost."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.calibration.adjustment import adjusted, kernel
from marketsim.experiments.calibration.generations import Calibration
from marketsim.experiments.calibration.prior import at
from marketsim.experiments.calibration.prior_check import CHECKED, PRIOR_PREDICTIVE, reached_by
from marketsim.experiments.calibration.recovery import PRIOR_VARIANCE
from marketsim.experiments.calibration.wanted import Wanted
from marketsim.experiments.parts import write_together
from marketsim.experiments.saving import csv_bytes
from marketsim.results.manifest import describe
from marketsim.scenario.posterior import DIGEST
from marketsim.scenario.recorded import RECORDED, RECORDED_DIGEST, REPORTING

FORMAT = 1
POSTERIOR, PARAMETERS = "posterior.csv", "parameters.csv"
PATH, POPULATION, MANIFEST = "path.csv", "population.parquet", "calibration.json"
ENDS = (0.05, 0.5, 0.95)


def write_results(wanted: Wanted, found: Calibration, folder: Path, spent: dict[str, Any]) -> None:
    """Write what was learned.

    Args:
        wanted: The calibration.
        found: What came of it.
        folder: Its folder.
        spent: What it cost, as plain values.

    Raises:
        ResultError: A file cannot be written.
    """
    shares = draws(found, wanted.draws)
    points = at(wanted.priors, shares)
    content = {POSTERIOR: csv_bytes(posterior_table(wanted, points))}
    recorded = [one.key for one in wanted.calibrated if one.key.startswith(REPORTING)]
    if recorded:
        table = pd.DataFrame(points, columns=[one.key for one in wanted.calibrated])[recorded]
        table.insert(0, "draw", np.arange(1, len(points) + 1))
        content[RECORDED] = csv_bytes(table)
    content[PARAMETERS] = csv_bytes(parameters_table(wanted, found, shares))
    content[PATH] = csv_bytes(path_table(found))
    first = found.reference[found.reference["number"] < CHECKED]
    named = [name for name in map(str, first) if name.startswith("truth:")]
    truths = {name.removeprefix("truth:"): first[name].to_numpy() for name in named}
    content[PRIOR_PREDICTIVE] = csv_bytes(reached_by(wanted, truths))
    buffer = io.BytesIO()
    population_table(wanted, found).to_parquet(buffer, compression="zstd")
    content[POPULATION] = buffer.getvalue()
    told = _manifest(wanted, found, spent) | {"effective_draws": effective_draws(shares)}
    told[DIGEST] = hashlib.sha256(content[POSTERIOR]).hexdigest()
    if recorded:
        told[RECORDED_DIGEST] = hashlib.sha256(content[RECORDED]).hexdigest()
    text = json.dumps(told, indent=1, ensure_ascii=False, default=str)
    write_together(folder, content | {MANIFEST: (text + "\n").encode()})


def draws(found: Calibration, count: int) -> NDArray[np.float64]:
    """Return draws of equal weight from the posterior, as points of the unit cube, shape (draw, parameter)."""
    last = found.path[-1]
    place = {int(number): row for row, number in enumerate(found.particles["number"])}
    outputs = found.every_output[[place[int(number)] for number in last.numbers]]
    summaries = found.learned.of(outputs)
    moved = adjusted(last.shares, last.probability, summaries, found.learned.of(found.observed), last.distance)
    weights = last.probability * kernel(last.distance)
    running = np.cumsum(weights) / weights.sum()
    taken = np.searchsorted(running, (np.arange(count) + 0.5) / count)
    return moved[np.minimum(taken, len(moved) - 1)]


def effective_draws(shares: NDArray[np.float64]) -> int:
    """Return how many draws differ: those with equal values, of one particle of much weight, count once."""
    return len(np.unique(shares, axis=0))


def posterior_table(wanted: Wanted, points: NDArray[np.float64]) -> pd.DataFrame:
    """Return one row a draw: its number, and what a scenario says at each key, lists as JSON."""
    rows = [dict(wanted.values(point)) for point in points]
    keys = [one.key for one in wanted.calibrated if not one.key.startswith(REPORTING)]
    held = {key: [_cell(row[key]) for row in rows] for key in keys}
    return pd.DataFrame({"draw": np.arange(1, len(points) + 1), **held})


def parameters_table(wanted: Wanted, found: Calibration, shares: NDArray[np.float64]) -> pd.DataFrame:
    """Return one row a key: its prior, how much of it the figures tell, and the posterior of the number or factor.

    `explained` is the share of the prior's variance that a regression on all figures explains (cross-validated),
    `contraction` how much smaller the posterior's variance is than the prior's, both of shares of the prior.
    """
    rows = []
    for i, one in enumerate(wanted.calibrated):
        before, after = (one.prior.values(np.array(of)) for of in (ENDS, np.quantile(shares[:, i], ENDS)))
        rows.append(
            {
                "key": one.key,
                "factor": one.factor,
                "base": _cell(one.base),
                "unit": one.unit,
                "shape": one.prior.shape.value,
                "explained": found.learned.explained[i],
                **dict(zip(("prior_low", "prior_median", "prior_high"), before, strict=True)),
                **dict(zip(("low", "median", "high"), after, strict=True)),
                "contraction": 1.0 - shares[:, i].var() / PRIOR_VARIANCE,
                "source": one.source,
            }
        )
    return pd.DataFrame(rows)


def path_table(found: Calibration) -> pd.DataFrame:
    """Return one row a generation: runs, tolerance, acceptance and effective sample size."""
    sizes = [len(found.reference)]
    later = len(found.particles) - len(found.reference)
    sizes += [later // max(1, len(found.path) - 1)] * (len(found.path) - 1)
    rows = [
        {
            "generation": population.generation,
            "runs": size,
            "kept": len(population.shares),
            "tolerance": population.tolerance,
            "acceptance": population.acceptance,
            "effective_size": population.effective_size,
        }
        for population, size in zip(found.path, sizes, strict=True)
    ]
    return pd.DataFrame(rows)


def population_table(wanted: Wanted, found: Calibration) -> pd.DataFrame:
    """Return one row a particle of the last generation, before it is moved by regression.

    `number`, `probability` (what it stands for), `distance`, `value:` the number or factor of a key, `truth:` what
    would be recorded of a figure without error, and `expected:` what stands for low counts in its place.
    """
    last = found.path[-1]
    rows = found.particles.set_index("number").loc[last.numbers]
    truths = rows[[name for name in rows if str(name).startswith("truth:")]].reset_index(drop=True)
    values = pd.DataFrame(at(wanted.priors, last.shares), columns=[f"value:{one.key}" for one in wanted.calibrated])
    first = {"number": last.numbers, "probability": last.probability, "distance": last.distance}
    ids = [target.id for target in wanted.targets]
    instead = found.expected.instead(truths[[f"truth:{name}" for name in ids]].to_numpy(np.float64), last.shares)
    low = {f"expected:{ids[i]}": instead[:, i] for i in found.expected.columns}
    return pd.concat((pd.DataFrame(first), values, truths, pd.DataFrame(low)), axis=1)


def _manifest(wanted: Wanted, found: Calibration, spent: dict[str, Any]) -> dict[str, Any]:
    made = describe(wanted.scenario, wanted.plan.seed, False, False)
    names = ("model_version", "scenario_digest", "first_day", "last_day", "source_digest", "versions", "commit")
    return {
        "format": FORMAT,
        "name": wanted.name,
        "title": wanted.title,
        "question": wanted.question,
        "budget": wanted.budget,
        **{name: made[name] for name in names},
        "scale": wanted.scenario.scale,
        "seed": wanted.plan.seed,
        "priors": [
            said | {"least": _bound(one.prior.least), "most": _bound(one.prior.most)}
            for said, one in zip(wanted.of_design()["priors"], wanted.calibrated, strict=True)
        ],
        "sources": {one.key: one.source for one in wanted.calibrated},
        "targets": [asdict(target) for target in wanted.targets],
        "readings": wanted.readings,
        "plan": asdict(wanted.plan),
        "draws": wanted.draws,
        "path": path_table(found).to_dict("records"),
        "runs": len(found.particles),
        "expected": [wanted.targets[i].id for i in found.expected.columns],
        **spent,
        "machine": made["machine"],
    }


def _bound(value: float) -> float | None:
    """Return where a prior is cut off, or none where it is not."""
    return value if np.isfinite(value) else None


def _cell(value: Any) -> Any:
    """Return a value as it is written, lists as JSON; numbers have six digits."""
    return json.dumps(_rounded(value)) if isinstance(value, list) else _rounded(value)


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(entry) for entry in value]
    return float(f"{value:.6g}") if isinstance(value, float) else value
