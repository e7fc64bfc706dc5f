"""Runs of a session: what is kept of them, and how much."""

from __future__ import annotations

import numpy as np

from ui.running import Memo


def test_the_results_used_least_recently_are_forgotten_by_number():
    memo = Memo(most=2, size=10**9)
    memo.put("a", 1)
    memo.put("b", 2)
    assert memo.get("a") == 1
    memo.put("c", 3)
    assert (memo.get("a"), memo.get("b"), memo.get("c")) == (1, None, 3)


def test_the_results_are_bounded_by_the_bytes_of_their_arrays():
    memo = Memo(most=100, size=3_000)
    for key in range(5):
        memo.put(key, (np.zeros(125), np.zeros(125)))  # 2,000 bytes
    assert [key for key in range(5) if memo.get(key) is not None] == [4]
    memo.put("large", np.zeros(10_000))
    assert memo.get("large") is not None


def test_what_is_forgotten_is_handed_back():
    memo = Memo(most=2, size=100)
    memo.put("a", "result")
    assert memo.forget("a") == "result"
    assert memo.forget("a") is None
    assert len(memo) == 0
