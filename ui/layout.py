"""What lies where on a screen: columns, charts, and parts that fail by themselves."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from functools import wraps
from typing import TypeVar

import pandas as pd
import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.problems import Problem
from ui import address, failures, results
from ui.charts import shown, theme
from ui.charts.picture import Picture, Table
from ui.i18n.language import explain

_log = logging.getLogger(__name__)
FIGURE_AND_CONTROLS = (2.7, 1)
"""Widths of the two columns of a screen."""


# Where the picture of the part stands that is being drawn.
_picture: ContextVar[DeltaGenerator | None] = ContextVar("picture", default=None)

Item = TypeVar("Item")


def dark() -> bool:
    """Whether the visitor's theme is the dark one."""
    return st.context.theme.type == "dark"


def rows(items: Iterable[Item], width: int) -> Iterator[list[tuple[DeltaGenerator, Item]]]:
    """Items in rows of columns, which a phone stacks: pairs of column and item."""
    remaining = list(items)
    while remaining:
        row, remaining = remaining[:width], remaining[width:]
        yield list(zip(st.columns(width), row, strict=False))


def stage(name: str = "") -> tuple[DeltaGenerator, DeltaGenerator]:
    """A wide column for the picture and a narrow one, at its right, for the controls.

    One below the other where there is no room: in a narrow window, in the frame of another page.

    Args:
        name: Tells it from others of the screen; the style sheet knows it by its beginning.
    """
    if st.context.is_embedded:
        return st.container(), st.container()
    with st.container(key=f"stage {name}".strip()):
        show, ask = st.columns(FIGURE_AND_CONTROLS, gap="medium")
    _picture.set(show)
    return show, ask


def draw(
    picture: Picture,
    alt: str,
    result: str | None = None,
    key: str | None = None,
    on_select: Callable[[], None] | None = None,
) -> None:
    """Show a chart as wide as its column.

    Args:
        picture: What to show.
        alt: Says in words what kind of picture it is. It should stay as it is while settings are
            moved: a chart with another one is built anew by the browser, which takes far longer
            than to give it other numbers.
        result: Says what came out, also for eyes that do not see it; may change at will.
        key: Of the chart, where it needs one.
        on_select: Callback for a click on what the picture lets one select; the session then holds
            it under the key.
    """
    picture = shown.drawn(picture)
    # Altair moves inline rows among the named data sets too.
    tables = {
        shown.NAME: arrow(shown.table(picture)),
        **picture.spec.get("datasets", {}),
        **{name: arrow(table) for name, table in picture.tables.items()},
    }
    st.vega_lite_chart(
        {
            **shown.with_table(picture.spec),
            "datasets": tables,
            "config": {**theme.config(dark()), **picture.spec.get("config", {})},
        },
        width="stretch",
        alt=alt,
        key=key,
        on_select=on_select or "ignore",
    )
    if result is not None:
        results.say(result)


def arrow(table: Table) -> pa.Table:
    """Columns as the browser gets them; pandas' own way there takes ten times as long."""
    if isinstance(table, pd.DataFrame):
        # What pandas tells itself there is as long as a small table.
        made = pa.Table.from_pandas(table, preserve_index=False, nthreads=1)
        return made.replace_schema_metadata()
    return pa.table({name: pa.array(column, from_pandas=True) for name, column in table.items()})


def part(function: Callable[[], None]) -> Callable[[], None]:
    """A part of a screen that redraws by itself, and fails with a sentence.

    What a visitor can put right is said where the picture would stand. Anything else is our fault:
    the traceback goes to the log, the visitor reads which change it met, and that the rest works.
    """

    @wraps(function)
    def guarded() -> None:
        outer = _picture.set(None)
        try:
            function()
            address.note_drawn(function.__qualname__)
        except Problem as problem:
            with _picture.get() or st.container():
                st.warning(explain(problem), icon=":material/edit:")
        except Exception:  # Streamlit's own control flow is a BaseException and passes.
            changed = address.changed_since_drawn(function.__qualname__)
            names = ", ".join(changed) or "nothing"
            _log.exception("part %s failed; changed: %s", function.__qualname__, names)
            with _picture.get() or st.container():
                failures.say_fault(changed)
        finally:
            _picture.reset(outer)

    return st.fragment(guarded)
