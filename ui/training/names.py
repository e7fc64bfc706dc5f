"""Names that a visitor reads for the keys of an experiment."""

from __future__ import annotations

from core.datasets import GATES, OWN_POINTS
from ui.i18n.language import N_, _

FEATURE_NAMES = {
    "x1": "x₁",
    "x2": "x₂",
    "x1_squared": "x₁²",
    "x2_squared": "x₂²",
    "x1_x2": "x₁x₂",
    "sin_x1": "sin x₁",
    "sin_x2": "sin x₂",
}

RUNGS = {
    "b1": N_("B1 Perceptron"),
    "b2": N_("B2 Linear neuron"),
    "b3": N_("B3 Sigmoid neuron"),
    "b4": N_("B4 Second-degree terms"),
    "b5": N_("B5 Hidden layer"),
}
"""The ladder of the course notes, from a single neuron to a network."""

_SETS = {
    "circle": N_("Circle"),
    "gaussians": N_("Two Gaussians"),
    "moons": N_("Moons"),
    "spiral": N_("Spiral"),
    "checkerboard": N_("Checkerboard"),
    "three_gaussians": N_("Three Gaussians"),
}
_OUTPUTS = {
    "linear": N_("Linear"),
    "sigmoid": N_("Sigmoid"),
    "softmax": N_("Softmax"),
    "step": N_("Step (Rosenblatt's rule)"),
}
_LOSSES = {
    "mse": N_("Mean squared error"),
    "mae": N_("Mean absolute error"),
    "msle": N_("Mean squared logarithmic error"),
    "mape": N_("Mean absolute percentage error"),
    "binary_crossentropy": N_("Binary cross-entropy"),
    "categorical_crossentropy": N_("Categorical cross-entropy"),
    "poisson": N_("Poisson loss"),
}
_OPTIMIZERS = {
    "sgd": "SGD",
    "momentum": N_("SGD with momentum 0.9"),
    "nesterov": N_("SGD with Nesterov momentum 0.9"),
    "adagrad": "Adagrad",
    "rmsprop": "RMSprop",
    "adam": "Adam",
    "adamw": "AdamW",
    "nadam": "Nadam",
}
_INITIALIZERS = {
    "glorot_uniform": N_("Xavier (Glorot) uniform"),
    "glorot_normal": N_("Xavier (Glorot) normal"),
    "he_uniform": N_("He uniform"),
    "he_normal": N_("He normal"),
    "lecun_uniform": N_("LeCun uniform"),
    "lecun_normal": N_("LeCun normal"),
    "random_uniform": N_("Uniform, ±0.05"),
    "random_normal": N_("Normal, deviation 0.05"),
    "truncated_normal": N_("Truncated normal, deviation 0.05"),
    "orthogonal": N_("Orthogonal"),
    "zeros": N_("All 0"),
    "ones": N_("All 1"),
}
FIELDS = {
    "data": N_("Data"),
    "size": N_("Number of points"),
    "noise": N_("Noise of position"),
    "flips": N_("Labels flipped"),
    "data_seed": N_("Seed of the data"),
    "held_out": N_("Held out"),
    "points": N_("Own points"),
    "features": N_("Inputs of the network"),
    "hidden": N_("Units of the hidden layers"),
    "activations": N_("Activations"),
    "parameters": N_("Parameters of the activations"),
    "initializer": N_("Start of the weights"),
    "bias_initializer": N_("Start of the biases"),
    "weights": N_("Weights set by hand"),
    "output": N_("Output"),
    "loss": N_("Loss"),
    "threshold": N_("Threshold"),
    "rule": N_("Learning rule"),
    "stop_when_solved": N_("Stop when solved"),
    "optimizer": N_("Optimizer"),
    "learning_rate": N_("Learning rate"),
    "l1": N_("L1 penalty"),
    "l2": N_("L2 penalty"),
    "weight_decay": N_("Weight decay"),
    "batch": N_("Batch"),
    "epochs": N_("Epochs"),
    "seed": N_("Start (seed)"),
}
"""Every setting of an experiment, as the controls and the comparison call it."""


def data_name(key: str) -> str:
    """Display name of a data set; gates are called alike everywhere."""
    if key == OWN_POINTS:
        return _("Your own points")
    return GATES[key].name if key in GATES else _(_SETS[key])


def output_name(key: str) -> str:
    """Display name of an output."""
    return _(_OUTPUTS[key])


def loss_name(key: str) -> str:
    """Display name of a loss."""
    return _(_LOSSES[key])


def optimizer_name(key: str) -> str:
    """Display name of an optimizer."""
    return _(_OPTIMIZERS[key])


def initializer_name(key: str) -> str:
    """Display name of an initializer."""
    return _(_INITIALIZERS[key])


def field_name(key: str) -> str:
    """What a setting of an experiment is called."""
    return _(FIELDS[key])
