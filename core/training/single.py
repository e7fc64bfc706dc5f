"""One training, frame by frame."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.experiments.results import Run
from core.training.callbacks import Callbacks
from core.training.program_cache import ready_program
from core.training.rosenblatt import train_neuron
from core.training.trainer import Running
from core.workers.cancelled import Cancelled
from core.workers.pauses import telling, without_pause

if TYPE_CHECKING:
    import keras

    from core.experiments import NetworkExperiment

FRAMES = 60

OnFrame = Callable[[int, int, float], None]


def train(
    experiment: NetworkExperiment,
    on_frame: OnFrame | None = None,
    frames: int = FRAMES,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    *,
    shuffle: bool = True,
    compiled: bool = True,
) -> Run:
    """Train a network. The same experiment gives the same run, whatever runs beside it.

    Args:
        experiment: What to train.
        on_frame: Called after each frame with its number (from 1), the number of frames and the
            loss of its last epoch; may raise `Cancelled` to end the training.
        frames: How many moments of the training to keep, evenly spread, with its start and its end;
            1 keeps the end only. Fewer if there are fewer epochs.
        callbacks: Keras callbacks. They hear of the last epoch of each frame and of no batch; their
            model has the weights of that epoch, and they may stop the training, or give it other
            weights or another learning rate.
        shuffle: Whether mini-batches are drawn anew each epoch, see `shuffled`.
        compiled: Whether XLA compiles the loop: far faster, but over thousands of steps its
            rounding leads elsewhere than that of Keras' `fit`.

    Returns:
        What came of it.
    """
    return without_pause(
        frame_by_frame(experiment, on_frame, frames, callbacks, shuffle=shuffle, compiled=compiled)
    )


def frame_by_frame(
    experiment: NetworkExperiment,
    on_frame: OnFrame | None = None,
    frames: int = FRAMES,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    *,
    shuffle: bool = True,
    compiled: bool = True,
    on_picture: Callable[[int, int], None] | None = None,
) -> Generator[str | None, None, Run]:
    """As `train`, but with a pause after each frame, in which other runs may have their turn.

    While the frames are pictured there are pauses too. In them `on_picture` is called with the
    number of frames that are trained and that of all; if it raises `Cancelled`, the rest follows
    without a pause.
    """
    if experiment.rule == "rosenblatt":
        moments = frame_epochs(experiment.epochs, frames)
        return (yield from train_neuron(experiment, moments, on_frame))
    kept = yield from ready_program(experiment.architecture, compiled=compiled)
    running = Running(experiment, kept, Callbacks(experiment, callbacks), shuffle)
    moments = [epoch for epoch in frame_epochs(experiment.epochs, frames) if epoch]
    number = 0
    while number < len(moments) and not running.why:
        for frame in running.advance(moments[number:]):
            number += 1
            loss = running.keep(frame)
            try:
                if on_frame:
                    on_frame(number, len(moments), loss)
            except Cancelled as cancelled:
                running.stop(cancelled.why, frame.epoch)
                break
        yield
    picturing = running.result(with_start=frames > 1)
    if on_picture and not running.why:
        with contextlib.suppress(Cancelled):
            return (yield from telling(picturing, lambda _paused: on_picture(number, len(moments))))
    # Who was told to end has no time for pauses.
    return without_pause(picturing)


def frame_epochs(epochs: int, frames: int) -> list[int]:
    """After how many epochs each frame is taken.

    Args:
        epochs: Number of epochs of the training.
        frames: Number of frames.

    Returns:
        Ascending numbers: evenly spread from 0 to `epochs`, or only `epochs` if there is one frame.

    Raises:
        ValueError: If there are no frames.
    """
    if frames < 1:
        raise ValueError(f"a training has at least 1 frame, not {frames}")
    if frames == 1:
        return [epochs]
    return np.unique(np.linspace(0, epochs, frames).round().astype(int)).tolist()
