"""Controls for the variants of a race: which of them is looked at, one more, one less."""

from __future__ import annotations

import dataclasses

import streamlit as st

from core.experiments.race import MOST_VARIANTS, Race
from core.experiments.variant import NUMBER_LOSSES, Variant
from ui import address
from ui.i18n.language import _
from ui.screens.regularization import SCREEN, variant_controls
from ui.screens.regularization import names as race_names
from ui.widgets.form import Ask

_CHOSEN = f"{SCREEN} variant"
_ICONS = {"add": ":material/add:", "copy": ":material/content_copy:", "drop": ":material/delete:"}


def variants(ask: Ask, numbers: bool) -> None:
    """The variants of a race, and the controls of the one that is chosen.

    Args:
        ask: Of the race.
        numbers: Whether there are no classes but a number to predict.
    """
    race = ask.kept
    kept = tuple(_fitting(one, numbers) for one in race.variants)
    place = chosen(race)
    names = race_names.names(race)
    key = f"{_CHOSEN} chips"
    st.session_state[key] = place
    st.pills(
        _("Variants: same start, same batches"),
        range(len(names)),
        format_func=names.__getitem__,
        required=True,
        wrap=True,
        key=key,
        on_change=_choose,
        args=(key,),
    )
    _buttons(race, place)
    one = variant_controls.ask_for(kept[place], place, numbers)
    ask.note("variants", (*kept[:place], one, *kept[place + 1 :]))


def _fitting(one: Variant, numbers: bool) -> Variant:
    """The variant with a loss that suits the labels."""
    if numbers and one.loss not in NUMBER_LOSSES:
        return dataclasses.replace(one, loss=NUMBER_LOSSES[0])
    return one


def chosen(race: Race) -> int:
    """Place of the variant that is looked at, from 0."""
    return min(st.session_state.get(_CHOSEN, 0), len(race.variants) - 1)


def choose(place: int) -> None:
    """Look at another variant."""
    st.session_state[_CHOSEN] = place


def _choose(key: str) -> None:
    choose(st.session_state[key])


def _buttons(race: Race, place: int) -> None:
    full, single = len(race.variants) >= MOST_VARIANTS, len(race.variants) == 1
    changes = {
        "add": (_("Add"), _("One more variant, without any brake."), full),
        "copy": (_("Duplicate"), _("One more like the one chosen."), full),
        "drop": (_("Remove"), _("Takes the chosen one out of the race."), single),
    }
    with st.container(horizontal=True, gap="small"):
        for what, (label, meaning, disabled) in changes.items():
            st.button(
                label,
                icon=_ICONS[what],
                help=meaning,
                on_click=_change,
                args=(what, place),
                disabled=disabled,
                type="tertiary",
                key=f"{_CHOSEN} {what}",
            )


def _change(what: str, place: int) -> None:
    """Callback: one variant more, or one less."""
    race = address.kept(SCREEN)
    before, one, after = race.variants[:place], race.variants[place], race.variants[place + 1 :]
    if what == "drop":
        found = (*before, *after)
        choose(max(place - 1, 0))
    elif what == "copy":
        found = (*before, one, one, *after)
        choose(place + 1)
    else:
        found = (*race.variants, _bare(one))
        choose(len(found) - 1)
    address.apply(SCREEN, variants=found)


def _bare(like: Variant) -> Variant:
    """The same network without brakes."""
    names = ("hidden", "activations", "loss", "optimizer", "learning_rate")
    return Variant(**{name: getattr(like, name) for name in names})
