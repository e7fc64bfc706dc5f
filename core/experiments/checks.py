"""What the settings of an experiment demand of one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.datasets import OWN_CLASSES, OWN_POINTS
from core.problems import Problem

if TYPE_CHECKING:
    from core.experiments.base import NetworkExperiment
    from core.experiments.classification import Experiment

MOST_WORK = 10_000_000_000
"""Upper limit of `Experiment.work`: some seconds of training."""

_PROBABILISTIC = ("binary_crossentropy", "categorical_crossentropy", "poisson")


def check_own_points(experiment: Experiment) -> None:
    """Points of one's own come in threes, with known labels, and enough of each to split.

    Raises:
        Problem: If they do not; it names what to change.
    """
    labels = experiment.points[2::3]
    if len(experiment.points) % 3:
        raise Problem(
            "Each point needs x1, x2 and a label: {count} numbers are no whole number of points.",
            count=len(experiment.points),
        )
    for number, label in enumerate(labels, start=1):
        if label not in range(OWN_CLASSES):
            raise Problem(
                "The label of point {number} must be one of 0 to {largest}, not {label}.",
                number=number,
                largest=OWN_CLASSES - 1,
                label=f"{label:g}",
            )
    if experiment.data != OWN_POINTS:
        return
    if len(set(labels)) < 2:
        raise Problem("Your points need at least two different labels. Add points, or a label.")
    for label in sorted(set(labels)):
        if experiment.held_out and labels.count(label) < 2:
            raise Problem(
                "Only one point has the label {label}. Hold none out, or add another such point.",
                label=f"{label:g}",
            )


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


def check_rule(experiment: Experiment) -> None:
    """Output, loss and rule of learning have to go together.

    Raises:
        Problem: If they do not; it names what to change.
    """
    if (experiment.rule == "rosenblatt") != (experiment.output == "step"):
        raise Problem(
            "The output “step” and the rule “rosenblatt” go together: a step has no slope for a "
            "gradient to follow. Choose both, or neither."
        )
    if experiment.rule == "rosenblatt":
        if experiment.hidden:
            raise Problem(
                "Rosenblatt's rule trains a single neuron. Take the {layers} hidden layers away.",
                layers=len(experiment.hidden),
            )
        if experiment.classes > 2 and experiment.data == OWN_POINTS:
            raise Problem(
                "A single neuron with a step tells two classes apart: give your points the labels "
                "0 and 1 alone."
            )
        if experiment.classes > 2:
            raise Problem(
                "A single neuron with a step tells two classes apart, not {classes}.",
                classes=experiment.classes,
            )
        return
    if experiment.output == "softmax" and experiment.loss != "categorical_crossentropy":
        raise Problem(
            "A softmax output is trained with the loss “categorical_crossentropy”, not “{loss}”.",
            loss=experiment.loss,
        )
    if experiment.output == "linear" and experiment.loss in _PROBABILISTIC:
        raise Problem(
            "The loss “{loss}” compares probabilities, and a linear output gives none. Choose "
            "another output, or another loss.",
            loss=experiment.loss,
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
