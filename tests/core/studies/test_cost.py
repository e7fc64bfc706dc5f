"""The measured cost: its structure. No test asserts on a time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.activations import ELEMENTWISE
from core.problems import Problem
from core.studies.function_gallery.cost import relative_cost


def test_every_function_has_a_cost_and_relu_is_the_unit():
    costs = relative_cost(size=1000, repeats=3)
    assert list(costs) == list(ELEMENTWISE)
    assert all(cost > 0 for cost in costs.values())
    assert costs["relu"] == 1


def test_only_the_keys_asked_for_in_their_order():
    assert list(relative_cost(["tanh", "elu"], size=100, repeats=1)) == ["tanh", "elu"]


def test_progress_rises_to_one():
    shares = []
    relative_cost(["tanh", "elu"], size=100, repeats=2, on_progress=shares.append)
    assert shares == pytest.approx([1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1])
    assert shares[-1] == 1


def test_two_visitors_do_not_measure_at_once():
    inside, most = 0, 0
    guard = threading.Lock()

    def measure(_visitor):
        def on_progress(share):
            nonlocal inside, most
            with guard:
                inside += share == first
                most = max(most, inside)
                inside -= share == 1

        first = 1 / 6
        relative_cost(["tanh"], size=10_000, repeats=3, on_progress=on_progress)

    with ThreadPoolExecutor(4) as visitors:
        list(visitors.map(measure, range(8)))
    assert (inside, most) == (0, 1)


def test_a_measurement_that_fails_lets_the_next_one_in():
    def leave(_share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        relative_cost(["tanh"], size=10, repeats=1, on_progress=leave)
    assert relative_cost(["relu"], size=10, repeats=1) == {"relu": 1}


@pytest.mark.parametrize("wrong", [{"keys": ["softmax"]}, {"size": 0}, {"repeats": 0}])
def test_impossible_measurements_are_refused(wrong):
    with pytest.raises(Problem):
        relative_cost(**wrong)
