"""The folder of a calibration of a made-up model in which every figure moves with three numbers as it should."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marketsim.experiments.calibration.generations import Plan, design_of, from_reference
from marketsim.experiments.calibration.observation import Target, target_of
from marketsim.experiments.calibration.recovery import of_prior, posterior
from marketsim.results.evidence import answered
from marketsim.version import MODEL_VERSION

KEYS = ("parameters.first.number", "parameters.second.number", "parameters.idle.number")
USES = ("fit", "check", "bound")
RUNS, KEEP = 1024, 100


def targets(use: str | None = None) -> tuple[Target, ...]:
    """Return reported figures, of one use or of all."""
    return tuple(target_of(f) for f in answered() if f.use == use or (use is None and f.use in USES))


def truths_at(shares: NDArray[np.float64], off: float = 1.0) -> NDArray[np.float64]:
    """Return what happens: figures move by up to a factor of e with the first two numbers, and not with the third.

    At the middle of the cube all is as it was reported, times `off`.
    """
    asked = targets()
    odd = np.arange(len(asked)) % 2
    moved = np.where(odd, shares[:, :1] - 0.5, shares[:, 1:2] - 0.5)
    return np.asarray(off * np.array([target.reported for target in asked]) * np.exp(2.0 * moved), np.float64)


def written(folder: Path, finished: bool = True, off: float = 1.0) -> Path:
    """Write a calibration and return its folder."""
    folder.mkdir(parents=True)
    plan = Plan(RUNS, KEEP, 0, 0)
    shares = design_of(len(KEYS), plan)
    columns = [f"share:{key}" for key in KEYS] + [f"truth:{target.id}" for target in targets()]
    reference = pd.DataFrame(np.column_stack((shares, truths_at(shares, off))), columns=columns)
    reference.insert(0, "number", np.arange(RUNS))
    reference.to_parquet(folder / "generation-00.parquet")
    made = from_reference(targets("fit"), reference, plan)
    draws = posterior(made.learned, of_prior(shares, made.outputs), made.observed, KEEP)
    population = pd.DataFrame(truths_at(draws, off), columns=columns[len(KEYS) :])
    population.insert(0, "probability", 1.0 / len(draws))
    population.to_parquet(folder / "population.parquet")
    low, middle, high = np.quantile(draws, [0.05, 0.5, 0.95], axis=0)
    rows = pd.DataFrame(
        {"key": KEYS, "factor": False, "base": 0.5, "shape": "uniform", "explained": made.learned.explained}
    )
    rows = rows.assign(prior_low=0.05, prior_median=0.5, prior_high=0.95, low=low, median=middle, high=high)
    rows.assign(contraction=1.0 - 12.0 * draws.var(axis=0), source="test").to_csv(
        folder / "parameters.csv", index=False
    )
    told = {
        "model_version": MODEL_VERSION,
        "title": "Made up",
        "finished": finished,
        "scale": 1.0,
        "runs": RUNS,
        "seconds": 60,
        "plan": asdict(plan),
        "path": [
            {"generation": 0, "runs": RUNS, "kept": KEEP, "tolerance": 1.0, "acceptance": 1.0, "effective_size": KEEP}
        ],
        "priors": [{"key": key, "low": 0.0, "high": 1.0, "shape": "uniform"} for key in KEYS],
        "targets": [{name: str(value) for name, value in asdict(target).items()} for target in targets("fit")],
    }
    (folder / "calibration.json").write_text(json.dumps(told))
    return folder
