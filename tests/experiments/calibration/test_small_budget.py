"""The shipped calibration's small budget, whole: it finds what was planted, and goes on after it was stopped."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import marketsim as ms
from marketsim.experiments.calibration.particles import Hooks, Step
from marketsim.experiments.calibration.reading import load_calibration

pytestmark = pytest.mark.slow

PLANTED = {
    "parameters.channel_blocking.finds": 0.016,
    "parameters.hospital_admission.admission": 0.13,
    "parameters.hospital_admission.registration": 0.3,
}
"""Numbers behind the synthetic figures, all of them above what was set by hand."""
SEEDS = (901, 902, 903)


def test_it_finds_what_was_planted_and_goes_on_after_it_was_stopped(tmp_path: Path) -> None:
    wanted = load_calibration(Path("scenarios/calibrations/kazakhstan.yaml"), "small")
    said = {one.key: one.value(PLANTED[one.key]) for one in wanted.calibrated if one.key in PLANTED}
    truths = [ms.run(wanted.scenario.with_(said), seed) for seed in SEEDS]
    known = {target.id: float(np.mean([target.figure(run) for run in truths])) for target in wanted.targets}
    print({name: round(value, 1) for name, value in known.items()})
    wanted = replace(wanted, targets=tuple(replace(target, reported=known[target.id]) for target in wanted.targets))

    def stop(step: Step) -> None:
        if step.done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ms.calibrate(wanted, out=tmp_path, workers=2, hooks=Hooks(step=stop))
    made: list[Step] = []
    learned = ms.calibrate(wanted, out=tmp_path, workers=2, hooks=Hooks(step=made.append))
    assert len(made) <= wanted.runs - 20
    table = learned.parameters.set_index("key")
    print(table[["explained", "prior_low", "prior_high", "low", "median", "high", "contraction"]].round(4).to_string())
    for key, planted in PLANTED.items():
        assert table.loc[key, "low"] <= planted <= table.loc[key, "high"], key
        assert table.loc[key, "explained"] > 0.3, key
        assert table.loc[key, "contraction"] > 0.3, key
