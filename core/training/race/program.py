"""The compiled steps of a race: some batches of one epoch as one call.

A pure function, as in `core.training.program`: whatever belongs to a run is an input. A plain
graph, not XLA: what random layers draw and batches of any size cost XLA more than it saves, and it
compiles a second where the graph takes a tenth.
"""

from __future__ import annotations

import contextlib
import functools
import warnings
from collections.abc import Callable, Sequence
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from core.training.loop import accuracy
from core.training.optimizers import OPTIMIZERS
from core.training.race.architecture import Strengths, Structure
from core.training.race.network import Draws, Network

TOTALS = ("loss", "penalty", "accuracy", "hits")
"""What a training call adds up over examples; `hits` over steps: the share of units (for "non_neg":
of weights) that the constraint changed."""


class Numbers(NamedTuple):
    """Whole numbers of a training call.

    Attributes:
        batch: Examples of a full step.
        first, last: The batches to take, from 0, the last one excluded.
        seed: First seed of the run, see `core.networks.seeds.kernel_seed`.
        judged: Examples to validate with afterwards; with 0 their figures mean nothing.
    """

    batch: tf.Tensor
    first: tf.Tensor
    last: tf.Tensor
    seed: tf.Tensor
    judged: tf.Tensor


class Examples(NamedTuple):
    """Inputs (n, features) and targets (n, outputs), to train and to validate with."""

    inputs: tf.Tensor
    targets: tf.Tensor
    held_inputs: tf.Tensor
    held_targets: tf.Tensor


BARELY = 1e-6
"""Share by which a norm has to be off for a constraint to count as binding."""


class State(NamedTuple):
    """Where a training stands.

    Attributes:
        groups: All variables as one vector, or each by itself; see `Structure.joined`.
        slots: State of the optimizer, for each group.
        moving: Moving averages of batch normalization.
        step: Steps behind it, int32.
    """

    groups: tuple[tf.Tensor, ...]
    slots: tuple[tuple[tf.Tensor, ...], ...]
    moving: tuple[tf.Tensor, ...]
    step: tf.Tensor


class Judged(NamedTuple):
    """What a network says of some examples.

    Attributes:
        loss: Mean data loss.
        penalty: Of the kernels, and mean of the activity's.
        accuracy: Share told right.
        outputs: Shape (examples, outputs).
        zeros: Share of each hidden layer's outputs at exactly 0, shape (layers,).
    """

    loss: tf.Tensor
    penalty: tf.Tensor
    accuracy: tf.Tensor
    outputs: tf.Tensor
    zeros: tf.Tensor


class Program(NamedTuple):
    """The functions of one structure.

    Attributes:
        run: State, `Examples`, order of the training examples, rate of each step of the epoch,
            strengths (one vector), `Numbers` (one vector) → state, sums of `TOTALS`, and `Judged`
            of the examples to validate with. Without a step it only judges.
        observe: State, inputs, strengths → what enters and what leaves each normalization, by the
            examples' own mean and variance: lists of (examples, units).
    """

    run: Callable[..., tuple[State, tf.Tensor, Judged]]
    observe: Callable[..., tuple[list[tf.Tensor], list[tf.Tensor]]]


def start(structure: Structure, weights: Sequence[np.ndarray]) -> State:
    """The state before the first step.

    Args:
        structure: Which network and optimizer.
        weights: As `Structure.shapes`.
    """
    arrays = [np.asarray(array, np.float32) for array in weights]
    if structure.joined:
        arrays = [np.concatenate([array.ravel() for array in arrays])]
    begin = OPTIMIZERS[structure.optimizer].start
    moving = []
    if structure.normalization == "batch":
        for units in structure.hidden:
            moving += [np.zeros(units, np.float32), np.ones(units, np.float32)]
    return tf.nest.map_structure(
        tf.constant,
        State(tuple(arrays), tuple(begin(array) for array in arrays), tuple(moving), np.int32(0)),
    )


def variables(structure: Structure, groups: Sequence[tf.Tensor]) -> list[tf.Tensor]:
    """The variables of a state, as `Structure.shapes`; tensors or arrays as they come."""
    if not structure.joined:
        return list(groups)
    sizes = [int(np.prod(shape)) for shape in structure.shapes]
    pieces = tf.split(groups[0], sizes)
    return [tf.reshape(piece, shape) for piece, shape in zip(pieces, structure.shapes, strict=True)]


def as_keras(structure: Structure, state: State) -> tuple[np.ndarray, ...]:
    """The weights of a state in the order of `keras.Model.get_weights`: the moving averages of a
    batch normalization stand behind its scale and centre."""
    trained = [tensor.numpy() for tensor in variables(structure, state.groups)]
    moving = [tensor.numpy() for tensor in state.moving]
    ordered: list[np.ndarray] = []
    for place in range(len(moving) // 2):
        ordered += trained[4 * place : 4 * place + 4] + moving[2 * place : 2 * place + 2]
    return *ordered, *trained[2 * len(moving) :]


def built(structure: Structure) -> Program:
    """Trace the functions of a structure; `core.training.race.trainer.program_of` keeps them."""
    steps = _Steps(structure)
    state = tf.nest.map_structure(
        lambda tensor: tf.TensorSpec(tensor.shape, tensor.dtype),
        start(structure, [np.zeros(shape, np.float32) for shape in structure.shapes]),
    )
    inputs = tf.TensorSpec((None, structure.features), tf.float32)
    targets = tf.TensorSpec((None, structure.outputs), tf.float32)
    strengths = tf.TensorSpec((len(Strengths._fields),), tf.float32)
    numbers = tf.TensorSpec((len(Numbers._fields),), tf.int32)
    order, rates = tf.TensorSpec((None,), tf.int32), tf.TensorSpec((None,), tf.float32)
    examples = Examples(inputs, targets, inputs, targets)

    @functools.cache
    def observe() -> Callable:
        return _traced(structure, steps.observe, state, inputs, strengths)

    run = _traced(structure, steps.run, state, examples, order, rates, strengths, numbers)
    # Few ask for the other: it is traced at its first call.
    return Program(run, lambda *arguments: observe()(*arguments))


def _traced(structure: Structure, function: Callable, *signature: object) -> Callable:
    with warnings.catch_warnings(), _threads(structure):
        # Keras warns of categorical cross-entropy on one unit; here that is an experiment.
        warnings.simplefilter("ignore")
        concrete = tf.function(function, autograph=False).get_concrete_function(*signature)

    def run(*arguments: object) -> object:
        with _threads(structure):
            return concrete(*arguments)

    return run


def _threads(structure: Structure) -> contextlib.AbstractContextManager:
    """Within it, operations of a small network are traced and run one after the other: for short
    ones that takes less than half the time that TensorFlow needs to hand them to its threads."""
    if not structure.joined:
        return contextlib.nullcontext()
    try:
        # Not public: a TensorFlow that has it elsewhere is slower, nothing else.
        from tensorflow.python.eager.context import function_executor_type
    except ImportError:
        return contextlib.nullcontext()
    return function_executor_type("SINGLE_THREADED_EXECUTOR")


class _Steps:
    """Steps and figures of one structure, as TensorFlow's graph records them."""

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self.network = Network(structure)
        self.loss = keras.losses.get(structure.loss)
        self.update = OPTIMIZERS[structure.optimizer].update

    def run(
        self, state: State, examples: Examples, order, rates, strengths, numbers
    ) -> tuple[State, tf.Tensor, Judged]:
        strengths, numbers = Strengths(*tf.unstack(strengths)), Numbers(*tf.unstack(numbers))

        def body(number, state, totals):
            chosen = order[number * numbers.batch : (number + 1) * numbers.batch]
            inputs = tf.gather(examples.inputs, chosen)
            targets = tf.gather(examples.targets, chosen)
            now = strengths._replace(learning_rate=rates[number])
            state, sums = self._step(state, inputs, targets, now, numbers.seed)
            return number + 1, state, totals + sums

        _, state, totals = tf.while_loop(
            lambda number, *_: number < numbers.last,
            body,
            (numbers.first, state, tf.zeros(len(TOTALS))),
        )
        held = (examples.held_inputs, examples.held_targets)
        judged = self._judge(state, *(part[: numbers.judged] for part in held), strengths)
        return state, totals, judged

    def _step(self, state: State, inputs, targets, strengths: Strengths, seed):
        with tf.GradientTape() as tape:
            tape.watch(state.groups)
            weights = variables(self.structure, state.groups)
            signals = self.network(
                weights, state.moving, inputs, strengths, Draws(seed, state.step), by_batch=True
            )
            loss = tf.reduce_mean(self.loss(targets, signals.outputs))
            penalty = self._penalty(weights, strengths) + signals.activity
            total = loss + penalty
        gradients = tape.gradient(
            total, state.groups, unconnected_gradients=tf.UnconnectedGradients.ZERO
        )
        step = state.step + 1
        groups, slots = self._updated(state, gradients, tf.cast(step, tf.float32), strengths)
        groups, hits = self._constrained(groups, strengths)
        right = accuracy(signals.outputs, targets, tf.constant(0.5))
        count = tf.cast(tf.shape(inputs)[0], tf.float32)
        sums = tf.concat([tf.stack([loss, penalty, right]) * count, [hits]], axis=0)
        return State(groups, slots, tuple(signals.moving), step), sums

    def _updated(self, state: State, gradients, step, strengths: Strengths):
        groups, slots = [], []
        for weights, gradient, own in zip(state.groups, gradients, state.slots, strict=True):
            if self.structure.decays:
                decay = weights * strengths.weight_decay * strengths.learning_rate
                weights = weights - decay
            weights, own = self.update(weights, gradient, own, step, strengths)
            groups.append(weights)
            slots.append(tuple(own))
        return tuple(groups), tuple(slots)

    def _constrained(self, groups, strengths: Strengths):
        """The weights as the constraint leaves them, and the share that it changed."""
        if self.structure.constraint == "none":
            return groups, tf.zeros(())
        parts, changed, of = variables(self.structure, groups), tf.zeros(()), 0
        for place in self.structure.braked:
            kernel = parts[place]
            parts[place], binding = self._within(kernel, strengths)
            changed += tf.reduce_sum(tf.cast(binding, tf.float32))
            of += int(np.prod(binding.shape))
        if self.structure.joined:
            parts = [tf.concat([tf.reshape(part, [-1]) for part in parts], axis=0)]
        return tuple(parts), changed / of

    def _within(self, kernel: tf.Tensor, strengths: Strengths) -> tuple[tf.Tensor, tf.Tensor]:
        """A kernel as Keras' constraint leaves it, and where that changed something."""
        if self.structure.constraint == "non_neg":
            return keras.constraints.NonNeg()(kernel), kernel < 0
        norms = tf.sqrt(tf.reduce_sum(tf.square(kernel), axis=0))
        if self.structure.constraint == "unit_norm":
            return keras.constraints.UnitNorm()(kernel), tf.abs(norms - 1) > BARELY
        limited = keras.constraints.MaxNorm(strengths.max_norm)(kernel)
        return limited, norms > strengths.max_norm * (1 + BARELY)

    def _penalty(self, weights: Sequence[tf.Tensor], strengths: Strengths) -> tf.Tensor:
        absolute, square, *_ = self.structure.penalties
        penalty = tf.zeros(())
        for place in self.structure.braked:
            if absolute:
                penalty += strengths.l1 * tf.reduce_sum(tf.abs(weights[place]))
            if square:
                penalty += strengths.l2 * tf.reduce_sum(tf.square(weights[place]))
        return penalty

    def _judge(self, state: State, inputs, targets, strengths: Strengths) -> Judged:
        weights = variables(self.structure, state.groups)
        signals = self.network(weights, state.moving, inputs, strengths)
        zeros = [tf.reduce_mean(tf.cast(layer == 0, tf.float32)) for layer in signals.hidden]
        return Judged(
            tf.reduce_mean(self.loss(targets, signals.outputs)),
            self._penalty(weights, strengths) + signals.activity,
            accuracy(signals.outputs, targets, tf.constant(0.5)),
            signals.outputs,
            tf.stack(zeros) if zeros else tf.zeros(0),
        )

    def observe(self, state: State, inputs, strengths):
        weights = variables(self.structure, state.groups)
        strengths = Strengths(*tf.unstack(strengths))
        signals = self.network(weights, state.moving, inputs, strengths, by_batch=True)
        return signals.sums, signals.normalized
