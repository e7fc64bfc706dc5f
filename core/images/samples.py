"""Pictures to begin with: two photographs that scikit-learn ships, and our test patterns."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType

from core.datasets.sklearn_files import bundled
from core.images.patterns import PATTERNS
from core.images.png import encode_png

CREDITS: Mapping[str, str] = MappingProxyType(
    {
        "china": "danielbuechele, CC BY 2.0, flickr.com/photos/danielbuechele/6061409035",
        "flower": "vultilion, CC BY 2.0, flickr.com/photos/vultilion/6056698931",
    }
)
"""Photographer, licence and place of the photographs, as scikit-learn states them, by key."""

_PATTERN_SIZE = 512


@functools.cache
def sample_bytes(key: str) -> bytes:
    """A sample as an image file, to be read like a visitor's own.

    Args:
        key: One of `CREDITS` (a photograph, 640 × 427, JPEG) or of `PATTERNS` (512 × 512, PNG).

    Returns:
        The file.

    Raises:
        KeyError: If there is no such sample.
    """
    if key not in CREDITS:
        return encode_png(PATTERNS[key][1](_PATTERN_SIZE))
    return bundled("images", f"{key}.jpg").read_bytes()
