"""The parameter that a scrubber drives: which frame of a training a chart shows."""

from __future__ import annotations

import altair as alt

NAME = "frame"


def parameter(frames: int) -> alt.Parameter:
    """A number from 0, at first the last frame; its range input is what the scrubber moves."""
    return alt.param(
        name=NAME,
        value=frames - 1,
        bind=alt.binding_range(min=0, max=frames - 1, step=1, name=NAME),
    )
