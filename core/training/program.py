"""The compiled loop: whole epochs of training as one program, kept per architecture.

The program is a pure function. Weights, the optimizer's state, data, targets, rates and the number
of epochs are its inputs, so that a kept program serves every run of its architecture, many at once,
and nothing needs to be reset between them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from core.networks.layers import Architecture
from core.training.loop import FIGURES, Data, Loop, State
from core.training.optimizers import OPTIMIZERS, Rates

EPOCHS_AT_ONCE = 1024
"""Most epochs of one call of a program; with mini-batches fewer, see `_capacity`."""

FRAMES_AT_ONCE = 32
"""Frames of one call, at most."""

SHUFFLED_EPOCHS_AT_ONCE = 64
SHUFFLED_EXAMPLES_AT_ONCE = 2_000_000


class Program(NamedTuple):
    """A compiled training.

    Attributes:
        capacity: Most epochs of one call.
        frames: Most frames of one call.
        shuffles: Whether it needs an order of the examples for each epoch.
        run: See `_traced`.
    """

    capacity: int
    frames: int
    shuffles: bool
    run: Callable[..., tuple[State, tf.Tensor, tf.Tensor, tf.Tensor]]


def start(optimizer: str, weights: np.ndarray) -> State:
    """The state before the first step.

    Args:
        optimizer: Key of the optimizer.
        weights: Shape (parameters,) or (runs, parameters), float32.

    Returns:
        A state that no run shares.
    """
    slots = OPTIMIZERS[optimizer].start(weights)
    return State(
        tf.constant(weights), tuple(tf.constant(slot) for slot in slots), tf.constant(0, tf.int32)
    )


def built(architecture: Architecture, runs: int, compiled: bool, masked: bool) -> Program:
    """Trace and compile a program; `core.training.program_cache` keeps it. Arguments as there."""
    loop = Loop(architecture, runs, by_variable=not compiled, masked=masked)
    capacity = _capacity(architecture, runs)
    frames = 1 if runs else FRAMES_AT_ONCE
    with warnings.catch_warnings():
        # Keras warns of categorical cross-entropy on one unit; here that is an experiment.
        warnings.simplefilter("ignore")
        run = _traced(loop, capacity, frames, compiled)
    # XLA compiles at the first call: here it trains no epoch.
    run(*tf.nest.map_structure(_zeros, _signature(loop, capacity, frames)))
    return Program(capacity, frames, loop.shuffles, run)


def _zeros(spec: tf.TensorSpec) -> tf.Tensor:
    return tf.zeros(spec.shape, spec.dtype)


def _traced(loop: Loop, capacity: int, frames: int, compiled: bool) -> Callable:
    """Several frames of a training as one function.

    It takes state, data, rates (all of `Rates` as one vector), orders of the examples (one row for
    each epoch) and the ends of the frames: numbers of epochs, shape (frames,), ascending, the last
    repeated. It returns the new state, the weights at the end of each frame, the history (one row
    for each epoch) and the number of rows filled: fewer than the last end if a loss was not finite,
    in the last of these rows.
    """
    axis = (loop.runs,) if loop.runs else ()
    parameters = sum(loop.sizes)

    def run(state: State, data: Data, rates: tf.Tensor, orders: tf.Tensor, ends: tf.Tensor):
        rates = Rates(*tf.unstack(rates))

        def epoch(done, state, history, finite):
            state, figures = loop.epoch(state, data, rates, orders[done])
            if not loop.runs:
                finite = tf.math.is_finite(figures[0])
            return done + 1, state, history.write(done, figures), finite

        def frame(number, kept, *under_way):
            under_way = tf.while_loop(
                lambda done, _state, _history, finite: (done < ends[number]) & finite,
                epoch,
                under_way,
            )
            return number + 1, kept.write(number, under_way[1].weights), *under_way

        history = tf.TensorArray(tf.float32, capacity, element_shape=(*axis, len(FIGURES)))
        kept = tf.TensorArray(tf.float32, frames, element_shape=(*axis, parameters))
        _, kept, done, state, history, _ = tf.while_loop(
            lambda number, *_: number < frames,
            frame,
            (tf.constant(0), kept, tf.constant(0), state, history, tf.constant(True)),
        )
        return state, kept.stack(), history.stack(), done

    function = tf.function(run, jit_compile=compiled, autograph=False)
    return function.get_concrete_function(*_signature(loop, capacity, frames))


def _capacity(architecture: Architecture, runs: int) -> int:
    if architecture.batch == architecture.examples:
        return EPOCHS_AT_ONCE
    fitting = SHUFFLED_EXAMPLES_AT_ONCE // (architecture.examples * max(runs, 1))
    return min(SHUFFLED_EPOCHS_AT_ONCE, max(fitting, 1))


def _signature(loop: Loop, capacity: int, frames: int) -> tuple:
    architecture = loop.architecture
    axis = (loop.runs,) if loop.runs else ()
    weights = tf.TensorSpec((*axis, sum(loop.sizes)), tf.float32)
    slots = OPTIMIZERS[architecture.optimizer].start(np.zeros(weights.shape, np.float32))
    columns = (architecture.inputs, architecture.layers[-1].units)
    rows = (architecture.examples, architecture.held_examples)
    return (
        State(
            weights,
            tuple(tf.TensorSpec(np.shape(slot), tf.float32) for slot in slots),
            tf.TensorSpec((), tf.int32),
        ),
        Data(
            *(tf.TensorSpec((n, width), tf.float32) for n in rows for width in columns),
            tf.TensorSpec(weights.shape if loop.masked else (0,), tf.float32),
        ),
        tf.TensorSpec((len(Rates._fields),), tf.float32),
        tf.TensorSpec((capacity, *axis, rows[0] if loop.shuffles else 0), tf.int32),
        tf.TensorSpec((frames,), tf.int32),
    )
