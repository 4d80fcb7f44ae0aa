"""Few colours leave those of the style as they are."""

import io

import numpy as np
import pytest
from PIL import Image

from marketsim.figures.few_colours import OWN, few_colours
from marketsim.figures.mass_flow import mass_flow
from marketsim.figures.policy_differences import policy_differences
from marketsim.figures.saving import figure_bytes
from marketsim.figures.style import COLOURS
from marketsim.results.running import run
from marketsim.scenario.scenario import Scenario
from tests.figures import made

FEW_LEVELS = 4
AREA = 200
"""Pixels from which a colour is seen as an area."""


def noisy() -> Image.Image:
    """Return a picture of thousands of colours, among them a few pixels of each of the style."""
    pixels = np.random.default_rng(3).integers(0, 256, (200, 300, 3)).astype(np.uint8)
    for place, colour in enumerate(OWN):
        pixels[5, 4 * place : 4 * place + 3] = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    return Image.fromarray(pixels)


def colours(picture: Image.Image) -> dict[tuple[int, ...], int]:
    found, counts = np.unique(np.asarray(picture.convert("RGB")).reshape(-1, 3), axis=0, return_counts=True)
    return dict(zip(map(tuple, found.tolist()), counts.tolist(), strict=True))


@pytest.mark.parametrize("most", [64, 128, 256])
def test_colours_of_the_style_come_through_exactly_and_there_are_few(most: int):
    whole = noisy()
    before, after = (np.asarray(one.convert("RGB")) for one in (whole, few_colours(whole, most)))
    assert len(colours(few_colours(whole, most))) <= most
    width = 4 * len(OWN)
    drawn = [place for place in range(width) if place % 4 < 3]
    np.testing.assert_array_equal(after[5, drawn], before[5, drawn])


def test_a_picture_of_few_colours_stays_as_it_is():
    whole = Image.new("RGB", (40, 40), "white")
    whole.paste("#123456", (3, 3, 9, 9))
    assert few_colours(whole, 64).convert("RGB").tobytes() == whole.tobytes()


@pytest.mark.parametrize("figure", ["mass_flow", "policy_differences"])
def test_what_is_drawn_in_colour_keeps_it(figure: str):
    if figure == "mass_flow":
        scenario = {"start": "2018-01-01", "end": "2018-02-10", "measures_from": "2018-01-01", "scale": 0.02}
        small = Scenario.model_validate(scenario | {"space": {"city_side": 4, "regions": ["astana"]}})
        drawn = mass_flow([run(small, 1)])
    else:
        drawn = policy_differences(made.comparison())
    whole = Image.open(io.BytesIO(figure_bytes(drawn)))
    before, after = colours(whole), np.array(list(colours(few_colours(whole, 128))))
    own = {tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5)) for colour in COLOURS}
    seen = [colour for colour, count in before.items() if count >= AREA or colour in own]
    assert len(seen) > 3
    for colour in seen:
        assert np.abs(after - np.array(colour)).max(axis=1).min() <= FEW_LEVELS
