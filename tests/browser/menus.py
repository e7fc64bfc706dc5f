"""Choosing from a menu in a real browser."""

from __future__ import annotations

from playwright.sync_api import TimeoutError


def choose(page, label: str, option: str) -> None:
    """Choose from a menu by its label."""
    box = page.locator('[data-testid="stSelectbox"]').filter(has_text=label).first
    wanted = page.get_by_role("option", name=option, exact=True)
    for _attempt in range(5):
        # A menu closes when the page moves: at the edge of the window, or as a box unfolds.
        box.evaluate("box => box.scrollIntoView({block: 'center'})")
        page.wait_for_timeout(200)
        box.locator("input").click()
        try:
            wanted.click(timeout=3000)
        except TimeoutError:
            page.keyboard.press("Escape")
        else:
            return
    raise AssertionError(f"no option {option!r} in the menu {label!r}")
