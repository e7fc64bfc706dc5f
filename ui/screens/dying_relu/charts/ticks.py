"""How numbers of any size stand at the ticks of a narrow axis."""

from __future__ import annotations

SHORT = {
    "format": ".3~s",
    # Thousands are "2k", but "-200m" would be read as metres. Log axes leave labels empty.
    "labelExpr": (
        "datum.label && abs(datum.value) < 1 ? format(datum.value, '.3~g') : datum.label"
    ),
}
"""For an axis: 2k, 0.2, 1.5."""
