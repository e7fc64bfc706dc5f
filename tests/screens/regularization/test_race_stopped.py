"""A race stopped so early that some variants have not had a whole epoch."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def stopped(view: str) -> None:
    import dataclasses

    from tests.ui.race_cases import RACE, lane, run
    from ui.screens.regularization import test_examples
    from ui.screens.regularization import verdict as race_verdict
    from ui.screens.regularization import weights as race_weights

    first, second, third = RACE.variants
    lanes = (
        lane(first, 1, why="cancelled"),
        lane(second, 0, why="cancelled"),
        lane(third, 0, why="cancelled"),
    )
    views = {
        "verdict": race_verdict.verdict,
        "sight": test_examples.sight,
        "weights": race_weights.weights,
        "rates": race_weights.rates,
        "last against best": race_weights.last_against_best,
    }
    views[view](dataclasses.replace(run(), lanes=lanes, why="cancelled"))


@pytest.mark.parametrize("view", ["verdict", "sight", "weights", "rates", "last against best"])
def test_a_variant_without_an_epoch_breaks_no_view(view):
    app = AppTest.from_function(stopped, args=(view,)).run(timeout=30)
    assert not app.exception
