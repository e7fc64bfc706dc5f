"""What the controls of the function gallery say."""

from __future__ import annotations

import dataclasses

from core.settings import Choice, Choices, Number, Span, Switch, Whole, setting
from core.settings.functions import FUNCTIONS, SEED, FunctionStudy


@dataclasses.dataclass(frozen=True)
class GalleryStudy(FunctionStudy):
    """Functions side by side, and six views of the one in focus."""

    functions: tuple[str, ...] = setting(
        Choices(FUNCTIONS, least=1, most=8), ("sigmoid", "tanh", "relu", "gelu")
    )
    interval: tuple[float, float] = setting(Span(-50, 50, step=0.5), (-6.0, 6.0))
    guides: bool = setting(Switch(), True)
    focus: str = setting(Choice(FUNCTIONS), "tanh")
    distribution: str = setting(Choice(("uniform", "normal")), "uniform")
    number: int = setting(Whole(10, 100_000, 10), 1000)
    spread: float = setting(Number(0.1, 20, 0.1), 8.0)
    gain: float = setting(Number(0.1, 50, 0.1), 8.0)
    seed: int = setting(SEED, 0)
    stretch: float = setting(Number(0.1, 4, 0.1), 1.0)
    height: float = setting(Number(0.1, 4, 0.1), 2.0)
    shift: float = setting(Number(-2, 2, 0.1), -1.0)

    def shown(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.functions, self.focus)))
