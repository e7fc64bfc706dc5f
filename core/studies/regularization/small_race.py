"""A small race in NumPy, plain gradient descent on all examples: a picture that needs no worker."""

from __future__ import annotations

import itertools

import numpy as np

from core.datasets.examples import Examples, load
from core.experiments.race import Race
from core.experiments.race_results import History, Lane
from core.experiments.variant import Variant

STARTS = 0.3
"""Standard deviation of the first weights."""

Kernels = tuple[np.ndarray, np.ndarray]


def small_race(race: Race) -> tuple[Lane, ...]:
    """Train one hidden ReLU layer and softmax for each variant.

    Of the variants count the width of the hidden layer, L2 on its kernel, the learning rate and
    early stopping; biases stay at 0. Both losses of an epoch are those after its step.

    Args:
        race: Data with classes that need no worker, variants with one hidden layer.

    Returns:
        A lane for each variant, without findings.
    """
    examples = load(race)
    return tuple(_lane(race, variant, examples) for variant in race.variants)


def _lane(race: Race, variant: Variant, examples: Examples) -> Lane:
    generator = np.random.default_rng(race.seed)
    widths = (examples.train_x.shape[1], variant.hidden[0], len(examples.classes))
    kernels = tuple(STARTS * generator.standard_normal(pair) for pair in itertools.pairwise(widths))
    rows: list[tuple[float, ...]] = []
    stopped = None
    for epoch in range(1, race.epochs + 1):
        kernels = _step(kernels, variant, examples.train_x, examples.train_y)
        rows.append(
            (
                *_figures(kernels, examples.train_x, examples.train_y),
                *_figures(kernels, examples.validation_x, examples.validation_y),
                variant.l2 * float((kernels[0] ** 2).sum()),
            )
        )
        best = int(np.argmin([row[2] + row[4] for row in rows])) + 1
        if variant.early_stopping and epoch - best >= variant.patience:
            stopped = epoch
            break
    loss, accuracy, validation_loss, validation_accuracy, penalty = np.array(rows).T
    rates = np.full(len(rows), variant.learning_rate)
    return Lane(
        variant=variant,
        history=History(
            loss, penalty, accuracy, validation_loss, penalty, validation_accuracy, rates
        ),
        best_epoch=best,
        stopped_epoch=stopped,
        why="early_stopping" if stopped else "",
        parameters=sum(kernel.size for kernel in kernels),
        norm=float(np.sqrt(sum((kernel**2).sum() for kernel in kernels))),
        constraint_hits=None,
        rate_steps=np.arange(len(rows)),
        rates=rates,
        **dict.fromkeys(("frames", "planes", "sums", "normalized", "findings")),
    )


def _probabilities(kernels: Kernels, inputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Outputs of the hidden layer, and the probability of each class."""
    hidden = np.maximum(inputs @ kernels[0], 0)
    logits = hidden @ kernels[1]
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return hidden, powers / powers.sum(axis=1, keepdims=True)


def _step(kernels: Kernels, variant: Variant, inputs: np.ndarray, labels: np.ndarray) -> Kernels:
    """The kernels after one step along the gradient of the mean cross-entropy and the penalty."""
    hidden, errors = _probabilities(kernels, inputs)
    errors[np.arange(len(labels)), labels] -= 1
    errors /= len(labels)
    behind = (errors @ kernels[1].T) * (hidden > 0)
    slopes = inputs.T @ behind + 2 * variant.l2 * kernels[0], hidden.T @ errors
    return tuple(
        kernel - variant.learning_rate * slope
        for kernel, slope in zip(kernels, slopes, strict=True)
    )


def _figures(kernels: Kernels, inputs: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Cross-entropy and accuracy."""
    _hidden, shares = _probabilities(kernels, inputs)
    own = shares[np.arange(len(labels)), labels]
    return -float(np.log(np.maximum(own, 1e-30)).mean()), float((shares.argmax(1) == labels).mean())


_NETWORK = {"hidden": (32,), "optimizer": "sgd", "learning_rate": 1.0}

SMALL = Race(
    data="breast_cancer",
    train_share=0.1,
    validation_share=0.2,
    epochs=100,
    variants=(
        Variant(**_NETWORK),
        Variant(**_NETWORK, l2=0.01),
        Variant(**_NETWORK, early_stopping=True, patience=15),
    ),
)
"""What the home screen shows: it overfits, and is braked."""
