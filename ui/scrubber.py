"""A slider over the frames of a training, which moves every chart of the page in the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from ui.charts.frames import NAME

_HTML = """<div class="scrubber">
<button type="button"><svg viewBox="0 0 24 24" aria-hidden="true">
<path class="play" d="M7 4l13 8-13 8z"/><path class="pause" d="M6 4h4v16H6zM14 4h4v16h-4z"/>
</svg></button>
<input type="range" min="0" step="1">
<output></output></div>"""

_CSS = """
.scrubber {
  display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem;
  font-family: var(--st-font); font-size: 0.875rem; color: var(--st-text-color);
}
button {
  flex: none; width: 2.5rem; height: 2.5rem; padding: 0; cursor: pointer;
  display: inline-flex; align-items: center; justify-content: center;
  color: var(--st-text-color); background: transparent;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
button:hover:enabled, button:focus-visible {
  color: var(--st-primary-color); border-color: var(--st-primary-color);
}
:disabled { opacity: 0.4; cursor: default; }
svg { width: 1.1rem; height: 1.1rem; fill: currentColor; }
.pause, .playing .play { display: none; }
.playing .pause { display: inline; }
input {
  flex: 1 1 10rem; min-width: 8rem; height: 1.5rem; cursor: pointer;
  accent-color: var(--st-primary-color);
}
output { flex: none; font-variant-numeric: tabular-nums; white-space: nowrap; }
"""

_JS = """
const CHART = '[data-testid="stVegaLiteChart"]';

// Our own range input and the frame it stood at, kept between two messages of the server.
const states = new WeakMap();

export default function ({ parentElement, data }) {
  const bar = parentElement.querySelector(".scrubber");
  const button = parentElement.querySelector("button");
  const range = parentElement.querySelector("input");
  const output = parentElement.querySelector("output");
  const last = data.texts.length - 1;
  const inputs = `${CHART} input[type="range"][name="${data.name}"]`;

  const state = states.get(range) ?? {};
  states.set(range, state);
  range.max = last;
  range.setAttribute("aria-label", data.labels.slider);
  range.disabled = button.disabled = last < 1;
  if (state.run !== data.run || state.last !== last) range.value = last;
  state.run = data.run;
  state.last = last;

  const pass = () => {
    const frame = Number(range.value);
    output.textContent = data.texts[frame];
    range.setAttribute("aria-valuetext", data.texts[frame]);
    for (const input of document.querySelectorAll(inputs)) {
      const wanted = Math.min(frame, Number(input.max));
      if (Number(input.value) === wanted) continue;
      input.value = wanted;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  let timer = null;
  const show = (playing) => {
    bar.classList.toggle("playing", playing);
    const label = playing ? data.labels.pause : data.labels.play;
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  const pause = () => {
    clearInterval(timer);
    timer = null;
    show(false);
  };
  const step = () => {
    range.value = Number(range.value) + 1;
    pass();
    if (Number(range.value) >= last) pause();
  };
  const play = () => {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (Number(range.value) >= last) {
      range.value = 0;
      pass();
    }
    timer = setInterval(step, still ? 1000 : Math.min(400, Math.max(50, 5000 / (last + 1))));
    show(true);
  };
  button.onclick = () => (timer === null ? play() : pause());
  range.oninput = () => {
    pause();
    pass();
  };
  show(false);
  pass();

  // A chart that is drawn anew starts at its last frame: tell it where we are.
  let asked = null;
  const observer = new MutationObserver((changes) => {
    if (asked !== null) return;
    const arrived = (node) =>
      node.nodeType === Node.ELEMENT_NODE && (node.closest(CHART) || node.querySelector(CHART));
    if (!changes.some((change) => [...change.addedNodes].some(arrived))) return;
    asked = requestAnimationFrame(() => {
      asked = null;
      pass();
    });
  });
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    clearInterval(timer);
    cancelAnimationFrame(asked);
  };
}
"""

# The charts' own inputs stay, for the scrubber to move, but are not shown; not even before the
# scrubber itself has arrived in the browser.
_HIDE = f"""<style>
[data-testid="stVegaLiteChart"] form.vega-bindings:has([name="{NAME}"]) {{ display: none; }}
</style>"""

_scrubber = st.components.v2.component("scrubber", html=_HTML, css=_CSS, js=_JS)


def hide_inputs() -> None:
    """Hide the charts' own inputs for the frame, on a page without a scrubber too."""
    st.html(_HIDE)


def scrubber(
    epochs: Sequence[int],
    labels: Mapping[str, str],
    key: str,
    run: str = "",
    readings: Sequence[str] = (),
    name: str = NAME,
) -> None:
    """Draw the scrubber; it starts at the last frame, and sends no message to the server.

    Args:
        epochs: Epoch of each frame.
        labels: Translated words: "slider" (its name for screen readers), "play", "pause", and
            "epoch" with the slot {epoch}.
        key: Of the widget.
        run: What tells this training from another: when it changes, the scrubber goes to the
            last frame again.
        readings: A text for each frame, shown after its epoch.
        name: Of the parameter that it moves, where that is not the frame.
    """
    texts = [labels["epoch"].format(epoch=f"{epoch:,}") for epoch in epochs]
    if readings:
        pairs = zip(texts, readings, strict=True)
        texts = [f"{text} · {reading}" for text, reading in pairs]
    words = {name: labels[name] for name in ("slider", "play", "pause")}
    hide_inputs()
    sent = {"texts": texts, "labels": words, "run": run, "name": name}
    _scrubber(data=sent, key=key, height="content")
