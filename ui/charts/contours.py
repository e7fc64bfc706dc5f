"""Where a field over the plane changes its sign: line segments for every frame."""

from __future__ import annotations

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
    mixed = np.zeros((frames, size - 1, size - 1), bool)
    first = positive[:, :-1, :-1]
    for row, column in zip(_ROW[1:], _COLUMN[1:], strict=True):
        end = (row - 1 or None), (column - 1 or None)
        mixed |= first != positive[:, row : end[0], column : end[1]]
    frame, row, column = np.nonzero(mixed)
    rows, columns = row[:, None] + _ROW, column[:, None] + _COLUMN
    corners = fields[frame[:, None], rows, columns]
    finite = np.isfinite(corners).all(axis=1)
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
    paths = [_path(segments, PITCH * number) for number, segments in enumerate(frames)]
    # Python quotes letter by letter, and numbers need none.
    before, after = (quote(part, safe=_SAFE) for part in svg.split("{paths}"))
    opening, closing = (quote(part, safe=_SAFE) for part in _PATH.split("{}"))
    return "".join(
        ["data:image/svg+xml,", before, *(opening + path + closing for path in paths), after]
    )


_SAFE = "/:=;, "


def _path(segments: np.ndarray, top: int) -> str:
    """Segments as the commands of a path that begins so far down."""
    whole = np.rint(STEPS * np.abs(segments - (0, 1, 0, 1))).astype(int)  # downwards
    whole[:, 2:] -= whole[:, :2]
    whole[:, 1] += top
    return "M%d,%dl%d,%d" * len(whole) % tuple(whole.ravel().tolist())
