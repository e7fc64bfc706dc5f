"""A race as it is seen: its first lines, how often it is drawn anew, and what others wait for.

    python -m benchmarks.racing_on_screen [--alone]

In Chromium, on a fresh server with a warm worker, the race of 6 variants on digits takes the place
of another, none of its programs made before. Meanwhile two more visitors, who speak Streamlit's own
protocol, each change the start of a network every two seconds. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import sys
import threading
from urllib.parse import urlencode

import numpy as np

from benchmarks.browser import both_apps
from benchmarks.racing import DIGITS
from benchmarks.visitors import Player

SCREEN = "regularization"
OTHERS = 2
SECONDS = 8.0
"""Of the race that are watched, or until it ends."""

BEFORE = "epochs=2&variants=hidden:8~activations:relu~~hidden:8~activations:relu~l2:0.1"
STARTING = 180_000  # milliseconds: the first worker imports TensorFlow
# Opens another race as the Back button does, and reports after how many milliseconds the lines of
# the first chart changed, until the time is over or the verdict stands there.
_WATCH = """([query, seconds]) => new Promise(resolve => {
  const lines = () => {
    const chart = document.querySelector('[data-testid="stVegaLiteChart"]');
    const paths = chart ? [...chart.querySelectorAll('.mark-line path')] : [];
    return paths.map(path => path.getAttribute('d')).join('|');
  };
  const ended = () => document.querySelector('[data-testid="stDataFrame"]') !== null;
  const times = [];
  let last = lines(), over = ended(), begun = false;
  const start = performance.now();
  history.pushState({}, '', '?' + query);
  dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  const frame = () => {
    const now = performance.now() - start, seen = lines();
    // Axes without lines take the place of the lines of before.
    if (seen !== last && seen) times.push(now);
    last = seen;
    if (!ended()) begun = true;
    if (now > 1000 * seconds + (times[0] ?? 1e4) || (begun && ended())) resolve(times);
    else requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})"""


class Others(threading.Thread):
    """Visitors of another screen who change a setting every two seconds.

    Args:
        address: Of the server.

    Attributes:
        arrived: Set when each has seen a first picture.
        players: They know how long they have waited.
    """

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.players = [Player(address, number) for number in range(OTHERS)]
        self.arrived = threading.Event()
        self._over = threading.Event()

    def run(self) -> None:
        """Arrive, and change settings until `stop`."""
        asyncio.run(self._play())

    async def _play(self) -> None:
        for player in self.players:
            await player.arrive()
        self.arrived.set()
        for turn in itertools.count():
            if self._over.is_set():
                break
            await self.players[turn % OTHERS].change_seed()
            await asyncio.sleep(2.0 / OTHERS)
        await asyncio.sleep(2.0)
        for player in self.players:
            await player.visitor.leave()

    def stop(self) -> list[float]:
        """End; seconds that their pictures took, without end for one that never came."""
        self._over.set()
        self.join()
        waits = [wait for player in self.players for wait in player.waits["seed"]]
        asked = sum(player.asked for player in self.players)
        return [*waits, *[np.inf] * (asked - len(waits))]


def main() -> None:
    """Print the table."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The page names its experiment by its hash: the same on both sides.
        command = [sys.executable, "-m", "benchmarks.racing_on_screen", *sys.argv[1:]]
        os.execve(sys.executable, command, {**os.environ, "PYTHONHASHSEED": "0"})
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--alone", action="store_true", help="without other visitors")
    alone = parser.parse_args().alone
    with both_apps() as (browser, _bare, ours):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{ours}/{SCREEN}?lang=en&{BEFORE}")
        page.locator('[data-testid="stDataFrame"]').first.wait_for(timeout=STARTING)
        page.wait_for_timeout(3000)
        others = Others(ours)
        if not alone:
            others.start()
            others.arrived.wait(STARTING / 1000)
        query = urlencode({**DIGITS.to_query(), "lang": "en"})
        times = np.array(page.evaluate(_WATCH, [query, SECONDS])) / 1000
        waits = [] if alone else others.stop()
    gaps = np.diff(times)
    print("| the race on the screen | measured | bound |")
    print("| --- | ---: | ---: |")
    print(f"| first lines | {times[0]:.2f} s | 2 s |")
    print(f"| drawn anew, each second | {len(gaps) / (times[-1] - times[0]):.1f} | 2 |")
    longest = f"{np.median(gaps):.2f} s, {gaps.max():.2f} s"
    print(f"| from drawing to drawing: median, longest | {longest} | |")
    if waits:
        print(f"| boundaries of others ({len(waits)}): longest | {max(waits):.2f} s | 2 s |")


if __name__ == "__main__":
    main()
