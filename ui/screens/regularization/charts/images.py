"""Test pictures in a grid, each with what a variant says it is; one can be clicked."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd
from PIL import Image

from ui.charts.palette import COLOURS
from ui.charts.picture import Picture, data
from ui.i18n.language import _
from ui.memo import derived

PICKED = "picked"
"""Name of the selection: the picture that was clicked."""

COLUMNS = 6
_SIDE, _ROW, _BETWEEN = 64, 118, 10
# On a phone a column is narrower than a picture would be.
_WIDE = f"min({_SIDE}, width / {COLUMNS} - {_BETWEEN})"
_CHOSEN = COLOURS[4]


def grid(
    pictures: np.ndarray,
    answers: Sequence[str],
    confidences: Sequence[float],
    truths: Sequence[str],
    chosen: int,
) -> Picture:
    """Pictures row by row, what is said of each and how surely, and what it is where that is wrong.

    Args:
        pictures: Shape (n, height, width), any scale; the largest value of all is drawn black.
        answers: Name of the class that is said, for each.
        confidences: Probability of it.
        truths: Name of the true class.
        chosen: Which one is framed, from 0.
    """
    count = len(pictures)
    wrong = [answer != truth for answer, truth in zip(answers, truths, strict=True)]
    table = pd.DataFrame(
        {
            "place": range(count),
            "column": np.arange(count) % COLUMNS,
            "row": np.arange(count) // COLUMNS,
            "url": _urls(pictures),
            "said": [f"{a} · {c:.0%}" for a, c in zip(answers, confidences, strict=True)],
            "truth": [
                _("is {truth}", truth=truth) if no else ""
                for truth, no in zip(truths, wrong, strict=True)
            ],
            "wrong": wrong,
            "chosen": np.arange(count) == chosen,
        }
    )
    words = (_("says"), _("probability"))
    shown = {words[0]: list(answers), words[1]: list(confidences), _("true class"): list(truths)}
    return Picture(_spec(-(-count // COLUMNS), words), {"cells": table}, shown)


def _urls(pictures: np.ndarray) -> list[str]:
    return [_url(picture) for picture in paper(pictures)]


def paper(pictures: np.ndarray) -> np.ndarray:
    """Dark ink on white paper: uint8 of the same shape."""
    largest = float(pictures.max()) or 1.0
    return np.rint(255 * (1 - np.clip(pictures / largest, 0, 1))).astype(np.uint8)


def enlarged(levels: np.ndarray, side: int = _SIDE) -> np.ndarray:
    """A picture at least so many pixels wide or high: browsers would blur what they enlarge.

    Args:
        levels: Shape (height, width).
        side: Pixels.
    """
    times = max(1, -(-side // max(levels.shape)))
    return levels.repeat(times, axis=0).repeat(times, axis=1)


def _url(levels: np.ndarray) -> str:
    file = io.BytesIO()
    Image.fromarray(enlarged(levels)).save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


@derived
def _spec(rows: int, words: tuple[str, str]) -> dict:
    middle = f"width * (datum.column + 0.5) / {COLUMNS}"
    base = alt.Chart(data("cells")).transform_calculate(
        x=middle,
        top=f"{_ROW} * datum.row + 6",
        under=f"{_ROW} * datum.row + {_SIDE} + 20",
        lower=f"{_ROW} * datum.row + {_SIDE} + 36",
        left=f"{middle} - {_WIDE} / 2 - 4",
        right=f"{middle} + {_WIDE} / 2 + 4",
        above=f"{_ROW} * datum.row + 2",
        below=f"{_ROW} * datum.row + {_WIDE} + 10",
    )
    x = alt.X("x:Q", scale=None, axis=None)

    def place(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q", scale=None, axis=None)

    picked = alt.selection_point(name=PICKED, fields=["place"], on="click", empty=False)
    pictures = base.mark_image(
        width=alt.expr(_WIDE),
        height=alt.expr(_WIDE),
        align="center",
        baseline="top",
        cursor="pointer",
    ).encode(x=x, y=place("top"), url="url:N", tooltip=[alt.Tooltip("said:N", title=words[0])])
    frames = (
        base.transform_filter("datum.chosen")
        .mark_rect(filled=False, stroke=_CHOSEN, strokeWidth=3, cornerRadius=4)
        .encode(
            x=alt.X("left:Q", scale=None, axis=None), x2="right:Q", y=place("above"), y2="below:Q"
        )
    )
    said = base.mark_text(fontSize=11.5, fontWeight="bold", limit=110).encode(
        x=x, y=place("under"), text="said:N"
    )
    truth = base.mark_text(fontSize=11, limit=110).encode(x=x, y=place("lower"), text="truth:N")
    return (
        alt.layer(pictures.add_params(picked), frames, said, truth)
        .properties(height=_ROW * rows)
        .configure_view(stroke=None)
        .to_dict()
    )
