"""Memory of a server in whose life 300 architectures are asked for, each compiled anew.

    python -m benchmarks.architectures [--count 300]

Linux only. One visitor, who speaks Streamlit's own protocol, opens one network after the other on
a fresh server, and waits for each picture. The memory of all its processes (the server, its
workers, their resource trackers) is added up again and again: the proportional set size, which
counts each page once, and the resident memory, which counts the pages of libraries for each process
that has them.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import threading
from collections.abc import Iterator

import numpy as np
import psutil

from benchmarks.protocol import Visitor, component_data, now
from core.experiments import HIDDEN_ACTIVATIONS, OPTIMIZERS, Experiment
from tests.browser.serving import serve

SCREEN = "decision_boundaries"
LOOK_EVERY = 0.2
"""Seconds between two looks at the memory."""

MOST = 2e9
"""Bytes that all processes together may take."""

PATIENCE = 120.0
"""Seconds after which a picture counts as failed."""


class Scale(threading.Thread):
    """Weighs all processes of a server until it is stopped.

    Args:
        port: That the server listens on.

    Attributes:
        sums: Resident bytes of all processes at each look.
        proportional: Their proportional set size, in every fifth look: it takes longer.
        workers: Ids of all processes that have trained.
    """

    def __init__(self, port: str) -> None:
        super().__init__(daemon=True)
        self._server = next(
            process
            for process in psutil.process_iter(["cmdline"])
            if f"--server.port={port}" in (process.info["cmdline"] or [])
        )
        self._over = threading.Event()
        self.sums: list[int] = []
        self.proportional: list[int] = []
        self.workers: set[int] = set()

    def run(self) -> None:
        """Look again and again."""
        while not self._over.wait(LOOK_EVERY):
            resident, proportional = 0, 0
            exact = len(self.sums) % 5 == 0
            for process in [self._server, *self._server.children(recursive=True)]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    resident += process.memory_info().rss
                    if exact:
                        proportional += process.memory_full_info().pss
                    if "LokyProcess" in " ".join(process.cmdline()):
                        self.workers.add(process.pid)
            self.sums.append(resident)
            if exact:
                self.proportional.append(proportional)

    def stop(self) -> None:
        """End the looks."""
        self._over.set()
        self.join()


def architectures() -> Iterator[Experiment]:
    """Experiments of which no two have the same architecture, of many shapes."""
    functions = [key for key in HIDDEN_ACTIVATIONS if key != "binary_step"]
    shapes = [(2,), (3,), (8,), (4, 4), (8, 8), (16, 8), (4, 4, 4), (8, 8, 8), (2, 2, 2, 2)]
    optimizers = itertools.cycle(OPTIMIZERS)
    for function in functions:
        for shape in shapes:
            for second in functions[: 2 if len(shape) > 1 else 1]:
                yield Experiment(
                    hidden=shape,
                    activations=(function, *[second] * (len(shape) - 1)),
                    optimizer=next(optimizers),
                )


async def visit(address: str, count: int) -> tuple[list[float], int, list[str]]:
    """Open one architecture after the other.

    Returns:
        Seconds to each picture, number of failures, and the page's complaints.
    """
    visitor = Visitor(address, SCREEN)
    shown = asyncio.Event()
    seen: set[str] = set()

    def hear(message) -> None:
        run = component_data(message).get("run", "")
        if run and run not in seen:
            seen.add(run)
            shown.set()

    visitor.heard = hear
    await visitor.arrive(_query(Experiment()))
    await asyncio.wait_for(shown.wait(), 2 * PATIENCE)
    waits, failures = [], 0
    for experiment in itertools.islice(architectures(), count):
        shown.clear()
        began = now()
        await visitor.follow(_query(experiment))
        try:
            await asyncio.wait_for(shown.wait(), PATIENCE)
        except TimeoutError:
            failures += 1
        waits.append(now() - began)
    await visitor.leave()
    return waits, failures, visitor.problems


def _query(experiment: Experiment) -> str:
    return "&".join(f"{key}={value}" for key, value in experiment.to_query().items())


def main() -> None:
    """Start a server, visit it, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=300)
    count = parser.parse_args().count
    if len({experiment.architecture for experiment in architectures()}) < count:
        raise ValueError("There are not so many architectures.")
    with serve() as address:
        scale = Scale(address.rsplit(":", 1)[1])
        scale.start()
        waits, failures, problems = asyncio.run(visit(address, count))
        scale.stop()
    most = max(scale.proportional)
    print(f"{count} architectures, {failures} failed, {len(problems)} complaints {problems[:3]}")
    print(
        f"memory of all processes: at most {most / 1e6:,.0f} MB "
        f"({'within' if most <= MOST else 'OVER'} {MOST / 1e6:,.0f} MB), "
        f"median {np.median(scale.proportional) / 1e6:,.0f} MB; "
        f"shared pages counted for each process at most {max(scale.sums) / 1e6:,.0f} MB"
    )
    print(f"{len(scale.workers)} worker processes, one after the other")
    points = np.percentile(waits, [50, 95, 99, 100])
    names = ("median", "95 %", "99 %", "longest")
    print(
        "wait for a picture: "
        + ", ".join(f"{n} {p:.2f} s" for n, p in zip(names, points, strict=True))
    )


if __name__ == "__main__":
    main()
