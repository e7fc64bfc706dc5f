"""What all screens that train have in common, driven without a browser, with a real worker."""

from __future__ import annotations

import time

PATIENCE = 180  # seconds: the first worker imports TensorFlow


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


def opener(open_app, screen: str):
    """Opens a screen in English, and waits until nothing is under way."""

    def opened(**query):
        return settle(open_app(screen, **{"lang": "en"} | query))

    return opened


def control(screen: str, app, kind: str, name: str):
    """The widget of a field."""
    return next(widget for widget in app.get(kind) if widget.key == f"{screen}.{name}")


def turn_to(screen: str, app, tab: str):
    """Turn to a tab below the picture."""
    app.session_state[f"{screen} further"] = tab
    return settle(app.run())


def press(app, label: str):
    """Press the button with this label."""
    next(button for button in app.button if button.label == label).click().run()
    return settle(app)


def figures(app) -> dict[str, str]:
    """Metrics by their labels."""
    return {metric.label: metric.value for metric in app.metric}


def pictures(app) -> tuple[str, ...]:
    """The charts as texts."""
    return tuple(str(chart.proto) for chart in app.get("vega_lite_chart"))


def texts(app) -> str:
    """All sentences on the screen."""
    kinds = (*app.info, *app.success, *app.error, *app.markdown, *app.warning, *app.caption)
    return "\n".join(element.value for element in kinds)
