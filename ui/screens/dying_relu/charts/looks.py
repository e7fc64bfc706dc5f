"""How lives of units look: bars, threads and marks, and what they are called."""

from __future__ import annotations

from typing import NamedTuple

from core.studies.dying_relu.unit_lives import ALIVE, BELOW, CUT_OFF, DEAD
from ui.charts.palette import COLOURS
from ui.i18n.language import _


class Look(NamedTuple):
    """How something in the map looks: told by more than its colour.

    Attributes:
        colour: Of bar, line or mark.
        thickness: Of the bar as a share of the row, for a state; 0 is a thin line.
        shape: Of the mark, for an event.
    """

    colour: str
    thickness: float = 0.0
    shape: str = ""


STATES = {
    ALIVE: Look(COLOURS[0], 0.72),
    CUT_OFF: Look(COLOURS[5], 0.3),
    BELOW: Look(COLOURS[2], 0.3),
    DEAD: Look(COLOURS[1]),
}
EVENTS = {
    "died": Look(COLOURS[1], shape="M-1,-1L1,1M-1,1L1,-1"),
    "dead from the start": Look(COLOURS[1], shape="circle"),
    "came back": Look(COLOURS[2], shape="triangle-up"),
}


def state_names() -> dict[int, str]:
    """What each state is called."""
    return {
        ALIVE: _("alive"),
        CUT_OFF: _("cut off: a slope, but no gradient reaches it"),
        BELOW: _("below 0 on every example, but with a slope"),
        DEAD: _("dead"),
    }


def event_names() -> dict[str, str]:
    """What each event is called."""
    return {
        "died": _("dies"),
        "dead from the start": _("dead before training"),
        "came back": _("comes back"),
    }
