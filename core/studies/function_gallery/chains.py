"""A function applied again and again: what is left of a number, and of a gradient."""

from __future__ import annotations

from dataclasses import dataclass

from core.activations import Activation


@dataclass(frozen=True)
class Chain:
    """One number sent through the same function several times.

    Attributes:
        values: The number at the start and after each step, dimensionless.
        slopes: Derivative of the function at each of these but the last.
    """

    values: tuple[float, ...]
    slopes: tuple[float, ...]

    @property
    def gradient(self) -> float:
        """Derivative of the end with respect to the start: the product of the slopes."""
        product = 1.0
        for slope in self.slopes:
            product *= slope
        return product


def chain(f: Activation, x: float, times: int, **parameters: float) -> Chain:
    """Apply `f` to `x` over and over, as units of a deep network with weights 1 would.

    Args:
        f: An element-wise activation.
        x: The number to begin with.
        times: How often f is applied, at least once.
        **parameters: Parameters of the activation.

    Returns:
        The values on the way and the slopes that the chain rule multiplies.

    Source: Hochreiter (1991) on the product of slopes.
    """
    values, slopes = [float(x)], []
    for _step in range(times):
        slopes.append(float(f.derivative(values[-1], **parameters)))
        values.append(float(f(values[-1], **parameters)))
    return Chain(tuple(values), tuple(slopes))
