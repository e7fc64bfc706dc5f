"""A button that copies the address of the page, as the browser shows it at that moment.

On every screen there is one: it also looks at the address by which the page was opened.
"""

from __future__ import annotations

from collections.abc import Callable

from ui import address
from ui.components import component

_button = component("copy_link")


def copy_link_button(
    label: str, done: str, key: str, on_dropped: Callable[[], None] | None = None
) -> None:
    """Draw the button; it says `done` for two seconds after a click.

    Args:
        label: What it says.
        done: The same after a click.
        key: Tells it from others.
        on_dropped: Callback if the page was opened by an address that Streamlit has dropped before
            any script of ours could see it.
    """
    looks = {"most": address.MOST_PARAMETERS} if on_dropped else {}
    _button(
        data={"label": label, "done": done, **looks},
        key=key,
        height="content",
        width="content",
        on_dropped_change=on_dropped or _ignore,
    )


def _ignore() -> None:
    pass
