"""Pictures in few colours, so that a page can be mailed; what fills areas and draws lines keeps its colour."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from marketsim.figures.style import COLOURS, FAINT, INK, PALE

if TYPE_CHECKING:
    from PIL.Image import Image

OWN = ("#ffffff", *COLOURS, INK, PALE, FAINT)
"""Colours of the style, which are kept wherever they are drawn."""
SHARE = 0.75
"""Share of the colours for those that most pixels have; the rest stands for what lies between them, as edges."""
ALIKE = 4
"""Levels up to which two colours are one to the eye."""
TRIED = 4_000
"""Colours, those of most pixels first, among which is chosen."""
RED, GREEN = 16, 8
"""Places of the bits of a colour that is one number."""


def few_colours(picture: "Image", most: int) -> "Image":
    """Return a picture with at most so many colours, 32 to 256, each pixel in the nearest of them."""
    from PIL import Image

    pixels = np.asarray(picture.convert("RGB"), np.uint32)
    numbers = (pixels[..., 0] << RED) | (pixels[..., 1] << GREEN) | pixels[..., 2]
    found, places, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    own = np.array([int(colour[1:], 16) for colour in OWN], np.uint32)
    weights = np.where(np.isin(found, own), counts.sum() + counts, counts)
    order = np.argsort(weights, kind="stable")[::-1]
    kept = found[order] if len(found) <= most else _apart(found[order], len(own), int(most * SHARE))
    if len(found) > most:
        rest = np.isin(numbers, kept, invert=True)
        kept = np.concatenate([kept, _medians(pixels[rest].astype(np.uint8), most - len(kept))])
    palette = _parts(kept)
    made = Image.fromarray(_nearest(_parts(found), palette)[places].reshape(numbers.shape), "P")
    made.putpalette(palette.astype(np.uint8).tobytes())
    return made


def _apart(colours: NDArray[np.uint32], own: int, most: int) -> NDArray[np.uint32]:
    """Return the first so many of colours that no earlier one is like, as greys of letters are; the first `own` all.

    Some of the first are of the style; that others of them are not does no harm.
    """
    parts, chosen = _parts(colours[:TRIED]), list(range(min(own, len(colours))))
    for place in range(len(chosen), len(parts)):
        if len(chosen) == most:
            break
        if np.abs(parts[chosen] - parts[place]).max(axis=1).min() > ALIKE:
            chosen.append(place)
    return colours[chosen]


def _medians(pixels: NDArray[np.uint8], most: int) -> NDArray[np.uint32]:
    """Return so many colours that stand for pixels."""
    from PIL import Image

    line = Image.fromarray(pixels.reshape(1, -1, 3)).quantize(most, dither=Image.Dither.NONE)
    made = np.array((line.getpalette() or [])[: 3 * most], np.uint32).reshape(-1, 3)
    return np.asarray((made[:, 0] << RED) | (made[:, 1] << GREEN) | made[:, 2], np.uint32)


def _parts(colours: NDArray[np.uint32]) -> NDArray[np.int32]:
    return np.stack([colours >> RED, (colours >> GREEN) & 255, colours & 255], axis=1).astype(np.int32)


def _nearest(colours: NDArray[np.int32], palette: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Return for each colour the place of the nearest one in a palette, the first of several."""
    best = np.full(len(colours), np.iinfo(np.int32).max, np.int32)
    place = np.zeros(len(colours), np.uint8)
    for number, colour in enumerate(palette):
        apart = ((colours - colour) ** 2).sum(axis=1, dtype=np.int32)
        nearer = apart < best
        best[nearer], place[nearer] = apart[nearer], number
    return place
