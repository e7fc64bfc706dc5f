"""Which brake works, and what does it do to the weights?"""

import streamlit as st

from ui import layout, page
from ui.i18n import lessons
from ui.i18n.language import _
from ui.screens.regularization import (
    SCREEN,
    controls,
    downloads,
    layers,
    many_starts,
    test_examples,
)
from ui.screens.regularization import views as race_views
from ui.screens.regularization import weights as race_weights
from ui.training import restart

screen = page.open_screen(SCREEN)


@layout.part
def laboratory() -> None:
    top = st.container()
    show, ask = layout.stage()
    with ask:
        race = controls.race()
    with top:
        controls.presets()
        restart.buttons(screen, again=False)
    with show:
        race_views.training(race)
    further()
    explanation()


@layout.part
def further() -> None:
    seen, weights, rate, best, dropout, batch, luck, home = st.tabs(
        [
            _("What it sees"),
            _("Weights"),
            _("Learning rate"),
            _("Last against best"),
            _("Dropout at work"),
            _("Normalization at work"),
            _("Is it luck?"),
            _("Take it home"),
        ],
        on_change="rerun",
        key=f"{screen} further",
    )
    race = controls.kept()
    run = race_views.at_hand(race)
    with luck:
        if luck.open:
            many_starts.luck(race)
    if run is None:
        return
    views = {
        seen: test_examples.sight,
        weights: race_weights.weights,
        rate: race_weights.rates,
        best: race_weights.last_against_best,
        dropout: layers.dropout,
        batch: layers.normalization,
        home: downloads.of_run,
    }
    for tab, view in views.items():
        with tab:
            if tab.open:
                view(run)


@layout.part
def explanation() -> None:
    race = controls.kept()
    lessons.explain(screen, downloads.code(race, race_views.at_hand(race)))
    many_starts.question(race)


laboratory()
page.close_screen(screen)
