"""Trainings for tests of pictures, made by hand: no TensorFlow needed."""

from __future__ import annotations

import dataclasses

import numpy as np

from core.datasets import plane
from core.experiments import Experiment
from core.experiments.results import MAP_RESOLUTION, PLANE_RESOLUTION, Figures, Run
from core.networks.forward import signals

XOR = Experiment(hidden=(3, 2), activations=("tanh", "relu"))
THREE = Experiment(
    data="three_gaussians",
    hidden=(2,),
    activations=("maxout",),
    output="softmax",
    loss="categorical_crossentropy",
    held_out=0.25,
    size=40,
)


def run_of(experiment: Experiment, frames: int = 5, **changes: object) -> Run:
    """A run whose weights grow from a random start."""
    generator = np.random.default_rng(3)
    start = generator.standard_normal(experiment.parameter_count)
    weights = np.outer(np.linspace(0.2, 2, frames), start).astype(np.float32)
    fine = signals(experiment, weights, plane(experiment, PLANE_RESOLUTION))
    coarse = signals(experiment, weights, plane(experiment, MAP_RESOLUTION))
    history = np.linspace(1, 0.1, experiment.epochs)
    run = Run(
        experiment=experiment,
        history=Figures(history, 0 * history, 1 - history),
        epochs=np.linspace(0, experiment.epochs, frames).astype(int),
        weights=weights,
        figures=Figures(*(np.zeros(frames) for _ in range(3))),
        planes=fine[-1].outputs.reshape(frames, PLANE_RESOLUTION, PLANE_RESOLUTION, -1),
        maps=tuple(
            layer.outputs.transpose(0, 2, 1).reshape(frames, -1, MAP_RESOLUTION, MAP_RESOLUTION)
            for layer in coarse[:-1]
        ),
        why="",
        stopped_at=None,
        seconds=0.0,
    )
    return dataclasses.replace(run, **changes)


def wrong(run: Run, frame: int) -> np.ndarray:
    """Which points, training first, a frame gets wrong: an answer of its own for two classes."""
    data = run.experiment.load()
    inputs = np.concatenate([data.train_inputs, data.held_inputs])
    labels = np.concatenate([data.train_labels, data.held_labels])
    outputs = signals(run.experiment, run.weights[frame : frame + 1], inputs)[-1].outputs[0]
    if outputs.shape[1] == 1:
        return (outputs[:, 0] >= run.experiment.threshold) != labels
    return outputs.argmax(axis=1) != labels
