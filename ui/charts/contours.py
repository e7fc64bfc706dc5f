"""Where a field over the plane changes its sign: line segments for every frame."""

from __future__ import annotations

import itertools
from urllib.parse import quote

import numpy as np

# Positions are whole numbers from 0 to this.
STEPS = 1500
_LIGHT, _DARK = "#ffffff", "#10151f"
PITCH = 1600
"""From the top of one frame to that of the next: the lines of one must not reach into another."""

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
    ' preserveAspectRatio="none"><defs><g id="p" fill="none">{paths}</g></defs>'
    '<use href="#p" stroke="{paper}" stroke-width="4"/>'
    '<use href="#p" stroke="{ink}" stroke-width="1.8"/></svg>'
)
_PATH = '<path d="{}" vector-effect="non-scaling-stroke"/>'
# Corners of a cell, clockwise from the top left, and each edge from one corner to the next.
_ROW, _COLUMN = np.array([0, 0, 1, 1]), np.array([0, 1, 1, 0])
_NEXT = [1, 2, 3, 0]


def zero_lines(fields: np.ndarray) -> list[np.ndarray]:
    """Marching squares: the line on which each field is zero, between its grid points linear.

    Args:
        fields: Shape (frames, n, n), rows from the top; cells with a corner that is not finite
            have no line.

    Returns:
        For each frame its segments, shape (segments, 4): x, y, x, y as shares of the width from the
        left and of the height from the bottom.

    Source: Lorensen and Cline (1987), Marching cubes, in two dimensions; a saddle is decided by
        the mean of its corners.
    """
    frames, size = fields.shape[:2]
    positive = fields >= 0
    across = positive[:, :, 1:] != positive[:, :, :-1]
    down = positive[:, 1:, :-1] != positive[:, :-1, :-1]
    # A cell whose corners differ has two neighbours that do, on these three sides.
    mixed = across[:, :-1] | across[:, 1:] | down
    frame, place = np.divmod(np.flatnonzero(mixed), (size - 1) ** 2)
    row, column = np.divmod(place, size - 1)
    rows, columns = row[:, None] + _ROW, column[:, None] + _COLUMN
    first = frame * size**2 + row * size + column
    corners = fields.ravel().take(first[:, None] + (_ROW * size + _COLUMN))
    finite = np.isfinite(corners).all(axis=1)
    if not finite.all():
        frame, rows, columns, corners = (part[finite] for part in (frame, rows, columns, corners))
    crossed = (corners >= 0) != (corners >= 0)[:, _NEXT]
    distance = corners - corners[:, _NEXT]
    share = np.divide(corners, distance, out=np.zeros_like(corners), where=crossed)
    x = (columns + share * (columns[:, _NEXT] - columns)) / (size - 1)
    y = 1 - (rows + share * (rows[:, _NEXT] - rows)) / (size - 1)
    cell, edges = _pairs(corners, crossed)
    segments = np.stack(
        [x[cell, edges[0]], y[cell, edges[0]], x[cell, edges[1]], y[cell, edges[1]]]
    )
    owner = frame[cell]
    order = np.argsort(owner, kind="stable")
    ends = np.searchsorted(owner[order], np.arange(1, frames))
    return np.split(segments.T[order], ends)


def _pairs(corners: np.ndarray, crossed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which two edges each segment joins: cells (segments,) and edges (2, segments)."""
    saddle = crossed.all(axis=1)
    (plain,) = np.nonzero(~saddle)
    joined = np.nonzero(crossed[plain])[1].reshape(-1, 2).T
    (saddles,) = np.nonzero(saddle)
    # Edge 0 meets edge 1 where the middle is on the side of the first corner, else edge 3.
    turned = (corners[saddles].mean(axis=1) >= 0) != (corners[saddles, 0] >= 0)
    one = np.stack([np.zeros_like(saddles), np.where(turned, 3, 1)])
    other = np.stack([np.full_like(saddles, 2), np.where(turned, 1, 3)])
    return np.concatenate([plain, saddles, saddles]), np.concatenate([joined, one, other], axis=1)


def picture(frames: list[np.ndarray], dark: bool = False) -> str:
    """The lines of all frames below one another, as the address of one vector picture.

    However the picture is stretched, the lines keep their width. They are seen on every colour by
    an edge like the background, which is not seen on the background itself. One picture for each
    frame would take a browser a quarter of a second to read.

    Args:
        frames: For each frame its segments, shape (segments, 4), shares of the picture.
        dark: Whether the background is.

    Returns:
        A picture `STEPS` wide and `PITCH` high for each frame, which fills `STEPS` of that.
    """
    ink, paper = (_LIGHT, _DARK) if dark else (_DARK, _LIGHT)
    svg = _SVG.format(
        width=STEPS, height=PITCH * len(frames), paths="{paths}", paper=paper, ink=ink
    )
    # Python quotes letter by letter, and numbers need none.
    before, after = (quote(part, safe=_SAFE) for part in svg.split("{paths}"))
    opening, closing = (quote(part, safe=_SAFE) for part in _PATH.split("{}"))
    paths = (opening + path + closing for path in _paths(frames))
    return "".join(["data:image/svg+xml,", before, *paths, after])


_SAFE = "/:=;, "


def _paths(frames: list[np.ndarray]) -> list[str]:
    """The segments of each frame as the commands of a path, each frame below the one before.

    All numbers are written with as many digits: so they can be written all at once.
    """
    counts = [len(segments) for segments in frames]
    downwards = np.abs(np.concatenate(frames) - (0, 1, 0, 1))
    whole = np.rint(STEPS * downwards).astype(np.int32)
    whole[:, 2:] -= whole[:, :2]
    whole[:, 1] += np.repeat(PITCH * np.arange(len(frames), dtype=np.int32), counts)
    x, y, right, below = whole.T
    columns = [_signs("M"), *_digits(x), _signs(","), *_digits(y), _signs("l")]
    for step in (right, below):
        columns += [np.where(step < 0, _signs("-"), _signs("+")), *_digits(np.abs(step))]
    text = np.empty((len(whole), len(columns)), np.uint8)
    for place, column in enumerate(columns):
        text[:, place] = column
    ends = np.cumsum([0, *counts]) * len(columns)
    written = text.tobytes().decode("ascii")
    return [written[begin:end] for begin, end in itertools.pairwise(ends.tolist())]


def _signs(sign: str) -> np.uint8:
    return np.uint8(ord(sign))


def _digits(numbers: np.ndarray) -> list[np.ndarray]:
    """The digits of whole numbers from 0, as characters, the first ones first."""
    count = len(str(numbers.max(initial=0)))
    return [numbers // 10**place % 10 + ord("0") for place in reversed(range(count))]
