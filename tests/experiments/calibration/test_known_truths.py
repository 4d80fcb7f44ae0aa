"""Truths are asked where the reports lie, with as many particles as the calibration has there."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from marketsim.experiments.calibration import known_truths as module
from marketsim.experiments.calibration.generations import Calibration, calibrate
from marketsim.experiments.calibration.known_truths import coverage, interval_of_share, known_truths, near_reports
from marketsim.experiments.calibration.learned import Learned
from marketsim.experiments.calibration.recovery import Table
from marketsim.experiments.calibration.validation import fitted_targets
from tests.experiments.calibration.known import KEEP, KEYS, written
from tests.experiments.calibration.test_generations import PLAN, PRIORS, TARGETS, simulate


@pytest.fixture(scope="module")
def made() -> Calibration:
    return calibrate(PRIORS, TARGETS, simulate, replace(PLAN, most=3, least=3))


def test_truths_lie_where_the_posterior_does(made: Calibration) -> None:
    numbers, last = near_reports(made, 80), made.path[-1]
    assert len(set(numbers)) == len(numbers) > 50
    assert set(numbers) <= set(last.numbers)
    asked = made.particles.set_index("number").loc[numbers, "share:users"]
    mean = last.probability @ last.shares[:, 0]
    spread = np.sqrt(last.probability @ np.square(last.shares[:, 0] - mean))
    assert asked.mean() == pytest.approx(mean, abs=spread)
    assert asked.std() < 0.5 * made.reference["share:users"].std()


def test_every_truth_has_the_particles_of_the_calibration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[tuple[Table, int]] = []

    def look(names: object, table: Table, truths: object, keep: int) -> pd.DataFrame:
        held.append((table, keep))
        return pd.DataFrame()

    monkeypatch.setattr(module, "recovery", look)
    folder = written(tmp_path / "known")
    manifest = Learned(folder).manifest
    known_truths(folder, manifest, fitted_targets(manifest), 20)
    ((table, keep),) = held
    assert keep == KEEP and table.shares.shape == (1024, len(KEYS)) and table.learned_from == 1024
    assert (table.weights == 1.0).all()


def test_a_table_without_a_row_learns_from_the_others_of_the_prior() -> None:
    table = Table(np.arange(6.0)[:, None], np.zeros((6, 1)), np.ones(6), 4)
    assert table.without(1).learned_from == 3 and table.without(5).learned_from == 4
    assert table.without(1).shares[:, 0].tolist() == [0, 2, 3, 4, 5]


def test_intervals_of_one_truth_count_as_one_where_they_fail_together() -> None:
    """Twenty truths of fifty numbers: misses of whole truths tell far less than as many misses here and there."""
    truth = np.repeat(np.arange(20), 50)
    together = pd.DataFrame({"truth": truth, "covered": truth >= 2})
    scattered = pd.DataFrame({"truth": truth, "covered": np.arange(1000) * 0.618034 % 1.0 >= 0.1})
    wide, narrow = coverage(together), coverage(scattered)
    assert wide[0] == narrow[0] == pytest.approx(0.9)
    assert wide[1:] == pytest.approx(interval_of_share(0.9 * 19, 19), abs=0.02)
    assert narrow[1:] == pytest.approx(interval_of_share(900, 1000), abs=0.005)
    assert coverage(together.assign(covered=True))[1] == pytest.approx(interval_of_share(20, 20)[0])
