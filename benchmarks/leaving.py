"""What the server holds while visitors come by expensive links, and after all of them have left.

    python -m benchmarks.leaving [--changes 0] [--dear 10] [--links 200]

Linux only. The visitors speak Streamlit's own protocol with a fresh server, one after the other:
each follows a link, waits until its page is at rest, and closes it. First each screen once; then,
if asked for, one visitor changes seed and learning rate of decision boundaries in turn; then the
dearest links there are, of decision boundaries with three pinned runs; then links of three
kinds in turn: those with fewer epochs, and races. Prints the resident memory of Streamlit's process
in MB as a Markdown table; last, two minutes after all have left.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools

from benchmarks.memory import memory_of
from benchmarks.protocol import Visitor
from tests.browser.serving import serve
from ui.catalogue import SCREENS

QUIET = 2.0
"""Seconds without a message after which a page is at rest."""

PATIENCE = 300.0
LEFT = 120.0
_NETWORK = (
    "data=three_gaussians&size=1000&hidden=16,16,16,16,16,16&output=softmax"
    "&activations=maxout,maxout,maxout,maxout,maxout,maxout&loss=categorical_crossentropy"
)


def boundaries(number: int, epochs: int) -> tuple[str, str]:
    """The largest network there is, beside three of its kind; nobody else has these seeds."""
    seed = 4 * number
    pins = "&".join(f"pinned{place}=seed~{seed + place}" for place in (1, 2, 3))
    return "decision_boundaries", f"{_NETWORK}&epochs={epochs}&seed={seed}&{pins}"


def race(number: int) -> tuple[str, str]:
    """Two variants on the digits."""
    return "regularization", f"data=digits&epochs=20&seed={number}"


async def follow(address: str, screen: str, query: str) -> list[str]:
    """Open a link, wait until the page is at rest, and leave.

    Returns:
        The errors that it has shown.
    """
    visitor = Visitor(address, screen)
    await visitor.arrive(query)
    try:
        async with asyncio.timeout(PATIENCE):
            before = -1
            while visitor.received != before or visitor.watching:
                before = visitor.received
                await asyncio.sleep(QUIET)
    finally:
        await visitor.leave()
    return visitor.problems


async def change(address: str, times: int) -> list[str]:
    """Change the seed and the learning rate in turn, waiting for each picture, and leave.

    Returns:
        The errors that the page has shown.
    """
    visitor = Visitor(address, "decision_boundaries")
    await visitor.arrive()
    try:
        # Seed is among the rarer controls.
        await visitor.set("More", bool_value=True)
        await visitor.rest()
        rates = len(visitor.widgets["Learning rate"].element.options)
        for number in range(times):
            if number % 2:
                place = {"data": [float(number // 2 % rates)]}
                await visitor.set("Learning rate", double_array_value=place)
            else:
                await visitor.set("Start (seed)", double_value=float(1000 + number))
            await visitor.rest()
    finally:
        await visitor.leave()
    return visitor.problems


async def measure(address: str, changes: int, dear: int, links: int) -> None:
    """Visit, and print a row from time to time."""
    port = address.rsplit(":", 1)[1]

    def note(what: str) -> None:
        print(f"| {what} | {memory_of(port)['VmRSS']:.0f} |", flush=True)

    problems = []
    print("| | resident, MB |\n| --- | ---: |")
    for screen in ("", *SCREENS):
        problems += await follow(address, screen, "")
    note("each screen visited once")
    if changes:
        problems += await change(address, changes)
        note(f"one visitor's changes: {changes}")
    for number in range(dear):
        problems += await follow(address, *boundaries(number, epochs=1500))
        if number in (0, dear - 1):
            note(f"dearest links: {number + 1}")
    kinds = itertools.cycle(
        [lambda n: boundaries(n, 300), lambda n: boundaries(n, 60), lambda n: race(n)]
    )
    for number in range(links):
        problems += await follow(address, *next(kinds)(1000 + number))
        if (number + 1) % 20 == 0:
            note(f"links of three kinds: {number + 1}")
    await asyncio.sleep(LEFT)
    note("two minutes after the last has left")
    print(f"errors: {len(problems)}", *problems[:3])


def main() -> None:
    """Start a server, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--changes", type=int, default=0)
    parser.add_argument("--dear", type=int, default=10)
    parser.add_argument("--links", type=int, default=200)
    options = parser.parse_args()
    with serve() as address:
        asyncio.run(measure(address, options.changes, options.dear, options.links))


if __name__ == "__main__":
    main()
