"""The worker process seen from the browser: runs that are stopped, and a worker that is killed."""

from __future__ import annotations

import contextlib
import signal

import psutil
import pytest

from tests.browser.boundary_page import STARTING, button, metric, open_screen
from tests.browser.serving import serve

pytestmark = pytest.mark.browser

SCREEN = "decision_boundaries"
# Some seconds of computing, as much as an experiment may ask for: one example a step.
LONG = (
    "data=spiral&size=500&activations=tanh,tanh&output=sigmoid&loss=binary_crossentropy&batch=1"
    "&learning_rate=0.001"
)
LONGEST = "hidden=8,8&epochs=4500"
# Hidden units, epochs, and what no other experiment shows: so many weights.
VISITS = [("8,8", 2800, 105), ("7,8", 2900, 94), ("8,6", 3000, 85)]


@pytest.fixture(scope="module")
def own_server(browser):
    """A server whose worker may be killed."""
    with serve() as address:
        yield address


def server_process(address: str) -> psutil.Process:
    port = address.rsplit(":", 1)[1]
    return next(
        process
        for process in psutil.process_iter(["cmdline"])
        if f"--server.port={port}" in (process.info["cmdline"] or [])
    )


def workers(address: str) -> list[psutil.Process]:
    """The processes that train for a server."""
    return [
        child
        for child in server_process(address).children(recursive=True)
        if "LokyProcess" in " ".join(child.cmdline())
    ]


def stop(page):
    """The button of the run; Streamlit's own, in the corner, has the same name."""
    return page.locator(".st-key-stop-run button")


def number(page, label: str) -> int:
    return int(metric(page, label).replace(",", ""))


def test_stop_keeps_the_frames_and_start_it_again_goes_to_the_end(page, rest, own_server):
    open_screen(page, rest, own_server)
    (worker,) = workers(own_server)
    page.goto(f"{own_server}/{SCREEN}?{LONG}&{LONGEST}")
    page.get_by_text("Training: ").first.wait_for(timeout=STARTING)
    # However fast the machine, the click comes before the end.
    worker.suspend()
    stop(page).click()
    page.get_by_text("Stopping at the next frame").wait_for(timeout=STARTING)
    worker.resume()
    page.get_by_text("Stopped at epoch").wait_for(timeout=STARTING)
    rest(page)
    said = page.get_by_text("Stopped at epoch").inner_text()
    epochs = number(page, "Epochs")
    assert 0 < epochs < 4500
    assert f"Stopped at epoch {epochs:,} of 4,500" in said
    assert page.locator("output").first.inner_text().startswith(f"epoch {epochs:,}")

    button(page, "Start it again").click()
    page.get_by_text("Stopped at epoch").wait_for(state="detached", timeout=STARTING)
    stop(page).wait_for(state="detached", timeout=STARTING)
    rest(page)
    assert number(page, "Epochs") == 4500
    assert page.get_by_text("Stopped at epoch").count() == 0


def test_every_visitor_gets_its_own_picture_though_the_worker_is_killed(visit, rest, own_server):
    pages = [visit() for _visit in VISITS]
    open_screen(pages[0], rest, own_server)
    (killed,) = workers(own_server)
    killed.suspend()
    for page, (hidden, epochs, _weights) in zip(pages, VISITS, strict=True):
        page.goto(f"{own_server}/{SCREEN}?{LONG}&hidden={hidden}&epochs={epochs}")
    for page in pages:
        # It waits: its run is under way, or in the queue.
        stop(page).wait_for(timeout=STARTING)
    assert [stop(page).count() for page in pages] == [1, 1, 1]
    # On a slow machine it has been replaced by now, because it gave no sign of life.
    with contextlib.suppress(psutil.NoSuchProcess):
        killed.send_signal(signal.SIGKILL)
    for page, (_hidden, epochs, weights) in zip(pages, VISITS, strict=True):
        stop(page).wait_for(state="detached", timeout=2 * STARTING)
        rest(page)
        assert number(page, "Epochs") == epochs
        assert number(page, "Weights and biases") == weights
        assert page.locator("output").first.inner_text().startswith(f"epoch {epochs:,}")
        assert page.get_by_text("This part of the page failed").count() == 0
    assert killed.pid not in [worker.pid for worker in workers(own_server)]
