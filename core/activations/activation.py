"""What an activation function is: formula, NumPy function, exact derivative, parameters, source."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from core.problems import Problem

# One block and the temporaries made from it stay in the processor's cache.
BLOCK_BYTES = 393216

# glibc returns freed memory of a block's size to the system, and faults it in again page by page
# (4 times slower in all), until the process has once freed a larger array.
np.empty(16 * BLOCK_BYTES, np.uint8)

SHARED_SIZE = 2_000_000
"""From so many numbers on, two threads share an array: NumPy lets go of the interpreter's lock."""

_helper = ThreadPoolExecutor(1, thread_name_prefix="activations")


@dataclass(frozen=True)
class Parameter:
    """A number that shapes a function.

    Attributes:
        key: Name of the keyword argument.
        default: Value used when none is given.
        minimum: Smallest value allowed.
        maximum: Largest value allowed.
        step: A sensible step for a slider.
        symbol: LaTeX symbol, as it stands in the formula.
        whole: Whether only integers are allowed.
    """

    key: str
    default: float
    minimum: float
    maximum: float
    step: float
    symbol: str
    whole: bool = False

    def checked(self, value: object, function: str) -> float:
        """The value as a plain number, if it is allowed.

        Args:
            value: A number.
            function: Display name of the function, for the error.

        Returns:
            The value as a float, or as an int where only integers are allowed.

        Raises:
            Problem: If the value is no finite number within the bounds (or no integer).
        """
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        slots = {
            "function": function,
            "parameter": self.key,
            "value": f"{value}",
            "minimum": f"{self.minimum:g}",
            "maximum": f"{self.maximum:g}",
        }
        if not self.minimum <= number <= self.maximum:
            raise Problem(
                "{parameter} of {function} is {value}: choose one from {minimum} to {maximum}.",
                **slots,
            )
        if not self.whole:
            return number
        if number != int(number):
            raise Problem(
                "{parameter} of {function} is {value}: choose an integer, {minimum} to {maximum}.",
                **slots,
            )
        return int(number)


@dataclass(frozen=True)
class Interval:
    """All numbers between two bounds; `str` writes it as mathematicians do.

    Attributes:
        low: Lower bound.
        high: Upper bound.
        low_closed: Whether the lower bound belongs to it.
        high_closed: Whether the upper bound belongs to it.
    """

    low: float
    high: float
    low_closed: bool
    high_closed: bool

    def __str__(self) -> str:
        opening = "[" if self.low_closed else "("
        closing = "]" if self.high_closed else ")"
        return f"{opening}{_written(self.low)}, {_written(self.high)}{closing}"

    def __contains__(self, value: float) -> bool:
        above = self.low <= value if self.low_closed else self.low < value
        below = value <= self.high if self.high_closed else value < self.high
        return above and below


def _written(bound: float) -> str:
    if math.isinf(bound):
        return "∞" if bound > 0 else "-∞"
    return f"{bound:.4g}"


@dataclass(frozen=True, kw_only=True)
class Function:
    """What every activation function has, element-wise or not.

    Attributes:
        key: Keras' own name where Keras has the function.
        name: English display name.
        formula: LaTeX of the function.
        derivative_formula: LaTeX of its derivative.
        source: Where it comes from: author (year), title, place.
        keras: The same function in Keras: an expression in `keras` and `x` with parameter slots.
        function: The function in NumPy; parameters are keywords.
        slope: Its exact derivative likewise.
        parameters: Its parameters, in order.
    """

    key: str
    name: str
    formula: str
    derivative_formula: str
    source: str
    keras: str
    function: Callable
    slope: Callable
    parameters: tuple[Parameter, ...] = ()

    @property
    def defaults(self) -> dict[str, float]:
        """The default of each parameter by its key."""
        return {parameter.key: parameter.default for parameter in self.parameters}

    def settings(self, **parameters: float) -> dict[str, float]:
        """A value for each parameter: those given, checked, and the defaults of the others.

        Args:
            **parameters: Values by key.

        Returns:
            Plain numbers by key, in the order of `self.parameters`.

        Raises:
            Problem: If a name is unknown or a value out of bounds.
        """
        known = {parameter.key: parameter for parameter in self.parameters}
        for key, value in parameters.items():
            if key in known:
                continue
            if not known:
                raise Problem(
                    "{function} has no parameters: leave out {parameter} = {value}.",
                    function=self.name,
                    parameter=key,
                    value=f"{value}",
                )
            raise Problem(
                "{function} has no parameter {parameter} (given: {value}); it has {known}.",
                function=self.name,
                parameter=key,
                value=f"{value}",
                known=", ".join(f"{p.minimum:g} ≤ {p.key} ≤ {p.maximum:g}" for p in known.values()),
            )
        return {
            key: parameter.checked(parameters.get(key, parameter.default), self.name)
            for key, parameter in known.items()
        }

    def keras_code(self, **parameters: float) -> str:
        """The same function as an expression in `keras` and `x`.

        Args:
            **parameters: Values by key; defaults for the others.

        Returns:
            One line of Python.

        Raises:
            Problem: If a name is unknown or a value out of bounds.
        """
        return self.keras.format(**self.settings(**parameters))


def _everywhere_smooth(**_parameters: float) -> tuple[float, ...]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Activation(Function):
    """An element-wise activation function: each number on its own.

    `function` and `slope` receive one block x, shape (n,), float32 or float64, and `out`, an array
    of that shape and type, which they fill: the last operation goes straight into the result. They
    leave the block as it is. Warnings are off while they run.

    Attributes:
        range: Parameters to the interval of all values.
        kinks: Parameters to the places, ascending, where it jumps or is not differentiable.
    """

    range: Callable[..., Interval]
    kinks: Callable[..., tuple[float, ...]] = _everywhere_smooth

    def __call__(self, x: np.ndarray, **parameters: float) -> np.ndarray:
        """The function of each number.

        Args:
            x: Numbers, any shape.
            **parameters: Values by key; defaults for the others.

        Returns:
            Array of the same shape; float16/32/64 stay what they are, other numbers give float64.
            Infinite numbers give the limit; NaN stays NaN.

        Raises:
            Problem: If x does not hold real numbers, or a parameter is unknown or out of bounds.
        """
        return _by_blocks(self.function, as_floats(x), self.settings(**parameters))

    def derivative(self, x: np.ndarray, **parameters: float) -> np.ndarray:
        """The derivative at each number; at a kink, what TensorFlow's gradient gives there.

        Args:
            x: Numbers, any shape.
            **parameters: Values by key; defaults for the others.

        Returns:
            Array of the same shape and type as the function's own. Infinite numbers give the limit;
            NaN stays NaN.

        Raises:
            Problem: If x does not hold real numbers, or a parameter is unknown or out of bounds.
        """
        return _by_blocks(self.slope, as_floats(x), self.settings(**parameters))


def as_floats(x: object) -> np.ndarray:
    """Numbers as an array of float16, float32 or float64; other kinds become float64.

    Args:
        x: A number, nested sequence or array of real numbers.

    Returns:
        An array; the very same if it needs no change.

    Raises:
        Problem: If there is anything but real numbers in x.
    """
    try:
        array = np.asarray(x)
    except ValueError:  # nested lists of unequal length
        array = np.asarray(None)
    if array.dtype.kind not in "biuf":
        raise Problem(
            "An activation function needs real numbers in a regular array, not {kind}.",
            kind=f"{type(x).__name__} ({array.dtype})",
        )
    if array.dtype.kind == "f" and array.dtype.itemsize <= 8:
        return array.astype(array.dtype.newbyteorder("="), copy=False)
    with np.errstate(all="ignore"):  # longdouble beyond float64 becomes infinite
        return array.astype(np.float64)


def _by_blocks(
    function: Callable[..., None], x: np.ndarray, settings: dict[str, float]
) -> np.ndarray:
    """The function applied to cache-sized blocks; one pass per operation over all of x is slow."""
    flat = x.reshape(-1)
    result = np.empty(flat.shape, x.dtype)
    length = BLOCK_BYTES // max(x.dtype.itemsize, 4)
    starts = iter(range(0, flat.size, length))

    def fill() -> None:
        # Whoever is free takes the next block: a thread that is held up holds up nothing else.
        with np.errstate(all="ignore"):
            for start in starts:
                block = slice(start, start + length)
                _fill(function, flat[block], result[block], settings)

    helper = _helper.submit(fill) if flat.size >= SHARED_SIZE else None
    fill()
    if helper is not None and not helper.cancel():
        helper.result()
    return result.reshape(x.shape)


def _fill(
    function: Callable[..., None], x: np.ndarray, out: np.ndarray, settings: dict[str, float]
) -> None:
    if x.dtype == np.float16:  # has too few digits to calculate in
        single = np.empty(x.shape, np.float32)
        function(x.astype(np.float32), single, **settings)
        out[:] = single
    else:
        function(x, out, **settings)
