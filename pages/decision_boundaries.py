"""What can a network tell apart, and how does it learn to?"""

import streamlit as st

from ui import address, layout, page
from ui.i18n import lessons
from ui.i18n.language import _
from ui.screens.decision_boundaries import (
    SCREEN,
    controls,
    many_starts,
    neuron,
    own_points,
    side_by_side,
    views,
    weights_by_hand,
)
from ui.training import downloads, restart

screen = page.open_screen(SCREEN)


@layout.part
def laboratory() -> None:
    top = st.container(horizontal=True, vertical_alignment="bottom")
    show, ask = layout.stage()
    with ask:
        experiment = controls.experiment()
    with top:
        controls.ladder()
        restart.buttons(screen)
    with show:
        run = views.training(experiment)
        if run:
            views.details(run)
    further()
    explanation()


@layout.part
def further() -> None:
    names = [
        _("How often?"),
        _("Side by side"),
        _("Weights by hand"),
        _("Own points"),
        _("One neuron"),
        _("Take it home"),
    ]
    often, beside, hand, points, one, home = st.tabs(
        names,
        on_change="rerun",
        # Who opens a link with pinned runs sees them.
        default=names[1] if address.pinned(screen) else None,
        key=f"{screen} further",
    )
    experiment = controls.kept()
    run = views.finished(experiment)
    with often:
        if often.open:
            many_starts.how_often(experiment)
    with points:
        if points.open:
            own_points.points(experiment)
    if run is None:
        return
    with beside:
        if beside.open:
            side_by_side.pinned(experiment, run)
    with hand:
        if hand.open:
            weights_by_hand.weights(experiment, run)
    with one:
        if one.open:
            neuron.neuron(experiment, run)
    with home:
        if home.open:
            downloads.take_home(screen, experiment, run)


@layout.part
def explanation() -> None:
    experiment = controls.kept()
    lessons.explain(screen, downloads.code(experiment))
    many_starts.how_often_question(experiment)


laboratory()
page.close_screen(screen)
