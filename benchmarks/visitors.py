"""Twenty visitors at once: how long each waits for the picture of the setting it has changed.

    python -m benchmarks.visitors [--visitors 20] [--seconds 120]

The visitors speak Streamlit's own protocol with a fresh server. Each changes a setting every two
seconds, whether the picture of the change before has come or not: never the same experiment twice,
every tenth change another activation function, which is an architecture that nobody has asked for.
One more visitor trains networks from 200 starts all the while. A picture has come when the message
arrives that names this very experiment, behind those with its charts. One that has not come when
the measurement ends, or never does because the next change replaced it, counts as lost.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import os
import sys
from collections import Counter

import numpy as np
import psutil
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.protocol import Visitor, component_data, metric, now
from core.activations import ACTIVATIONS
from core.experiments import HIDDEN_ACTIVATIONS, Experiment
from tests.browser.serving import serve

SCREEN = "decision_boundaries"
STARTING = 180.0
"""Seconds that the first picture may take: the server starts, and the worker imports TensorFlow."""

EVERY = 2.0
"""Seconds between two changes."""

NEW_ARCHITECTURE = 10
"""Every how many changes the architecture is new."""

BOUNDS = {95: 2.0, 99: 5.0}
"""Percentile of the waits, and seconds that it may be."""


class Player:
    """A visitor that changes settings and notes when their pictures come.

    Args:
        address: Of the server.
        number: Tells it from the others: nobody else has its architectures or its seeds.

    Attributes:
        waits: Seconds of each picture that came, for changes of the seed and of the architecture.
        asked: Number of changes.
    """

    def __init__(self, address: str, number: int) -> None:
        self.visitor = Visitor(address, SCREEN)
        self.visitor.heard = self._hear
        self._number = number
        functions = [key for key in HIDDEN_ACTIVATIONS if key != "binary_step"]
        self._functions = functions[number % len(functions) :] + functions
        hidden = 2 + number // 10
        self.experiment = Experiment(
            hidden=(hidden, 1 + number % 10),
            activations=(self._functions[0], "tanh"),
            seed=200 * number,
        )
        self._open: dict[str, tuple[float, str]] = {}
        self._first = asyncio.Event()
        self.asked = 0
        self.waits: dict[str, list[float]] = {"seed": [], "architecture": []}

    async def arrive(self) -> None:
        """Open the screen, and wait for its first picture."""
        query = "&".join(f"{key}={value}" for key, value in self.experiment.to_query().items())
        await self.visitor.arrive(query)
        await asyncio.wait_for(self._first.wait(), STARTING)
        # Seed and threshold are among the rarer controls.
        await self.visitor.set("More", bool_value=True)

    async def play(self, seconds: float) -> None:
        """Change a setting every two seconds."""
        await asyncio.sleep(EVERY * (self._number % 20) / 20)
        end = now() + seconds
        beat = now()
        while beat < end:
            # Not all in the same moment, and each as often.
            if (self.asked + 1 + self._number) % NEW_ARCHITECTURE == 0:
                await self._change_architecture()
            else:
                await self.change_seed()
            beat += EVERY
            await asyncio.sleep(max(0.0, beat - now()))

    async def change_seed(self) -> None:
        """Ask for another start."""
        seed = self.experiment.seed + 1
        await self._change("seed", {"seed": seed}, "Start (seed)", double_value=float(seed))

    async def _change_architecture(self) -> None:
        functions = self._functions
        following = functions[functions.index(self.experiment.activations[0]) + 1]
        changes = {"activations": (following, "tanh")}
        name = ACTIVATIONS[following].name
        await self._change("architecture", changes, "Activation 1", string_value=name)

    async def _change(self, kind: str, changes: dict, label: str, **value: object) -> None:
        self.asked += 1
        self.experiment = dataclasses.replace(self.experiment, **changes)
        self._open[f"{hash(self.experiment):x}"] = now(), kind
        await self.visitor.set(label, **value)

    def _hear(self, message: ForwardMsg) -> None:
        shown = str(component_data(message).get("run", "")).partition(" ")[0]
        if shown:
            self._first.set()
        if shown in self._open:
            asked_at, kind = self._open.pop(shown)
            self.waits[kind].append(now() - asked_at)


class Counter200(Player):
    """A visitor that trains from 200 starts, again and again with another learning rate.

    Attributes:
        done: How many times 200 starts have been trained.
    """

    def __init__(self, address: str, number: int) -> None:
        super().__init__(address, number)
        self.done = 0
        self._counted = asyncio.Event()

    async def play(self, seconds: float) -> None:
        """Press the button whenever the starts before are done."""
        await self.visitor.turn_to(f"{SCREEN} further", "How often?")
        end = now() + seconds
        while now() < end:
            self._counted.clear()
            threshold = 0.4 + 0.001 * self.done
            await self.visitor.set("Threshold", double_value=threshold)
            await asyncio.sleep(1)
            await self.visitor.set("Train from 200 starts", trigger_value=True)
            try:
                await asyncio.wait_for(self._counted.wait(), end - now() + 0.01)
            except TimeoutError:
                return
            self.done += 1

    def _hear(self, message: ForwardMsg) -> None:
        super()._hear(message)
        found = metric(message)
        if found and found[0] == "Starts that solve it":
            self._counted.set()


def processor_seconds(port: str) -> dict[str, float]:
    """Seconds of the processor that the server and its other processes have used so far."""
    server = next(
        process
        for process in psutil.process_iter(["cmdline"])
        if f"--server.port={port}" in (process.info["cmdline"] or [])
    )
    own = server.cpu_times()
    # Those that have ended, and those that run.
    others = own.children_user + own.children_system
    others += sum(sum(child.cpu_times()[:2]) for child in server.children(recursive=True))
    return {"server": own.user + own.system, "its other processes": others}


async def measure(address: str, visitors: int, seconds: float) -> None:
    """Let them all come, then play; print what came of it."""
    players = [Player(address, number) for number in range(visitors)]
    counter = Counter200(address, visitors)
    await players[0].arrive()
    for player in (*players[1:], counter):
        await player.arrive()
    port = address.rsplit(":", 1)[1]
    before = processor_seconds(port)
    await asyncio.gather(*(player.play(seconds) for player in (*players, counter)))
    await asyncio.sleep(max(BOUNDS.values()))
    spent = {name: value - before[name] for name, value in processor_seconds(port).items()}
    for player in (*players, counter):
        await player.visitor.leave()
    report(players, counter, spent)


def report(players: list[Player], counter: Counter200, spent: dict[str, float]) -> None:
    """Print the waits, what was lost, the errors, and the cost."""
    asked = sum(player.asked for player in players)
    print("| change of | pictures | median | 95 % | 99 % | longest |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for kind in ("seed", "architecture"):
        _row(kind, [wait for player in players for wait in player.waits[kind]])
    waits = [wait for player in players for kind in player.waits for wait in player.waits[kind]]
    lost = asked - len(waits)
    _row("all, lost ones without end", [*waits, *[np.inf] * lost])
    print(f"\n{asked} changes, {lost} pictures lost; 200 starts trained {counter.done} times")
    for name, seconds in spent.items():
        print(f"processor: {name} {seconds:.0f} s, {1000 * seconds / asked:.0f} ms for each change")
    problems = Counter(
        problem for player in (*players, counter) for problem in player.visitor.problems
    )
    print(f"errors: {sum(problems.values())}")
    for problem, times in problems.most_common(5):
        print(f"  {times} × {problem}")


def _row(name: str, waits: list[float]) -> None:
    if not waits:
        print(f"| {name} | 0 | – | – | – | – |")
        return
    # No mean of two: one of them may be without end.
    points = np.percentile(waits, [50, 95, 99, 100], method="higher")
    print(f"| {name} | {len(waits)} | " + " | ".join(f"{point:.2f} s" for point in points) + " |")


def main() -> None:
    """Start a server, and measure."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The page names its experiment by its hash: the same on both sides.
        command = [sys.executable, "-m", "benchmarks.visitors", *sys.argv[1:]]
        os.execve(sys.executable, command, {**os.environ, "PYTHONHASHSEED": "0"})
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120.0)
    options = parser.parse_args()
    with serve() as address:
        asyncio.run(measure(address, options.visitors, options.seconds))


if __name__ == "__main__":
    main()
