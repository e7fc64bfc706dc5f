"""The screen on decision boundaries, driven without a browser, with a real worker."""

from __future__ import annotations

from tests.screens.trained_app import settle

SCREEN = "decision_boundaries"


def opened(open_app, **query):
    """The screen in English, at rest."""
    return settle(open_app(SCREEN, **{"lang": "en"} | query))


def control(app, kind: str, name: str):
    return next(w for w in app.get(kind) if w.key == f"{SCREEN}.{name}")


def turn_to(app, tab: str):
    app.session_state[f"{SCREEN} further"] = tab
    return settle(app.run())


def texts(app) -> str:
    kinds = (*app.info, *app.success, *app.error, *app.markdown, *app.warning)
    return "\n".join(element.value for element in kinds)
