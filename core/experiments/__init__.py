"""An experiment as a value: data, network, training and seed, checked and bounded."""

from core.experiments.base import NetworkExperiment
from core.experiments.checks import MOST_WORK
from core.experiments.classification import (
    DATA,
    LOSSES,
    MOST_HAND_SET_WEIGHTS,
    MOST_POINTS,
    OUTPUTS,
    Experiment,
)
from core.experiments.curve_fit import (
    MOST_LAYERS,
    MOST_STARTING_WEIGHTS,
    MOST_UNITS,
    CurveFit,
)
from core.experiments.regression import (
    CURVE_DATA,
    GRID_POINTS,
    MOST_CURVE_POINTS,
    MOST_LINKED_POINTS,
    CurveTask,
)
from core.networks.layers import Architecture, Layer
from core.networks.options import (
    BIAS_INITIALIZERS,
    CONSTANT,
    HIDDEN_ACTIVATIONS,
    INITIALIZERS,
    OPTIMIZERS,
)

__all__ = [
    "BIAS_INITIALIZERS",
    "CONSTANT",
    "CURVE_DATA",
    "DATA",
    "GRID_POINTS",
    "HIDDEN_ACTIVATIONS",
    "INITIALIZERS",
    "LOSSES",
    "MOST_CURVE_POINTS",
    "MOST_HAND_SET_WEIGHTS",
    "MOST_LAYERS",
    "MOST_LINKED_POINTS",
    "MOST_POINTS",
    "MOST_STARTING_WEIGHTS",
    "MOST_UNITS",
    "MOST_WORK",
    "OPTIMIZERS",
    "OUTPUTS",
    "Architecture",
    "CurveFit",
    "CurveTask",
    "Experiment",
    "Layer",
    "NetworkExperiment",
]
