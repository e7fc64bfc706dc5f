"""Numerical differentiation, and how its error depends on the step.

Two errors compete: truncation, which grows with the step, and round-off, which grows as
the step shrinks. Source: Press et al. (2007), Numerical Recipes, third edition, section 5.7.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from core.problems import Problem
from core.settings import Choice

Function = Callable[[np.ndarray], np.ndarray]

SCHEMES = Choice(("forward", "central"))
SEARCH_STEPS = np.logspace(-17, 0, 341)  # 20 steps to a decade

# The error is proportional to this power of the step, as long as truncation rules.
_ORDERS = {"forward": 1, "central": 2}


@dataclass(frozen=True)
class BestStep:
    """The step of least error, and that error."""

    step: float
    error: float


@dataclass(frozen=True)
class KinkReport:
    """What the definition says at a kink, and what the difference quotient says."""

    x: float
    analytic: float
    numerical: float


@dataclass(frozen=True)
class Theory:
    """The two laws that bound the error: C·h^order and K·ε/h.

    Attributes:
        order: 1 for forward differences, 2 for central ones.
        epsilon: Machine epsilon ε of the floating-point type.
        truncation: C, or None if the error follows no such law here (no curvature, or a kink).
        round_off: K, or None if there is no such branch (exact arithmetic, or a kink above it).
    """

    order: int
    epsilon: float
    truncation: float | None
    round_off: float | None

    def truncation_error(self, steps: ArrayLike) -> np.ndarray | None:
        """C·h^order for each step, or None without C."""
        return None if self.truncation is None else self.truncation * _float64(steps) ** self.order

    def round_off_error(self, steps: ArrayLike) -> np.ndarray | None:
        """K·ε/h for each step, or None without K."""
        return None if self.round_off is None else self.round_off * self.epsilon / _float64(steps)


def numerical_derivative(
    f: Function, x: ArrayLike, h: float, scheme: str = "forward"
) -> np.ndarray:
    """Difference quotient of f, computed throughout in the floating-point type of x.

    Where x + h rounds to x the quotient is 0: that is what round-off does, and it is shown.

    Args:
        f: Function of an array, element by element.
        x: Points, any shape; integers become float64.
        h: Step, in the unit of x.
        scheme: "forward", (f(x + h) - f(x)) / h, or "central", (f(x + h) - f(x - h)) / 2h.

    Returns:
        The quotient, shape and type of x.

    Raises:
        Problem: If the step is not positive and finite in that type, or the scheme unknown.
    """
    SCHEMES.check("scheme", scheme)
    x = np.asarray(x)
    if not np.issubdtype(x.dtype, np.floating):
        x = x.astype(np.float64)
    with np.errstate(all="ignore"):
        step = x.dtype.type(h)
        if not 0 < step < np.inf:
            raise Problem(
                "The step h must be positive and finite in {dtype}, not {h}.",
                dtype=x.dtype.name,
                h=f"{h:g}",
            )
        after = np.asarray(f(x + step), dtype=x.dtype)
        if scheme == "forward":
            return np.asarray((after - np.asarray(f(x), dtype=x.dtype)) / step)
        # Halved last, because 2h may overflow where h does not.
        return np.asarray((after - np.asarray(f(x - step), dtype=x.dtype)) / step / 2)


def error_against_step(
    f: Function,
    derivative: Function,
    x: ArrayLike,
    steps: Iterable[float],
    scheme: str = "forward",
    dtype: DTypeLike = np.float64,
) -> np.ndarray:
    """Largest absolute error of the difference quotient over x, for each step.

    The analytic derivative is evaluated in float64, at the points as `dtype` holds them.
    Points where the quotient is not finite are left out.

    Args:
        f: Function of an array, element by element.
        derivative: Its derivative likewise.
        x: One point or many.
        steps: Steps h, shape (steps,).
        scheme: "forward" or "central".
        dtype: Floating-point type of the quotient.

    Returns:
        Errors, shape (steps,); NaN for a step that leaves no finite quotient.

    Raises:
        Problem: As `numerical_derivative`.
    """
    points = np.atleast_1d(np.asarray(x, dtype=dtype))
    errors = []
    with np.errstate(all="ignore"):
        exact = np.asarray(derivative(points.astype(np.float64)), dtype=np.float64)
        for h in steps:
            error = np.abs(numerical_derivative(f, points, h, scheme).astype(np.float64) - exact)
            errors.append(np.max(error, where=np.isfinite(error), initial=-1.0))
    errors = np.array(errors)
    return np.where(errors < 0, np.nan, errors)


def best_step(
    f: Function,
    derivative: Function,
    x: ArrayLike,
    scheme: str = "forward",
    dtype: DTypeLike = np.float64,
) -> BestStep:
    """The step of least error among `SEARCH_STEPS` (1e-17 to 1, 20 to a decade).

    Of equally good steps the largest is taken. Arguments and errors as `error_against_step`.
    """
    return _least(error_against_step(f, derivative, x, SEARCH_STEPS, scheme, dtype))


def rule_of_thumb(scheme: str = "forward", dtype: DTypeLike = np.float64) -> float:
    """The textbook's step: √ε for forward differences, ∛ε for central ones.

    Source: Press et al. (2007), Numerical Recipes, section 5.7.
    """
    SCHEMES.check("scheme", scheme)
    return float(np.finfo(dtype).eps) ** (1 / (_ORDERS[scheme] + 1))


def theory(
    f: Function,
    derivative: Function,
    x: ArrayLike,
    scheme: str = "forward",
    dtype: DTypeLike = np.float64,
) -> Theory:
    """The laws of truncation and round-off, with constants measured on this function.

    C: in float64, over the steps 2^-1 … 2^-14 (forward) or 2^-9 (central), the median of
    error / h^order where halving the step divides the error by 2^order (the order found is
    within 0.1); at least three such steps are needed. K: in `dtype`, the median of
    error·h / ε over the steps from 10 ε max(1, |x|) to a fifth of the best step, if the
    error falls there like a power of h between -1.5 and -0.5, and K is at most 100 times the
    largest |f(x)| or |x f'(x)| (rounding of f and of x is no larger; a jump's 1/h is).

    Args and errors: as `error_against_step`.

    Returns:
        Both laws; a constant is None where the error does not follow its law.
    """
    errors = error_against_step(f, derivative, x, SEARCH_STEPS, scheme, dtype)
    epsilon = float(np.finfo(dtype).eps)
    x = np.atleast_1d(_float64(x))
    lowest = 10 * epsilon * max(1.0, float(np.max(np.abs(x))))
    round_off = _round_off_constant(errors, lowest, epsilon)
    if round_off and round_off > 100 * np.max(np.maximum(np.abs(f(x)), np.abs(x * derivative(x)))):
        round_off = None
    return Theory(
        order=_ORDERS[scheme],
        epsilon=epsilon,
        truncation=_truncation_constant(f, derivative, x, scheme),
        round_off=round_off,
    )


def at_kinks(
    f: Function,
    derivative: Function,
    kinks: Iterable[float],
    h: float,
    scheme: str = "forward",
    dtype: DTypeLike = np.float64,
) -> tuple[KinkReport, ...]:
    """Analytic and numerical derivative at each kink.

    No derivative exists there: the analytic value is a convention, the forward quotient gives
    the slope on the right, the central one the mean of both sides.

    Args:
        kinks: Points where f has no derivative. The rest as `error_against_step`.
    """
    x = np.array(tuple(kinks), dtype=dtype)
    analytic = np.asarray(derivative(x.astype(np.float64)))
    numerical = numerical_derivative(f, x, h, scheme)
    return tuple(KinkReport(*map(float, row)) for row in zip(x, analytic, numerical, strict=True))


def _least(errors: np.ndarray) -> BestStep:
    if np.isnan(errors).all():
        raise Problem("The function has no finite difference quotient here. Choose other points.")
    last = np.flatnonzero(errors == np.nanmin(errors))[-1]
    return BestStep(step=float(SEARCH_STEPS[last]), error=float(errors[last]))


def _truncation_constant(
    f: Function, derivative: Function, x: ArrayLike, scheme: str
) -> float | None:
    order = _ORDERS[scheme]
    # Powers of two add no rounding of their own; below the last one round-off would show.
    steps = 2.0 ** -np.arange(1, 15 if order == 1 else 10)
    errors = error_against_step(f, derivative, x, steps, scheme)
    with np.errstate(divide="ignore", invalid="ignore"):
        orders = np.log2(errors[:-1] / errors[1:])
    lawful = np.abs(orders - order) < 0.1
    if lawful.sum() < 3:
        return None
    return float(np.median((errors / steps**order)[1:][lawful]))


def _round_off_constant(errors: np.ndarray, lowest: float, epsilon: float) -> float | None:
    steps = SEARCH_STEPS
    branch = (steps >= lowest) & (steps <= _least(errors).step / 5) & (errors > 0)
    if branch.sum() < 10:
        return None
    steps, errors = steps[branch], errors[branch]
    power = np.polyfit(np.log(steps), np.log(errors), 1)[0]
    if not math.isclose(power, -1, abs_tol=0.5):
        return None
    return float(np.median(errors * steps) / epsilon)


def _float64(values: ArrayLike) -> np.ndarray:
    return np.asarray(values, dtype=np.float64)
