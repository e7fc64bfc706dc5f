"""An experiment as a value: data, network, training and seed, checked and bounded."""

from core.experiments.consistency import MOST_WORK
from core.experiments.experiment import (
    BIAS_INITIALIZERS,
    DATA,
    HIDDEN_ACTIVATIONS,
    INITIALIZERS,
    LOSSES,
    MOST_HAND_SET_WEIGHTS,
    MOST_POINTS,
    OPTIMIZERS,
    OUTPUTS,
    Experiment,
)
from core.experiments.layers import Architecture, Layer
from core.experiments.notes import NOTES

__all__ = [
    "BIAS_INITIALIZERS",
    "DATA",
    "HIDDEN_ACTIVATIONS",
    "INITIALIZERS",
    "LOSSES",
    "MOST_HAND_SET_WEIGHTS",
    "MOST_POINTS",
    "MOST_WORK",
    "NOTES",
    "OPTIMIZERS",
    "OUTPUTS",
    "Architecture",
    "Experiment",
    "Layer",
]
