"""All pictures of a screen: those of its tabs and of its studies too."""

from __future__ import annotations

from tests.screens.trained_app import settle
from ui import layout
from ui.charts import shown
from ui.charts.picture import Picture, Table
from ui.i18n.language import catalogue

# What the screens show, small: what is asked is not how well it was learned.
QUERIES: dict[str, list[dict[str, str]]] = {
    "function_gallery": [{}, {"functions": "binary_step,softplus"}],
    "image_through_activation": [{}, {"mode": "channels"}],
    "numerical_derivative": [{}, {"place": "point"}],
    "why_nonlinear": [{}],
    "softmax_and_maxout": [{}],
    "decision_boundaries": [
        {"data": "moons", "held_out": "0.25"},
        {
            "data": "three_gaussians",
            "output": "softmax",
            "loss": "categorical_crossentropy",
            "hidden": "4",
            "activations": "tanh",
        },
        {"hidden": "none", "activations": "none", "output": "step", "rule": "rosenblatt"},
    ],
    "curve_fitting": [{"epochs": "5"}],
    "dying_relu": [{"epochs": "20"}],
    "regularization": [{"epochs": "3"}, {"epochs": "2", "data": "breast_cancer"}],
}
TABS = {
    "decision_boundaries": (
        *("How often?", "Side by side", "Weights by hand", "Own points", "One neuron"),
        "Take it home",
    ),
    "curve_fitting": (
        *("Hinge by hinge", "Is it luck?", "Shape against budget", "Own points", "Take it home"),
    ),
    "dying_relu": ("The learning rate", "Remedies", "Bring units back", "Take it home"),
    "regularization": (
        *("What it sees", "Weights", "Learning rate", "Last against best", "Dropout at work"),
        *("Normalization at work", "Is it luck?", "Take it home"),
    ),
}


def every_picture(
    open_app, monkeypatch, screen: str | None, language: str
) -> list[tuple[Picture, Table]]:
    """Every picture that a visitor of a screen can have drawn, and the table behind it."""
    found: dict[int, tuple[Picture, Table]] = {}
    draw = layout.draw

    def kept(picture: Picture, *args, **options) -> None:
        found[id(picture.spec)] = picture, shown.table(picture)
        draw(picture, *args, **options)

    monkeypatch.setattr(layout, "draw", kept)
    for query in QUERIES.get(screen, [{}]):
        app = settle(open_app(screen, lang=language, **query))
        for tab in TABS.get(screen, ()):
            app.session_state[f"{screen} further"] = catalogue(language).gettext(tab)
            settle(app.run())
            for button in app.button:
                if button.proto.type == "primary" and not button.proto.disabled:
                    button.click()
                    settle(app.run())
                    break
    return list(found.values())
