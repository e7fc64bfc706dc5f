"""Controls bound to the fields of a screen's settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from core.activations import ACTIVATIONS
from core.problems import Problem
from core.settings import Choice, Choices, Number, Settings, Whole
from ui import address
from ui.i18n.function_names import function_name
from ui.i18n.glossary import hint
from ui.i18n.language import _, explain
from ui.screen import Screen
from ui.widgets.drawing import bounds, draw


class Ask:
    """Draws one control per field and collects what they say.

    Bounds and options come from the field's own declaration. `settings()` ends the
    conversation: it returns the screen's settings, keeps them and writes the address.

    Args:
        screen: Which one.
        part: Settings within those of the screen, to ask for instead.
        path: What tells the controls of the part from others.
    """

    def __init__(
        self, screen: Screen, part: Settings | None = None, path: tuple[str, ...] = ()
    ) -> None:
        self.screen = screen
        self.kept = address.kept(screen) if part is None else part
        self._path = path
        self._changes: dict[str, Any] = {}
        self._warned = False

    def box(self, name: str, label: str, icon: str | None = None) -> ExpanderContainer:
        """A box for rarer controls, which are drawn only while it is `open`.

        A control that is not drawn leaves its setting as it is. Most visits never open the box:
        its controls would cost each of them a third of the time that the browser takes to draw.
        """
        return st.expander(label, icon=icon, key=f"{self.screen} {name}", on_change="rerun")

    def slider(self, field: str, label: str, term: str | None = None, **options: Any) -> Any:
        """A slider for a number, a whole number or a span."""
        kind = self.kept.kinds[field]
        return self._control(
            field,
            st.slider,
            label,
            **bounds(kind),
            help=hint(term),
            **options,
        )

    def power(
        self,
        field: str,
        label: str,
        name: Callable[[float], str],
        also: Sequence[float] = (),
        term: str | None = None,
    ) -> float:
        """A logarithmic slider for an exponent: `name` writes what each one stands for.

        It stops at the field's own steps and at the exponents in `also`; a value between
        two stops, which only an address can hold, moves to the nearer one.
        """
        kind = self.kept.kinds[field]
        assert isinstance(kind, Number)
        count = round((kind.maximum - kind.minimum) / kind.step)
        grid = (kind.check(field, kind.minimum + kind.step * place) for place in range(count + 1))
        stops = sorted({*grid, *(kind.check(field, exponent) for exponent in also)})
        value = getattr(self.kept, field)
        return self._control(
            field,
            st.select_slider,
            label,
            stops,
            format_func=name,
            help=hint(term),
            value=min(stops, key=lambda stop: abs(stop - value)),
        )

    def number(self, field: str, label: str, term: str | None = None, **options: Any) -> Any:
        """A field to type a number into, for ranges too wide for a slider."""
        kind = self.kept.kinds[field]
        return self._control(
            field,
            st.number_input,
            label,
            **bounds(kind),
            help=hint(term),
            **options,
        )

    def select(
        self,
        field: str,
        label: str,
        name: Callable[[str], str] = function_name,
        options: Sequence[str] | None = None,
        term: str | None = None,
        **others: Any,
    ) -> str:
        """A menu for one key out of many; `options` narrows what the field allows."""
        kind = self.kept.kinds[field]
        assert isinstance(kind, Choice)
        offered = list(options or kind.options)
        value = getattr(self.kept, field)
        return self._control(
            field,
            st.selectbox,
            label,
            offered,
            format_func={option: name(option) for option in offered}.__getitem__,
            help=hint(term),
            value=value if value in offered else offered[0],
            **others,
        )

    def pick(self, field: str, label: str, names: dict[str, str], term: str | None = None) -> str:
        """A row of buttons for one key out of few."""
        return self._control(
            field,
            st.segmented_control,
            label,
            list(names),
            format_func=names.__getitem__,
            help=hint(term),
            required=True,
        )

    def menu(
        self, field: str, label: str, names: Mapping[Any, str], term: str | None = None
    ) -> Any:
        """A menu for one value out of many, by the names to show."""
        return self._control(
            field,
            st.selectbox,
            label,
            list(names),
            format_func=names.__getitem__,
            help=hint(term),
        )

    def several(
        self,
        field: str,
        label: str,
        name: Callable[[str], str] = function_name,
        term: str | None = None,
        **options: Any,
    ) -> Any:
        """A menu for several keys; emptied, it keeps the last choice and says so."""
        kind = self.kept.kinds[field]
        assert isinstance(kind, Choices)
        limited = kind.most < len(kind.options)
        return self._control(
            field,
            st.multiselect,
            label,
            list(kind.options),
            format_func={option: name(option) for option in kind.options}.__getitem__,
            help=hint(term),
            value=list(getattr(self.kept, field)),
            max_selections=kind.most if limited else None,
            select_all=not limited,
            **options,
        )

    def toggle(self, field: str, label: str, term: str | None = None) -> bool:
        """A switch."""
        return self._control(field, st.toggle, label, help=hint(term))

    def numbers(self, field: str, labels: Sequence[str], term: str | None = None) -> tuple:
        """One slider for each entry of a list; as many entries as labels."""
        kind = self.kept.kinds[field]
        kept = getattr(self.kept, field)
        values = []
        for place, label in enumerate(labels):
            key = self.key(field, str(place))
            start = kept[place] if place < len(kept) else 0.0
            values.append(draw(key, start, st.slider, label, **bounds(kind), help=hint(term)))
        self._changes[field] = tuple(values)
        return self._changes[field]

    def entry(self, field: str, place: int, label: str, term: str | None = None) -> float:
        """A slider for one entry of a list; the other entries stay as they are."""
        values = list(self._changes.get(field, getattr(self.kept, field)))
        values[place] = draw(
            self.key(field, str(place)),
            values[place],
            st.slider,
            label,
            **bounds(self.kept.kinds[field]),
            help=hint(term),
        )
        self._changes[field] = tuple(values)
        return values[place]

    def stops(
        self, field: str, label: str, stops: Sequence[float], term: str | None = None
    ) -> float:
        """A slider over given values, where no even step suits; a kept value is one of them."""
        offered = sorted({*stops, getattr(self.kept, field)})
        return self._control(
            field,
            st.select_slider,
            label,
            offered,
            format_func=lambda value: f"{value:g}",
            help=hint(term),
        )

    def parameters(self, *functions: str) -> dict[str, float]:
        """A slider for each parameter of the functions; nothing where there is none."""
        chosen = dict(self._changes.get("parameters", self.kept.parameters))
        for f in (ACTIVATIONS[key] for key in functions if key in ACTIVATIONS):
            for p in f.parameters:
                name = f"{f.key}.{p.key}"
                kind = (Whole if p.whole else Number)(p.minimum, p.maximum, p.step)
                value = draw(
                    self.key("parameters", name),
                    chosen.get(name, p.default),
                    st.slider,
                    f"{function_name(f.key)}: ${p.symbol}$",
                    **bounds(kind),
                )
                chosen[name] = value
        self._changes["parameters"] = tuple(chosen.items())
        return chosen

    def suggest(self, **values: Any) -> None:
        """Let controls that are not drawn yet start from other values, moved before or not."""
        self.kept = replace(self.kept, **values)
        for field in values:
            st.session_state.pop(self.key(field), None)

    def note(self, field: str, value: Any) -> None:
        """A field whose value comes from a control of the screen's own."""
        self._changes[field] = value

    def said(self, field: str) -> Any:
        """What the controls say of a field so far, or what is kept."""
        return self._changes.get(field, getattr(self.kept, field))

    def key(self, *path: str) -> str:
        """Key of the widget for one field, or for one part of a field."""
        return address.widget_key(self.screen, *self._path, *path)

    @property
    def changes(self) -> dict[str, Any]:
        """What the controls have said so far."""
        return dict(self._changes)

    def settings(self) -> Settings:
        """The settings as the controls now stand, or the last good ones with a warning."""
        try:
            return address.update(self.screen, self._changes)
        except Problem as problem:
            if not self._warned:
                self._warn(problem)
            return self.kept

    def _warn(self, problem: Problem) -> None:
        self._warned = True
        st.warning(
            _("{problem} Shown is the last choice that worked.", problem=explain(problem)),
            icon=":material/edit:",
        )

    def _control(self, field: str, widget: Callable, label: str, *args: Any, **options: Any) -> Any:
        value = options.pop("value", getattr(self.kept, field))
        key = self.key(field)
        self._changes[field] = draw(key, value, widget, label, *args, **options)
        try:
            # What is wrong is said at the control, by its label: the field's name is for links.
            self.kept.kinds[field].check(label, self._changes[field])
        except Problem as problem:
            self._warn(problem)
        return self._changes[field]
