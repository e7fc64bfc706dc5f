"""The pictures of a training in a real browser: 3-D, formulas, marks, runs side by side."""

from __future__ import annotations

import re

import pytest

from tests.browser.boundary_page import (
    SCREEN,
    button,
    open_screen,
    open_tab,
    reading,
    said,
    scrubber,
    settled,
    slide,
)

pytestmark = pytest.mark.browser

SURFACE = "document.querySelector('.js-plotly-plot')"
THREE_CLASSES = (
    "data=three_gaussians&hidden=3&activations=tanh&output=softmax&loss=categorical_crossentropy"
    "&epochs=30"
)


def surface_frame(page, number: int) -> None:
    """Wait until the surface stands at a frame."""
    page.wait_for_function(f"() => {SURFACE}?.dataset.frame === '{number}'")


def heights(page) -> list[float]:
    """The first row of the surface as it is drawn."""
    return page.evaluate(f"Array.from({SURFACE}._fullData[0].z[0])")


@pytest.mark.parametrize("query", ["epochs=300", THREE_CLASSES], ids=["XOR", "three classes"])
def test_the_surface_follows_the_scrubber_without_a_message_to_the_server(
    page, rest, server, query
):
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda m: sent.append(m)))
    open_screen(page, rest, server, query)
    page.get_by_role("radio", name="3-D").click()
    surface_frame(page, int(scrubber(page).input_value()))
    settled(page, rest)
    before, end = len(sent), heights(page)
    scrubber(page).press("Home")
    surface_frame(page, 0)
    start = heights(page)
    assert start != end
    scrubber(page).press("End")
    surface_frame(page, int(scrubber(page).input_value()))
    assert heights(page) == end
    assert len(sent) == before
    # Another training comes with other frames, and is shown from its end.
    button(page, "New start").click()
    page.wait_for_url(re.compile("seed=2"))
    settled(page, rest)
    surface_frame(page, int(scrubber(page).input_value()))
    assert heights(page) != end


def tooltip(page, across: float, down: float) -> str:
    """What is said at a place of the network's diagram, in shares of its picture."""
    diagram = page.locator('[data-testid="stVegaLiteChart"]').nth(1)
    diagram.scroll_into_view_if_needed()
    box = diagram.bounding_box()
    x, y = box["x"] + across * box["width"], box["y"] + down * box["height"]
    page.mouse.move(0, 0)
    # As a hand moves: the first touch finds out what there is to be said.
    page.mouse.move(x, y, steps=5)
    page.mouse.move(x + 3, y, steps=3)
    found = page.locator("#vg-tooltip-element.visible")
    found.wait_for()
    return " ".join(found.inner_text().split())


def test_a_neuron_under_the_pointer_says_its_formula_at_the_frame_shown(page, rest, server):
    open_screen(page, rest, server)
    last = tooltip(page, 5 / 6, 0.42)
    assert re.search(r"formula y = \S+·h₁,₁ [+−] \S+·h₁,₂ [+−] \S+ epoch 1,000", last)
    scrubber(page).press("Home")
    first = tooltip(page, 5 / 6, 0.42)
    assert first.endswith("epoch 0")
    assert first.split(" epoch")[0] != last.split(" epoch")[0]


def test_the_neuron_that_is_read_is_marked_in_the_diagram(page, rest, server):
    open_screen(page, rest, server)
    chosen = "[...document.querySelectorAll('input[name=chosen]')].map(i => i.value)"
    assert page.evaluate(chosen) == ["-1"]
    diagram = page.locator('[data-testid="stVegaLiteChart"]').nth(1).locator("canvas, svg").first
    plain = diagram.screenshot()
    open_tab(page, rest, "One neuron")
    # Two inputs, two hidden units, and the output, which is read first.
    page.wait_for_function(f"() => {chosen}[0] === '4'")
    assert diagram.screenshot() != plain
    open_tab(page, rest, "How often?")
    page.wait_for_function(f"() => {chosen}[0] === '-1'")


def test_pinned_runs_travel_in_the_link_and_go_back(page, visit, rest, server):
    open_screen(page, rest, server, "epochs=100")
    open_tab(page, rest, "Side by side")
    button(page, "Pin this run").click()
    page.wait_for_url(re.compile("pinned1=same"))
    settled(page, rest)
    slide(page, rest, "Learning rate")
    page.wait_for_url(re.compile("pinned1=learning_rate~0.01"))
    settled(page, rest)
    link = page.url
    for guest in (page, visit()):
        # Reloaded, and opened by another visitor.
        guest.goto(link)
        reading(guest).wait_for()
        guest.get_by_text("Learning rate: 0.01 → 0.03").wait_for()
        assert guest.get_by_text("Pinned 1").count() == 1
        assert guest.url == link
    button(page, "Unpin").click()
    page.wait_for_url(lambda url: "pinned" not in url)
    settled(page, rest)
    assert page.get_by_text("Pinned 1").count() == 0
    page.go_back()
    page.wait_for_url(re.compile("pinned1"))
    page.get_by_text("Pinned 1").wait_for()


def test_a_wrong_pinned_run_is_named_and_the_others_stay(page, rest, server):
    query = "epochs=100&pinned1=epochs~0&pinned2=seed~7&pinned3=colour~red"
    open_screen(page, rest, server, query)
    assert "“pinned1” is left out. “epochs” must lie between 1 and 20000, not 0." in said(page)
    assert "“pinned3” is left out. This screen has no setting “colour”." in said(page)
    page.get_by_text("Start (seed): 7 → 1").wait_for()
    assert "pinned1=seed~7" in page.url
    assert "pinned2" not in page.url


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("hidden=4,4,4&activations=relu,relu,relu", "Shown are the frames before."),
        (
            "hidden=16,16,16,16&activations=linear,linear,linear,linear&initializer=ones",
            "Shown is the start, before any training.",
        ),
    ],
)
def test_a_run_that_diverges_at_once_is_explained_and_drawn(page, rest, server, query, sentence):
    open_screen(page, rest, server, f"{query}&learning_rate=10&optimizer=sgd&epochs=20000")
    assert "Diverged." in said(page)
    assert sentence in said(page)
    switch = page.locator('[data-testid="stCheckbox"]').filter(has_text="Logarithmic loss")
    assert switch.locator("input").is_checked()
    assert page.locator('[data-testid="stVegaLiteChart"]').count() == 3
    assert page.url.count(SCREEN) == 1
