"""From the address of a training to its picture, in a real browser with a warm worker.

    python -m benchmarks.opening

The screens that train are opened by links, no experiment twice, in turn with a bare page that has
one chart. Prints a Markdown table.
"""

from __future__ import annotations

from playwright.sync_api import Browser

from benchmarks.browser import PAINTED, both_apps, median_ratio

VISITS = 5
STARTING = 180_000  # milliseconds: the first worker imports TensorFlow
# Charts of a finished training have an input for their frame.
_TRAINED = """() => [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')].some(
  chart => chart.querySelector('input[name=frame]') && chart.querySelector('path, canvas'))"""
SCREENS = ("decision_boundaries", "curve_fitting", "dying_relu")


def picture(browser: Browser, address: str, seen: str) -> float:
    """Milliseconds from opening an address in a fresh browser context to what is waited for."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_function(seen, timeout=STARTING, polling="raf")
    taken = page.evaluate("performance.now()")
    context.close()
    return taken


def main() -> None:
    """Print the table."""
    print("| opening | bare page, ms | ours, ms | ratio | above 1.5×, ms (bound 1,000) |")
    print("| --- | ---: | ---: | ---: | ---: |")
    with both_apps() as (browser, bare, ours):
        for screen in SCREENS:
            seeds = iter(range(100, 200))
            picture(browser, f"{ours}/{screen}?seed={next(seeds)}", _TRAINED)
            floor, own, ratio = median_ratio(
                lambda screen=screen, seeds=seeds: picture(
                    browser, f"{ours}/{screen}?seed={next(seeds)}", _TRAINED
                ),
                lambda: picture(browser, f"{bare}/", PAINTED),
                VISITS,
            )
            more = max(0.0, own - 1.5 * floor)
            print(f"| {screen} | {floor:.0f} | {own:.0f} | {ratio:.2f}× | {more:.0f} |", flush=True)


if __name__ == "__main__":
    main()
