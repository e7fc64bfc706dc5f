"""A slider over the frames of a training, which moves every chart of the page in the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from ui.charts.frame_parameter import NAME
from ui.components import component
from ui.i18n.language import _

# The charts' own inputs stay, for the scrubber to move, but are not shown; not even before the
# scrubber itself has arrived in the browser.
_HIDE = f"""<style>
[data-testid="stVegaLiteChart"] form.vega-bindings:has([name="{NAME}"]) {{ display: none; }}
</style>"""

_scrubber = component("scrubber")


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


def at_the_end() -> None:
    """Head figures that do not follow the scrubber."""
    st.caption(_("When the training has ended:"))
