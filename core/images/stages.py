"""A display-sized picture through an activation function, by a table of 256 values a channel.

An 8-bit channel holds 256 different values, so the function is evaluated 256 times and not
once a pixel, and every figure follows from how many pixels have each value.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from core.activations.properties import saturated
from core.images.treatment import GREY_VALUES, Treatment
from core.problems import Problem

_CLIPPED_AT_MOST = 0.01
_HISTOGRAM_BINS = 64
_PIXELS_AT_A_TIME = 2**19


@dataclass(frozen=True, eq=False)
class Stage:
    """One picture of the three: original, centred or activated.

    Attributes:
        values: What each of the 256 grey values has become, shape (channels, 256).
        counts: How many pixels have that grey value, shape (channels, 256).
        pixels: The picture on the stated grey scale, uint8, shape (height, width) or
            (height, width, 3).
        clipped: Share of values outside the grey scale, in [0, 1].
    """

    values: np.ndarray
    counts: np.ndarray
    pixels: np.ndarray
    clipped: float

    @property
    def mean(self) -> float:
        """Mean over all pixels and channels."""
        return float((self.values * self.counts).sum() / self.counts.sum())

    def histogram(self, bins: int = _HISTOGRAM_BINS) -> tuple[np.ndarray, np.ndarray]:
        """Share of the pixels of each channel in equal intervals over all 256 values.

        The default suits 8-bit pictures: four neighbouring grey values fall into each bin of the
        original. With a number that does not divide 256, bins alternate for no other reason.

        Args:
            bins: Number of intervals, 1 to 100.

        Returns:
            Edges, shape (bins + 1,), and shares, shape (channels, bins), each channel's sum 1.
        """
        edges = np.histogram_bin_edges(self.values, bins)
        counts = [
            np.histogram(values, edges, weights=weights)[0]
            for values, weights in zip(self.values, self.counts, strict=True)
        ]
        return edges, np.array(counts) / self.counts.sum(axis=1, keepdims=True)


@dataclass(frozen=True, eq=False)
class Activated:
    """A picture before and after, all three stages on one grey scale.

    Attributes:
        original: Grey values in [0, 1].
        centred: Less the centre and times the gain: what the function receives.
        activated: What it gives.
        centres: What was subtracted from each channel, grey values in [0, 1].
        zeroed: Share of values that are exactly 0 after the function, in [0, 1].
        saturated: Share of values where the function is saturated, in [0, 1]; see
            `core.activations.properties.saturated`.
        low: Value shown black.
        high: Value shown white.
    """

    original: Stage
    centred: Stage
    activated: Stage
    centres: tuple[float, ...]
    zeroed: float
    saturated: float
    low: float
    high: float


def activate(
    pixels: np.ndarray, treatment: Treatment, low: float = -1.0, high: float = 1.0
) -> Activated:
    """Show what a function does to a picture.

    Args:
        pixels: 8-bit picture, shape (height, width) or (height, width, 3).
        treatment: What is done to it.
        low: Value shown black in all three pictures.
        high: Value shown white in all three pictures.

    Returns:
        The three pictures and their figures.

    Raises:
        Problem: If `low` is not below `high`.
    """
    pixels = channels_of(pixels, treatment)
    counts = counts_of(Image.fromarray(pixels))
    centres = treatment.centres(counts)
    inputs = treatment.inputs(centres)
    outputs = treatment.outputs(inputs)
    original = np.broadcast_to(GREY_VALUES, counts.shape)
    f, parameters = treatment.function, dict(treatment.parameters)
    flat = saturated(f, f.derivative(inputs, **parameters), **parameters)

    def stage(values: np.ndarray) -> Stage:
        outside = share((values < low) | (values > high), counts)
        table = grey_levels(values, low, high)
        return Stage(values, counts, apply_table(pixels, table), outside)

    return Activated(
        original=stage(original),
        centred=stage(inputs),
        activated=stage(outputs),
        centres=tuple(centres.tolist()),
        zeroed=share(outputs == 0, counts),
        saturated=share(flat, counts),
        low=low,
        high=high,
    )


def grey_scale(pixels: np.ndarray, treatments: Sequence[Treatment]) -> tuple[float, float]:
    """One grey scale for all pictures that are compared.

    The rule: white is the smallest of 0.5, 1, 2, 5, 10, 20, 50 ... such that at most 1 % of the
    values of any one picture (original, centred or activated) lie outside. Black is the same with
    a minus sign, or 0 if no picture has a value below 0.

    Args:
        pixels: 8-bit picture, shape (height, width) or (height, width, 3).
        treatments: What is done to it; may be empty.

    Returns:
        The values shown black and white.
    """
    pictures = []
    for treatment in treatments:
        counts = counts_of(Image.fromarray(channels_of(pixels, treatment)))
        inputs = treatment.inputs(treatment.centres(counts))
        pictures += [(inputs, counts), (treatment.outputs(inputs), counts)]
    counts = counts_of(Image.fromarray(pixels))
    pictures.append((np.broadcast_to(GREY_VALUES, counts.shape), counts))
    high = next(
        bound
        for bound in _round_numbers()
        if all(share(np.abs(v) > bound, n) <= _CLIPPED_AT_MOST for v, n in pictures)
    )
    negative = any(values[counts > 0].min() < 0 for values, counts in pictures)
    return (-high if negative else 0.0), high


def grey_levels(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Values on a grey scale: black at `low`, white at `high`, linear between, clipped outside.

    Args:
        values: Numbers, any shape.
        low: Value shown black.
        high: Value shown white.

    Returns:
        uint8 array of the same shape.

    Raises:
        Problem: If `low` is not below `high`.
    """
    if not low < high:
        raise Problem(
            "The grey scale must run from a smaller to a larger number, not from {low} to {high}.",
            low=f"{low:g}",
            high=f"{high:g}",
        )
    return np.rint(255 * np.clip((values - low) / (high - low), 0, 1)).astype(np.uint8)


def apply_table(pixels: np.ndarray, table: np.ndarray) -> np.ndarray:
    """Replace each grey value by its entry in a table.

    Pillow's `point` takes half the time of NumPy's `take`; in strips, because handing a large
    picture over costs more than the work itself (12 megapixels: 17 ms whole, 8 ms in strips).

    Args:
        pixels: 8-bit picture, shape (height, width) or (height, width, 3).
        table: uint8 entries, shape (256,), or (channels, 256) with one row for each channel.

    Returns:
        8-bit picture of the same shape.
    """
    entries = table.ravel().tolist()
    rows = max(1, _PIXELS_AT_A_TIME // pixels.shape[1])
    result = np.empty_like(pixels)
    for top in range(0, len(pixels), rows):
        strip = Image.fromarray(pixels[top : top + rows])
        result[top : top + rows] = np.asarray(strip.point(entries))
    return result


def luminance(pixels: np.ndarray) -> np.ndarray:
    """Luma after Rec. ITU-R BT.601: 0.299 red + 0.587 green + 0.114 blue, in 8 bits.

    Args:
        pixels: 8-bit picture, shape (height, width) or (height, width, 3).

    Returns:
        8-bit picture, shape (height, width).
    """
    return pixels if pixels.ndim == 2 else np.asarray(Image.fromarray(pixels).convert("L"))


def channels_of(pixels: np.ndarray, treatment: Treatment) -> np.ndarray:
    """The channels that a treatment works on: the picture, or its luminance."""
    return luminance(pixels) if treatment.mode == "luminance" else pixels


def counts_of(image: Image.Image) -> np.ndarray:
    """Pixels of each of the 256 grey values, shape (channels, 256), of an 8-bit image."""
    return np.array(image.histogram()).reshape(-1, 256)


def share(chosen: np.ndarray, counts: np.ndarray) -> float:
    """Share of values, over all pixels and channels, whose grey value is chosen."""
    return float(counts[chosen].sum() / counts.sum())


def _round_numbers() -> Iterator[float]:
    yield 0.5
    for exponent in itertools.count():
        yield from (digit * 10.0**exponent for digit in (1, 2, 5))
