"""Every role is a part of the bar of its year."""

import numpy as np
import pytest

import marketsim as ms
from marketsim.figures.detentions import ROLES
from marketsim.results.run import Run


def test_a_bar_is_the_mean_of_the_runs_and_bars_stand_on_each_other(runs: list[Run]):
    axes = ms.figures.detentions(runs).axes[0]
    below = np.zeros(2)
    for (measure, words), bars in zip(ROLES.items(), axes.containers, strict=False):
        mean = np.mean([run.yearly[measure] for run in runs], axis=0)
        assert bars.get_label() == words
        assert [bar.get_height() for bar in bars] == pytest.approx(list(mean))
        assert [bar.get_y() for bar in bars] == pytest.approx(list(below))
        below = below + mean
    assert below.sum() > 0


def test_a_line_reaches_from_the_lowest_total_to_the_highest(runs: list[Run]):
    axes = ms.figures.detentions(runs).axes[0]
    totals = np.array([run.yearly[list(ROLES)].sum(axis=1) for run in runs])
    (lines,) = axes.containers[-1].lines[2]
    ends = np.array([segment[:, 1] for segment in lines.get_segments()])
    assert np.allclose(ends[:, 0], totals.min(axis=0))
    assert np.allclose(ends[:, 1], totals.max(axis=0))
    assert len(ms.figures.detentions(runs[0]).axes[0].containers) == len(ROLES)


def test_a_year_that_is_not_whole_says_its_days(runs: list[Run]):
    axes = ms.figures.detentions(runs).axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["2018", "2019\n(90 d)"]
    assert axes.get_ylabel() == "persons detained in the year"
