"""What a visitor reads at the pointer and behind “Show data”, on every screen; a quiet console."""

from __future__ import annotations

import re

import pytest

from tests.browser.boundary_page import STARTING, settled
from ui.catalogue import SCREENS

pytestmark = pytest.mark.browser

CHARTS = '[data-testid="stVegaLiteChart"]'
TABLE = '[data-testid="stDataFrame"]'
QUERIES = {"curve_fitting": "epochs=50", "regularization": "epochs=3"}
LOUD = ("warning", "error")
ACROSS, DOWN = 6, 4
# Names of fields, addresses of pictures, and numbers that are none.
RAW = re.compile(
    r"data:|null|undefined|NaN|\b(url|across|down|codes|left|top|series|key|datum)\b|\d{12}"
)
TOOLTIP = """() => {
    const told = document.getElementById("vg-tooltip-element");
    return told?.classList.contains("visible") ? told.innerText : "";
}"""


def told(page, chart) -> set[str]:
    """All that is said at the points of a grid over a chart."""
    chart.scroll_into_view_if_needed()
    box = chart.locator("svg, canvas").first.bounding_box()
    found = set()
    for column in range(ACROSS):
        for row in range(DOWN):
            page.mouse.move(
                box["x"] + box["width"] * (column + 0.5) / ACROSS,
                box["y"] + box["height"] * (row + 0.5) / DOWN,
            )
            found.add(page.evaluate(TOOLTIP))
    return found - {""}


def columns(page) -> list[str]:
    """Names of the columns behind the first chart that has some to show."""
    page.get_by_role("button", name="Show data").first.press("Enter")
    table = page.locator(TABLE).filter(has=page.locator('[aria-label^="Show chart"]')).first
    names = table.locator('[role="columnheader"]')
    names.first.wait_for(state="attached")
    return [name for name in names.all_text_contents() if name]


@pytest.mark.parametrize("key", ["", *SCREENS])
def test_nothing_raw_is_told_and_the_console_is_quiet(page, rest, server, key):
    complaints = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in LOUD else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{server}/{key}?lang=en&{QUERIES.get(key, '')}")
    charts = page.locator(CHARTS)
    charts.first.wait_for(timeout=STARTING)
    settled(page, rest)
    texts = [text for number in range(charts.count()) for text in told(page, charts.nth(number))]
    assert texts or key == "image_through_activation"
    assert [text for text in texts if RAW.search(text)] == []
    # Streamlit asks below each page for files that stand above it.
    assert [text for text in complaints if not text.startswith("Failed to load resource")] == []
    names = columns(page)
    assert names
    assert [name for name in names if RAW.search(name)] == []
