"""A photograph into grey values, through an activation function, and out as a PNG."""

from __future__ import annotations

from core.images.decoding import Photograph, read
from core.images.full_resolution import export_png
from core.images.isolated import export_png_apart
from core.images.limits import FORMATS, MAXIMUM_PIXELS, MAXIMUM_SIDE
from core.images.png import encode_png
from core.images.samples import CREDITS, sample_bytes
from core.images.stages import (
    Activated,
    Stage,
    activate,
    apply_table,
    grey_levels,
    grey_scale,
    luminance,
)
from core.images.treatment import CENTRES, MODES, Treatment, file_name

__all__ = [
    "CENTRES",
    "CREDITS",
    "FORMATS",
    "MAXIMUM_PIXELS",
    "MAXIMUM_SIDE",
    "MODES",
    "Activated",
    "Photograph",
    "Stage",
    "Treatment",
    "activate",
    "apply_table",
    "encode_png",
    "export_png",
    "export_png_apart",
    "file_name",
    "grey_levels",
    "grey_scale",
    "luminance",
    "read",
    "sample_bytes",
]
