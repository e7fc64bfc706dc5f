"""What is done to a picture, as a frozen value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.activations import ELEMENTWISE, Activation
from core.settings import Choice, Number

MODES = ("luminance", "channels")
CENTRES = ("median", "mean", "none")
_GAIN = Number(0.1, 50)

GREY_VALUES = np.arange(256) / 255
"""The values, from 0 (black) to 1 (white), that an 8-bit picture can hold."""


@dataclass(frozen=True)
class Treatment:
    """A picture in [0, 1] less its centre, times a gain, through an element-wise function.

    Attributes:
        mode: "luminance" (one channel, Rec. 601 luma) or "channels" (red, green and blue apart).
        centre: What is subtracted: the picture's "median", its "mean" or nothing ("none"); of each
            channel its own.
        gain: Factor after centring, dimensionless.
        activation: Key of the function in `ELEMENTWISE`.
        parameters: The function's parameters; a mapping is taken too. Held as pairs of name and
            number, defaults filled in, so that equal treatments compare equal.

    Raises:
        Problem: If a value is unknown or out of bounds.
    """

    mode: str = "luminance"
    centre: str = "median"
    gain: float = 1.0
    activation: str = "tanh"
    parameters: tuple[tuple[str, float], ...] | Mapping[str, float] = ()

    def __post_init__(self) -> None:
        checked = {
            "mode": Choice(MODES).check("mode", self.mode),
            "centre": Choice(CENTRES).check("centre", self.centre),
            "gain": _GAIN.check("gain", self.gain),
            "activation": Choice(tuple(ELEMENTWISE)).check("activation", self.activation),
            "parameters": tuple(self.function.settings(**dict(self.parameters)).items()),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    @property
    def function(self) -> Activation:
        """The function itself."""
        return ELEMENTWISE[self.activation]

    def centres(self, counts: np.ndarray) -> np.ndarray:
        """What is subtracted from each channel.

        Args:
            counts: Pixels of each of the 256 grey values, shape (channels, 256).

        Returns:
            Grey values in [0, 1], shape (channels,).
        """
        if self.centre == "none":
            return np.zeros(len(counts))
        pixels = counts.sum(axis=1)
        if self.centre == "mean":
            return counts @ GREY_VALUES / pixels
        # Of an even number of pixels, the median is half-way between the two in the middle.
        below = counts.cumsum(axis=1)
        lower = (below <= (pixels[:, None] - 1) // 2).sum(axis=1)
        upper = (below <= pixels[:, None] // 2).sum(axis=1)
        return (GREY_VALUES[lower] + GREY_VALUES[upper]) / 2

    def inputs(self, centres: np.ndarray) -> np.ndarray:
        """What the function receives for each grey value.

        Args:
            centres: What is subtracted from each channel, shape (channels,).

        Returns:
            Centred values times the gain, shape (channels, 256).
        """
        return self.gain * (GREY_VALUES - centres[:, None])

    def outputs(self, inputs: np.ndarray) -> np.ndarray:
        """What the function gives, for `inputs` of any shape."""
        return self.function(inputs, **dict(self.parameters))

    def describe(self) -> dict[str, str]:
        """All settings as English text, for the metadata of a file."""
        parameters = ", ".join(f"{name}={value:.12g}" for name, value in self.parameters)
        return {
            "Activation": self.activation,
            "Parameters": parameters or "none",
            "Channels": "luminance (Rec. 601)" if self.mode == "luminance" else "red, green, blue",
            "Centred on": self.centre,
            "Gain": f"{self.gain:.12g}",
        }


def file_name(treatment: Treatment) -> str:
    """Name for a picture so treated, such as "activation-tanh-median-gain4.png".

    Args:
        treatment: What was done.

    Returns:
        A name of small Latin letters, digits, full stops and hyphens only.
    """
    parts = ["activation", treatment.activation]
    parts += [f"{name}{value:.6g}" for name, value in treatment.parameters]
    parts += ["channels"] if treatment.mode == "channels" else []
    parts += ["uncentred" if treatment.centre == "none" else treatment.centre]
    parts += [f"gain{treatment.gain:.6g}"]
    return re.sub("[^a-z0-9.]+", "-", "-".join(parts).lower()) + ".png"
