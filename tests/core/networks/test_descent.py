"""Plain gradient descent, compared with Keras' SGD on the same network."""

from __future__ import annotations

import numpy as np

from core.networks.descent import descent
from core.networks.weights import split
from core.studies.dying_relu.study import DyingStudy

FIT = DyingStudy(standardised=True, units=4, optimizer="sgd", batch=0, learning_rate=0.05).fit


def test_descent_goes_where_keras_goes():
    from core import models

    data = FIT.load()
    path = descent(FIT, data, seed=0, steps=5)
    model = models.build(FIT)
    model.compile("sgd", "mse")
    model.optimizer.learning_rate = FIT.learning_rate
    model.set_weights(split(path[0], FIT.shapes))
    model.fit(data.train_inputs, data.train_targets, 201, epochs=5, shuffle=False, verbose=0)
    expected = np.concatenate([part.ravel() for part in model.get_weights()])
    np.testing.assert_allclose(path[-1], expected, rtol=1e-4, atol=1e-5)


def test_the_same_seed_gives_the_same_start_and_another_one_another():
    data = FIT.load()
    one, again, other = (descent(FIT, data, seed, 0)[0] for seed in (0, 0, 1))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)
