"""The rows behind the map of who is alive: stretches of one state, events, and the losses."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.studies.dying_relu.unit_lives import DEAD, Lives
from ui.screens.dying_relu.charts.looks import EVENTS, event_names, state_names

SPACE = "~"
"""A name that starts with it stands for the space between two layers."""


def states_of(life: Lives) -> tuple[int, ...]:
    """The states that occur; the chart has a layer for each."""
    return tuple(int(state) for state in np.unique(life.states))


def events_of(life: Lives) -> tuple[str, ...]:
    """The events that occur."""
    found = set(tables_of(life)["marks"]["event"])
    return tuple(event for event in EVENTS if event in found)


def loss_tables(
    epochs: np.ndarray, losses: np.ndarray, floor: float | None
) -> dict[str, pd.DataFrame]:
    """The loss of each frame, and that of the law itself if it is known."""
    return {
        "loss": losses_table(epochs, losses),
        "floor": pd.DataFrame({"loss": [floor] if floor else []}, dtype=np.float64),
    }


def losses_table(epochs: np.ndarray, losses: np.ndarray) -> pd.DataFrame:
    """Losses that a logarithmic axis can show, with their epochs."""
    seen = np.isfinite(losses) & (losses > 0)
    return pd.DataFrame({"epoch": epochs[seen], "loss": losses[seen]})


def rows_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the rows from the top: a space stands between two layers."""
    rows: list[str] = []
    for name in names:
        if rows and rows[-1].split(".")[0] != name.split(".")[0]:
            rows.append(f"{SPACE}{name}")
        rows.append(name)
    return tuple(rows)


def tables_of(life: Lives) -> dict[str, pd.DataFrame]:
    """Stretches of one state, events, and where the rule of each frame stands."""
    names = state_names()
    edges = _edges(life.epochs)
    bars, marks = [], []
    for unit, states in zip(life.names, life.states.T, strict=True):
        starts = np.flatnonzero(np.diff(states, prepend=-1))
        ends = np.append(starts[1:], len(states))
        for start, end in zip(starts, ends, strict=True):
            state = int(states[start])
            first = int(np.ceil(edges[start]))
            bars.append((unit, edges[start], edges[end], first, state, names[state]))
            event = _event(states, start)
            if event:
                marks.append((unit, life.epochs[start], event, event_names()[event]))
    span = edges[-1] - edges[0]
    shares = (life.epochs - edges[0]) / span
    return {
        "bars": pd.DataFrame(bars, columns=["unit", "start", "end", "from", "state", "name"]),
        "marks": pd.DataFrame(marks, columns=["unit", "epoch", "event", "name"]),
        "rows": pd.DataFrame({"unit": life.names}),
        "frames": pd.DataFrame({"number": range(len(life.epochs)), "share": shares}),
        "ends": pd.DataFrame({"epoch": [edges[0], edges[-1]]}),
    }


def at_rest(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables of a map that no scrubber moves."""
    # A table that no mark reads would stop the browser from taking in the others when they change.
    return {name: table for name, table in tables.items() if name != "frames"}


def _event(states: np.ndarray, start: int) -> str:
    """What happens where a stretch of one state begins; "" if nothing."""
    if states[start] == DEAD:
        return "died" if start else "dead from the start"
    return "came back" if start and states[start - 1] == DEAD else ""


def _edges(epochs: np.ndarray) -> np.ndarray:
    """Where the stretch of each frame begins, and the last one ends: halfway to its neighbours."""
    middles = (epochs[1:] + epochs[:-1]) / 2
    return np.concatenate([[epochs[0] - 0.5], middles, [epochs[-1] + 0.5]])
