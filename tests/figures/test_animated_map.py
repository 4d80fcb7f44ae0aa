"""The run is simulated again, and the map goes day by day."""

import io
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from PIL import Image

import marketsim as ms
from marketsim.figures.errors import FigureError
from marketsim.figures.saving import figure_bytes
from marketsim.results.errors import ResultError
from marketsim.results.run import Run
from tests.figures.seen import faults, unlabelled


def test_the_last_picture_is_the_ground_of_the_run_and_there_is_one_a_day(short: Run):
    figure = ms.figures.animated_map(short)
    maps = [axes for axes in figure.axes if axes.images]
    parcels = sum(image.get_array().filled(0.0).sum() for image in maps[0].images)
    assert parcels == 50 * short.cells["live_drops"].sum()
    assert sum(image.get_array().filled(0.0).sum() for image in maps[1].images) == pytest.approx(
        short.cells["patrol_hours"].sum(), rel=1e-6
    )
    moving = Image.open(io.BytesIO(figure_bytes(figure, "gif")))
    assert moving.n_frames == 12
    assert faults(figure) == []
    assert unlabelled(figure) == []


def test_days_can_be_chosen(short: Run):
    figure = ms.figures.animated_map(short, date(2018, 1, 10), date(2018, 1, 12))
    assert [axes.get_title("left") for axes in figure.axes if axes.lines] == ["Friday 12 January 2018"]
    (course,) = [axes for axes in figure.axes if axes.lines]
    assert len(course.lines[0].get_xdata()) == 3
    after = date.fromisoformat(short.manifest["last_day"]) + timedelta(days=1)
    for first, last in ((date(2017, 1, 1), date(2018, 1, 12)), (after, None)):
        with pytest.raises(ResultError, match=f"{first} to .* are no days of this run"):
            ms.figures.animated_map(short, first, last)


def test_another_history_and_several_runs_are_refused(short: Run, runs: list[Run]):
    changed = short.daily.copy()
    changed.iloc[3, 0] += 1
    with pytest.raises(ResultError, match="makes another history now"):
        ms.figures.animated_map(replace(short, daily=changed))
    with pytest.raises(FigureError, match="one run"):
        ms.figures.animated_map(runs)
    assert np.isfinite(runs[0].daily["orders"]).all()
