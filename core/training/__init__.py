"""The compiled training loop: one for all screens, with frames, callbacks, progress and cancel.

What a run is (`Run`, `Frame`, `Many`, …) is plain NumPy, so that the server can hold one. What
trains needs TensorFlow, which is imported only when `train` or `train_many` is first asked for: the
server unpickles runs and must never import it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from core.experiments.results import Figures, Frame, Many, Run
from core.training.shuffling import shuffled
from core.workers.cancelled import Cancelled

if TYPE_CHECKING:
    from core.training.many import train_many
    from core.training.single import train

__all__ = [
    "Cancelled",
    "Figures",
    "Frame",
    "Many",
    "Run",
    "shuffled",
    "train",
    "train_many",
]

_WITH_TENSORFLOW = {"train": "core.training.single", "train_many": "core.training.many"}


def __getattr__(name: str) -> Any:
    if name in _WITH_TENSORFLOW:
        return getattr(importlib.import_module(_WITH_TENSORFLOW[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
