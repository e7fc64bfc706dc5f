"""Boxes of rarer controls: closed they cost nothing, and what they say stays."""

from __future__ import annotations

import pytest

from tests.conftest import BOXES
from ui.address import widget_key

# Settings whose controls stand in the boxes, unlike the defaults.
STUDY = {"seed": "7", "held_out": "0.25", "data_seed": "3"}
CHANGED = {
    "decision_boundaries": STUDY,
    "curve_fitting": STUDY,
    "dying_relu": STUDY,
    "regularization": {"seed": "7", "data_seed": "3", "test_share": "0.3"},
}
every_screen = pytest.mark.parametrize("screen", CHANGED)


def turn(app, screen: str, opened: bool):
    for box in BOXES:
        app.session_state[f"{screen} {box}"] = opened
    app.run()
    assert not app.exception
    return app


def shown(app, screen: str) -> dict[str, float]:
    """What the controls of these settings say, if they are drawn."""
    widgets = {
        widget.key: widget.value for kind in ("slider", "number_input") for widget in app.get(kind)
    }
    keys = {name: widget_key(screen, name) for name in CHANGED[screen]}
    return {name: widgets[key] for name, key in keys.items() if key in widgets}


@every_screen
def test_a_box_keeps_what_its_controls_say(open_app, screen):
    data = {"data": "moons"} if screen == "decision_boundaries" else {}
    app = open_app(screen, **CHANGED[screen], **data)
    said = {name: float(text) for name, text in CHANGED[screen].items()}
    assert shown(app, screen) == said
    address = dict(app.query_params)
    turn(app, screen, opened=False)
    assert shown(app, screen) == {}
    assert app.query_params == address
    turn(app, screen, opened=True)
    assert shown(app, screen) == said
    assert app.query_params == address


@pytest.mark.parametrize("screen", [screen for screen in CHANGED if CHANGED[screen] is STUDY])
def test_a_control_outside_moves_while_the_boxes_are_closed(open_app, screen):
    app = turn(open_app(screen, seed="7"), screen, opened=False)
    key = widget_key(screen, "learning_rate")
    rate = next(widget for widget in app.get("select_slider") if widget.key == key)
    rate.set_value(0.03).run()
    assert app.query_params["seed"] == "7"
    assert app.query_params["learning_rate"] == "0.03"
    assert not app.exception


def test_closed_groups_keep_their_variant_and_fit_the_others(open_app):
    variants = (
        "hidden:16,8~activations:relu,tanh~dropout:0.2,0.4~l2:0.01~~hidden:8~activations:relu"
    )
    app = open_app("regularization", variants=variants)
    address = dict(app.query_params)
    assert turn(app, "regularization", opened=False).query_params == address
    # One layer less, while the group of its dropout is closed.
    app.session_state["regularization group network"] = True
    app.run()
    layers = next(field for field in app.number_input if "layers" in (field.key or ""))
    layers.set_value(1).run()
    assert not app.exception
    assert not app.warning
    first, second = app.query_params["variants"].split("~~")
    assert first.startswith("hidden:16~activations:relu~")
    assert "~dropout:0.2~l2:0.01~" in first
    assert second == address["variants"].split("~~")[1]
