"""How long training takes, against Keras' own `fit` with the same settings.

Run `python -m benchmarks.training` (`--quick` for fewer repeats); it prints a Markdown table. Both
sides are measured in turn in one process; no experiment is run twice. PyTorch takes part only if it
is installed.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib.util
import itertools
import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np

from core import models
from core.experiments import Experiment
from core.training import train, train_many
from core.training.jobs import warm_up

B5 = Experiment()
MAPS = dataclasses.replace(B5, hidden=(8, 8), activations=("sigmoid", "sigmoid"))
SPIRAL = dataclasses.replace(
    MAPS,
    data="spiral",
    size=500,
    batch=10,
    epochs=300,
    activations=("tanh", "tanh"),
    output="sigmoid",
    loss="binary_crossentropy",
)
FIT_SHARE = 0.1
"""`fit` takes as long for each epoch: a tenth of the epochs is measured, and what that says of all.
What `fit` needs once, tracing its step, is counted once."""


def different(experiment: Experiment) -> Iterator[Experiment]:
    """The same experiment with ever another seed."""
    return (dataclasses.replace(experiment, seed=seed) for seed in itertools.count(1))


def first_runs(experiment: Experiment) -> Iterator[Experiment]:
    """Experiments of architectures that no program has been made for, of all but the same size."""
    functions = ("tanh", "softsign", "elu", "silu", "gelu", "softplus", "mish", "selu")
    for function in functions:
        yield dataclasses.replace(experiment, activations=(function,) * len(experiment.hidden))


def seconds(work: Callable[[], object]) -> float:
    """Time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def fit_seconds(experiment: Experiment) -> float:
    """Time of Keras' `fit`, model built and compiled, for all epochs of an experiment."""
    model, data = models.compiled(experiment), experiment.load()

    def fit(epochs: int) -> float:
        return seconds(
            lambda: model.fit(
                data.train_inputs,
                data.train_targets,
                batch_size=experiment.batch_examples,
                epochs=epochs,
                verbose=0,
            )
        )

    first = fit(1)
    share = max(round(FIT_SHARE * experiment.epochs), 1)
    return first + fit(share) * (experiment.epochs - 1) / share


def torch_seconds(experiment: Experiment) -> float:
    """Time of eager PyTorch for a full-batch experiment with sigmoid layers, MSE and Adam."""
    import torch

    layers, incoming = [], len(experiment.features)
    for units in experiment.hidden:
        layers += [torch.nn.Linear(incoming, units), torch.nn.Sigmoid()]
        incoming = units
    network = torch.nn.Sequential(*layers, torch.nn.Linear(incoming, experiment.outputs))
    optimizer = torch.optim.Adam(network.parameters(), experiment.learning_rate)
    data = experiment.load()
    inputs, targets = torch.tensor(data.train_inputs), torch.tensor(data.train_targets)

    def steps() -> None:
        for _epoch in range(experiment.epochs):
            optimizer.zero_grad()
            torch.nn.functional.mse_loss(network(inputs), targets).backward()
            optimizer.step()

    return seconds(steps)


def row(name: str, ours: list[float], theirs: list[float] | None, against: str) -> None:
    """Print one line of the table: the median time, and the median ratio where there is one."""
    factor = ""
    if theirs:
        factor = f"{statistics.median(np.divide(theirs, ours)):,.0f}×"
    print(
        f"| {name} | {1000 * statistics.median(ours):,.1f} ms | {against} | {factor} |", flush=True
    )


def in_turn(
    repeats: int,
    experiments: Iterator[Experiment],
    ours: Callable[[Experiment], object],
    theirs: Callable[[Experiment], float] | None = None,
) -> tuple[list[float], list[float]]:
    """Times of both sides, each pair one after the other, each with an experiment of its own."""
    times: tuple[list[float], list[float]] = [], []
    for _repeat in range(repeats):
        experiment = next(experiments)
        times[0].append(seconds(lambda experiment=experiment: ours(experiment)))
        if theirs:
            times[1].append(theirs(experiment))
    return times


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer repeats")
    repeats = 1 if parser.parse_args().quick else 5

    def end_only(experiment: Experiment) -> object:
        return train(experiment, frames=1)

    def many(experiment: Experiment) -> object:
        return train_many(experiment, range(experiment.seed * 200, experiment.seed * 200 + 200))

    warm_up()
    print("| what | time | against | ratio |\n|---|---|---|---|")
    xor = different(B5)
    end_only(next(xor))
    row("B5 on XOR, 1 frame", *in_turn(repeats, xor, end_only, fit_seconds), "`fit`")
    new = first_runs(B5)
    row("the same, new architecture", *in_turn(repeats, new, end_only, fit_seconds), "`fit`")
    if importlib.util.find_spec("torch"):
        row("B5 on XOR, 1 frame", *in_turn(repeats, xor, end_only, torch_seconds), "eager PyTorch")
    pictured = different(MAPS)
    train(next(pictured))
    row("2-8-8-1 on XOR, 60 frames, maps", *in_turn(4 * repeats, pictured, train), "")
    spirals = different(SPIRAL)
    row("500-point spiral, batch 10, cold", *in_turn(1, spirals, train, fit_seconds), "`fit`")
    row("the same, warm", *in_turn(repeats, spirals, train, fit_seconds), "`fit`")
    seeds = different(B5)
    many(next(seeds))
    row("200 seeds of B5", *in_turn(2 * repeats, seeds, many), "")


if __name__ == "__main__":
    main()
