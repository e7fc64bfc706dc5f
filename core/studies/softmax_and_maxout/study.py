"""What the controls of the functions of a vector say."""

from __future__ import annotations

import dataclasses

from core.problems import Problem
from core.settings import Choice, Number, Numbers, Settings, Span, setting


@dataclasses.dataclass(frozen=True)
class VectorStudy(Settings):
    """Several logits through softmax and its relatives; lines under a maxout."""

    logits: tuple[float, ...] = setting(Numbers(-5, 5, 2, 8), (2.0, 1.5, 0.5, -1.0))
    temperature: float = setting(Number(0.05, 20, 0.05), 1.0)
    shift: float = setting(Number(-100, 100, 1), 0.0)
    jacobian: str = setting(Choice(("softmax", "log_softmax", "sparsemax")), "softmax")
    second: tuple[float, float] = setting(Span(-10, 10, step=0.5), (-5.0, 2.0))
    spacing: str = setting(Choice(("0.05", "0.1", "0.25", "0.5")), "0.1")
    point: float = setting(Number(-5, 4.5, 0.5), 2.0)
    slopes: tuple[float, ...] = setting(Numbers(-3, 3, 1, 5), (-1.0, 0.0, 1.0))
    intercepts: tuple[float, ...] = setting(Numbers(-5, 5, 1, 5), (-1.0, 0.5, -1.0))

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.slopes) != len(self.intercepts):
            raise Problem(
                "Each line needs a slope and an intercept: {slopes} slopes and {intercepts} "
                "intercepts do not match.",
                slopes=len(self.slopes),
                intercepts=len(self.intercepts),
            )
