"""A fresh server and a fresh browser; skipped with a reason where there is no Chromium."""

from __future__ import annotations

import os

import pytest

from tests.browser.serving import CHROMIUM_FLAGS, find_chromium, serve

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser():
    chromium = find_chromium()
    if chromium is None:
        reason = "no Chromium on this machine: install the package chromium to run these tests"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=chromium, args=[*CHROMIUM_FLAGS])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def server(browser):
    """Address of a server that all tests share; tests that need a cold one start their own."""
    with serve() as address:
        yield address


@pytest.fixture
def visit(browser):
    """Open a page in a browser context of its own: `visit(locale=…, dark=…, window=…)`."""
    contexts = []

    def open_page(locale: str = "en-US", dark: bool = False, window: dict = WIDE):
        context = browser.new_context(
            locale=locale,
            viewport=window,
            color_scheme="dark" if dark else "light",
            permissions=["clipboard-read", "clipboard-write"],
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(visit):
    """A fresh English page."""
    return visit()


def rest(page, limit: float = 60.0) -> None:
    """Wait until the app has been at rest for half a second."""
    quiet = 0
    for _look in range(int(limit * 10)):
        busy = page.locator(
            '[data-testid="stStatusWidget"], [data-testid="stSkeleton"], [data-stale="true"]'
        ).count()
        shown = page.locator('[data-testid="stMainBlockContainer"] [data-testid]').count()
        quiet = 0 if busy or not shown else quiet + 1
        if quiet >= 5:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"still busy after {limit:.0f} s")


@pytest.fixture(name="rest")
def rest_fixture():
    return rest
