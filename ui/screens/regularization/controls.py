"""Controls of the regularization screen: data, variants, training, and what the notes do."""

from __future__ import annotations

import dataclasses

import streamlit as st

from core.datasets.example_sets import FASHION_MNIST, OWN, SETS
from core.experiments.race import Race
from core.studies.regularization.presets import notes_race
from core.studies.regularization.starts import started_on
from ui import address
from ui.i18n.language import N_, _
from ui.screens.regularization import SCREEN, own_table, variant_list
from ui.screens.regularization.example_names import set_name
from ui.screens.regularization.names import field_name
from ui.training import restart
from ui.widgets.form import Ask

PRESETS = {
    "d1": N_("D1 Softmax alone"),
    "d2": N_("D2 L2 and activity L1"),
    "d3": N_("D3 with MaxNorm"),
    "d4": N_("D4 with dropout"),
    "d5": N_("D5 with β₁ 0.89"),
    "d6": N_("D6 Exponential decay"),
    "d7": N_("D7 Cosine restarts"),
    "d8": N_("D8 Last or best"),
    "d9": N_("D9 A table"),
    "d9_losses": N_("D9 Losses"),
    "d9_recipes": N_("D9 Recipes"),
    "d10": N_("D10 Dropout"),
    "d11": N_("D11 Batch normalization"),
}
"""The experiments of the notes, by the keys of `core.studies.regularization.presets.NOTES`."""

# What is to be looked at, by its tab.
_SHOWN = {
    "d8": N_("Last against best"),
    "d10": N_("Dropout at work"),
    "d11": N_("Normalization at work"),
}
_EPOCHS = (1, 2, 5, 10, 20, 30, 50, 100, 200, 300, 500)
_BATCHES = (8, 16, 30, 32, 64, 128, 256, 0)
_SIZES = (40, 100, 200, 400, 800, 2000)


def race() -> Race:
    """All settings of the screen."""
    ask = Ask(SCREEN)
    _data(ask)
    variant_list.variants(ask, _numbers(ask))
    ask.stops("epochs", field_name("epochs"), _EPOCHS, term="epoch")
    box = ask.box("more", _("More about the training"), ":material/tune:")
    if box.open:
        with box:
            ask.number("seed", field_name("seed"), term="seed")
            sizes = dict.fromkeys((*_BATCHES, ask.kept.batch))
            names = {size: str(size) if size else _("all") for size in sizes}
            ask.menu("batch", field_name("batch"), names, term="batch")
    settings = ask.settings()
    restart.remember(SCREEN, settings)
    return settings


def kept() -> Race:
    """The settings as they stand."""
    return address.kept(SCREEN)


def _numbers(ask: Ask) -> bool:
    table = own_table.own()
    return ask.said("data") == OWN and table is not None and not table.classes


def _other_data(before: Race) -> None:
    """Callback of the menu: other data, and where nothing was changed, what suits them."""
    data = st.session_state[address.widget_key(SCREEN, "data")]
    variant_list.choose(0)
    address.keep(SCREEN, started_on(before, data))
    address.write(SCREEN)


def _data(ask: Ask) -> None:
    key = ask.select("data", field_name("data"), set_name, on_change=_other_data, args=(ask.kept,))
    ask.note("table", own_table.ask() or ask.kept.table if key == OWN else "")
    box = ask.box("more data", _("More about the data"), ":material/database:")
    if box.open:
        with box:
            _more_data(ask, key)


def _more_data(ask: Ask, key: str) -> None:
    if SETS[key].kind == "plane":
        ask.stops("size", field_name("size"), _SIZES)
        ask.slider("noise", field_name("noise"), term="noise_of_position")
        ask.slider("flips", field_name("flips"), term="label_noise")
    for name in ("train_share", "validation_share", "test_share"):
        if name != "test_share" or key != FASHION_MNIST:
            ask.slider(name, field_name(name), term=name)
    ask.number("data_seed", field_name("data_seed"), term="seed")


def presets() -> None:
    """The experiments of the notes, one click each."""
    kept = address.kept(SCREEN)
    key, own_data = f"{SCREEN} presets", f"{SCREEN} data of the notes"
    standing = [name for name in PRESETS if kept in _races(name, kept)]

    def take() -> None:
        name = st.session_state[key]
        if name:
            of_notes, at_hand = _races(name, kept)
            variant_list.choose(0)
            address.keep(SCREEN, of_notes if st.session_state[own_data] else at_hand)
            address.write(SCREEN)
            if name in _SHOWN:
                st.session_state[f"{SCREEN} further"] = _(_SHOWN[name])

    st.session_state[key] = standing[0] if standing else None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.pills(
            _("As in the notes"),
            list(PRESETS),
            format_func={name: _(text) for name, text in PRESETS.items()}.__getitem__,
            wrap=True,
            key=key,
            on_change=take,
        )
        st.toggle(
            _("with their data"),
            value=True,
            help=_(
                "On: Fashion-MNIST, as in the notes, downloaded once, or for D9 a ready table. "
                "Off: the data that are shown now."
            ),
            key=own_data,
        )


def _races(name: str, kept: Race) -> tuple[Race, Race]:
    """An experiment of the notes from the start that is shown: on its data, on those at hand."""
    own = {"seed": kept.seed}
    at_hand = own | {"table": kept.table, "data_seed": kept.data_seed}
    return (
        dataclasses.replace(notes_race(name), **own),
        dataclasses.replace(notes_race(name, kept.data), **at_hand),
    )
