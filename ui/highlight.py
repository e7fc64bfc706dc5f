"""Marks a unit of the network's diagram in the browser, as long as its formula is read."""

from __future__ import annotations

import streamlit as st

from ui.charts.networks import CHOSEN

_JS = """
const INPUTS = '[data-testid="stVegaLiteChart"] input[type="range"][name="CHOSEN"]';

const mark = (place) => {
  for (const input of document.querySelectorAll(INPUTS)) {
    if (Number(input.value) === place) continue;
    input.value = place;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

export default function ({ data }) {
  mark(data.place);
  // A diagram that is drawn anew has no mark.
  const watch = setInterval(() => mark(data.place), 300);
  return () => {
    clearInterval(watch);
    mark(-1);
  };
}
""".replace("CHOSEN", CHOSEN)

_marker = st.components.v2.component("highlight", html="<span hidden></span>", js=_JS)


def unit(place: int, key: str) -> None:
    """Mark a unit while this stands on the page.

    Args:
        place: Its place among all units of the diagram, from 0, inputs first.
        key: Of the widget.
    """
    _marker(data={"place": place}, key=key)
