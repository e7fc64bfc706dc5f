"""The screen on decision boundaries, driven without a browser, with a real worker."""

from __future__ import annotations

import time

SCREEN = "decision_boundaries"
PATIENCE = 90  # seconds: the first worker imports TensorFlow


def opened(open_app, **query):
    """The screen in English, at rest."""
    return settle(open_app(SCREEN, **{"lang": "en"} | query))


def settle(app):
    """Run until nothing is under way."""
    end = time.monotonic() + PATIENCE
    while any((button.key or "").startswith("stop ") for button in app.button):
        assert time.monotonic() < end, "still training"
        time.sleep(0.2)
        app.run()
    assert not app.exception
    assert [error.value for error in app.error if "part of the page" in error.value] == []
    return app


def control(app, kind: str, name: str):
    return next(w for w in app.get(kind) if w.key == f"{SCREEN}.{name}")


def press(app, label: str):
    next(button for button in app.button if button.label == label).click().run()
    return settle(app)


def turn_to(app, tab: str):
    app.session_state[f"{SCREEN} further"] = tab
    return settle(app.run())


def figures(app) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def pictures(app) -> tuple[str, ...]:
    return tuple(str(chart.proto) for chart in app.get("vega_lite_chart"))


def texts(app) -> str:
    kinds = (*app.info, *app.success, *app.error, *app.markdown, *app.warning)
    return "\n".join(element.value for element in kinds)
