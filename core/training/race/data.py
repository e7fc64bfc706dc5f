"""The examples of a race as tensors: once for all variants, and again for each kind of target."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import tensorflow as tf

from core.experiments.variant import NUMBER_LOSSES, SMOOTHED, STANDARDISED
from core.problems import Problem
from core.training.race.program import Examples

if TYPE_CHECKING:
    from core.datasets import examples as data
    from core.experiments.variant import Variant


class _Array:
    """An array that TensorFlow copies once: of one that it knows to be NumPy's it makes two."""

    def __init__(self, array: np.ndarray) -> None:
        self._array = array

    def __array__(self, *_arguments: object, **_options: object) -> np.ndarray:
        return self._array


class Material:
    """What variants learn from.

    Args:
        examples: Split and scaled. Let go of them: they are held here, once for NumPy and
            TensorFlow together.

    Attributes:
        examples: Those, their inputs as read-only views of the tensors.
        inputs: Tensors (n, features) by "train", "validation" and "test".
    """

    def __init__(self, examples: data.Examples) -> None:
        self.inputs: dict[str, tf.Tensor] = {}
        for part in ("train", "validation", "test"):
            tensor = tf.convert_to_tensor(_Array(getattr(examples, f"{part}_x")))
            view = np.asarray(memoryview(tensor))
            examples = dataclasses.replace(examples, **{f"{part}_x": view})
            self.inputs[part] = tensor
        self.examples = examples
        self._targets: dict[tuple, tf.Tensor] = {}

    @property
    def classes(self) -> int:
        """Number of classes; 0 for a number to predict."""
        return len(self.examples.classes)

    @property
    def features(self) -> int:
        """Number of inputs."""
        return len(self.examples.features)

    def check(self, variant: Variant) -> None:
        """A number to predict needs a loss for numbers.

        Raises:
            Problem: If it has another; it names what to change.
        """
        if not self.classes and variant.loss not in NUMBER_LOSSES:
            raise Problem(
                "“{label}” is a number to predict: the loss “{loss}” compares classes. Choose one "
                "of: {options}.",
                label=self.examples.label,
                loss=variant.loss,
                options=", ".join(NUMBER_LOSSES),
            )

    def targets(self, variant: Variant, part: str) -> tf.Tensor:
        """What should come out, shape (n, outputs), float32.

        Args:
            variant: Its output and its label smoothing.
            part: "train", "validation" or "test".
        """
        outputs = variant.outputs(self.classes)
        standardised = not self.classes and variant.loss in STANDARDISED
        key = (part, outputs, variant.label_smoothing, variant.loss in SMOOTHED, standardised)
        if key not in self._targets:
            self._targets[key] = tf.constant(self._made(variant, part, outputs))
        return self._targets[key]

    def examples_for(self, variant: Variant) -> Examples:
        """What a program trains and validates with."""
        parts = ("train", "validation")
        both = ((self.inputs[part], self.targets(variant, part)) for part in parts)
        return Examples(*(tensor for pair in both for tensor in pair))

    def _made(self, variant: Variant, part: str, outputs: int) -> np.ndarray:
        labels = getattr(self.examples, f"{part}_y")
        if not self.classes:
            if variant.loss in STANDARDISED:
                labels = (labels - self.examples.label_centre) / self.examples.label_scale
            return labels[:, None].astype(np.float32)
        if outputs > 1:
            targets = np.eye(outputs, dtype=np.float32)[labels]
        else:
            targets = labels[:, None].astype(np.float32)
        smoothing = np.float32(variant.label_smoothing)
        if smoothing:
            targets = targets * (1 - smoothing) + smoothing / max(outputs, 2)
        return targets

    def numbers(self, variant: Variant, outputs: np.ndarray) -> np.ndarray:
        """Predictions of a number in its own unit, shape (n,), from outputs (n, 1)."""
        if variant.loss not in STANDARDISED:
            return outputs[:, 0]
        return outputs[:, 0] * self.examples.label_scale + self.examples.label_centre
