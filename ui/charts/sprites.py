"""Many small pictures in one palette PNG: the browser moves it, the server sends it once."""

from __future__ import annotations

import base64
import io
from functools import cache

import numpy as np
from PIL import Image

from ui.charts.palette import COLOURS, GUIDE

CLASS_COLOURS = COLOURS[:3]
NEUTRAL = 127
"""Level of what belongs to neither side."""

UNKNOWN = 255
"""Level of what is not a number."""

# From nearly the background, whatever its colour, to the class's own, but so that its points, which
# have that colour in full, are still seen on it.
_FAINT, _STRONG = 0.05, 0.65
# More makes the files a little smaller and takes far longer.
_COMPRESSION_LEVEL = 1


def two_sided(values: np.ndarray, middle: float | np.ndarray, reach: float | np.ndarray):
    """Levels from 0 (`middle − reach` or less) over `NEUTRAL` to 254 (`middle + reach` or more).

    Args:
        values: Any shape.
        middle: What belongs to neither side; of a shape that goes with `values`.
        reach: Distance from the middle at which the colour is full; positive.

    Returns:
        uint8, the shape of `values`.
    """
    scaled = np.asarray(values, np.float32) - np.float32(middle)
    scaled *= np.float32(NEUTRAL / reach)
    unknown = np.isnan(scaled)
    scaled[unknown] = 0
    np.clip(scaled, -NEUTRAL, NEUTRAL, out=scaled)
    scaled += NEUTRAL
    levels = np.rint(scaled, out=scaled).astype(np.uint8)
    levels[unknown] = UNKNOWN
    return levels


def of_classes(outputs: np.ndarray) -> np.ndarray:
    """Levels that tell which of three outputs is the largest, and by how much.

    Args:
        outputs: Shape (…, 3).

    Returns:
        uint8, shape (…); class k has the levels 85 k to 85 k + 84.
    """
    one, two, three = (np.ascontiguousarray(outputs[..., k]) for k in range(3))
    rival = np.maximum(one, two)
    largest = np.maximum(rival, three)
    second = np.maximum(np.minimum(one, two), np.minimum(rival, three))
    owner = np.where(three > rival, 2, two > one).astype(np.float32)
    lead = largest - second
    unknown = np.isnan(lead)
    levels = 85 * owner + np.rint(84 * np.clip(np.where(unknown, 0, lead), 0, 1))
    return np.where(unknown, UNKNOWN, levels).astype(np.uint8)


def url(levels: np.ndarray, classes: int = 2) -> str:
    """A PNG of levels as an address that an image mark takes.

    Args:
        levels: uint8, shape (height, width), made by `two_sided`, or by `of_classes` of 3 classes.
        classes: 2 or 3: which palette.
    """
    picture = Image.fromarray(levels)
    colours, opacities = _palette(classes)
    picture.putpalette(colours)
    file = io.BytesIO()
    picture.save(file, "PNG", transparency=opacities, compress_level=_COMPRESSION_LEVEL)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


@cache
def _palette(classes: int) -> tuple[bytes, bytes]:
    """Colours and opacities of the 256 levels: the weaker, the more of the background is seen."""
    if classes == 2:
        distance = np.abs(np.arange(UNKNOWN) - NEUTRAL) / NEUTRAL
        owner = (np.arange(UNKNOWN) > NEUTRAL).astype(int)
        opacity = np.where(distance > 0, _FAINT + (_STRONG - _FAINT) * distance, 0)
    else:
        owner, lead = np.divmod(np.arange(UNKNOWN), 85)
        opacity = 0.15 + (_STRONG - 0.15) * lead / 84
    colours = np.array([_rgb(colour) for colour in CLASS_COLOURS], np.uint8)[owner]
    opacities = np.rint(255 * opacity).astype(np.uint8)
    return colours.tobytes() + bytes(_rgb(GUIDE)), opacities.tobytes() + bytes([160])


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))
