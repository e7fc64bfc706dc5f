"""Settings of functions that have parameters."""

from __future__ import annotations

import dataclasses

from core.activations import ACTIVATIONS, ELEMENTWISE
from core.settings.fields import Number, Whole
from core.settings.list_fields import NamedNumbers
from core.settings.settings import Settings, setting

NOTES_FUNCTIONS = (
    "binary_step",
    "linear",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "prelu",
    "elu",
)
"""The functions of the course notes, in their order; compared on one chart at the end."""

AFFINE = "affine"
"""Key of wx + b, which is no activation but is tested for linearity beside them."""

FUNCTIONS = tuple(ELEMENTWISE)
"""Keys of all functions of a number."""

SEED = Whole(0, 9999)
"""What random numbers are drawn with."""

_PARAMETERS = NamedNumbers(
    {
        f"{f.key}.{p.key}": (Whole if p.whole else Number)(p.minimum, p.maximum, p.step)
        for f in ACTIVATIONS.values()
        for p in f.parameters
    }
)


def _default(name: str) -> float:
    function, _dot, parameter = name.partition(".")
    return ACTIVATIONS[function].defaults[parameter]


@dataclasses.dataclass(frozen=True)
class FunctionStudy(Settings):
    """Base of the studies whose functions have parameters.

    `parameters` holds values by dotted name ("elu.alpha"); those at their default are
    left out, so that equal studies compare equal.
    """

    parameters: tuple[tuple[str, float], ...] = setting(_PARAMETERS, ())

    def __post_init__(self) -> None:
        super().__post_init__()
        kept = tuple((name, value) for name, value in self.parameters if value != _default(name))
        object.__setattr__(self, "parameters", kept)

    def shown(self) -> tuple[str, ...]:
        """Keys of the functions that the study shows."""
        raise NotImplementedError

    def parameters_of(self, key: str) -> dict[str, float]:
        """Keyword arguments of the function `key`: its defaults, and what was set."""
        chosen = dict(self.parameters)
        return {p.key: chosen.get(f"{key}.{p.key}", p.default) for p in ACTIVATIONS[key].parameters}

    def to_query(self) -> dict[str, str]:
        """As `Settings.to_query`, with all parameters of the functions shown in full."""
        query = super().to_query()
        pairs = {
            f"{key}.{name}": value
            for key in self.shown()
            for name, value in self.parameters_of(key).items()
        }
        if query and pairs:
            full = _PARAMETERS.check("parameters", pairs | dict(self.parameters))
            query["parameters"] = _PARAMETERS.to_text(full)
        return query
