"""The race in a real browser: pictures clicked, boundaries scrubbed, a file of one's own."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import PHONE
from tests.browser.menus import choose

pytestmark = pytest.mark.browser

SCREEN = "regularization"
STARTING = 180_000  # milliseconds: the first worker imports TensorFlow
CHARTS = '[data-testid="stVegaLiteChart"]'
TABLE = '[data-testid="stDataFrame"]'
FRAMES = 'input[type="range"][name="frame"]'
QUICK = "epochs=3&variants=hidden:8~activations:relu~~hidden:8~activations:relu~l2:0.1"
ROWS = "\n".join(f"{k % 7},{k % 5},{'secret' if k % 7 > 3 else 'open'}" for k in range(80))


def open_screen(page, rest, server: str, query: str = "") -> None:
    page.goto(f"{server}/{SCREEN}?lang=en&{query}")
    ended(page, rest)


def ended(page, rest) -> None:
    """Wait for the verdict, which stands there once the race has ended."""
    page.locator(TABLE).first.wait_for(timeout=STARTING)
    rest(page)


def test_a_click_on_a_picture_shows_its_probabilities(page, rest, server):
    open_screen(page, rest, server, QUICK)
    number = page.get_by_label("Picture", exact=True)
    assert number.input_value() == "1"
    # After loss, accuracy and penalty.
    grid = page.locator(CHARTS).nth(3)
    box = grid.bounding_box()
    # The second of six in the first row.
    grid.click(position={"x": box["width"] * 1.5 / 6, "y": 40})
    page.wait_for_function(
        "() => [...document.querySelectorAll('input[type=number]')].some(i => i.value === '2')"
    )
    rest(page)
    assert number.input_value() == "2"


def test_the_boundaries_of_moons_are_scrubbed_without_a_message_to_the_server(page, rest, server):
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda m: sent.append(m)))
    open_screen(page, rest, server, f"{QUICK}&data=moons&train_share=0.2")
    page.locator("output").first.wait_for()
    rest(page)
    before = len(sent)
    page.get_by_role("slider", name="Epoch shown").press("Home")
    found = page.evaluate(f"[...document.querySelectorAll('{FRAMES}')].map(i => i.value)")
    assert found == ["0", "0"]
    assert len(sent) == before


def test_a_brake_is_part_of_the_address(page, rest, server):
    open_screen(page, rest, server, QUICK)
    page.get_by_text("Normalization", exact=True).first.click()
    choose(page, "Normalization of the hidden layers", "Layer normalization")
    page.wait_for_url(re.compile("normalization(:|%3A)layer"))
    ended(page, rest)


def test_menus_follow_the_language_there_and_back(page, rest, server):
    open_screen(page, rest, server, f"{QUICK}&data=moons")
    menu = page.locator('[data-testid="stSelectbox"] input').first
    for language, shown in (("한국어", "두 달"), ("English", "Moons"), ("한국어", "두 달")):
        page.get_by_text(language, exact=True).click()
        ended(page, rest)
        assert menu.input_value() == shown
    page.get_by_role("button", name="새로 시작").click()
    page.wait_for_url(re.compile("data=moons.*seed=2"))
    ended(page, rest)
    assert menu.input_value() == "두 달"


def test_a_group_stays_open_while_its_controls_are_moved(page, rest, server):
    open_screen(page, rest, server, QUICK)
    page.get_by_text("Penalties", exact=True).first.click()
    strength = page.locator('[data-testid="stSlider"]').filter(has_text="L2 on the kernels")
    strength = strength.get_by_role("slider")
    strength.press("End")
    page.wait_for_url(re.compile("l2(:|%3A)1~"))
    ended(page, rest)
    page.get_by_text("L2 1", exact=False).first.wait_for()
    # The keyboard goes on where it was.
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("l2(:|%3A)0.3~"))
    assert strength.is_visible()


def test_a_file_of_ones_own_is_raced_and_in_no_link(page, rest, server):
    open_screen(page, rest, server, QUICK)
    choose(page, "Data", "Your own table (CSV)")
    page.get_by_text("Choose a CSV file").first.wait_for()
    file = {"name": "mine.csv", "mimeType": "text/csv", "buffer": ROWS.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_text("Rows: 80, columns: 2").first.wait_for(timeout=STARTING)
    ended(page, rest)
    page.wait_for_url(re.compile("table=[0-9a-f]+"))
    assert "secret" not in page.url
    # Whoever opens the link is told what it does not carry.
    address = page.url
    other = page.context.browser.new_context(locale="en-US").new_page()
    other.goto(address)
    other.get_by_text("a table that a link does not carry").first.wait_for(timeout=STARTING)
    other.context.close()


def test_a_phone_needs_no_sideways_scrolling(visit, rest, server):
    page = visit(window=PHONE)
    open_screen(page, rest, server, QUICK)
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth") <= PHONE["width"]


def test_pictures_do_not_cover_each_other_on_a_phone(visit, rest, server):
    page = visit(window=PHONE)
    open_screen(page, rest, server, QUICK)
    pictures = page.locator(f"{CHARTS} image")
    pictures.first.wait_for()
    first, second = (pictures.nth(place).bounding_box() for place in (0, 1))
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] < second["x"]
