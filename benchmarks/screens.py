"""From a key press to the new chart, and from the address to the first one, in a real browser.

    python -m benchmarks.screens

Both sides are visited in turn in one run: our screens, and a bare app with one slider
and one line chart, the floor that Streamlit itself sets. Prints a Markdown table.
"""

from __future__ import annotations

import statistics

from playwright.sync_api import Browser

from benchmarks.browser import (
    BARE_SLIDER,
    LINES,
    PAINTED,
    both_apps,
    median_ratio,
    opened,
    press,
)
from ui.catalogue import SCREENS

GALLERY = "/function_gallery?functions=elu,celu&focus=elu"
PRESSES = 20
VISITS = 5
# Everything that is drawn: lines of charts, and pictures.
_SIGNATURE = """() => [...document.querySelectorAll(
    '[data-testid="stVegaLiteChart"] path, [data-testid="stImage"] img')]
  .map(e => e.getAttribute('d') || e.src).join('|')"""
_BEGUN = """() => document.querySelector(
  '[data-testid="stMainBlockContainer"] [data-testid="stElementContainer"]') !== null"""


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
    page.wait_for_function(PAINTED, timeout=60_000, polling="raf")
    picture = page.evaluate("performance.now()")
    context.close()
    return first, picture


def main() -> None:
    with both_apps() as (browser, bare, ours):
        rows = [*presses(browser, bare, ours), *paints(browser, bare, ours)]
    print("| what | bare app, ms | ours, ms | ratio | bound |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, floor, own, ratio, bound in rows:
        print(f"| {name} | {floor:.0f} | {own:.0f} | {ratio:.2f}× | {bound} |")


def presses(browser: Browser, bare: str, ours: str) -> list[list]:
    """Slider key press to the new chart: the first chart, and the whole screen at rest."""
    floor, gallery = opened(browser, bare + "/"), opened(browser, ours + GALLERY)
    our_slider = '.st-key-function_gallery-parameters-elu-alpha :is([role="slider"], input)'
    for page, slider in ((floor, BARE_SLIDER), (gallery, our_slider)):
        press(page, slider, LINES, 300)
    chart = median_ratio(
        lambda: press(gallery, our_slider, LINES, 300)[0],
        lambda: press(floor, BARE_SLIDER, LINES, 300)[0],
        PRESSES,
    )
    screen = median_ratio(
        lambda: press(gallery, our_slider, _SIGNATURE, 800)[1],
        lambda: press(floor, BARE_SLIDER, _SIGNATURE, 800)[1],
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
