"""Memoised calls into core. Every cache is bounded, and shared by all visitors."""

from __future__ import annotations

from dataclasses import dataclass

from core import images
from core.activations import ELEMENTWISE
from core.activations.properties import (
    Kink,
    kinks_with_slopes,
    largest_slope,
    mean_output,
    monotonic,
    saturates,
    zero_centred,
)
from ui.memo import derived

Parameters = tuple[tuple[str, float], ...]
"""Parameters of a function as sorted pairs, so that they can be a key."""


@derived
def sample_photograph(key: str) -> images.Photograph:
    """A sample picture, ready to be shown."""
    return images.read(images.sample_bytes(key))


@derived
def treated_sample(key: str, treatment: images.Treatment) -> images.Activated:
    """A sample picture through a function, on the grey scale that suits it."""
    pixels = sample_photograph(key).pixels
    return images.activate(pixels, treatment, *images.grey_scale(pixels, [treatment]))


@dataclass(frozen=True)
class Properties:
    """What a table says of a function, at the given parameters."""

    range: str
    mean_output: float
    zero_centred: bool
    monotonic: bool
    kinks: tuple[Kink, ...]
    saturates: tuple[bool, bool]
    largest_slope: float


@derived
def properties(key: str, parameters: Parameters) -> Properties:
    """The properties of an element-wise function, derived from the function itself."""
    f, settings = ELEMENTWISE[key], dict(parameters)
    return Properties(
        range=str(f.range(**settings)),
        mean_output=mean_output(f, **settings),
        zero_centred=zero_centred(f, **settings),
        monotonic=monotonic(f, **settings),
        kinks=kinks_with_slopes(f, **settings),
        saturates=saturates(f, **settings),
        largest_slope=largest_slope(f, **settings),
    )
