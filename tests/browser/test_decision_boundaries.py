"""XOR solved and scrubbed in a real browser; the script taken home, and run."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.browser.boundary_page import (
    FRAMES,
    SCREEN,
    button,
    frames,
    metric,
    open_screen,
    open_tab,
    reading,
    said,
    scrubber,
)
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


def test_xor_is_solved_and_scrubbed_without_a_message_to_the_server(page, rest, server):
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda m: sent.append(m)))
    open_screen(page, rest, server)
    assert metric(page, "Accuracy") == "100%"
    assert "all 4 training points are told right" in said(page)
    assert reading(page).inner_text().startswith("epoch 1,000")
    assert frames(page) == {"59"}

    before = len(sent)
    picture = page.locator('[data-testid="stVegaLiteChart"]').first
    last = picture.screenshot()
    scrubber(page).press("Home")
    assert reading(page).inner_text().startswith("epoch 0")
    assert frames(page) == {"0"}
    assert picture.screenshot() != last
    scrubber(page).press("ArrowRight")
    assert frames(page) == {"1"}
    page.get_by_role("button", name="Play the training").click()
    page.wait_for_function("() => document.querySelector('" + FRAMES + "').value > 5")
    page.get_by_role("button", name="Pause").click()
    scrubber(page).press("End")
    assert frames(page) == {"59"}
    assert len(sent) == before


def test_back_is_undo(page, rest, server):
    open_screen(page, rest, server)
    solved = reading(page).inner_text()
    button(page, "New start").click()
    page.wait_for_url(re.compile("seed=2"))
    rest(page)
    assert reading(page).inner_text() != solved
    page.go_back()
    page.wait_for_url(re.compile(f"{SCREEN}$|{SCREEN}\\?$"))
    rest(page)
    assert reading(page).inner_text() == solved


def test_a_control_that_is_moved_draws_another_training(page, rest, server):
    open_screen(page, rest, server)
    before = reading(page).inner_text()
    rate = page.locator('[data-testid="stSlider"]').filter(has_text="Learning rate")
    rate.get_by_role("slider").press("ArrowRight")
    page.wait_for_url(re.compile("learning_rate=0.03"))
    rest(page)
    assert reading(page).inner_text() != before
    assert frames(page) == {"59"}


def test_the_script_taken_home_prints_what_the_screen_shows(page, rest, server, tmp_path):
    open_screen(page, rest, server, "epochs=100&learning_rate=0.03&seed=4")
    shown = float(metric(page, "Loss")), metric(page, "Accuracy")
    open_tab(page, rest, "Take it home")
    with page.expect_download() as loading:
        button(page, "Keras script").click()
    path = tmp_path / "taken_home.py"
    loading.value.save_as(path)
    printed = subprocess.run(
        [sys.executable, str(path)], capture_output=True, text=True, timeout=300, check=True
    ).stdout
    loss, accuracy = re.search(r"loss ([\d.e-]+).*?accuracy ([\d.]+)", printed, re.DOTALL).groups()
    assert float(loss) == pytest.approx(shown[0], rel=5e-3)
    assert f"{float(accuracy):.0%}" == shown[1]


def test_a_phone_needs_no_sideways_scrolling(visit, rest, server):
    page = visit(window=PHONE)
    open_screen(page, rest, server)
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth") <= PHONE["width"]
