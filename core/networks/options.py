"""What every kind of experiment lets one choose from; all in menu order."""

from __future__ import annotations

from core.activations import ELEMENTWISE
from core.networks.layers import MAXOUT

HIDDEN_ACTIVATIONS = (*ELEMENTWISE, MAXOUT)
INITIALIZERS = (
    "glorot_uniform",
    "glorot_normal",
    "he_uniform",
    "he_normal",
    "lecun_uniform",
    "lecun_normal",
    "random_uniform",
    "random_normal",
    "truncated_normal",
    "orthogonal",
    "zeros",
    "ones",
)
# A bias is a vector: nothing in it could be orthogonal.
BIAS_INITIALIZERS = ("zeros", "ones", "random_uniform", "random_normal", "truncated_normal")
CONSTANT = "constant"
"""The initializer of a bias that starts from a number of one's own."""

WITHOUT_CHANCE = frozenset({"zeros", "ones", CONSTANT})
"""Initializers that give the same numbers for every seed."""

OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "nadam")

MOMENTUM = 0.9
"""Momentum of the optimizers "momentum" and "nesterov" where it is no setting; the others keep
Keras' own numbers."""
