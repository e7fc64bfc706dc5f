"""A function applied again and again."""

from __future__ import annotations

import pytest
import tensorflow as tf

from core.activations import ELEMENTWISE
from core.studies.function_gallery.chains import chain


@pytest.mark.parametrize("key", ["sigmoid", "tanh", "relu", "silu", "softsign"])
def test_the_gradient_agrees_with_tensorflow(key):
    x = tf.Variable(1.0, dtype=tf.float64)
    with tf.GradientTape() as tape:
        y = x
        for _step in range(10):
            y = getattr(tf.keras.activations, key)(y)
    found = chain(ELEMENTWISE[key], 1.0, 10)
    assert found.values[-1] == pytest.approx(float(y), rel=1e-12)
    assert found.gradient == pytest.approx(float(tape.gradient(y, x)), rel=1e-10)


def test_the_parameters_reach_the_function():
    assert chain(ELEMENTWISE["leaky_relu"], -1.0, 3, alpha=0.5).gradient == 0.125
