"""Fifty dear links opened and closed at once: memory, an ordinary visitor meanwhile, quiet after.

    python -m benchmarks.abandoned [--links 50] [--open 0.25]

Linux only. Each link is a race at its bound: digits, six variants of 3 × 512 with batch
normalization, Nadam, 265 epochs. It is opened by a visitor that speaks Streamlit's own protocol
with a fresh server, and closed a quarter of a second later. One more visitor changes the seed of a
boundary every second, never to one that was there. Memory is that of all processes of the server
together, each page of memory counted once (proportional set size), ten times a second; the
processor is quiet once it has been used for less than a tenth of a core during two seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from urllib.parse import urlencode

import numpy as np
import psutil

from benchmarks.protocol import Visitor, now
from benchmarks.visitors import EVERY, Player, processor_seconds
from core.experiments.race import Race
from core.experiments.variant import Variant
from tests.browser.serving import serve

SCREEN = "regularization"
BOUNDS = {"memory": 1.6e9, "wait": 1.0, "quiet": 15.0}
"""Bytes of all processes, seconds of an ordinary visitor in the median, seconds until quiet."""

AFTER = 10.0
"""Seconds for which the ordinary visitor stays when the links are closed."""

_LOOK_EVERY = 0.1
_QUIET, _QUIET_FOR, _PATIENCE = 0.1, 2.0, 120.0


def race(seed: int) -> Race:
    """A race at its bound."""
    variant = Variant(
        hidden=(512,) * 3,
        activations=("relu",) * 3,
        normalization="batch",
        optimizer="nadam",
        learning_rate=0.001,
    )
    return Race(epochs=265, seed=seed, variants=(variant,) * 6)


class Memory:
    """The largest memory of all processes of a server, looked at until it is cancelled."""

    def __init__(self, port: str) -> None:
        self._server = next(
            process
            for process in psutil.process_iter(["cmdline"])
            if f"--server.port={port}" in (process.info["cmdline"] or [])
        )
        self.most = self.now = 0

    async def watch(self) -> None:
        """Look again and again."""
        while True:
            self.now = sum(map(_memory_of, [self._server, *self._server.children(recursive=True)]))
            self.most = max(self.most, self.now)
            await asyncio.sleep(_LOOK_EVERY)


def _memory_of(process: psutil.Process) -> int:
    try:
        return process.memory_full_info().pss
    except psutil.Error:
        return 0


async def open_and_close(address: str, seed: int, seconds: float) -> None:
    """Open a link and close it."""
    visitor = Visitor(address, SCREEN)
    await visitor.arrive(urlencode(race(seed).to_query()))
    await asyncio.sleep(seconds)
    await visitor.leave()


async def measure(address: str, links: int, seconds: float) -> bool:
    """Open them all, and print what came of it; whether all bounds were kept."""
    port = address.rsplit(":", 1)[1]
    ordinary = Player(address, 0)
    await ordinary.arrive()
    memory = Memory(port)
    watching = asyncio.create_task(memory.watch())
    playing = asyncio.create_task(_play(ordinary))
    for seed in range(links):
        await open_and_close(address, seed, seconds)
    # What was begun for those who left is still there.
    await asyncio.sleep(AFTER)
    playing.cancel()
    await ordinary.visitor.leave()
    quiet = await _quiet_after(port)
    watching.cancel()
    waits = [*ordinary.waits["seed"], *[np.inf] * (ordinary.asked - len(ordinary.waits["seed"]))]
    median = float(np.percentile(waits, 50, method="higher"))
    found = {"memory": memory.most, "wait": median, "quiet": quiet}
    print("| | measured | bound |")
    print("| --- | ---: | ---: |")
    print(
        f"| all processes, at most | {memory.most / 1e6:.0f} MB | {BOUNDS['memory'] / 1e6:.0f} MB |"
    )
    print(f"| an ordinary visitor's new seed, median of {len(waits)} | {median:.2f} s | 1 s |")
    print(f"| the longest | {max(waits):.2f} s | |")
    print(f"| quiet after the last page closed | {quiet:.0f} s | 15 s |")
    print(f"| memory then | {memory.now / 1e6:.0f} MB | |")
    return all(found[name] <= bound for name, bound in BOUNDS.items())


async def _play(ordinary: Player) -> None:
    while True:
        await ordinary.change_seed()
        await asyncio.sleep(EVERY / 2)


async def _quiet_after(port: str) -> float:
    """Seconds until the processor is left alone."""
    began = now()
    while now() - began < _PATIENCE:
        before, since = sum(processor_seconds(port).values()), now()
        await asyncio.sleep(_QUIET_FOR)
        used = sum(processor_seconds(port).values()) - before
        if used < _QUIET * (now() - since):
            return since - began
    return np.inf


def main() -> None:
    """Start a server, and measure."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The page names its experiment by its hash: the same on both sides.
        command = [sys.executable, "-m", "benchmarks.abandoned", *sys.argv[1:]]
        os.execve(sys.executable, command, {**os.environ, "PYTHONHASHSEED": "0"})
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--links", type=int, default=50)
    parser.add_argument("--open", type=float, default=0.25, help="seconds that each is open")
    options = parser.parse_args()
    with serve() as address:
        kept = asyncio.run(measure(address, options.links, options.open))
    sys.exit(not kept)


if __name__ == "__main__":
    main()
