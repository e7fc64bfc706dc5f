"""A three-dimensional chart that follows the scrubber in the browser."""

from __future__ import annotations

from ui.charts.frame_parameter import NAME
from ui.components import component

_follower = component("surface_frames")


def follow(chart: str, frames: int) -> None:
    """Let the frames of a Plotly chart, named by their numbers, follow the scrubber.

    Args:
        chart: Key of the chart.
        frames: How many there are.
    """
    place = f"st-key-{chart.replace(' ', '-')}"
    _follower(data={"chart": place, "last": frames - 1, "name": NAME}, key=f"{chart} frames")
