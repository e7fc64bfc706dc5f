"""Where things stand in windows of every width, and in the frame of another page."""

from __future__ import annotations

import io
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from tests.browser import boundary_page
from tests.browser.conftest import PHONE
from tests.browser.test_image_through_activation import upload
from tests.browser.test_navigation import menu, open_screen
from ui.catalogue import SCREENS

pytestmark = pytest.mark.browser

TABLET = {"width": 820, "height": 1180}

_NARROW_PICTURES = """() => [...document.querySelectorAll('.stColumn')]
  .filter(column => column.querySelector('svg.marks') && column.clientWidth < 200)
  .map(column => column.clientWidth)"""


def menu_is_open(page) -> bool:
    bar = page.locator('[data-testid="stSidebar"]')
    return bar.count() > 0 and bar.get_attribute("data-collapsed") == "false"


def stages_are_stacked(page) -> bool:
    """Whether the controls of every stage stand below its picture."""
    return page.evaluate(
        """() => [...document.querySelectorAll('[class*="st-key-stage"]')].every(stage => {
        const [show, ask] = stage.querySelectorAll(':scope > * > * > .stColumn');
        return ask.getBoundingClientRect().top >= show.getBoundingClientRect().bottom; })"""
    )


def test_on_a_tablet_the_menu_starts_closed_and_columns_stack(visit, rest, server):
    page = visit(window=TABLET)
    for key in SCREENS:
        open_screen(page, rest, f"{server}/{key}")
        assert not menu_is_open(page)
        assert stages_are_stacked(page), key
        assert page.evaluate(_NARROW_PICTURES) == [], key


def test_a_wide_window_shows_menu_picture_and_controls_side_by_side(visit, rest, server):
    page = visit(window={"width": 1280, "height": 720})
    open_screen(page, rest, f"{server}/curve_fitting")
    assert menu_is_open(page)
    assert not stages_are_stacked(page)


@pytest.mark.parametrize("window", [PHONE, TABLET], ids=["phone", "tablet"])
def test_the_menu_closes_when_a_screen_is_chosen(visit, rest, server, window):
    page = visit(window=window)
    open_screen(page, rest, f"{server}/function_gallery")
    page.get_by_test_id("stExpandSidebarButton").click()
    menu(page, "why_nonlinear").click()
    page.wait_for_url("**/why_nonlinear*")
    rest(page)
    assert not menu_is_open(page)


def test_in_the_frame_of_another_page_there_is_no_menu_and_one_column(visit, rest, server):
    page = visit(window={"width": 1200, "height": 700})
    open_screen(page, rest, f"{server}/why_nonlinear?embed=true&embed_options=light_theme")
    assert page.locator('[data-testid="stSidebar"]').count() == 0
    assert page.locator('[class*="st-key-stage"]').count() == 0
    page.get_by_role("button", name="Deeper").first.click()
    page.wait_for_url("**layers=5*")
    rest(page)
    assert parse_qs(urlsplit(page.url).query)["embed"] == ["true"]
    page.get_by_text("Copy link").click()
    copied = parse_qs(urlsplit(page.evaluate("navigator.clipboard.readText()")).query)
    assert not {"embed", "embed_options"} & set(copied)
    assert copied["layers"] == ["5"]
    page.reload()
    rest(page)
    assert page.locator('[data-testid="stSidebar"]').count() == 0


def test_a_number_field_shows_what_is_computed(visit, rest, server):
    page = visit()
    boundary_page.open_screen(page, rest, server)
    field = page.get_by_label("Units 1")
    field.fill("999")
    field.press("Enter")
    page.wait_for_url("**hidden=16&**")
    boundary_page.settled(page, rest)
    assert field.input_value() == "16"
    field.fill("-3")
    field.blur()
    page.wait_for_url("**hidden=1&**")
    boundary_page.settled(page, rest)
    assert field.input_value() == "1"
    field.fill("50")
    boundary_page.button(page, "Reset").click()
    page.wait_for_url(f"**/{boundary_page.SCREEN}")
    boundary_page.settled(page, rest)
    assert field.input_value() == "2"
    assert field.get_attribute("aria-invalid") != "true"


_PIXELS_PER_UNIT = """chart => ['x1', 'x2'].map((_name, place) => {
  const labels = [...chart.querySelectorAll('.role-axis-label')]
    .map(group => [...group.querySelectorAll('text')]).filter(texts => texts.length)[place];
  // The outermost are pushed inwards.
  const [first, last] = [labels[1], labels[labels.length - 2]].map(text => {
    const box = text.getBoundingClientRect();
    const number = Number(text.textContent.replace('−', '-'));
    return [number, place ? box.top + box.height / 2 : box.left + box.width / 2];
  });
  return Math.abs((last[1] - first[1]) / (last[0] - first[0]));
})"""


def units(chart) -> float:
    """A unit across as a multiple of a unit upwards."""
    across, upwards = chart.evaluate(_PIXELS_PER_UNIT)
    return across / upwards


@pytest.mark.parametrize("width", [390, 820, 1280, 1440, 2560])
def test_a_circle_is_round_in_every_window(visit, rest, server, width):
    page = visit(window={"width": width, "height": 900})
    boundary_page.open_screen(page, rest, server, "data=circle&epochs=100")
    chart = page.locator('[data-testid="stVegaLiteChart"]').first
    assert units(chart) == pytest.approx(1, abs=0.03)
    if width == 1440:
        page.set_viewport_size({"width": 1000, "height": 900})
        page.wait_for_timeout(1000)
        assert units(chart) == pytest.approx(1, abs=0.03)
        chart.hover()
        page.get_by_role("button", name="Fullscreen").first.click()
        page.wait_for_timeout(1000)
        assert units(chart) == pytest.approx(1, abs=0.03)
        assert chart.locator("svg.marks").bounding_box()["height"] <= 900


def test_the_plane_on_the_home_screen_has_equal_axes(visit, rest, server):
    page = visit()
    open_screen(page, rest, server)
    cards = page.locator('[data-testid="stVegaLiteChart"]:has(image)')
    assert units(cards.first) == pytest.approx(1, abs=0.03)


def test_a_picture_of_any_shape_fits_the_window(visit, rest, server):
    page = visit()
    open_screen(page, rest, f"{server}/image_through_activation")
    file = io.BytesIO()
    Image.new("L", (40, 800), 90).save(file, "PNG")
    upload(page, rest, "tall.png", "image/png", file.getvalue())
    page.get_by_text("40 × 800 pixels").first.wait_for()
    rest(page)
    heights = page.evaluate("[...document.querySelectorAll('.stImage img')].map(i => i.height)")
    assert heights
    assert max(heights) < 900
