"""The interval of a share, judged by SciPy."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest

from core.statistics import wilson


@pytest.mark.parametrize(("count", "total"), [(0, 1), (0, 200), (137, 200), (200, 200), (3, 7)])
def test_the_interval_is_that_of_scipy(count, total):
    judge = binomtest(count, total).proportion_ci(confidence_level=0.95, method="wilson")
    assert wilson(count, total) == pytest.approx((judge.low, judge.high), abs=1e-7)


@pytest.mark.parametrize(("count", "total"), [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(count, total):
    with pytest.raises(ValueError, match="no share"):
        wilson(count, total)
