"""Rosenblatt's perceptron: one neuron with a step, and the rule that trains it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.activations import ACTIVATIONS

if TYPE_CHECKING:
    from core.experiments import Experiment

_STEP = ACTIVATIONS["binary_step"]
# Epochs whose accuracy is computed at once: bounds the memory for scores of (examples, epochs).
_BLOCK = 256


@dataclass(frozen=True, eq=False)
class History:
    """How a perceptron learned. Row 0 of the first three is the start, row e is after epoch e.

    Attributes:
        weights: Shape (epochs + 1, inputs).
        bias: Shape (epochs + 1,).
        accuracy: Share of the examples that the neuron tells right, shape (epochs + 1,).
        errors: Mistakes, each of them a correction, made in the course of each epoch; shape
            (epochs,), whole numbers.
        solved_at: The first epoch without a mistake, from 1; None if there was none.
        stopped: Whether the training ended there, before its last epoch.
    """

    weights: np.ndarray
    bias: np.ndarray
    accuracy: np.ndarray
    errors: np.ndarray
    solved_at: int | None
    stopped: bool


class Perceptron:
    """One neuron: 1 if the weighted sum of its inputs and its bias reach the threshold, else 0.

    The threshold is redundant, as raising it by one is the same as lowering the bias by one;
    it is here because the neuron was thought of that way.

    Args:
        weights: One for each input, shape (inputs,).
        bias: Added to the weighted sum.
        threshold: What the sum has to reach.

    Source: Rosenblatt (1958), The perceptron, Psychological Review 65(6), pages 386–408.
    """

    def __init__(self, weights: np.ndarray, bias: float, threshold: float = 0.0) -> None:
        self.weights = np.array(weights, dtype=np.float64)
        self.bias = float(bias)
        self.threshold = float(threshold)
        if self.weights.ndim != 1 or not self.weights.size:
            raise ValueError(f"weights must have shape (inputs,), not {self.weights.shape}")

    @classmethod
    def drawn(cls, inputs: int, seed: int, threshold: float = 0.0) -> Perceptron:
        """A neuron whose weights and bias are drawn from the standard normal distribution."""
        *weights, bias = np.random.default_rng(seed).standard_normal(inputs + 1)
        return cls(np.array(weights), bias, threshold)

    def __call__(self, inputs: np.ndarray) -> np.ndarray:
        """The neuron's outputs, 0.0 or 1.0.

        Args:
            inputs: Shape (..., number of weights).

        Returns:
            Shape (...), float64.
        """
        inputs = np.asarray(inputs, dtype=np.float64)
        if inputs.ndim == 0 or inputs.shape[-1] != self.weights.size:
            raise ValueError(
                f"inputs must have shape (..., {self.weights.size}), not {inputs.shape}"
            )
        return _STEP(_scores(inputs, self.weights, self.bias), threshold=self.threshold)

    def train(
        self,
        inputs: np.ndarray,
        targets: np.ndarray,
        epochs: int = 1000,
        learning_rate: float = 0.01,
        stop_when_solved: bool = False,
    ) -> History:
        """Correct the neuron example by example, in the order given; a second call goes on.

        After each mistake, every weight moves by learning rate × (target − output) × input,
        and the bias by learning rate × (target − output).

        Args:
            inputs: Shape (examples, inputs).
            targets: 0 or 1, shape (examples,) or (examples, 1).
            epochs: How often to go through the examples.
            learning_rate: Size of a correction.
            stop_when_solved: Whether to end after the first epoch without a mistake.

        Returns:
            What happened, epoch by epoch.

        Raises:
            ValueError: If shapes or targets do not fit.
        """
        inputs, targets = self._checked(inputs, targets)
        examples = list(zip(inputs.tolist(), targets.tolist(), strict=True))
        weights, biases, errors = [self.weights.tolist()], [self.bias], []
        while len(errors) < epochs and 0 not in errors[-1:]:
            now, bias, mistakes = _epoch(
                examples, weights[-1], biases[-1], self.threshold, learning_rate
            )
            weights.append(now)
            biases.append(bias)
            errors.append(mistakes)
        self.weights, self.bias = np.array(weights[-1]), biases[-1]
        solved_at = len(errors) if 0 in errors[-1:] else None
        if solved_at and not stop_when_solved:
            # Without a mistake nothing changes, and the epochs that follow repeat this one.
            for course in (weights, biases, errors):
                course += course[-1:] * (epochs - solved_at)
        course = np.array(weights), np.array(biases)
        return History(
            *course,
            accuracy=_accuracies(inputs, targets, *course, self.threshold),
            errors=np.array(errors, dtype=np.int64),
            solved_at=solved_at,
            stopped=len(errors) < epochs,
        )

    def _checked(self, inputs: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        inputs = np.asarray(inputs, dtype=np.float64)
        targets = np.asarray(targets, dtype=np.float64)
        if targets.ndim == 2 and targets.shape[1] == 1:
            targets = targets[:, 0]
        if inputs.shape != (targets.size, self.weights.size) or targets.ndim != 1:
            raise ValueError(
                f"inputs of shape {inputs.shape} and targets of shape {targets.shape} do not fit "
                f"a perceptron with {self.weights.size} inputs"
            )
        if not inputs.size or not np.isin(targets, (0, 1)).all() or not np.isfinite(inputs).all():
            raise ValueError("needs at least one example; finite inputs; targets 0 or 1")
        return inputs, targets


def _epoch(
    examples: list[tuple[list[float], float]],
    weights: list[float],
    bias: float,
    threshold: float,
    learning_rate: float,
) -> tuple[list[float], float, int]:
    """One pass over the examples: weights and bias after it, and the number of mistakes.

    Plain Python floats: on one example of a few numbers, each NumPy call costs more than all
    of the arithmetic.
    """
    mistakes = 0
    for row, target in examples:
        score = bias
        for x, weight in zip(row, weights, strict=False):
            score += x * weight
        error = target - (score >= threshold)
        if error:
            mistakes += 1
            correction = learning_rate * error
            weights = [w + correction * x for w, x in zip(weights, row, strict=True)]
            bias += correction
    return weights, bias, mistakes


def _scores(inputs: np.ndarray, weights: np.ndarray, bias: np.ndarray | float) -> np.ndarray:
    """Bias and weighted sum. Added up in the order of training: a dot product may round otherwise.

    Shapes (..., inputs) of both with one another, and (...) of the bias.
    """
    score = bias
    for column in range(weights.shape[-1]):
        score = score + inputs[..., column] * weights[..., column]
    return score


def _accuracies(
    inputs: np.ndarray,
    targets: np.ndarray,
    weights: np.ndarray,
    biases: np.ndarray,
    threshold: float,
) -> np.ndarray:
    """Share of right answers for each row of weights."""
    shares = np.empty(len(biases))
    for start in range(0, len(biases), _BLOCK):
        block = slice(start, start + _BLOCK)
        scores = _scores(inputs[:, None], weights[block], biases[block])
        shares[block] = ((scores >= threshold) == targets[:, None]).mean(axis=0)
    return shares


def first_neuron(experiment: Experiment) -> Perceptron:
    """The neuron before its training: weights set by hand, or else drawn."""
    if experiment.weights:
        *weights, bias = experiment.weights
        return Perceptron(np.array(weights), bias, experiment.threshold)
    return Perceptron.drawn(len(experiment.features), experiment.seed, experiment.threshold)
