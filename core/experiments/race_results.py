"""What a race leaves behind, while it runs and at its end: plain arrays, without TensorFlow."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from core.datasets.tables import Way
    from core.experiments.race import Race
    from core.experiments.variant import Variant
    from core.problems import Problem

PLANE_RESOLUTION = 101
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""What is told of a distribution into a layer."""

PROBES = 256
"""Training examples on which such distributions are taken, as one batch; all if there are fewer."""


class ExamplesSummary(NamedTuple):
    """Which data a race really used; stands beside every figure.

    Attributes:
        data: Key of the data.
        instead: Why they are not those asked for, else None.
        train, validation, test: Numbers of examples.
        features: Names of the columns.
        classes: Names of the classes; () for a number to predict.
        image: Height and width of a picture, None if an example is none.
        label: Name of what is to be predicted, where a table has one; else "".
        columns: Names of a table's columns; a column of categories makes several features.
        way: How the file of an own table was read; None for others.
    """

    data: str
    instead: Problem | None
    train: int
    validation: int
    test: int
    features: tuple[str, ...]
    classes: tuple[str, ...]
    image: tuple[int, int] | None
    label: str = ""
    columns: tuple[str, ...] = ()
    way: Way | None = None


class Download(NamedTuple):
    """Bytes of the data that have arrived, of how many (0: not yet known); shown while they do."""

    done: int
    of: int


@dataclasses.dataclass(frozen=True, eq=False)
class History:
    """What Keras' `fit` reports, one row for each epoch, shapes (epochs,); loss and penalty apart.

    Attributes:
        loss: Data loss on the training batches, mean over the course of the epoch.
        penalty: What L1, L2 (kernels, activity) add to it.
        accuracy: On the training batches; not finite where there are no classes.
        validation_loss: Data loss at the end of the epoch.
        validation_penalty: The penalty then; Keras' `val_loss` is the sum of both.
        validation_accuracy: At the end of the epoch.
        rates: Learning rate of the last step of the epoch.
    """

    loss: np.ndarray
    penalty: np.ndarray
    accuracy: np.ndarray
    validation_loss: np.ndarray
    validation_penalty: np.ndarray
    validation_accuracy: np.ndarray
    rates: np.ndarray

    def __len__(self) -> int:
        return len(self.loss)

    @property
    def gap(self) -> np.ndarray:
        """Validation loss less training loss, without the penalty, shape (epochs,)."""
        return self.validation_loss - self.loss


class Figures(NamedTuple):
    """Data loss and accuracy (not finite without classes) of one set of weights."""

    loss: float
    accuracy: float


@dataclasses.dataclass(frozen=True, eq=False)
class Weights:
    """One kernel before and after the training.

    Attributes:
        layer: "hidden_1", …, "output".
        norm_before, norm_after: Frobenius norms.
        edges: Of the bins of both histograms, shape (bins + 1,).
        before, after: Numbers of weights in each bin, shape (bins,).
    """

    layer: str
    norm_before: float
    norm_after: float
    edges: np.ndarray
    before: np.ndarray
    after: np.ndarray


@dataclasses.dataclass(frozen=True, eq=False)
class Findings:
    """What is looked at once a lane has ended, of the weights that it is left with.

    Attributes:
        last: On the test examples, with the weights of the last epoch.
        best: With those of the epoch with the lowest validation loss, which the real
            `keras.callbacks.ModelCheckpoint` kept (in memory).
        test: With the weights that the lane is left with: `best` if early stopping restored them.
        predicted: Class for each test example, shape (n,), int64; the number where there are no
            classes, float32.
        confidence: Probability of that class, shape (n,), float32; ones without classes.
        confusion: Rows are true classes, columns predicted ones, shape (classes, classes).
        probabilities: Of the examples of `RaceRun.shown`, shape (shown, classes) or (shown, 1).
        weights: Of each kernel.
        zero_share: Share of the hidden layers' outputs at exactly 0 over the test examples, one for
            each hidden layer.
        importance: For tables: by how much the validation accuracy falls (without classes: the
            share of explained variance) if a column is shuffled, mean and standard deviation over
            a few shuffles, one row for each of `ExamplesSummary.columns`, shape (columns, 2); None
            for other data, and for a race that was stopped.
        masks: What dropout multiplies the first hidden layer's outputs by, for one example in each
            of the first steps: 0, or 1/(1 - rate); shape (steps, units). None without dropout.
        summary: As Keras prints it.
        trained: The weights, in the order of `keras.Model.get_weights`.
    """

    last: Figures
    best: Figures
    test: Figures
    predicted: np.ndarray
    confidence: np.ndarray
    confusion: np.ndarray | None
    probabilities: np.ndarray
    weights: tuple[Weights, ...]
    zero_share: tuple[float, ...]
    importance: np.ndarray | None
    masks: np.ndarray | None
    summary: str
    trained: tuple[np.ndarray, ...]


@dataclasses.dataclass(frozen=True, eq=False)
class Lane:
    """One variant of a race.

    Attributes:
        variant: Which.
        history: Of the epochs so far.
        best_epoch: The epoch, from 1, with the lowest validation loss (penalty included, as Keras
            monitors it); 0 before the first.
        stopped_epoch: The epoch, from 1, after which early stopping ended it, else None.
        why: "" while it runs and if it ran to its end, else "early_stopping", "cancelled", "limit",
            or "diverged": the last row of the history is not finite, the findings are those of
            the weights before it.
        parameters: Number of all its variables' numbers, as Keras counts.
        norm: Frobenius norm of all kernels together, now.
        constraint_hits: Share of units × steps (for "non_neg": weights × steps) where the
            constraint changed something; None without one.
        rate_steps: Steps at which the learning rate is told, at most 2,000, shape (k,).
        rates: The learning rate of these steps, shape (k,).
        frames: For moons: epochs of `planes`, shape (frames,).
        planes: For moons: probability of class 1 over the plane in percent, shape (frames, 101,
            101), uint8, rows from the top, columns from the left. None for other data.
        sums: If any variant of the race normalizes: quantiles `QUANTILES` of what enters each
            hidden layer's function or normalization, over the first `PROBES` training examples,
            shape (epochs, layers, quantiles). Else None.
        normalized: The same after normalization; equal to `sums` for a variant without.
        findings: None in a partial result.
    """

    variant: Variant
    history: History
    best_epoch: int
    stopped_epoch: int | None
    why: str
    parameters: int
    norm: float
    constraint_hits: float | None
    rate_steps: np.ndarray
    rates: np.ndarray
    frames: np.ndarray | None
    planes: np.ndarray | None
    sums: np.ndarray | None
    normalized: np.ndarray | None
    findings: Findings | None


@dataclasses.dataclass(frozen=True, eq=False)
class Shown:
    """Test examples for pictures and for single probabilities, those that any lane gets wrong
    first.

    Attributes:
        indices: Rows of the test examples, shape (n,).
        inputs: As the data have them, before standardising, shape (n, features), float32.
        labels: Shape (n,).
    """

    indices: np.ndarray
    inputs: np.ndarray
    labels: np.ndarray


@dataclasses.dataclass(frozen=True, eq=False)
class RaceRun:
    """A race, under way or done.

    Attributes:
        race: What was run.
        examples: On which data.
        lanes: One for each variant, in their order.
        labels: True classes (or numbers) of the test examples, shape (test,).
        shown: None in a partial result.
        bounds: For moons: left, right, bottom and top of `Lane.planes`.
        points: For moons: training examples in raw units, shape (n, 3): x1, x2, class. None for
            other data.
        why: "" if it ran to its end, else "cancelled" or "limit".
        seconds: So far.
    """

    race: Race
    examples: ExamplesSummary
    lanes: tuple[Lane, ...]
    labels: np.ndarray
    shown: Shown | None
    bounds: tuple[float, float, float, float] | None
    points: np.ndarray | None
    why: str
    seconds: float


@dataclasses.dataclass(frozen=True, eq=False)
class RaceLuck:
    """A race from several seeds, data and split the same.

    Attributes:
        race: Its own seed does not count.
        examples: On which data.
        seeds: Shape (n,).
        loss: On the test examples, shape (n, variants).
        accuracy: Likewise.
        gap: Validation loss less training loss in the last epoch, shape (n, variants).
        epochs: Epochs run, shape (n, variants).
        norm: Frobenius norm of all kernels together, shape (n, variants).
        why: "" if all seeds were run, else "cancelled" or "limit".
        seconds: Time of all.
    """

    race: Race
    examples: ExamplesSummary
    seeds: np.ndarray
    loss: np.ndarray
    accuracy: np.ndarray
    gap: np.ndarray
    epochs: np.ndarray
    norm: np.ndarray
    why: str
    seconds: float
