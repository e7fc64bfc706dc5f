"""Rosenblatt's perceptron, judged by scikit-learn, by its theorem and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.linear_model import Perceptron as Judge

from core.datasets import CORNERS, GATES
from core.perceptron import Perceptron

SEPARABLE = [key for key in GATES if key not in ("xor", "xnor")]


@pytest.mark.parametrize("inputs", [2, 7])
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("epochs", [1, 10])
def test_training_agrees_with_scikit_learn(inputs, seed, epochs):
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(60, inputs))
    y = generator.integers(0, 2, 60)
    ours = Perceptron.drawn(inputs, seed)
    judge = Judge(penalty=None, eta0=0.01, shuffle=False, max_iter=epochs, tol=None)
    judge.fit(x, y, coef_init=ours.weights[None].copy(), intercept_init=[ours.bias])
    history = ours.train(x, y, epochs)
    np.testing.assert_allclose(ours.weights, judge.coef_[0], rtol=0, atol=1e-12)
    assert ours.bias == pytest.approx(judge.intercept_[0], abs=1e-12)
    np.testing.assert_array_equal(ours(x), judge.predict(x))
    assert history.accuracy[-1] == judge.score(x, y)


@pytest.mark.parametrize("gate", SEPARABLE)
@pytest.mark.parametrize("seed", range(20))
def test_what_a_line_can_tell_apart_is_learned_from_every_start(gate, seed):
    neuron = Perceptron.drawn(2, seed)
    history = neuron.train(CORNERS, GATES[gate].truth)
    assert history.accuracy[-1] == 1
    assert neuron(CORNERS).tolist() == list(GATES[gate].truth)


@pytest.mark.parametrize("gate", ["xor", "xnor"])
@pytest.mark.parametrize("seed", range(20))
def test_no_line_tells_xor_apart(gate, seed):
    history = Perceptron.drawn(2, seed).train(CORNERS, GATES[gate].truth, stop_when_solved=True)
    assert history.solved_at is None
    assert not history.stopped
    assert len(history.errors) == 1000
    assert history.errors.min() >= 1
    assert history.accuracy.max() <= 0.75


def test_one_correction_is_rosenblatts():
    neuron = Perceptron([0.5, -0.25], bias=0.0)
    # 0.5·1 − 0.25·1 ≥ 0 says 1 where 0 is right: each weight loses 0.1·x, the bias 0.1.
    history = neuron.train([[1.0, 1.0]], [0], epochs=1, learning_rate=0.1)
    assert neuron.weights.tolist() == pytest.approx([0.4, -0.35])
    assert neuron.bias == pytest.approx(-0.1)
    assert history.errors.tolist() == [1]
    assert history.weights.tolist() == [[0.5, -0.25], neuron.weights.tolist()]
    assert history.bias.tolist() == [0.0, neuron.bias]
    # The correction was enough: 0.4 − 0.35 − 0.1 < 0.
    assert history.accuracy.tolist() == [0.0, 1.0]
    assert history.solved_at is None


def test_it_can_stop_when_an_epoch_makes_no_error_and_says_so():
    runs = {
        stop: Perceptron.drawn(2, 1).train(CORNERS, GATES["and"].truth, stop_when_solved=stop)
        for stop in (True, False)
    }
    stopped, full = runs[True], runs[False]
    assert stopped.stopped
    assert not full.stopped
    assert stopped.solved_at == full.solved_at == len(stopped.errors) < 1000
    assert stopped.errors[-1] == 0
    assert (stopped.errors[:-1] > 0).all()
    # Going on changes nothing.
    for name in ("weights", "bias", "accuracy", "errors"):
        short, long = getattr(stopped, name), getattr(full, name)
        np.testing.assert_array_equal(long[: len(short)], short)
        assert (long[len(short) :] == short[-1]).all()
        assert len(long) == 1000 + (name != "errors")


examples = st.integers(1, 4).flatmap(
    lambda inputs: st.integers(1, 12).flatmap(
        lambda rows: st.tuples(
            arrays(np.float64, (rows, inputs), elements=st.floats(-10, 10)),
            arrays(np.int64, rows, elements=st.integers(0, 1)),
        )
    )
)


@given(examples, st.integers(0, 9999), st.floats(-3, 3), st.floats(1e-5, 10))
def test_history_tells_what_the_neuron_would_say(data, seed, threshold, rate):
    x, y = data
    neuron = Perceptron.drawn(x.shape[1], seed, threshold)
    history = neuron.train(x, y, epochs=20, learning_rate=rate)
    for weights, bias, accuracy in zip(
        history.weights, history.bias, history.accuracy, strict=True
    ):
        assert (Perceptron(weights, bias, threshold)(x) == y).mean() == accuracy
    if history.solved_at:
        assert history.accuracy[-1] == 1
    assert (history.errors <= len(x)).all()
    still = (history.weights[1:] == history.weights[:-1]).all(axis=1) & (
        history.bias[1:] == history.bias[:-1]
    )
    assert still[history.errors == 0].all()


@given(examples, st.integers(0, 9999))
def test_training_in_two_parts_is_training_at_once(data, seed):
    x, y = data
    once, twice = (Perceptron.drawn(x.shape[1], seed) for _ in range(2))
    whole = once.train(x, y, epochs=9)
    parts = [twice.train(x, y, epochs=4), twice.train(x, y, epochs=5)]
    np.testing.assert_array_equal(once.weights, twice.weights)
    np.testing.assert_array_equal(whole.errors, np.concatenate([part.errors for part in parts]))


def test_the_threshold_is_a_bias_of_the_other_sign():
    x = np.random.default_rng(0).normal(size=(50, 2))
    raised = Perceptron([1.0, 2.0], bias=0.25, threshold=0.75)
    lowered = Perceptron([1.0, 2.0], bias=-0.5)
    np.testing.assert_array_equal(raised(x), lowered(x))


def test_the_sum_that_just_reaches_the_threshold_fires():
    neuron = Perceptron([1.0], bias=0.0, threshold=0.5)
    assert neuron([[0.5], [0.49]]).tolist() == [1, 0]
    history = neuron.train([[0.5], [0.49]], [1, 0], epochs=1)
    assert history.errors.tolist() == [0]
    assert history.accuracy.tolist() == [1, 1]


def test_starts_are_standard_normal_and_told_by_the_seed():
    starts = [Perceptron.drawn(2, seed) for seed in range(2000)]
    numbers = np.array([[*start.weights, start.bias] for start in starts])
    assert np.abs(numbers.mean(axis=0)).max() < 0.1
    np.testing.assert_allclose(numbers.std(axis=0), 1, atol=0.06)
    again = Perceptron.drawn(2, 7)
    assert [*again.weights, again.bias] == numbers[7].tolist()


def test_a_neuron_answers_for_arrays_of_any_shape():
    assert Perceptron.drawn(2, 0)(np.zeros((4, 3, 2))).shape == (4, 3)
    assert Perceptron.drawn(2, 0)([0.0, 0.0]).shape == ()


@pytest.mark.parametrize(
    ("inputs", "targets"),
    [
        (CORNERS, (0, 1)),
        ([[0.0]], [1]),
        ([[0.0, np.nan]], [1]),
        ([[0.0, 0.0]], [2]),
        (np.zeros((0, 2)), []),
        (CORNERS, np.zeros((2, 2))),
    ],
)
def test_examples_that_do_not_fit_are_refused(inputs, targets):
    with pytest.raises(ValueError, match=r"fit a perceptron|targets 0 or 1"):
        Perceptron.drawn(2, 0).train(inputs, targets)


@pytest.mark.parametrize("weights", [[], [[1.0]], 1.0])
def test_weights_are_a_list_of_at_least_one(weights):
    with pytest.raises(ValueError, match="shape"):
        Perceptron(weights, 0.0)


@pytest.mark.parametrize("inputs", [1.0, [1.0], [[1.0, 2.0, 3.0]]])
def test_inputs_have_a_column_for_each_weight(inputs):
    with pytest.raises(ValueError, match="shape"):
        Perceptron.drawn(2, 0)(inputs)
