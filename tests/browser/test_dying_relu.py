"""Deaths of units scrubbed in a real browser; a unit chosen by a click in the map."""

from __future__ import annotations

import re

import pytest

from core.studies.dying_relu.study import DyingStudy
from tests.browser.conftest import PHONE
from tests.browser.edges import cut_off

pytestmark = pytest.mark.browser

SCREEN = "dying_relu"
FRAMES = 'input[type="range"][name="frame"]'
STARTING = 180_000  # milliseconds: the first worker imports TensorFlow
CHARTS = '[data-testid="stVegaLiteChart"]'


def open_screen(page, rest, server: str, query: str = "") -> None:
    page.goto(f"{server}/{SCREEN}?{query}")
    page.locator("output").first.wait_for(timeout=STARTING)
    rest(page)


def frames(page) -> set[str]:
    """At which frame the charts stand."""
    return set(page.evaluate(f"[...document.querySelectorAll('{FRAMES}')].map(i => i.value)"))


def test_a_death_is_scrubbed_without_a_message_to_the_server(page, rest, server):
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda m: sent.append(m)))
    open_screen(page, rest, server)
    reading = page.locator("output").first
    epochs = DyingStudy().epochs
    assert reading.inner_text().startswith(f"epoch {epochs}")
    # Pictures before and after the death have one frame each.
    assert frames(page) == {str(epochs), "0"}
    before = len(sent)
    charts = page.locator(CHARTS)
    last = [charts.nth(number).screenshot() for number in range(3)]
    slider = page.get_by_role("slider", name="Epoch shown")
    slider.press("Home")
    assert reading.inner_text().startswith("epoch 0")
    assert frames(page) == {"0"}
    assert [charts.nth(number).screenshot() for number in range(3)] != last
    slider.press("ArrowRight")
    assert "1" in frames(page)
    slider.press("End")
    assert len(sent) == before


def test_a_click_in_the_map_chooses_the_unit(page, rest, server):
    open_screen(page, rest, server)
    told = page.get_by_text(re.compile(r"^Unit \d\.\d, epoch")).first
    first = told.inner_text()
    drawing = page.locator(CHARTS).first.locator("canvas, svg").first
    # In the middle of the first row.
    drawing.click(position={"x": drawing.bounding_box()["width"] / 2, "y": 12})
    page.get_by_text("Unit 1.1, epoch").first.wait_for()
    rest(page)
    assert told.inner_text() != first


def test_the_learning_rate_is_part_of_the_address(page, rest, server):
    open_screen(page, rest, server)
    before = page.locator("output").first.inner_text()
    rate = page.locator('[data-testid="stSlider"]').filter(has_text="Learning rate")
    rate.get_by_role("slider").press("ArrowLeft")
    page.wait_for_url(re.compile("learning_rate=0.1"))
    rest(page)
    assert page.locator("output").first.inner_text() != before


def test_the_map_follows_the_epoch_of_the_change(page, rest, server):
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    open_screen(page, rest, server)
    page.get_by_role("tab", name="Bring units back").click()
    continued = page.locator(CHARTS).nth(6).locator("svg")
    continued.wait_for(timeout=STARTING)
    rest(page)
    before = continued.inner_html()
    epoch = page.locator('[data-testid="stSlider"]').filter(has_text="Epoch of the change")
    epoch.get_by_role("slider").press("Home")
    page.get_by_text("0 of 1", exact=True).first.wait_for(timeout=60_000)
    rest(page)
    assert continued.inner_html() != before
    assert not wrong


def test_no_label_is_cut_off(page, rest, server):
    open_screen(page, rest, server)
    page.wait_for_function("() => document.querySelectorAll('svg.marks').length >= 6")
    assert cut_off(page) == []


@pytest.mark.parametrize(
    ("locale", "starts"), [("en-US", "What many starts showed"), ("ko-KR", "여러 시작점의 결과")]
)
def test_a_phone_needs_no_sideways_scrolling(visit, rest, server, locale, starts):
    page = visit(window=PHONE, locale=locale)
    open_screen(page, rest, server)
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth") <= PHONE["width"]
    # The widest tables of the screen.
    page.get_by_role("tab", name=starts).click()
    page.locator("table:visible").nth(1).wait_for()
    assert page.evaluate(f"{main}.scrollWidth") <= PHONE["width"]
