"""From a key press to the new chart, and from the address to the first one, in a real browser.

    python -m benchmarks.screens

Both sides are visited in turn in one run: our screens, and a bare app with one slider
and one line chart, the floor that Streamlit itself sets. Prints a Markdown table.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.serving import CHROMIUM_FLAGS, find_chromium, serve
from ui.screens import SCREENS

BARE = """
import numpy as np
import streamlit as st

factor = st.slider("factor", 0.1, 3.0, 1.0)
st.line_chart(np.sin(factor * np.linspace(-6, 6, 401)))
"""
GALLERY = "/function_gallery?functions=elu,celu&focus=elu"
PRESSES = 20
VISITS = 5
# Everything that is drawn: lines of charts, and pictures.
_SIGNATURE = """() => [...document.querySelectorAll(
    '[data-testid="stVegaLiteChart"] path, [data-testid="stImage"] img')]
  .map(e => e.getAttribute('d') || e.src).join('|')"""
_FIRST = """() => { const c = document.querySelector('[data-testid="stVegaLiteChart"]');
  return c ? [...c.querySelectorAll('path')].map(e => e.getAttribute('d')).join('|') : ''; }"""
# Presses a key and reports when the signature changed first, and when it changed last before
# a rest: looked at in every animation frame, so to 1/60 s.
_PRESS = """([signature, rest]) => new Promise(resolve => {
  const look = eval(signature), before = look(), start = performance.now();
  let last = before, first = null, latest = null;
  const frame = () => {
    const now = performance.now(), seen = look();
    if (seen && seen !== last) { last = seen; latest = now; first ??= now; }
    if (latest !== null && now - latest > rest) resolve([first - start, latest - start]);
    else if (now - start > 20000) resolve([NaN, NaN]);
    else requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})"""
_PAINTED = """() => document.querySelector(
  '[data-testid="stVegaLiteChart"] path, [data-testid="stImage"] img') !== null"""

_BEGUN = """() => document.querySelector(
  '[data-testid="stMainBlockContainer"] [data-testid="stElementContainer"]') !== null"""


def press(page: Page, slider: str, signature: str, rest: int) -> tuple[float, float]:
    """Press the right arrow on a slider; milliseconds to the first and the last change."""
    page.locator(slider).first.focus()
    page.evaluate(f"window.__result = ({_PRESS})([{signature!r}, {rest}]); undefined")
    page.keyboard.press("ArrowRight")
    first, last = page.evaluate("window.__result")
    page.wait_for_timeout(150)
    return first, last


def paint(browser: Browser, address: str) -> tuple[float, float]:
    """Milliseconds from opening an address in a fresh browser context to what is seen.

    Returns:
        To the first element of the screen, and to its first picture.
    """
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_function(_BEGUN, timeout=60_000, polling="raf")
    first = page.evaluate("performance.now()")
    page.wait_for_function(_PAINTED, timeout=60_000, polling="raf")
    picture = page.evaluate("performance.now()")
    context.close()
    return first, picture


def median_ratio(ours: Callable[[], float], bare: Callable[[], float], times: int) -> list[float]:
    """Medians of both sides, visited in turn, and their ratio."""
    pairs = [(bare(), ours()) for _turn in range(times)]
    floor, own = (statistics.median(side) for side in zip(*pairs, strict=True))
    return [floor, own, own / floor]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        script = Path(folder) / "bare.py"
        script.write_text(BARE)
        browser = play.chromium.launch(executable_path=find_chromium(), args=[*CHROMIUM_FLAGS])
        with serve(script) as bare, serve() as ours:
            rows = [*presses(browser, bare, ours), *paints(browser, bare, ours)]
        browser.close()
    print("| what | bare app, ms | ours, ms | ratio | bound |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, floor, own, ratio, bound in rows:
        print(f"| {name} | {floor:.0f} | {own:.0f} | {ratio:.2f}× | {bound} |")


def presses(browser: Browser, bare: str, ours: str) -> list[list]:
    """Slider key press to the new chart: the first chart, and the whole screen at rest."""
    pages = []
    for address in (bare + "/", ours + GALLERY):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        page.wait_for_function(_PAINTED, timeout=60_000)
        page.wait_for_timeout(4000)
        pages.append(page)
    floor, gallery = pages
    bare_slider = '[role="slider"], input[type="range"]'
    our_slider = '.st-key-function_gallery-parameters-elu-alpha :is([role="slider"], input)'
    for page, slider in ((floor, bare_slider), (gallery, our_slider)):
        press(page, slider, _FIRST, 300)
    chart = median_ratio(
        lambda: press(gallery, our_slider, _FIRST, 300)[0],
        lambda: press(floor, bare_slider, _FIRST, 300)[0],
        PRESSES,
    )
    screen = median_ratio(
        lambda: press(gallery, our_slider, _SIGNATURE, 800)[1],
        lambda: press(floor, bare_slider, _SIGNATURE, 800)[1],
        PRESSES // 2,
    )
    return [
        ["slider → f and f′ of two functions", *chart, "1.3×"],
        ["slider → the whole gallery with its six views", *screen, "2.5×"],
    ]


def paints(browser: Browser, bare: str, ours: str) -> list[list]:
    """Address to first element and first picture, in fresh browser contexts, on warm servers."""
    rows = []
    for key in ("", *SCREENS):
        paint(browser, f"{ours}/{key}")
        pairs = [
            (paint(browser, bare + "/"), paint(browser, f"{ours}/{key}")) for _ in range(VISITS)
        ]
        for place, what in enumerate(("first paint", "first picture")):
            floor = statistics.median(pair[0][place] for pair in pairs)
            own = statistics.median(pair[1][place] for pair in pairs)
            bound = "1.5×" if what == "first paint" else "–"
            rows.append([f"{what}: {key or 'home'}", floor, own, own / floor, bound])
    return rows


if __name__ == "__main__":
    main()
