"""The screen on decision boundaries as a visitor finds it in the browser."""

from __future__ import annotations

from tests.browser import menus

SCREEN = "decision_boundaries"
FRAMES = 'input[type="range"][name="frame"]'
STARTING = 120_000  # milliseconds: the first worker imports TensorFlow


def open_screen(page, rest, server: str, query: str = "") -> None:
    """Open the screen, and wait until a training is shown."""
    page.goto(f"{server}/{SCREEN}?{query}")
    reading(page).wait_for(timeout=STARTING)
    settled(page, rest)


def settled(page, rest) -> None:
    """Wait until the screen is at rest, and no training is under way."""
    rest(page)
    page.get_by_role("button", name="Stop", exact=True).first.wait_for(
        state="hidden", timeout=STARTING
    )
    rest(page)


def reading(page):
    """What the scrubber says of its frame."""
    return page.locator("output").first


def scrubber(page):
    """The slider over the frames."""
    return page.get_by_role("slider", name="Epoch shown")


def frames(page) -> set[str]:
    """At which frame the charts stand."""
    return set(page.evaluate(f"[...document.querySelectorAll('{FRAMES}')].map(i => i.value)"))


def metric(page, label: str) -> str:
    """The value of a figure."""
    box = page.locator('[data-testid="stMetric"]').filter(has_text=label).first
    return box.locator('[data-testid="stMetricValue"]').inner_text()


def button(page, label: str):
    """A button by its label."""
    return page.get_by_role("button", name=label, exact=True)


def open_tab(page, rest, name: str) -> None:
    """Turn to one of the tabs below the training."""
    page.get_by_role("tab", name=name).click()
    settled(page, rest)


def choose(page, rest, label: str, option: str) -> None:
    """Choose from a menu by its label."""
    menus.choose(page, label, option)
    settled(page, rest)


def slide(page, rest, label: str, key: str = "ArrowRight") -> None:
    """Press a key on the slider with this label."""
    boxes = page.locator('[data-testid="stSlider"]').filter(has_text=label)
    boxes.first.get_by_role("slider").press(key)
    settled(page, rest)


def said(page) -> str:
    """The verdict and all other messages of the screen."""
    return "\n".join(page.locator('[data-testid="stAlert"]').all_inner_texts())
