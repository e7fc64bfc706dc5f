"""Every control of the screen on decision boundaries, driven in a real browser."""

from __future__ import annotations

import json
import re

import pytest

from tests.browser.boundary_page import (
    STARTING,
    button,
    choose,
    metric,
    open_screen,
    open_tab,
    reading,
    said,
    settled,
    slide,
)

pytestmark = pytest.mark.browser

LONG = "data=gaussians&batch=2&epochs=20000"


def test_a_long_run_shows_its_progress_is_stopped_and_started_again(page, rest, server):
    open_screen(page, rest, server)
    page.goto(f"{page.url.split('?')[0]}?{LONG}")
    page.get_by_text(re.compile("Training: [1-9]")).wait_for(timeout=STARTING)
    button(page, "Stop").click()
    button(page, "Start it again").wait_for()
    assert "Stopped at epoch" in said(page)
    stopped = int(reading(page).inner_text().split()[1].replace(",", ""))
    assert 0 <= stopped < 20_000
    button(page, "Start it again").click()
    page.get_by_text("epoch 20,000").wait_for(timeout=STARTING)
    settled(page, rest)
    assert "Stopped" not in said(page)


@pytest.mark.parametrize("rung", ["B1", "B2", "B3", "B4", "B5"])
def test_every_rung_of_the_ladder_solves_or(page, rest, server, rung):
    open_screen(page, rest, server, "data=or")
    page.get_by_role("radio", name=re.compile(rung)).click()
    settled(page, rest)
    assert metric(page, "Accuracy") == "100%"


@pytest.mark.parametrize(
    "name", ["Circle", "Two Gaussians", "Moons", "Spiral", "Checkerboard", "Three Gaussians"]
)
def test_every_data_set_is_learned_from(page, rest, server, name):
    open_screen(page, rest, server, "epochs=10")
    choose(page, rest, "Data", name)
    assert metric(page, "Epochs") == "10"
    assert "part of the page failed" not in said(page)


OTHER_OPTIMIZERS = [
    *("SGD", "SGD with momentum 0.9", "SGD with Nesterov momentum 0.9"),
    *("Adagrad", "RMSprop", "AdamW", "Nadam"),
]


@pytest.mark.parametrize("name", OTHER_OPTIMIZERS)
def test_every_optimizer_trains(page, rest, server, name):
    open_screen(page, rest, server, "epochs=300")
    before = reading(page).inner_text()
    choose(page, rest, "Optimizer", name)
    assert reading(page).inner_text() != before


def test_penalties_and_batch_change_the_training(page, rest, server):
    open_screen(page, rest, server, "epochs=100")
    page.get_by_text("More", exact=True).first.click()
    before = reading(page).inner_text()
    choose(page, rest, "Batch", "1")
    assert "batch=1" in page.url
    assert reading(page).inner_text() != before
    penalties = []
    for label in ("L1 penalty", "L2 penalty"):
        slide(page, rest, label, "End")
        penalties.append(float(metric(page, "Penalty")))
    assert 0 < penalties[0] < penalties[1]


def test_what_does_not_go_together_is_refused_in_a_sentence(page, rest, server):
    open_screen(page, rest, server, "loss=poisson&output=linear")
    assert "a linear output gives none" in said(page)
    page.goto(page.url.split("?")[0] + "?output=step&rule=gradient")
    settled(page, rest)
    assert "a step has no slope for a gradient to follow" in said(page)
    page.goto(page.url.split("?")[0] + "?data=spiral&size=1000&batch=1&epochs=20000")
    settled(page, rest)
    assert "Train at most" in said(page)


def test_how_often_counts_starts_and_opens_one(page, rest, server):
    open_screen(page, rest, server)
    open_tab(page, rest, "How often?")
    button(page, "Train from 200 starts").click()
    page.get_by_text("Starts that solve it").wait_for(timeout=STARTING)
    count, of = metric(page, "Starts that solve it").split(" of ")
    assert of == "200"
    assert 0 < int(count) < 200
    opened = page.get_by_role("button", name=re.compile("Open start")).nth(1)
    seed = opened.inner_text().split()[-1]
    opened.click()
    page.wait_for_url(re.compile(f"seed={seed}(&|$)"))
    settled(page, rest)
    assert "Not solved." in said(page)


def test_the_prediction_is_checked_by_trainings(page, rest, server):
    open_screen(page, rest, server, "hidden=none&activations=none")
    page.get_by_role("radiogroup").get_by_text("none", exact=True).click()
    page.get_by_text("0 of 200 starts tell every training point right.").wait_for(timeout=STARTING)


def test_xor_from_or_nand_and_is_composed_by_hand(page, rest, server):
    open_screen(page, rest, server)
    open_tab(page, rest, "Weights by hand")
    button(page, "XOR from OR, NAND and AND").click()
    page.wait_for_url(re.compile("weights=20"))
    settled(page, rest)
    assert "Solved. From epoch 0" in said(page)
    button(page, "Take the trained weights").click()
    page.wait_for_url(lambda url: "%2C-30&" not in url)
    settled(page, rest)
    button(page, "Draw the start again").click()
    page.wait_for_url(lambda url: "weights" not in url or "weights=none" in url)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x1,x2,label\n0,0,0\n1,b,1\n", "Line 3 should hold three numbers"),
        ("0,0,0\n1,1\n", "Line 2 should hold three numbers"),
        ("0,0,0\n1,1,7\n", "The label of point 2 must be one of 0 to 2, not 7."),
        ("0,0,0\n99,1,1\n", "must lie between -10 and 10, not 99"),
        ("", "The file holds no points."),
    ],
)
def test_a_bad_file_of_points_is_refused_by_row(page, rest, server, text, sentence):
    open_screen(page, rest, server, "epochs=10")
    open_tab(page, rest, "Own points")
    file = {"name": "points.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator('input[type="file"]').set_input_files(file)
    page.get_by_text(sentence).wait_for()
    assert "data=points" not in page.url


def test_points_from_a_file_are_learned_from_and_travel_in_the_link(page, visit, rest, server):
    open_screen(page, rest, server, "epochs=10")
    open_tab(page, rest, "Own points")
    text = "x1,x2,label\n-3,0,0\n3,1,1\n0,2,2\n"
    file = {"name": "points.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator('input[type="file"]').set_input_files(file)
    page.wait_for_url(re.compile("points=-3%2C0%2C0%2C3%2C1%2C1%2C0%2C2%2C2"))
    settled(page, rest)
    with page.expect_download() as loading:
        button(page, "Save these points as CSV").click()
    assert loading.value.path().read_text().split() == text.split()
    guest = visit()
    open_screen(guest, rest, server, page.url.split("?")[1])
    assert reading(guest).inner_text() == reading(page).inner_text()


def test_what_is_taken_home_opens_elsewhere(page, rest, server, tmp_path):
    open_screen(page, rest, server, "epochs=10")
    open_tab(page, rest, "Take it home")
    found = {}
    for label in ("Keras script", "Notebook", "History as CSV", "Trained model (.keras)"):
        with page.expect_download(timeout=60_000) as loading:
            button(page, label).click()
        found[label] = loading.value.path().read_bytes()
    compile(found["Keras script"], "script", "exec")
    assert json.loads(found["Notebook"])["nbformat"] == 4
    assert len(found["History as CSV"].decode().splitlines()) == 11
    assert found["Trained model (.keras)"][:2] == b"PK"
    page.get_by_text("Total params: 9").wait_for()


def test_the_same_start_again_and_undo(page, rest, server):
    open_screen(page, rest, server, "epochs=30")
    first = reading(page).inner_text()
    button(page, "Same start again").click()
    page.get_by_text("the same to the last digit").wait_for()
    button(page, "New start").click()
    page.wait_for_url(re.compile("seed=2"))
    settled(page, rest)
    assert reading(page).inner_text() != first
    button(page, "Undo").click()
    page.wait_for_url(re.compile("seed=1"))
    settled(page, rest)
    assert reading(page).inner_text() == first
