"""From a control to the new decision boundary, and from frame to frame, in a real browser.

    python -m benchmarks.boundaries
    python -m benchmarks.boundaries --quick

Controls: rounds of ten changes, one of them a new architecture, no experiment twice; before each a
key press in a bare app with one slider and one line chart, the floor that Streamlit itself sets.
Scrubbing: the scrubber of the screen goes from frame to frame, one frame of the training for each
that the browser paints; 1/60 s is the least. Prints two Markdown tables.
"""

from __future__ import annotations

import argparse
import collections
import statistics
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page

from benchmarks.browser import BARE_SLIDER, LINES, both_apps, changed, medians, opened, press
from tests.browser.conftest import rest

SCREEN = "decision_boundaries"
ROUNDS = 6
STARTING = 120_000  # milliseconds: the first worker imports TensorFlow
PASSES = 4
NETWORKS = {
    "XOR, 2-2-1 (B5)": "",
    "XOR, 2-8-8-1": "hidden=8,8&activations=sigmoid,sigmoid",
    "spiral of 500, 2-8-8-1": "data=spiral&size=500&hidden=8,8&activations=tanh,tanh"
    "&output=sigmoid&loss=binary_crossentropy&epochs=100",
    "moons, six layers of 16": "data=moons&hidden=16,16,16,16,16,16"
    "&activations=tanh,tanh,tanh,tanh,tanh,tanh&output=sigmoid&loss=binary_crossentropy&epochs=100",
}
# Of the plane: the picture of all its frames.
_BOUNDARY = """() => { const c = document.querySelector('[data-testid="stVegaLiteChart"]');
  const image = c && c.querySelector('image');
  return image ? image.getAttribute('href') || image.getAttribute('xlink:href') || '' : ''; }"""
# Moves the scrubber there and back, one frame of the training in each frame of the browser, and
# reports the times between these, and at which frames the charts stand in the end.
_SCRUB = """passes => new Promise(resolve => {
  const host = [...document.querySelectorAll('*')].map(e => e.shadowRoot ?? e)
    .find(e => e.querySelector && e.querySelector('.scrubber input[type=range]'));
  const range = host.querySelector('.scrubber input[type=range]');
  const charts = [...document.querySelectorAll('input[type=range][name=frame]')];
  const last = Number(range.max), gaps = [];
  let step = 0, before = null;
  const frame = (now) => {
    if (before !== null) gaps.push(now - before);
    before = now;
    if (step >= passes * last) { resolve([gaps, charts.map(c => c.value)]); return; }
    const place = ++step % (2 * last);
    range.value = place <= last ? last - place : place - last;
    range.dispatchEvent(new Event('input', { bubbles: true }));
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})"""


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="one round, and one pass")
    parser.add_argument("--only", choices=("controls", "scrubbing"), help="one of both tables")
    arguments = parser.parse_args()
    rounds, passes = (1, 2) if arguments.quick else (ROUNDS, PASSES)
    with both_apps() as (browser, bare, ours):
        if arguments.only != "scrubbing":
            print_controls(opened(browser, bare + "/"), screen(browser, ours), rounds)
        if arguments.only != "controls":
            print_scrubbing(browser, ours, passes)


def screen(
    browser: Browser,
    server: str,
    settings: str = "",
    prepare: Callable[[Page], None] = lambda _page: None,
) -> Page:
    """The screen with its training finished, in a page of its own, which is prepared first."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    prepare(page)
    page.set_default_timeout(STARTING)
    page.goto(f"{server}/{SCREEN}?{settings}")
    page.locator("output").first.wait_for()
    rest(page)
    return page


def print_controls(bare: Page, ours: Page, rounds: int) -> None:
    """Changes of controls, each against the bare app."""
    press(bare, BARE_SLIDER, LINES, 300)
    seen = {ours.url}
    pairs: dict[str, list[tuple[float, float]]] = collections.defaultdict(list)
    for turn in range(rounds):
        for what, key in changes(ours, turn):
            floor = press(bare, BARE_SLIDER, LINES, 300)[0]
            own = changed(ours, key, _BOUNDARY, 300)[0]
            rest(ours)
            assert ours.url not in seen, f"{what}: this experiment was trained before"
            seen.add(ours.url)
            pairs[what].append((floor, own))
    print("| control → new boundary | bare app, ms | ours, ms | ratio | bound |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for what, times in pairs.items():
        floor, own, ratio = medians(times)
        bound = "1.5× + 1 s" if what == "new architecture" else "1.5×"
        print(f"| {what} ({len(times)}) | {floor:.0f} | {own:.0f} | {ratio:.2f}× | {bound} |")
    print(flush=True)


def changes(page: Page, turn: int) -> Iterator[tuple[str, str]]:
    """Ten changes; each is made ready, and comes with the key that makes it."""
    functions = ("tanh", "relu", "elu", "softplus", "softsign", "silu", "gelu", "selu", "mish")
    choose(page, "activations-0", functions[turn])
    yield "new architecture", "Enter"
    for half in range(3):
        focus(page, "learning_rate", '[role="slider"], input')
        yield "learning rate", "ArrowLeft" if turn % 2 else "ArrowRight"
        page.get_by_role("button", name="New start", exact=True).focus()
        yield "seed", "Enter"
        focus(page, "epochs", '[role="slider"], input')
        yield "epochs", "ArrowRight" if half % 2 else "ArrowLeft"
    choose(page, "data", "or" if query(page).get("data") == "and" else "and")
    yield "data", "Enter"


def query(page: Page) -> dict[str, str]:
    """What the address says."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def focus(page: Page, field: str, what: str) -> None:
    """Give a control the focus."""
    page.locator(f".st-key-{SCREEN}-{field} :is({what})").first.focus()


def choose(page: Page, field: str, name: str) -> None:
    """Open a menu and go to an entry, which Enter then takes."""
    page.locator(f".st-key-{SCREEN}-{field} input").first.click()
    page.keyboard.type(name)
    page.wait_for_timeout(500)


def print_scrubbing(browser: Browser, server: str, passes: int) -> None:
    """Milliseconds from frame to frame, and what the server heard of it."""
    print("| scrubbing | ms a frame | slowest 5 % | main thread, ms | charts | messages | bound |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, settings in NETWORKS.items():
        print(f"| {name} | {scrubbed(browser, server, settings, passes)} | 20 ms |", flush=True)


def scrubbed(browser: Browser, server: str, settings: str, passes: int) -> str:
    """The cells of a row of the table."""
    sent: list[object] = []

    def listen(page: Page) -> None:
        page.on("websocket", lambda socket: socket.on("framesent", lambda m: sent.append(m)))

    page = screen(browser, server, settings, listen)
    clock = page.context.new_cdp_session(page)
    clock.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy() -> float:
        """Milliseconds of processor time of the browser's main thread."""
        metrics = clock.send("Performance.getMetrics")["metrics"]
        return 1000 * next(m["value"] for m in metrics if m["name"] == "TaskDuration")

    page.evaluate(_SCRUB, 1)  # the pictures are decoded
    page.wait_for_timeout(500)
    messages, before = len(sent), busy()
    gaps, stands = page.evaluate(_SCRUB, passes)
    thread = (busy() - before) / len(gaps)
    assert len(set(stands)) == 1, f"the charts stand at different frames: {stands}"
    page.wait_for_timeout(500)
    page.close()
    slow = statistics.quantiles(gaps, n=20)[-1]
    figures = f"{statistics.mean(gaps):.1f} | {slow:.1f} | {thread:.1f}"
    return f"{figures} | {len(stands)} | {len(sent) - messages}"


if __name__ == "__main__":
    main()
