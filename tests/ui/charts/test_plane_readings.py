"""What the plane says at the pointer."""

from __future__ import annotations

import numpy as np
import pytest

from core.datasets import grid
from ui.charts import plane_readings

BOUNDS = (-2.0, 4.0, -1.0, 3.0)


def drawn(frames: int, resolution: int = 101) -> np.ndarray:
    """Outputs that say where they are: shape (frames, n, n, 1)."""
    x1, x2 = grid(BOUNDS, resolution).T
    sums = (x1 + 10 * x2).reshape(resolution, resolution, 1)
    return np.stack([sums * (frame + 1) for frame in range(frames)])


def test_a_cell_tells_the_output_where_it_says_that_it_lies():
    rows = plane_readings.cells(drawn(3), BOUNDS)
    for frame in range(3):
        levels = [int(text[2 * frame : 2 * frame + 2], 16) for text in rows["codes0"]]
        told = rows["low"] + rows["span"] * np.array(levels) / 254
        wanted = (rows["x1"] + 10 * rows["x2"]) * (frame + 1)
        assert told == pytest.approx(wanted, abs=float(0.6 * rows["span"][0] / 254))


def test_a_cell_lies_where_it_is_drawn():
    rows, side = plane_readings.cells(drawn(1), BOUNDS), plane_readings.side_of(1)
    left, right, bottom, top = BOUNDS
    across = (rows["cell"] % side + 0.5) / side
    down = (rows["cell"] // side + 0.5) / side
    assert rows["x1"] == pytest.approx(left + across * (right - left), abs=0.006 * (right - left))
    assert rows["x2"] == pytest.approx(top - down * (top - bottom), abs=0.006 * (top - bottom))


def test_what_is_not_a_number_is_told_as_unknown():
    outputs = drawn(1)
    outputs[0, :50] = np.nan
    codes = plane_readings.cells(outputs, BOUNDS)["codes0"]
    assert codes[0] == "ff"
    assert codes[-1] != "ff"
    assert set(plane_readings.cells(np.full_like(outputs, np.inf), BOUNDS)["codes0"]) == {"ff"}
