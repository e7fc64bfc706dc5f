"""How sure what was found in a sample is: shares, means, differences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import stdtrit

if TYPE_CHECKING:
    pass
if TYPE_CHECKING:
    pass

STANDARD_ERRORS = 1.959964
"""Half the width of an interval that holds 95 % of a normal distribution."""


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % confidence interval of a share: within [0, 1], and of some width even at 0 and 1.

    Args:
        count: How many of the sample.
        total: Size of the sample, at least 1.

    Returns:
        Lower and upper end, dimensionless.

    Raises:
        ValueError: If there is no sample, or the count is not within it.

    Source: Wilson (1927), Probable inference, the law of succession, and statistical inference,
        Journal of the American Statistical Association 22(158), pages 209–212.
    """
    if not 0 <= count <= total or not total:
        raise ValueError(f"{count} of {total} is no share")
    share, square = count / total, STANDARD_ERRORS**2 / total
    middle = (share + square / 2) / (1 + square)
    spread = math.sqrt(share * (1 - share) * square + square**2 / 4) / (1 + square)
    # Without the dust of rounding, an end that is 0 or 1 is exactly that.
    return max(0.0, round(middle - spread, 12)), min(1.0, round(middle + spread, 12))


class Interval(NamedTuple):
    """A mean over seeds and its 95 % interval."""

    mean: float
    low: float
    high: float


def interval(values: np.ndarray) -> Interval:
    """The mean of a few measurements and Student's 95 % interval around it.

    Args:
        values: Shape (n,), n at least 1; a single one has an interval without bounds.

    Returns:
        Not finite if a value is not.

    Source: Student (1908), The probable error of a mean, Biometrika 6(1), pages 1–25.
    """
    mean = float(np.mean(values))
    if len(values) < 2:
        return Interval(mean, -np.inf, np.inf)
    half = float(stdtrit(len(values) - 1, 0.975) * np.std(values, ddof=1) / np.sqrt(len(values)))
    return Interval(mean, mean - half, mean + half)


RESAMPLES = 2_000
"""Samples of the bootstrap."""


class Share(NamedTuple):
    """A share that was counted, `count` of `of`, and its 95 % interval from `low` to `high`."""

    count: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself, in [0, 1]."""
        return self.count / self.of


class Difference(NamedTuple):
    """A difference of medians in units of y squared, and its 95 % interval.

    Where both medians are infinite there is no verdict: the value is not a number, and a bound that
    nothing is known of is infinite.
    """

    value: float
    low: float
    high: float


def counted(true: np.ndarray) -> Share:
    """How many are true, with the interval of Wilson.

    Args:
        true: Shape (n,), bool, at least one.
    """
    count, of = int(true.sum()), len(true)
    return Share(count, of, *wilson(count, of))
