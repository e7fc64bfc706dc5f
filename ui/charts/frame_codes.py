"""Numbers that change with the frame, each row's in one text: the browser reads them from there.

A table with a row for every frame and point would be large; a column for each frame, slow to read.
"""

from __future__ import annotations

import numpy as np

from ui.charts import frame_parameter

_DIGITS = 4
_MOST = 16**_DIGITS - 1
# Shares of an axis that are told apart: a line that leaves the axis goes on beyond it.
_LOW, _REACH = -1, 3


def encoded(values: np.ndarray, limits: tuple[float, float]) -> list[str]:
    """Numbers of every frame as texts that `height_of` can read.

    Args:
        values: Shape (frames, rows).
        limits: From where to where their axis goes.

    Returns:
        For each row a text with four hexadecimal digits for each frame.
    """
    low, high = limits
    shares = (np.asarray(values, np.float64) - low) / (high - low)
    inside = np.nan_to_num(np.clip((shares - _LOW) / _REACH, 0, 1))
    whole = np.rint(inside.T * _MOST).astype(">u2", order="C")
    return [row.tobytes().hex() for row in whole]


def share_of(field: str) -> str:
    """A Vega expression: at which share of its axis a row's number of `encoded` lies."""
    first = f"{_DIGITS} * {frame_parameter.NAME}"
    code = f"toNumber('0x' + slice(datum.{field}, {first}, {first} + {_DIGITS}))"
    return f"({_REACH} * {code} / {_MOST} + {_LOW})"


def height_of(field: str) -> str:
    """A Vega expression: how many pixels from the top a row's number of `encoded` is drawn.

    In pixels: what changes with the frame would have the axes worked out anew.
    """
    return f"height * (1 - {share_of(field)})"


def value_of(field: str) -> str:
    """A Vega expression that writes a row's number of `encoded`, whose limits the axis has."""
    ends = "domain('y')[0]", "domain('y')[1]"
    return f"format({ends[0]} + {share_of(field)} * ({ends[1]} - {ends[0]}), '.3~g')"


def flags(true: np.ndarray) -> list[str]:
    """One character for each frame, "1" where it is true: see `flag`.

    Args:
        true: Shape (frames, rows), bool.
    """
    digits = np.where(np.asarray(true).T, b"1", b"0").astype("S1")
    return [row.tobytes().decode() for row in digits]


def flag(field: str) -> str:
    """A Vega expression: whether a row's text of `flags` is true at the frame that is shown."""
    return f"slice(datum.{field}, {frame_parameter.NAME}, {frame_parameter.NAME} + 1) == '1'"


def thinned(count: int, most: int) -> np.ndarray:
    """Which of `count` rows to draw where at most `most` can be told apart: evenly spread.

    Args:
        count: Number of rows.
        most: At least 2.
    """
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(int))
