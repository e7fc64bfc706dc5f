"""How sure a share is that was counted in a sample."""

from __future__ import annotations

import math

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
