"""Pieces of the screen on dying ReLU: one unit, chosen from the map or the menu."""

from __future__ import annotations

import streamlit as st

from core.experiments.results import Run
from core.studies.dying_relu.unit_lives import (
    ALIVE,
    BELOW,
    CUT_OFF,
    DEAD,
    Lives,
    switched_on,
    unit_sums,
)
from ui import layout
from ui.charts.picture import Picture
from ui.i18n.language import _, current
from ui.memo import derived
from ui.screens.dying_relu import SCREEN
from ui.screens.dying_relu.charts import gradients, sums
from ui.screens.dying_relu.charts.unit_map import PICKED

MAP = f"{SCREEN} map"
"""Key of the map, in which a click chooses a unit."""

# Forgotten with the settings of the screen: a new start shows a unit worth seeing.
_CHOSEN = f"{SCREEN}.unit chosen"
_MENU = f"{SCREEN}.unit"
_HEIGHT = 210

Frames = tuple[int, int | None, int]
"""Some frames of a run: the first, the end, the step."""

_ALL: Frames = (0, None, 1)


def chosen(life: Lives) -> int:
    """Number of the unit that is looked at."""
    name = st.session_state.get(_CHOSEN)
    return life.names.index(name) if name in life.names else life.worth_seeing


def picked() -> None:
    """Callback of the map: the unit that was clicked."""
    rows = st.session_state[MAP].selection.get(PICKED)
    if rows:
        st.session_state[_CHOSEN] = rows[0]["unit"]


def menu(life: Lives) -> None:
    """All units, each with what became of it."""

    def choose() -> None:
        st.session_state[_CHOSEN] = st.session_state[_MENU]

    named = {name: f"{name} – {fate(life, place)}" for place, name in enumerate(life.names)}
    st.session_state[_MENU] = life.names[chosen(life)]
    st.selectbox(
        _("Unit (click it in the map, or choose)"),
        life.names,
        # Streamlit keeps it with the menu: a function of the run's lives would keep those too.
        format_func=named.__getitem__,
        key=_MENU,
        on_change=choose,
    )


def fate(life: Lives, number: int) -> str:
    """What became of a unit, in a few words."""
    if life.always_dead[number]:
        return _("dead before training, and ever since")
    if life.died[number]:
        return _("dies in epoch {epoch}", epoch=int(life.epochs[life.deaths[number]]))
    if life.came_back[number]:
        return _("was dead, came back")
    return {
        ALIVE: _("alive"),
        BELOW: _("below 0 on every example at the end"),
        CUT_OFF: _("cut off at the end"),
    }[int(life.states[-1, number])]


@derived
def _picture(
    run: Run,
    number: int,
    frames: Frames,
    beside: Frames,
    height: int,
    legend: bool,
    _language: str,
) -> Picture:
    """The unit's sums in some frames, on an axis that suits those beside too."""
    fit, data = run.experiment, run.experiment.load()
    limits = sums.domain(unit_sums(fit, run.weights[slice(*beside)], data.train_inputs, number))
    part = run.weights[slice(*frames)]
    grid = fit.grid[::2]
    return sums.unit(
        (grid, unit_sums(fit, part, data.to_inputs(grid), number)),
        (data.train_x, unit_sums(fit, part, data.train_inputs, number)),
        switched_on(fit, part, data.train_inputs, number),
        limits,
        height,
        legend,
    )


@derived
def _gradient(life: Lives, number: int, _language: str) -> Picture:
    died = life.died[number] or life.always_dead[number]
    death = int(life.epochs[life.deaths[number]]) if died else None
    return gradients.gradient(life.epochs, life.gradients[:, number], death, _HEIGHT)


def over_the_data(run: Run, number: int, height: int) -> None:
    """The unit's pre-activations over x, for every frame."""
    layout.draw(
        _picture(run, number, _ALL, _ALL, height, True, current()),
        alt=_(
            "What the chosen unit adds up over x, with a line at 0, and which examples switch it "
            "on, at the epoch of the scrubber."
        ),
    )


def before_and_after(run: Run, life: Lives, number: int) -> None:
    """The unit just before its death and just after it, and its gradient over the epochs."""
    story = _story(life, number)
    first, second = _moments(life, number)
    both = (first, second + 1, max(second - first, 1))
    columns = st.columns(3, gap="medium")
    for column, place in zip(columns, (first, second), strict=False):
        with column:
            st.markdown(f"**{_moment(life, number, place)}**")
            layout.draw(
                _picture(run, number, (place, place + 1, 1), both, _HEIGHT, False, current()),
                alt=_("What the chosen unit adds up over x after the epoch named above."),
                result=story,
            )
    with columns[2]:
        st.markdown("**{}**".format(_("Its gradient")))
        layout.draw(
            _gradient(life, number, current()),
            alt=_("The length of its gradient over the epochs; 0 where marked."),
            result=story,
        )
    st.markdown(story)


def _moments(life: Lives, number: int) -> tuple[int, int]:
    """The frames before and after a unit's last death; without one, the first and the last."""
    if life.died[number]:
        return int(life.deaths[number]) - 1, int(life.deaths[number])
    return 0, len(life.epochs) - 1


def _moment(life: Lives, number: int, place: int) -> str:
    epoch = int(life.epochs[place])
    state = {
        ALIVE: _("alive"),
        BELOW: _("below 0"),
        CUT_OFF: _("cut off"),
        DEAD: _("dead"),
    }[int(life.states[place, number])]
    return _(
        "Unit {name}, epoch {epoch}: {state}", name=life.names[number], epoch=epoch, state=state
    )


def _story(life: Lives, number: int) -> str:
    name, first_layer = life.names[number], life.names[number].startswith("1.")
    if life.always_dead[number]:
        return _(
            "Unit {name} was dead before the first step: its very start puts every example where "
            "its function is flat. No learning rate is to blame for it.",
            name=name,
        )
    if life.died[number]:
        epoch = int(life.epochs[life.deaths[number]])
        return _(
            "In epoch {epoch} the last example left the side on which unit {name} has a slope. "
            "From then on its slope is 0 on every example, and so is its gradient: nothing tells "
            "its weights to move.",
            epoch=epoch,
            name=name,
        )
    if life.came_back[number] and first_layer:
        return _(
            "Unit {name} was dead and came back. No gradient did that: its inputs, the data, never "
            "change. The optimizer still carried the momentum of earlier steps, which moved the "
            "weights on.",
            name=name,
        )
    if life.came_back[number]:
        return _(
            "Unit {name} was dead and came back, without a gradient of its own: the layer before "
            "it went on learning and sends it other numbers, or the optimizer’s momentum moved its "
            "weights on.",
            name=name,
        )
    return {
        ALIVE: _("Unit {name} is alive to the end: some examples give it a slope."),
        BELOW: _(
            "At the end unit {name} is below 0 on every example. Its function has a slope there, "
            "so a small gradient still reaches it."
        ),
        CUT_OFF: _(
            "At the end unit {name} has a slope, but no gradient: all units after it are dead, and "
            "pass nothing back."
        ),
    }[int(life.states[-1, number])].format(name=name)
