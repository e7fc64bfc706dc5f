"""What the settings of an experiment demand of one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.problems import Problem

if TYPE_CHECKING:
    from core.experiments.base import NetworkExperiment

MOST_WORK = 10_000_000_000
"""Upper limit of `Experiment.work`: some seconds of training."""


def check_layers(hidden: Sequence[int], activations: Sequence[str]) -> None:
    """As many functions as hidden layers.

    Raises:
        Problem: If there are more or fewer.
    """
    if len(hidden) != len(activations):
        raise Problem(
            "Each hidden layer needs one activation function: {layers} layers and {functions} "
            "functions do not match.",
            layers=len(hidden),
            functions=len(activations),
        )


def check_network(experiment: NetworkExperiment) -> None:
    """As many functions as layers, and weights for all of the network or for none.

    Raises:
        Problem: If they do not; it names what to change.
    """
    check_layers(experiment.hidden, experiment.activations)
    if experiment.weights and len(experiment.weights) != experiment.parameter_count:
        raise Problem(
            "This network has {parameters} weights and biases, not {given}. Set all of them by "
            "hand, or none.",
            parameters=experiment.parameter_count,
            given=len(experiment.weights),
        )


def check_work(experiment: NetworkExperiment) -> None:
    """No experiment may hold the server: what it costs is bounded before it starts.

    Raises:
        Problem: If it costs too much; it names what to change.
    """
    if experiment.work <= MOST_WORK:
        return
    most = MOST_WORK * experiment.epochs // experiment.work
    if experiment.rule == "rosenblatt":
        raise Problem(
            "{epochs} epochs of {steps} steps are too much for a single neuron. Train at most "
            "{most} epochs, or take fewer points.",
            epochs=experiment.epochs,
            steps=experiment.steps,
            most=most,
        )
    raise Problem(
        "{epochs} epochs of {steps} steps are too much for a network with {parameters} weights. "
        "Train at most {most} epochs, or take a larger batch, fewer points or fewer units.",
        epochs=experiment.epochs,
        steps=experiment.steps,
        parameters=experiment.parameter_count,
        most=most,
    )
