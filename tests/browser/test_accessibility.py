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
STREAMLITS_OWN = {
    "target-size": "controls that Streamlit draws (handles of sliders, of 16 px) may lie close",
}
"""Rules that elements of Streamlit's own break, whatever an app does: why, by rule."""

CHART = '[data-testid="stVegaLiteChart"]'
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
    rest(page)
    # Boxes of rarer controls too; each is drawn when it is opened.
    for box in page.locator("details").all():
        if not box.evaluate("box => box.open"):
            box.locator("summary").first.click()
    found: dict[str, list[str]] = {}
    for window, dark in VIEWS:
        page.set_viewport_size(window)
        page.emulate_media(color_scheme="dark" if dark else "light")
        rest(page)
        for sentence in violations(page):
            found.setdefault(sentence, []).append(f"{window['width']}{' dark' if dark else ''}")
    said = [f"{sentence} ({', '.join(where)})" for sentence, where in found.items()]
    assert not said, "\n".join(said)


@pytest.mark.parametrize("key", SCREENS)
def test_axe_finds_no_violation_behind_a_tab(visit, rest, server, key):
    page = visit(dark=True)
    page.goto(f"{server}/{key}")
    page.locator('[data-testid="stMainBlockContainer"] h1').first.wait_for()
    rest(page)
    found = {}
    for tab in page.get_by_role("tab").all():
        tab.click()
        rest(page)
        found[tab.inner_text()] = violations(page)
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
