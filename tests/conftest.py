"""Fixtures for tests that open the app without a browser: Streamlit's AppTest."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests.browser.serving import ROOT

# No test asserts on a time: neither ours nor, on a busy machine, Hypothesis' own.
settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("unhurried")


_GROUPS = ("network", "penalties", "constraints", "noise", "normalization", "stopping", "optimizer")
BOXES = ("more", "more data", *(f"group {name}" for name in _GROUPS))
"""Those with rarer controls, whose controls are not drawn before they are opened."""


@pytest.fixture
def open_app():
    """Open the app, at a screen if one is given: `open_app("why_nonlinear", lang="ko")`.

    The boxes of rarer controls are open.
    """

    # Here, so that tests of core do not pay for it.
    from streamlit.testing.v1 import AppTest

    def opened(screen: str | None = None, **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        if screen:
            # Opening a page file itself fails on links to the other pages.
            app.switch_page(f"pages/{screen}.py")
            for box in BOXES:
                app.session_state[f"{screen} {box}"] = True
        app.run()
        assert not app.exception
        return app

    return opened
