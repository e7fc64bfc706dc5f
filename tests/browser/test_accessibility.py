"""What axe finds on every screen, in both languages and themes, wide and on a phone.

Each screen is seen in four of the eight views, in which every two of language, theme and width
meet once. What stands behind a tab is looked at in the second view of each language.
"""

from __future__ import annotations

from importlib import resources

import pytest

from tests.browser.conftest import PHONE, WIDE
from ui.catalogue import SCREENS

pytestmark = pytest.mark.browser

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# WCAG 2.2, level AA, and the order of headings, which axe counts among the best practices.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"heading-order": {"enabled": True}},
    "resultTypes": ["violations"],
}
STREAMLITS_OWN = {
    # The colours of its code, which no setting changes.
    ("color-contrast", '[data-testid="stCode"] .token'),
    # Chromium and Firefox give what scrolls the focus by themselves, which axe does not know.
    ("scrollable-region-focusable", '[data-testid="stCode"] pre'),
    # Where its entries leave it no room, the field behind them is narrower than 24 px.
    ("target-size", '[data-testid="stMultiSelect"] input'),
}
"""Rules that elements of Streamlit's own break, whatever an app does."""

CHART = '[data-testid="stVegaLiteChart"]'
VIEWS = {
    "en-US": [(PHONE, True), (WIDE, False)],
    "ko-KR": [(PHONE, False), (WIDE, True)],
}


def violations(page, within: str = "body") -> set[str]:
    """What axe finds within an element, one sentence for each element that breaks a rule."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("([within, rules]) => axe.run(within, rules)", [within, RULES])[
        "violations"
    ]
    return {
        f"{rule['id']}: {target}: {node['failureSummary'].splitlines()[-1].strip()}"
        for rule in found
        for node in rule["nodes"]
        for target in node["target"][-1:]
        if not any(
            rule["id"] == own and page.locator(target).and_(page.locator(selector)).count()
            for own, selector in STREAMLITS_OWN
        )
    }


def show(page, rest, window: dict, dark: bool) -> None:
    """Change the window and the theme of a page that is open."""
    page.set_viewport_size(window)
    page.emulate_media(color_scheme="dark" if dark else "light")
    rest(page)


@pytest.mark.parametrize("locale", VIEWS)
@pytest.mark.parametrize("key", ["", *SCREENS])
def test_axe_finds_no_violation(visit, rest, server, key, locale):
    page = visit(locale=locale)
    page.goto(f"{server}/{key}")
    page.locator('[data-testid="stMainBlockContainer"] h1').first.wait_for()
    rest(page)
    # Boxes of rarer controls too; each is drawn when it is opened.
    for box in page.locator("details").all():
        if not box.evaluate("box => box.open"):
            box.locator("summary").first.click()
    found = {}
    for window, dark in VIEWS[locale]:
        show(page, rest, window, dark)
        found[f"{window['width']}, {'dark' if dark else 'light'}"] = violations(page)
    for tab in page.get_by_role("tab").all():
        tab.click()
        rest(page)
        found[tab.inner_text()] = violations(page, '[role="tabpanel"]:not([hidden])')
    assert not any(found.values()), found


def test_a_chart_says_what_came_out_and_is_not_built_anew(visit, rest, server):
    page = visit()
    page.goto(f"{server}/why_nonlinear")
    page.locator('[data-testid="stMainBlockContainer"] h1').first.wait_for()
    rest(page)
    chart = page.locator(CHART).nth(1)
    drawing = chart.locator("svg.marks").element_handle()
    assert "f(u + v): " in chart.get_attribute("aria-label")
    said = chart.get_attribute("aria-label")
    page.locator(".st-key-why_nonlinear-u input").press("ArrowRight")
    page.wait_for_function(
        "([chart, said]) => chart.getAttribute('aria-label') !== said",
        arg=[chart.element_handle(), said],
    )
    assert said.split(". ")[0] in chart.get_attribute("aria-label")
    assert drawing.evaluate("drawing => drawing.isConnected")
    # One description, and not one more for each mark.
    for shown in page.locator(CHART).all():
        assert shown.locator("[aria-label]").count() < 10
