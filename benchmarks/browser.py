"""What the measurements in a real browser share: a bare app, and the time from a key to a picture.

The bare app has one slider and one line chart: what it takes is the floor that Streamlit sets.
"""

from __future__ import annotations

import contextlib
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.serving import CHROMIUM_FLAGS, find_chromium, serve

BARE = """
import numpy as np
import streamlit as st

factor = st.slider("factor", 0.1, 3.0, 1.0)
st.line_chart(np.sin(factor * np.linspace(-6, 6, 401)))
"""
BARE_SLIDER = '[role="slider"], input[type="range"]'
PAINTED = """() => document.querySelector(
  '[data-testid="stVegaLiteChart"] path, [data-testid="stImage"] img') !== null"""
LINES = """() => { const c = document.querySelector('[data-testid="stVegaLiteChart"]');
  return c ? [...c.querySelectorAll('path')].map(e => e.getAttribute('d')).join('|') : ''; }"""
"""Signature: the lines of the first chart."""

SETTLING = 4000  # milliseconds
# Reports when the signature changed first, and when it changed last before a rest: looked at in
# every animation frame, so to 1/60 s.
_WATCH = """([signature, rest]) => new Promise(resolve => {
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


@contextlib.contextmanager
def both_apps() -> Iterator[tuple[Browser, str, str]]:
    """A browser, and the addresses of the bare app and of ours, each on a fresh server."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        script = Path(folder) / "bare.py"
        script.write_text(BARE)
        browser = play.chromium.launch(executable_path=find_chromium(), args=[*CHROMIUM_FLAGS])
        with serve(script) as bare, serve() as ours:
            yield browser, bare, ours
        browser.close()


def opened(browser: Browser, address: str) -> Page:
    """A page with its first picture painted, and at rest."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.wait_for_function(PAINTED, timeout=60_000)
    page.wait_for_timeout(SETTLING)
    return page


def changed(page: Page, key: str, signature: str, rest: int) -> tuple[float, float]:
    """Press a key on what has the focus.

    Args:
        page: Where.
        key: Its name, as Playwright has it.
        signature: JavaScript function that returns a text for what is seen, "" for nothing.
        rest: Milliseconds without a change after which all has been seen.

    Returns:
        Milliseconds to the first and the last change of the signature.
    """
    page.evaluate(f"window.__result = ({_WATCH})([{signature!r}, {rest}]); undefined")
    page.keyboard.press(key)
    first, last = page.evaluate("window.__result")
    page.wait_for_timeout(150)
    return first, last


def press(page: Page, slider: str, signature: str, rest: int) -> tuple[float, float]:
    """Press the right arrow on a slider; milliseconds to the first and the last change."""
    page.locator(slider).first.focus()
    return changed(page, "ArrowRight", signature, rest)


def median_ratio(ours: Callable[[], float], bare: Callable[[], float], times: int) -> list[float]:
    """Medians of both sides, visited in turn, and their ratio."""
    pairs = [(bare(), ours()) for _turn in range(times)]
    return medians(pairs)


def medians(pairs: list[tuple[float, float]]) -> list[float]:
    """Medians of both sides, the bare app's first, and their ratio."""
    floor, own = (statistics.median(side) for side in zip(*pairs, strict=True))
    return [floor, own, own / floor]
