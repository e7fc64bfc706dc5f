"""What the controls of the picture screen say."""

from __future__ import annotations

import dataclasses

from core.images import Treatment
from core.images.patterns import PATTERNS
from core.settings import Choice, Number, Switch, setting
from core.settings.functions import FUNCTIONS, NOTES_FUNCTIONS, FunctionStudy

PHOTOGRAPHS = ("china", "flower")
"""Sample photographs that scikit-learn ships."""


@dataclasses.dataclass(frozen=True)
class ImageStudy(FunctionStudy):
    """A picture through one function. The visitor's own photograph is never part of it."""

    sample: str = setting(Choice((*PHOTOGRAPHS, *PATTERNS)), "china")
    mode: str = setting(Choice(("luminance", "channels")), "luminance")
    centre: str = setting(Choice(("median", "mean", "none")), "median")
    gain: float = setting(Number(0.1, 20, 0.1), 2.0)
    activation: str = setting(Choice(FUNCTIONS), "relu")
    white: float = setting(Number(0.5, 50, 0.5), 1.0)
    everything: bool = setting(Switch(), False)

    def shown(self) -> tuple[str, ...]:
        return (self.activation,)

    def compared(self) -> tuple[str, ...]:
        """Keys of the functions that the picture is sent through side by side."""
        return FUNCTIONS if self.everything else NOTES_FUNCTIONS

    def treatment(self, key: str | None = None) -> Treatment:
        """What is done to the picture, or the same with another function."""
        key = key or self.activation
        return Treatment(self.mode, self.centre, self.gain, key, self.parameters_of(key))
