"""An image file of unknown origin into 8-bit pixels: upright, opaque, grey or RGB.

Transparent pixels are laid on white. 16-bit grey is divided by 257, so that 65,535 becomes 255.
Colour profiles are ignored: pixel values are taken as they are stored. Of an animation the first
frame counts. Neither file name nor metadata are kept.
"""

from __future__ import annotations

import contextlib
import io
import math
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import ExifTags, Image

from core.images.limits import FORMATS, check_size, decoding_bytes, pillow_problems
from core.problems import Problem

# From here on one picture at a time is decoded in this process.
_LARGE_DECODING_BYTES = 32_000_000
_ONE_LARGE_PICTURE = threading.Lock()

# Twice as many raise the peak memory of an export by 15 MB and save no time.
_STRIP_PIXELS = 2**18

_GREY_MODES = ("1", "L", "LA", "La", "I", "F")

# How the stored picture is turned to be upright, by EXIF orientation.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ROWS_ARE_COLUMNS = (5, 6, 7, 8)
_FIRST_ROW_IS_STORED_LAST = (3, 4, 7, 8)


@dataclass(frozen=True, eq=False)
class Photograph:
    """A display-sized copy of a picture.

    Attributes:
        pixels: uint8, read-only, shape (height, width) if the file is grey, else
            (height, width, 3) as red, green, blue.
        width: Width of the upright original in pixels.
        height: Height of the upright original in pixels.
        format: Kind of file, such as "JPEG".
    """

    pixels: np.ndarray
    width: int
    height: int
    format: str


class Picture:
    """A decoded picture, handed out in strips that are upright, opaque and in 8 bits.

    Attributes:
        width: Width of the upright picture.
        height: Height of the upright picture.
        mode: "L" (grey) or "RGB".
        turned: Whether its rows are stored as columns.
    """

    def __init__(self, image: Image.Image) -> None:
        with pillow_problems():
            image.load()
            check_size(image)
            self._range = _range_of(image)
        self._image = image
        self._orientation = _orientation(image)
        self.turned = self._orientation in _ROWS_ARE_COLUMNS
        self.width, self.height = image.size[::-1] if self.turned else image.size
        grey = image.mode in _GREY_MODES or image.mode.startswith("I;16")
        self.mode = "L" if grey else "RGB"

    def strips(self, rows: int | None = None) -> Iterator[tuple[int, Image.Image]]:
        """The picture from top to bottom.

        Args:
            rows: Height of a strip; by default what makes a quarter of a megapixel.

        Yields:
            The upper edge of each strip, and the strip in `mode`.

        Raises:
            Problem: If Pillow cannot convert the picture.
        """
        rows = rows or max(1, _STRIP_PIXELS // self.width)
        for top in range(0, self.height, rows):
            with pillow_problems():
                strip = self._strip(top, min(top + rows, self.height))
            yield top, strip

    def _strip(self, top: int, bottom: int) -> Image.Image:
        if self._orientation in _FIRST_ROW_IS_STORED_LAST:
            top, bottom = self.height - bottom, self.height - top
        if self.turned:
            strip = self._image.crop((top, 0, bottom, self._image.height))
        else:
            strip = self._image.crop((0, top, self._image.width, bottom))
        strip = self._eight_bit(strip)
        turn = _TURNS.get(self._orientation)
        return strip if turn is None else strip.transpose(turn)

    def _eight_bit(self, strip: Image.Image) -> Image.Image:
        if self._range is not None:
            return _scaled(strip, *self._range)
        if not strip.has_transparency_data:
            return strip.convert(self.mode)
        if strip.mode == "La":
            strip = strip.convert("LA")
        opaque = Image.new("RGBA", strip.size, "white")
        opaque.alpha_composite(strip.convert("RGBA"))
        return opaque.convert(self.mode)


def read(data: bytes, longest_side: int = 640) -> Photograph:
    """Make a display-sized copy of a visitor's picture.

    Args:
        data: The file, in one of `FORMATS`.
        longest_side: Length in pixels that neither side of the copy exceeds; smaller pictures
            keep their pixels.

    Returns:
        The copy.

    Raises:
        Problem: If the file is empty, not a picture, damaged or too large.
    """
    image = open_picture(data)
    width, height = image.size
    kind = "JPEG" if image.format == "MPO" else image.format
    shrinking = min(1, longest_side / max(width, height))
    with pillow_problems():
        # JPEG decodes at 1/2, 1/4 or 1/8; twice the final size leaves enough for smooth resizing.
        image.draft(None, (math.ceil(2 * width * shrinking), math.ceil(2 * height * shrinking)))
    with decoded(image) as picture:
        if picture.turned:
            width, height = height, width
        size = (max(1, round(width * shrinking)), max(1, round(height * shrinking)))
        small = _reduced(picture, 2 * longest_side)
    if small.size != size:
        small = small.resize(size, Image.Resampling.LANCZOS)
    pixels = np.array(small)
    pixels.setflags(write=False)
    return Photograph(pixels, width, height, kind)


def open_picture(data: bytes) -> Image.Image:
    """Read a file's header and judge from it whether the picture can be decoded.

    Args:
        data: The file.

    Returns:
        The picture, not yet decoded.

    Raises:
        Problem: If the file is empty, not a picture, or too large.
    """
    if not data:
        raise Problem("The file is empty. Choose another picture.")
    with pillow_problems():
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        check_size(image)
    return image


@contextlib.contextmanager
def decoded(image: Image.Image) -> Iterator[Picture]:
    """Decode a picture for as long as the block runs; large ones wait for each other.

    Args:
        image: An opened picture; it is closed at the end.

    Yields:
        The decoded picture.

    Raises:
        Problem: If the file is damaged.
    """
    large = decoding_bytes(image) > _LARGE_DECODING_BYTES
    with _ONE_LARGE_PICTURE if large else contextlib.nullcontext():
        try:
            yield Picture(image)
        finally:
            # Free the pixels now, even if a traceback still refers to them.
            image.close()


def _orientation(image: Image.Image) -> int:
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # damaged metadata do not spoil the pixels
        return 1
    return orientation if orientation in _TURNS else 1


def _range_of(image: Image.Image) -> tuple[float, float] | None:
    """Values that stand for black and white in modes with more than 8 bits, None in the others.

    Modes I (32-bit integers) and F (floats) do not say: 0 to 65,535 or 0 to 1 if all values lie
    within, else smallest to largest.
    """
    if image.mode.startswith("I;16"):
        return 0, 65535
    if image.mode not in ("I", "F"):
        return None
    usual = 65535 if image.mode == "I" else 1
    low, high = math.inf, -math.inf
    rows = max(1, _STRIP_PIXELS // image.width)
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        values = np.asarray(strip, np.float64)
        values = values[np.isfinite(values)]
        low, high = min(low, values.min(initial=low)), max(high, values.max(initial=high))
    if (low >= 0 and high <= usual) or low >= high:
        return 0, usual
    return float(low), float(high)


def _scaled(strip: Image.Image, black: float, white: float) -> Image.Image:
    values = (np.asarray(strip, np.float64) - black) * (255 / (white - black))
    values = np.nan_to_num(values, nan=0, posinf=255, neginf=0)
    return Image.fromarray(np.rint(values.clip(0, 255)).astype(np.uint8))


def _reduced(picture: Picture, longest_side: int) -> Image.Image:
    """A copy whose longest side is at least `longest_side` but less than twice that, if it can be.

    Strip by strip, because converting the whole picture would take its memory a second time.
    """
    factor = max(1, max(picture.width, picture.height) // longest_side)
    size = (math.ceil(picture.width / factor), math.ceil(picture.height / factor))
    rows = factor * max(1, _STRIP_PIXELS // (picture.width * factor))
    copy = Image.new(picture.mode, size)
    for top, strip in picture.strips(rows):
        copy.paste(strip.reduce(factor), (0, top // factor))
    return copy
