"""What all charts share: texts that are read on either background, and one description."""

from __future__ import annotations

_INK = {False: "#374151", True: "#d5dbe7"}


def config(dark: bool) -> dict:
    """The configuration of a chart, above that of the theme.

    Args:
        dark: Whether the page is.
    """
    ink = _INK[dark]
    texts = {"labelColor": ink, "titleColor": ink}
    # A screen reader says the description of a chart, not each of its marks, ticks and names.
    return {
        "aria": False,
        # Streamlit's theme would have each mark tell all that it is drawn by.
        "mark": {"aria": False, "tooltip": None},
        "axis": texts,
        "legend": texts,
        "text": {"color": ink, "fontSize": 12},
    }
