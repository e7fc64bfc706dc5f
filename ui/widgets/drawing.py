"""Drawing a control whose value the session holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.settings import Number, Numbers, Whole
from ui import address


def draw(key: str, value: Any, widget: Callable, *args: Any, **options: Any) -> Any:
    """Draw a control that starts from `value`, and that presets and links can move.

    Args:
        key: Of the widget, as `address.widget_key` makes it.
        value: What it shows at first.
        widget: A function of Streamlit.
        *args: Its arguments; a menu has its options in the second place.
        **options: Likewise.

    Returns:
        What the control says.
    """
    # The session holds the value, so that presets and links can move the control.
    if key not in st.session_state:
        st.session_state[key] = value
    else:
        # Should a browser miss the run that set the control, it starts from its default.
        options |= _default(widget, st.session_state[key], args)
    chosen = widget(*args, key=key, **options)
    address.remember_shown(key, chosen)
    return chosen


def _default(widget: Callable, value: Any, args: tuple) -> dict[str, Any]:
    if widget is st.selectbox:
        options = list(args[1])
        return {"index": options.index(value)} if value in options else {}
    if widget in (st.multiselect, st.segmented_control):
        return {"default": value}
    return {"value": value}


def bounds(kind: Number | Numbers) -> dict[str, Any]:
    """The bounds and the step of a number, as its control takes them."""
    # Streamlit wants all three of one type.
    number = int if isinstance(kind, Whole) else float
    return {
        "min_value": number(kind.minimum),
        "max_value": number(kind.maximum),
        "step": number(kind.step),
    }
