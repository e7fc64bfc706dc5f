"""Two fits opened, scrubbed and taken home in a real browser; their luck asked for."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.browser.conftest import PHONE
from tests.browser.edges import cut_off

pytestmark = pytest.mark.browser

SCREEN = "curve_fitting"
FRAMES = 'input[type="range"][name="frame"]'
STARTING = 120_000  # milliseconds: the first worker imports TensorFlow
FIRST_FIT = '[data-testid="stVegaLiteChart"]'


def open_screen(page, rest, server: str, query: str = "") -> None:
    page.goto(f"{server}/{SCREEN}?{query}")
    page.locator("output").first.wait_for(timeout=STARTING)
    rest(page)


def reading(page) -> str:
    """What the scrubber says of its frame."""
    return page.locator("output").first.inner_text()


def frames(page) -> set[str]:
    """At which frame the charts stand."""
    return set(page.evaluate(f"[...document.querySelectorAll('{FRAMES}')].map(i => i.value)"))


def metric(page, label: str, place: int) -> str:
    box = page.locator('[data-testid="stMetric"]').filter(has_text=label).nth(place)
    return box.locator('[data-testid="stMetricValue"]').inner_text()


def paths(page, chart: int = 0) -> list[str]:
    """The lines that a chart draws."""
    picture = page.locator(FIRST_FIT).nth(chart)
    return picture.locator(".mark-line path").evaluate_all(
        "all => all.map(p => p.getAttribute('d'))"
    )


def until(page, holds) -> None:
    """Wait until something holds, for the browser draws when it can."""
    for _look in range(100):
        if holds():
            return
        page.wait_for_timeout(100)
    assert holds()


def test_both_fits_are_scrubbed_without_a_message_to_the_server(page, rest, server):
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda m: sent.append(m)))
    open_screen(page, rest, server)
    assert reading(page).startswith("epoch 100 · parallel 1")
    until(page, lambda: frames(page) == {"50"} and len(paths(page)) >= 3)

    before, last = len(sent), paths(page)
    scrubber = page.get_by_role("slider", name="Epoch shown")
    scrubber.press("Home")
    until(page, lambda: reading(page).startswith("epoch 0") and frames(page) == {"0"})

    def moved() -> int:
        return sum(one != other for one, other in zip(paths(page), last, strict=True))

    # The law stays, both fits move.
    until(page, lambda: moved() == 2)
    page.get_by_role("button", name="Play the training").click()
    page.wait_for_function("() => document.querySelector('" + FRAMES + "').value > 5")
    page.get_by_role("button", name="Pause").first.click()
    scrubber.press("End")
    until(page, lambda: paths(page) == last)
    assert len(sent) == before


def test_units_are_added_one_by_one_without_a_message_to_the_server(page, rest, server):
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda m: sent.append(m)))
    open_screen(page, rest, server)
    until(page, lambda: len(paths(page, 3)) > 1)
    before = len(sent)
    whole = paths(page, 3)
    units = page.get_by_role("slider", name="Units added")
    units.press("Home")
    until(page, lambda: page.get_by_text("0 of 6 units added").count() == 1)
    until(page, lambda: len(paths(page, 3)) < len(whole))
    units.press("End")
    until(page, lambda: paths(page, 3) == whole)
    assert len(sent) == before


def test_a_control_that_is_moved_draws_another_training(page, rest, server):
    open_screen(page, rest, server)
    before = reading(page)
    rate = page.locator('[data-testid="stSlider"]').filter(has_text="Learning rate")
    rate.get_by_role("slider").press("ArrowRight")
    page.wait_for_url(re.compile("learning_rate=0.01"))
    rest(page)
    assert reading(page) != before
    assert frames(page) == {"50"}


def test_luck_runs_with_progress_and_can_be_stopped(page, rest, server):
    open_screen(page, rest, server, "epochs=300&size=5000")
    page.get_by_role("tab", name="Is it luck?").click()
    page.get_by_role("button", name="Train both from 100 starts").click()
    page.get_by_text(re.compile(r"Training: \d+ of 200")).wait_for(timeout=60_000)
    page.get_by_role("button", name="Stop", exact=True).last.click()
    page.get_by_text(re.compile("^Stopped")).first.wait_for(timeout=60_000)


def test_luck_gives_a_verdict_with_its_interval(page, rest, server):
    open_screen(page, rest, server, "epochs=10&size=201")
    page.get_by_role("tab", name="Is it luck?").click()
    page.get_by_role("button", name="Train both from 100 starts").click()
    verdict = page.get_by_text(re.compile("ends with the smaller error in .*95 % interval"))
    verdict.first.wait_for(timeout=120_000)


@pytest.mark.parametrize("place", [0, 1], ids=["parallel", "serial"])
def test_the_script_taken_home_prints_what_the_screen_shows(page, rest, server, tmp_path, place):
    open_screen(page, rest, server, "epochs=5&size=201&seed=3")
    shown = float(metric(page, "Mean squared error", place).replace(",", ""))
    page.get_by_role("tab", name="Take it home").click()
    rest(page)
    if place:
        page.get_by_role("radio", name="Serial", exact=True).click()
        rest(page)
    with page.expect_download() as loading:
        page.get_by_role("button", name="Keras script", exact=True).click()
    path = tmp_path / "taken_home.py"
    loading.value.save_as(path)
    printed = subprocess.run(
        [sys.executable, str(path)], capture_output=True, text=True, timeout=300, check=True
    ).stdout
    loss = float(re.search(r"loss ([\d.e+-]+)", printed)[1])
    assert loss == pytest.approx(shown, rel=5e-3)


def choose_cell(page, row: int, column: int) -> None:
    """Click a cell of the table of points; column −1 marks the whole row."""
    table = page.locator('[data-testid="stDataFrame"]').last
    table.evaluate("table => table.scrollIntoView({block: 'center'})")
    # The page comes to rest below the pointer.
    page.wait_for_timeout(400)
    box = table.bounding_box()
    wide = (box["width"] - 36) / 2

    def click(row: int, column: int) -> None:
        left = 18 if column < 0 else 36 + wide * (column + 0.5)
        page.mouse.click(box["x"] + left, box["y"] + 36 + 35 * row + 17)
        page.wait_for_timeout(250)

    if column >= 0:
        # The first click into a fresh table only wakes it.
        click(row + 1, column)
    click(row, column)


def test_the_fit_follows_what_is_typed_into_the_table_of_points(page, rest, server):
    open_screen(page, rest, server, "epochs=5&data=points&points=0,0,1,1,2,4")
    page.get_by_role("tab", name="Own points").click()
    rest(page)
    before = reading(page)
    choose_cell(page, 1, 1)
    page.keyboard.type("7")
    # The cell opens its own editor for the first key.
    page.wait_for_timeout(250)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("points=0%2C0%2C1%2C7%2C2%2C4"))
    rest(page)
    assert reading(page) != before

    choose_cell(page, 0, -1)
    page.keyboard.press("Delete")
    page.wait_for_url(re.compile("points=1%2C7%2C2%2C4"))
    rest(page)
    until(page, lambda: "serial" in reading(page))
    last = reading(page)
    for said in ("two different values of x", "A curve needs points"):
        choose_cell(page, 0, -1)
        page.keyboard.press("Delete")
        page.get_by_text(said).wait_for()
    assert reading(page) == last


@pytest.mark.parametrize("dark", [False, True])
def test_a_phone_needs_no_sideways_scrolling(visit, rest, server, dark):
    page = visit(window=PHONE, dark=dark, locale="ko-KR")
    open_screen(page, rest, server)
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth") <= PHONE["width"]


def test_on_a_phone_all_presets_and_all_names_of_lines_are_seen(visit, rest, server):
    page = visit(window=PHONE)
    open_screen(page, rest, server)
    until(page, lambda: len(paths(page, 3)) > 1)
    assert cut_off(page) == []
    last = page.get_by_role("radio", name=re.compile("sin x with ReLU")).bounding_box()
    assert last["x"] + last["width"] <= PHONE["width"]
