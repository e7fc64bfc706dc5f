"""The screen on regularization, driven without a browser, with a real worker."""

from __future__ import annotations

from core import workers
from core.experiments import jobs
from core.experiments.race import Race
from tests.screens.trained_app import PATIENCE, settle

SCREEN = "regularization"

# Few epochs of little data: what is asked here is not how well it learns.
QUICK = {"epochs": "3"}

PLAIN = "hidden:8~activations:relu"


def opened(open_app, **query):
    """The screen in English, at rest."""
    return settle(open_app(SCREEN, **{"lang": "en"} | QUICK | query))


def control(app, kind: str, *path: str):
    key = ".".join((SCREEN, *path))
    return next(widget for widget in app.get(kind) if widget.key == key)


def of_variant(app, kind: str, name: str, place: int = 0):
    return control(app, kind, "variants", str(place), name)


def turn_to(app, tab: str):
    app.session_state[f"{SCREEN} further"] = tab
    return settle(app.run())


def kept(app) -> Race:
    return app.session_state[f"settings of {SCREEN}"]


def raced(race: Race, **options):
    return workers.submit_job(jobs.RACE, race, visitor="a test", slot="race", **options).result(
        PATIENCE
    )
