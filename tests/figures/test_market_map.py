"""Tiles stand where regions lie, and cells hold their figures."""

import numpy as np
import pytest

import marketsim as ms
from marketsim.figures.market_map import users_among_residents
from marketsim.results.run import Run


def images(figure: object, panel: int) -> list[np.ndarray]:
    return [image.get_array().filled(0.0) for image in figure.axes[panel].images]  # type: ignore[attr-defined]


def test_parcels_count_for_the_whole_market_and_none_is_lost(runs: list[Run]):
    figure = ms.figures.market_map(runs)
    shown = sum(image.sum() for image in images(figure, 0))
    assert shown == pytest.approx(50 * np.mean([run.cells["live_drops"].sum() for run in runs]))
    assert shown > 0


def test_a_tile_holds_the_cells_of_its_region_with_the_north_above(runs: list[Run]):
    figure = ms.figures.market_map(runs[0])
    maps = [axes for axes in figure.axes if axes.images]
    assert [text.get_text() for text in maps[0].texts] == ["Almaty city", "Astana", "Shymkent"]
    patrols = runs[0].cells["patrol_hours"]
    region = runs[0].cells["region"] == 1
    tile = maps[1].images[1].get_array().filled(0.0)
    assert tile.sum() == patrols[region].sum()
    assert list(tile[0]) == list(patrols[region].reshape(4, 4)[:, 0])
    x0, _, y0, _ = maps[1].images[1].get_extent()
    others = [image.get_extent() for image in maps[1].images]
    assert y0 > others[0][2]  # Astana lies north of Almaty
    assert x0 < others[0][0]  # and west of it


def test_users_are_among_a_thousand_residents(runs: list[Run]):
    shares = users_among_residents(runs[0])
    residents = [2_345_012, 1_630_640, 1_291_011]
    month = runs[0].regions.tail(3)
    assert shares == pytest.approx(1_000 * month["active_users"].to_numpy() / residents)
    assert [label for label in (axes.get_ylabel() for axes in ms.figures.market_map(runs).axes) if label] == [
        "parcels a cell", "officer-hours a cell", "arrests a cell", "users among 1,000 residents",
    ]  # fmt: skip
