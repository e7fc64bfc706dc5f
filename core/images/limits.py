"""Which files are read, how large a picture may be, and what is said of one that cannot be read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from PIL import ExifTags, Image, UnidentifiedImageError, features

from core.problems import Problem

MAXIMUM_PIXELS = 40_000_000
MAXIMUM_SIDE = 32_768

FORMATS = tuple(
    name
    for name in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "PPM", "AVIF")
    if name not in ("WEBP", "AVIF") or features.check(name.lower())
)
"""Formats that are read. Others of Pillow's are old or rare, and each parser is a risk."""

# Bytes that decoding may take at its peak. 40 megapixels in RGB take 160 MB; what takes more for
# each pixel must have fewer pixels.
_MAXIMUM_DECODING_BYTES = 230_000_000


@contextlib.contextmanager
def pillow_problems() -> Iterator[None]:
    """Turn whatever Pillow raises in the block into a `Problem`."""
    try:
        yield
    except Problem:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise Problem(
            "This file could not be read as a picture. Save the picture as JPEG or PNG and choose "
            "it again; these kinds can be read: {formats}.",
            formats=", ".join(FORMATS),
        ) from error
    except Exception as error:  # hostile bytes make Pillow raise nearly anything
        raise Problem(
            "The picture is damaged or incomplete. Download or save it again, or choose another."
        ) from error


def check_size(image: Image.Image) -> None:
    """Refuse a picture with too many pixels, or that takes too much memory to decode.

    Args:
        image: An opened picture, decoded or not.

    Raises:
        Problem: If it is too large; it says by how much.
        ValueError: If it has no pixels.
    """
    width, height = image.size
    pixels = width * height
    if pixels < 1:
        raise ValueError("a picture without pixels")
    if pixels > MAXIMUM_PIXELS:
        raise _too_many_pixels()
    if max(width, height) > MAXIMUM_SIDE:
        raise Problem(
            "The picture is {width} × {height} pixels; a side may have at most {limit}. Crop it "
            "or make it smaller.",
            width=width,
            height=height,
            limit=MAXIMUM_SIDE,
        )
    needed = decoding_bytes(image)
    if needed > _MAXIMUM_DECODING_BYTES:
        raise Problem(
            "The picture has {megapixels} megapixels; of a file of its kind ({format}) at most "
            "{limit} can be decoded. Make it smaller, or save it as PNG or non-progressive JPEG.",
            megapixels=f"{pixels / 1e6:.1f}",
            format=image.format,
            limit=f"{pixels / needed * _MAXIMUM_DECODING_BYTES / 1e6:.0f}",
        )


def _too_many_pixels() -> Problem:
    return Problem(
        "The picture has more than {limit} megapixels. Make it smaller and choose it again.",
        limit=MAXIMUM_PIXELS // 1_000_000,
    )


def decoding_bytes(image: Image.Image) -> float:
    """Memory that decoding takes at its peak, in bytes; measured on pictures of 40 megapixels."""
    pixels = image.width * image.height
    if image.format == "WEBP":
        return 16 * pixels  # four canvases in RGBA
    if image.format == "AVIF":
        return 9 * pixels
    stored = 1 if image.mode in ("1", "L", "P") else 2 if image.mode.startswith("I;16") else 4
    needed = stored
    if image.info.get("progressive"):
        # All coefficients, 2 bytes each, are held; chroma is often sampled at half the pixels.
        factors = [(across, down) for _, across, down, _ in image.layer]
        full = max(across for across, _ in factors) * max(down for _, down in factors)
        needed += 2 * sum(across * down for across, down in factors) / full
    if image.format == "TIFF":
        # libtiff decodes a whole strip at a time; Pillow turns the picture in a second copy.
        rows = min(image.tag_v2.get(ExifTags.Base.RowsPerStrip, image.height), image.height)
        turned = image.tag_v2.get(ExifTags.Base.Orientation, 1) != 1
        needed += stored * rows / image.height + stored * turned
    return needed * pixels
