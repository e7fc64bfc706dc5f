"""What a race costs: against Keras' own `fit`, against eager PyTorch, and in memory.

Run `python -m benchmarks.racing` (`--quick` for fewer repeats); it prints a Markdown table. Each
cold figure is that of a fresh process in which TensorFlow has started, as it has in a worker.
PyTorch takes part only if it is installed, on as many threads as there are cores.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import importlib.util
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil

from core import workers
from core.experiments import jobs
from core.experiments.race import Race
from core.experiments.variant import Variant

DIGITS = Race(
    train_share=0.75,
    validation_share=0.125,
    test_share=0.125,
    variants=(
        Variant(),
        Variant(l2=0.01),
        Variant(dropout=(0.5,)),
        Variant(activity_l1=0.001, constraint="max_norm"),
        Variant(normalization="batch", schedule="cosine", decay_steps=4300),
        Variant(early_stopping=True, patience=100, optimizer="adamw", weight_decay=0.01),
    ),
)
"""1,347 examples of 64 features, 43 steps an epoch; none ends early: all do the same work."""

IMAGES, PIXELS = 60_000, 784
EPOCH = Variant(l2=0.01, constraint="max_norm", dropout=(0.5,))
BATCH = 30
FIT_SHARE = 0.1
"""`fit` takes as long for each epoch after the first: a tenth of them is measured."""


def seconds(work: Callable[[], object]) -> float:
    """Time of one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def race_cold() -> float:
    """Time of the race of digits, in a process that has trained no variant yet."""
    from core.training.jobs import warm_up
    from core.training.race.jobs import race_job
    from core.workers.pauses import without_pause

    warm_up()
    return seconds(lambda: without_pause(race_job(lambda done, of: None, DIGITS)))


def fit_cold() -> float:
    """Time of `fit` for the same variants and epochs, likewise."""
    from core.datasets.examples import load
    from core.training.jobs import warm_up
    from core.training.race.data import Material
    from core.training.race.keras_fit import compiled

    warm_up()
    material = Material(load(DIGITS))

    def one(variant: Variant) -> float:
        model, callbacks = compiled(variant, material.features, material.classes)
        train, held = (
            (material.inputs[part].numpy(), material.targets(variant, part).numpy())
            for part in ("train", "validation")
        )

        def fit(epochs: int) -> float:
            settings = {"validation_data": held, "batch_size": DIGITS.batch, "verbose": 0}
            return seconds(
                lambda: model.fit(*train, epochs=epochs, callbacks=callbacks, **settings)
            )

        first, share = fit(1), round(FIT_SHARE * DIGITS.epochs)
        return first + fit(share) * (DIGITS.epochs - 1) / share

    return sum(one(variant) for variant in DIGITS.variants)


def images() -> tuple[np.ndarray, np.ndarray]:
    """Noise of the size of Fashion-MNIST."""
    generator = np.random.default_rng(0)
    inputs = generator.random((IMAGES, PIXELS), dtype=np.float32)
    return inputs, generator.integers(0, 10, IMAGES)


def epochs_warm(repeats: int) -> dict[str, list[float]]:
    """Times of an epoch of the images, each side in turn, after a first one of each."""
    sides = {"race": _epoch_of_race(), "fit": _epoch_of_fit()}
    if importlib.util.find_spec("torch"):
        sides["eager PyTorch"] = _epoch_of_torch()
    times: dict[str, list[float]] = {name: [] for name in sides}
    for side in sides.values():
        side()
    for _ in range(repeats):
        for name, side in sides.items():
            times[name].append(seconds(side))
    return times


def _epoch_of_race() -> Callable[[], object]:
    from core.datasets.examples import images as as_examples
    from core.training.race.data import Material
    from core.training.race.trainer import Running
    from core.workers.pauses import without_pause

    inputs, labels = images()
    few = (inputs[:1], labels[:1])
    examples = as_examples(
        ((inputs, labels), few, few), brightest=1, side=28, classes=tuple("0123456789")
    )
    race = Race(batch=BATCH, epochs=500, variants=(EPOCH,))
    running = Running(race, EPOCH, Material(examples))
    return lambda: without_pause(running.epoch())


def _epoch_of_fit() -> Callable[[], object]:
    from core.training.race.keras_fit import compiled

    inputs, labels = images()
    targets = np.eye(10, dtype=np.float32)[labels]
    model, _callbacks = compiled(EPOCH, PIXELS, 10)
    return lambda: model.fit(inputs, targets, batch_size=BATCH, verbose=0)


def _epoch_of_torch() -> Callable[[], object]:
    import torch

    torch.set_num_threads(os.cpu_count())
    inputs, labels = (torch.from_numpy(array) for array in images())
    hidden, output = torch.nn.Linear(PIXELS, 64), torch.nn.Linear(64, 10)
    network = torch.nn.Sequential(hidden, torch.nn.ReLU(), torch.nn.Dropout(0.5), output)
    optimizer = torch.optim.Adam(network.parameters(), EPOCH.learning_rate)

    def epoch() -> None:
        order = torch.randperm(IMAGES)
        for first in range(0, IMAGES, BATCH):
            chosen = order[first : first + BATCH]
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(network(inputs[chosen]), labels[chosen])
            loss = loss + EPOCH.l2 * hidden.weight.square().sum()
            loss.backward()
            optimizer.step()
            with torch.no_grad():
                norms = hidden.weight.norm(dim=1, keepdim=True)
                hidden.weight *= norms.clamp(max=EPOCH.max_norm) / (norms + 1e-7)

    return epoch


def in_worker() -> tuple[float, float]:
    """Seconds to the first partial result of a race of digits, the worker warm; and the most memory
    of a worker in MB in a race of images in the format and of the size of Fashion-MNIST."""
    with tempfile.TemporaryDirectory() as home:
        _write_images(Path(home, "datasets", "fashion-mnist"))
        os.environ["KERAS_HOME"] = home
        workers.warm()
        while not workers.ready():
            time.sleep(0.1)
        began = time.perf_counter()
        handle = workers.submit_job(jobs.RACE, DIGITS, visitor="first", slot="race")
        while handle.partial() is None:
            time.sleep(0.01)
        first = time.perf_counter() - began
        handle.cancel()
        handle.wait()
        variants = (EPOCH, dataclasses.replace(EPOCH, dropout=()), Variant())
        race = Race(
            data="fashion_mnist",
            train_share=0.85,
            validation_share=0.14,
            test_share=0.01,
            batch=BATCH,
            epochs=3,
            variants=variants,
        )
        handle = workers.submit_job(jobs.RACE, race, visitor="second", slot="race")
        most = 0.0
        while not handle.wait(0.05):
            most = max(most, *(one.memory_info().rss / 1e6 for one in _workers()))
        assert handle.result().examples.data == "fashion_mnist"
        workers.shutdown()
    return first, most


def _workers() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def _write_images(folder: Path) -> None:
    folder.mkdir(parents=True)
    generator = np.random.default_rng(0)
    for name, count in (("train", IMAGES), ("t10k", 10_000)):
        pixels = generator.integers(0, 256, (count, 28, 28)).astype(np.uint8)
        heads = {
            "images-idx3": (2051, pixels, (28, 28)),
            "labels-idx1": (2049, generator.integers(0, 10, count).astype(np.uint8), ()),
        }
        for kind, (magic, array, sides) in heads.items():
            head = np.array([magic, count, *sides], ">i4").tobytes()
            with gzip.open(folder / f"{name}-{kind}-ubyte.gz", "wb", compresslevel=1) as file:
                file.write(head + array.tobytes())


def apart(work: Callable[[], float]) -> float:
    """What a function returns in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer repeats")
    repeats = 1 if parser.parse_args().quick else 3
    print("| what | time | against | ratio |\n|---|---|---|---|")
    ours, theirs = [], []
    for _ in range(repeats):
        ours.append(apart(race_cold))
        theirs.append(apart(fit_cold))
    ratio = statistics.median(np.divide(theirs, ours))
    name = "race of 6 variants, 100 epochs of digits, cold"
    print(f"| {name} | {statistics.median(ours):.2f} s | `fit` | {ratio:.1f}× |", flush=True)
    times = epochs_warm(2 * repeats + 1)
    for against in list(times)[1:]:
        ratio = statistics.median(np.divide(times[against], times["race"]))
        print(
            f"| epoch of 60,000 images, warm | {statistics.median(times['race']):.2f} s "
            f"| {against} | {ratio:.1f}× |",
            flush=True,
        )
    first, most = in_worker()
    print(f"| first lines of the race in the server, worker warm | {first:.2f} s | | |")
    print(f"| memory of the worker, race of 60,000 images | {most:,.0f} MB | | |")


if __name__ == "__main__":
    main()
