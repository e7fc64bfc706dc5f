"""Controls of the hidden layers of a network: units and function of each."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.i18n.function_names import function_name
from ui.i18n.language import _
from ui.widgets.drawing import draw
from ui.widgets.form import Ask


def each_layer(
    ask: Ask,
    count: int,
    *,
    units: int,
    activation: str,
    activations: Sequence[str],
    widths: tuple[float, float],
) -> tuple[str, ...]:
    """Two controls for each layer, which say the fields "hidden" and "activations".

    Args:
        ask: The conversation of the screen.
        count: Number of layers; a new one starts as the last that is kept.
        units: Units of the first layer where none is kept.
        activation: Key of its function.
        activations: Keys to choose from.
        widths: Of the two columns, relative to each other.

    Returns:
        The functions chosen.
    """
    kept, most = ask.kept, ask.kept.kinds["hidden"].maximum
    chosen_units, chosen = [], []
    for place in range(count):
        last, number = min(place, len(kept.hidden) - 1), place + 1
        left, right = st.columns(widths, vertical_alignment="bottom")
        with left:
            chosen_units.append(
                draw(
                    ask.key("hidden", str(place)),
                    kept.hidden[last] if kept.hidden else units,
                    *(st.number_input, _("Units {layer}", layer=number), 1, most),
                )
            )
        with right:
            chosen.append(
                draw(
                    ask.key("activations", str(place)),
                    kept.activations[last] if kept.hidden else activation,
                    st.selectbox,
                    _("Activation {layer}", layer=number),
                    activations,
                    format_func={key: function_name(key) for key in activations}.__getitem__,
                )
            )
    ask.note("hidden", tuple(chosen_units))
    ask.note("activations", tuple(chosen))
    return tuple(chosen)
