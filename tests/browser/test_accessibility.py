"""What axe finds on every screen: both languages, both themes, wide and on a phone."""

from __future__ import annotations

from importlib import resources

import pytest

from tests.browser.conftest import PHONE, WIDE
from ui.screens import SCREENS

pytestmark = pytest.mark.browser

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# WCAG 2.2, level AA, and the order of headings, which axe counts among the best practices.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"heading-order": {"enabled": True}},
    "resultTypes": ["violations"],
}
STREAMLITS_OWN: dict[str, str] = {}
"""Rules that elements of Streamlit's own break, whatever an app does: why, by rule."""

VIEWS = [(WIDE, False), (PHONE, False), (PHONE, True), (WIDE, True)]


def violations(page) -> set[str]:
    """What axe finds, one sentence for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    return {
        f"{rule['id']}: {node['target'][-1]}: {node['failureSummary'].splitlines()[-1].strip()}"
        for rule in found
        if rule["id"] not in STREAMLITS_OWN
        for node in rule["nodes"]
    }


@pytest.mark.parametrize("locale", ["en-US", "ko-KR"])
@pytest.mark.parametrize("key", ["", *SCREENS])
def test_axe_finds_no_violation(visit, rest, server, key, locale):
    page = visit(locale=locale)
    page.goto(f"{server}/{key}")
    page.locator('[data-testid="stMainBlockContainer"] h1').first.wait_for()
    found: dict[str, list[str]] = {}
    for window, dark in VIEWS:
        page.set_viewport_size(window)
        page.emulate_media(color_scheme="dark" if dark else "light")
        rest(page)
        for sentence in violations(page):
            found.setdefault(sentence, []).append(f"{window['width']}{' dark' if dark else ''}")
    said = [f"{sentence} ({', '.join(where)})" for sentence, where in found.items()]
    assert not said, "\n".join(said)
