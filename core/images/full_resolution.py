"""A photograph through an activation function in full resolution, as a PNG, strip by strip."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from PIL import Image

from core.images.decoding import Picture, decoded, open_picture
from core.images.limits import pillow_problems
from core.images.png import PngWriter
from core.images.stages import counts_of, grey_levels
from core.images.treatment import Treatment


def _texts(centres: np.ndarray, low: float, high: float) -> dict[str, str]:
    """What the file says of its numbers."""
    return {
        "Subtracted": ", ".join(f"{centre:.6g}" for centre in centres),
        "Grey scale": f"{low:g} black, {high:g} white, clipped outside",
    }


def export_png(
    data: bytes,
    treatment: Treatment,
    low: float,
    high: float,
    settings: Mapping[str, str] | None = None,
    on_progress: Callable[[float], None] = lambda share: None,
) -> bytes:
    """Treat a photograph in full resolution.

    Median and mean are those of the full resolution. Only the decoded photograph (4 bytes a
    pixel in Pillow) and the growing file are held; one large job runs at a time.

    Args:
        data: The photograph's file.
        treatment: What is done to it.
        low: Value shown black.
        high: Value shown white.
        settings: Further metadata by keyword (Latin-1).
        on_progress: Called with the share done, in [0, 1]; what it raises ends the work.

    Returns:
        A PNG file, grey or RGB, 8 bits a channel. Its metadata are the settings alone: nothing
        of the photograph's EXIF, GPS, XMP or colour profile.

    Raises:
        Problem: If the file is not a picture, is damaged or too large.
        ValueError: If a keyword of `settings` is not allowed in PNG.
    """
    with decoded(open_picture(data)) as picture:
        channels = 3 if treatment.mode == "channels" and picture.mode == "RGB" else 1
        mode = "RGB" if channels == 3 else "L"
        passes = 1 if treatment.centre == "none" else 2
        counts = np.zeros((channels, 256), np.int64)
        if passes == 2:
            for bottom, strip in _strips(picture, mode):
                counts += counts_of(strip)
                on_progress(bottom / picture.height / passes)
        centres = treatment.centres(counts)
        outputs = treatment.outputs(treatment.inputs(centres))
        table = grey_levels(outputs, low, high).ravel().tolist()
        texts = treatment.describe() | _texts(centres, low, high) | dict(settings or {})
        writer = PngWriter(picture.width, picture.height, channels, texts)
        for bottom, strip in _strips(picture, mode):
            writer.add(np.asarray(strip.point(table)))
            on_progress((passes - 1 + bottom / picture.height) / passes)
    return writer.finish()


def _strips(picture: Picture, mode: str) -> Iterator[tuple[int, Image.Image]]:
    """The lower edge and the picture of each strip, in the mode that is worked on."""
    for top, strip in picture.strips():
        with pillow_problems():
            converted = strip.convert(mode)
        yield top + strip.height, converted
