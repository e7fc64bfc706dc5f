"""Every pair of settings of every screen, followed on a real server: does a part of it fail?

    python -m benchmarks.every_setting [--screens regularization …] [--seed 1] [--seconds 300]

Links that cover each pair of values of a screen's settings (menus in full; of numbers both bounds,
the default and one between; see `benchmarks.pairs`) are opened one after the other, by visitors who
speak Streamlit's own protocol, until the page rests, then each of its tabs. What failed is printed
with its link: an exception, a part that says that it failed, a page that does not come to rest, a
traceback in the server's log.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.pairs import rows
from benchmarks.protocol import Visitor, now
from tests.browser.serving import serve
from ui.catalogue import SCREENS

FAILED = "This part of the page failed"
VISITORS = 2
"""Pages open at once: as many as the machine has cores."""

Link = tuple[str, str]
"""Key of the screen, and the query."""


def links(screens: Sequence[str], draw: random.Random) -> Iterator[Link]:
    """Links of all screens, in an order that mixes them."""
    found = [
        (key, urlencode(settings.to_query()))
        for key in screens
        for settings in rows(SCREENS[key].settings, draw)
    ]
    draw.shuffle(found)
    return iter(found)


async def follow(address: str, link: Link) -> list[str]:
    """Open a link and each of its tabs; what failed."""
    screen, query = link
    visitor = Visitor(address, screen)
    await visitor.arrive(query)
    try:
        at_rest = await visitor.rest()
        for key, labels in [*visitor.tab_labels.items()]:
            for label in labels:
                await visitor.turn_to(key, label)
                at_rest &= await visitor.rest()
    finally:
        await visitor.leave()
    failed = [text for text in visitor.failures if FAILED in text]
    return failed if at_rest else [*failed, "does not come to rest"]


async def follow_all(address: str, waiting: Iterator[Link], seconds: float) -> dict[Link, list]:
    """Follow links until there are no more, or the time is over; what failed, by link."""
    found: dict[Link, list[str]] = {}
    end = now() + seconds

    async def visit() -> None:
        for link in waiting:
            if now() > end:
                return
            found[link] = await follow(address, link)

    await asyncio.gather(*(visit() for _ in range(VISITORS)))
    return found


def main() -> int:
    """Start a server, follow the links, print what failed; the exit status is their number."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--screens", nargs="*", default=[*SCREENS], choices=[*SCREENS])
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    parser.add_argument("--seconds", type=float, default=float("inf"))
    options = parser.parse_args()
    waiting = links(options.screens, random.Random(options.seed))
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log")
        with log.open("w") as written, serve(log=written) as address:
            found = asyncio.run(follow_all(address, waiting, options.seconds))
        tracebacks = log.read_text().count("Traceback (most recent call last)")
        failed = {link: texts for link, texts in found.items() if texts}
        for (screen, query), texts in failed.items():
            print(f"/{screen}?{query}\n  " + "\n  ".join(texts))
        print(f"seed {options.seed}: {len(found)} links, {len(failed)} failed")
        print(f"tracebacks in the log: {tracebacks}")
        if tracebacks:
            print(log.read_text()[-4000:], file=sys.stderr)
    return min(len(failed) + tracebacks, 100)


if __name__ == "__main__":
    sys.exit(main())
