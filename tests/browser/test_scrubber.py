"""What the scrubber, and the other pieces that run in the browser, leave behind: nothing."""

from __future__ import annotations

import re

import pytest

from tests.browser.boundary_page import (
    button,
    frames,
    metric,
    open_screen,
    open_tab,
    reading,
    scrubber,
    settled,
)

pytestmark = pytest.mark.browser

SLOW = "data=spiral&hidden=8,8&activations=tanh,tanh&epochs=5000"
CHANGES = 60
# Counts what the scripts of our own components have begun and not ended, and how often they are
# called. They are told by the name that Streamlit gives them.
_COUNT = """
(() => {
  const ours = () => new Error().stack.includes("st-bidi-");
  const alive = { observers: new Set(), timers: new Set() };
  const calls = { observer: 0, timer: 0, moved: 0 };
  window.left = () => [alive.observers.size, alive.timers.size];
  window.calls = calls;
  window.MutationObserver = class extends MutationObserver {
    constructor(heed) {
      const own = ours();
      super((...changes) => { calls.observer += own; return heed(...changes); });
      this.own = own;
    }
    observe(...about) { if (this.own) alive.observers.add(this); super.observe(...about); }
    disconnect() { alive.observers.delete(this); super.disconnect(); }
  };
  const { setInterval, clearInterval } = window;
  window.setInterval = (call, ...rest) => {
    const own = ours();
    const timer = setInterval((...given) => { calls.timer += own; call(...given); }, ...rest);
    if (own) alive.timers.add(timer);
    return timer;
  };
  window.clearInterval = (timer) => { alive.timers.delete(timer); clearInterval(timer); };
  document.addEventListener("input", () => calls.moved++, true);
})()
"""


def _busy(page, seconds: float = 2.0) -> float:
    """Which share of some seconds the main thread computes."""
    tools = page.context.new_cdp_session(page)
    # Its own time: that of others on the machine does not count.
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        metrics = tools.send("Performance.getMetrics")["metrics"]
        return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")

    before = spent()
    page.wait_for_timeout(1000 * seconds)
    return (spent() - before) / seconds


def _new_start(page, seed: int) -> None:
    button(page, "New start").click()
    page.wait_for_url(re.compile(rf"[?&]seed={seed}\b"))


def _left(page) -> list[int]:
    """Observers and timers of ours that are alive."""
    return page.evaluate("left()")


def test_sixty_changes_leave_one_observer_and_a_page_at_rest(page, rest, server):
    page.add_init_script(_COUNT)
    open_screen(page, rest, server, "epochs=60")
    assert _left(page) == [1, 0]
    for seed in range(2, CHANGES + 2):
        _new_start(page, seed)
    settled(page, rest)
    assert _left(page) == [1, 0]

    scrubber(page).press("Home")
    rest(page)
    assert frames(page) == {"0"}
    before = page.evaluate("({...calls})")
    assert _busy(page) < 0.5
    assert page.evaluate("calls") == before

    # A training that is played is ended by the next one.
    page.get_by_role("button", name="Play the training").click()
    assert _left(page) == [1, 1]
    _new_start(page, CHANGES + 2)
    settled(page, rest)
    assert _left(page) == [1, 0]
    page.get_by_role("button", name="Play the training").wait_for()


def _told(page, rest) -> list[str]:
    """What the readout says of some frames."""
    told = []
    for key in ("Home", "ArrowRight", "ArrowRight", "End", "ArrowLeft"):
        scrubber(page).press(key)
        rest(page)
        told.append(reading(page).inner_text())
    return told


def test_the_readout_is_that_of_the_run_shown(page, visit, rest, server):
    open_screen(page, rest, server, SLOW)
    for seed in (2, 3, 4):
        _new_start(page, seed)
        page.wait_for_timeout(300)
    settled(page, rest)
    told = _told(page, rest)
    assert told[3].startswith(f"epoch 5,000 · loss {metric(page, 'Loss')}")
    fresh = visit()
    open_screen(fresh, rest, server, page.url.partition("?")[2])
    assert _told(fresh, rest) == told


def test_a_marked_unit_and_a_surface_leave_no_timer(page, rest, server):
    page.add_init_script(_COUNT)
    open_screen(page, rest, server)
    open_tab(page, rest, "One neuron")
    page.get_by_text("3-D", exact=True).click()
    page.locator(".js-plotly-plot").wait_for()
    settled(page, rest)
    assert _left(page) == [1, 2]
    for seed in (2, 3, 4):
        _new_start(page, seed)
        settled(page, rest)
    assert _left(page) == [1, 2]
    page.get_by_text("Plane", exact=True).click()
    settled(page, rest)
    open_tab(page, rest, "Side by side")
    assert _left(page) == [1, 0]
