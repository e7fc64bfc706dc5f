"""A three-dimensional chart that follows the scrubber in the browser."""

from __future__ import annotations

import streamlit as st

from ui.charts.frames import NAME

# The scrubber moves a range input of each Vega-Lite chart: this listens to them. Streamlit's bundle
# of Plotly names itself in the window, as every build of Plotly does.
_JS = """
const INPUT = '[data-testid="stVegaLiteChart"] input[type="range"][name="FRAME"]';
const AT_ONCE = {
  mode: "immediate",
  transition: { duration: 0 },
  frame: { duration: 0, redraw: true },
};

export default function ({ data }) {
  let drawn = null;
  let busy = false;
  let stopped = false;

  const draw = async () => {
    const chart = document.querySelector(`.${data.chart} .js-plotly-plot`);
    const input = document.querySelector(INPUT);
    if (busy || stopped || !window.Plotly || !chart?.data || !input) return;
    const wanted = Math.min(Number(input.value), data.last);
    if (data.last < 1 || (drawn?.data === chart.data && drawn.frame === wanted)) return;
    busy = true;
    try {
      await window.Plotly.animate(chart, [String(wanted)], AT_ONCE);
      drawn = { data: chart.data, frame: wanted };
      chart.dataset.frame = wanted;
    } catch {
      // Plotly gives up an animation when its chart is drawn anew; the watch draws it again.
    } finally {
      busy = false;
    }
    draw(); // what was asked for meanwhile
  };

  const moved = ({ target }) => {
    if (target.matches?.(INPUT)) draw();
  };
  document.addEventListener("input", moved);
  // A chart that arrives, or is drawn anew, stands at its last frame.
  const watch = setInterval(draw, 300);
  draw();
  return () => {
    stopped = true;
    document.removeEventListener("input", moved);
    clearInterval(watch);
  };
}
""".replace("FRAME", NAME)

_follower = st.components.v2.component("surface_frames", html="<span hidden></span>", js=_JS)


def follow(chart: str, frames: int) -> None:
    """Let the frames of a Plotly chart, named by their numbers, follow the scrubber.

    Args:
        chart: Key of the chart.
        frames: How many there are.
    """
    place = f"st-key-{chart.replace(' ', '-')}"
    _follower(data={"chart": place, "last": frames - 1}, key=f"{chart} frames")
