"""The codec between settings, controls and address, without a browser."""

from __future__ import annotations

import pytest
from streamlit.runtime.state import query_params

from core.studies.function_gallery.study import GalleryStudy
from ui.address import FOREIGN, FOREIGN_BEGINNINGS, MOST_PARAMETERS
from ui.catalogue import SCREENS


def control(app, kind: str, name: str):
    return next(w for w in app.get(kind) if w.key == f"function_gallery.{name}")


def test_the_address_of_a_default_screen_is_bare(open_app):
    assert open_app("function_gallery").query_params == {}


def test_the_address_is_written_in_full_once_anything_differs(open_app):
    app = open_app("function_gallery")
    control(app, "slider", "gain").set_value(2.0).run()
    assert app.query_params == GalleryStudy(gain=2).to_query()


def test_an_address_moves_the_controls(open_app):
    app = open_app("function_gallery", gain="3.5", functions="elu,selu", guides="false")
    assert control(app, "slider", "gain").value == 3.5
    assert control(app, "multiselect", "functions").value == ["elu", "selu"]
    assert control(app, "toggle", "guides").value is False


def test_an_address_that_changes_under_the_screen_moves_the_controls(open_app):
    """What Back does: another address, and no control touched."""
    app = open_app("function_gallery", gain="3.5")
    app.query_params["gain"] = "2"
    app.run()
    assert control(app, "slider", "gain").value == 2
    app.query_params.clear()
    app.run()
    assert control(app, "slider", "gain").value == GalleryStudy().gain


def test_a_moved_control_wins_over_an_address_that_lags_behind(open_app):
    """Two quick moves: the second is sent with the address of before the first."""
    app = open_app("function_gallery", gain="3.5")
    control(app, "slider", "gain").set_value(4.0)
    app.query_params["gain"] = "3"
    app.run()
    assert control(app, "slider", "gain").value == 4.0
    assert app.query_params["gain"] == "4"


def test_what_was_wrong_with_a_link_is_said_until_a_control_moves(open_app):
    app = open_app("function_gallery", gain="nonsense")
    for _time in range(2):  # a page draws itself again when a training ends
        assert any("nonsense" in warning.value for warning in app.warning)
        app.run()
    control(app, "slider", "gain").set_value(4.0).run()
    assert not app.warning


def test_settings_are_kept_on_the_way_through_other_screens(open_app):
    app = open_app("function_gallery", gain="3.5")
    app.query_params.clear()
    app.switch_page("pages/why_nonlinear.py").run()
    app.query_params.clear()
    app.switch_page("pages/function_gallery.py").run()
    assert control(app, "slider", "gain").value == 3.5
    assert app.query_params["gain"] == "3.5"


def test_a_link_wins_over_what_was_kept(open_app):
    app = open_app("function_gallery", gain="3.5")
    app.query_params.clear()
    app.switch_page("pages/why_nonlinear.py").run()
    app.query_params["gain"] = "6"
    app.switch_page("pages/function_gallery.py").run()
    assert control(app, "slider", "gain").value == 6


def test_a_language_chosen_by_hand_stands_in_the_address(open_app):
    app = open_app("function_gallery")
    switch = next(w for w in app.get("button_group") if w.key == "language switch")
    switch.set_value("ko").run()
    assert app.query_params == {"lang": "ko"}
    assert app.title[0].value == "함수 갤러리"


def test_an_unknown_language_falls_back_to_the_browsers(open_app):
    assert open_app("function_gallery", lang="tlh").title[0].value == "Function gallery"


@pytest.mark.parametrize("foreign", ["fbclid", "gclid", "utm_source", "utm_campaign", "mc_cid"])
def test_what_other_sites_hang_on_to_a_link_is_passed_over(open_app, foreign):
    app = open_app("function_gallery", gain="3.5", **{foreign: "IwAR0_x"})
    assert control(app, "slider", "gain").value == 3.5
    assert not app.warning
    assert foreign not in app.query_params
    app = open_app("function_gallery", **{foreign: "IwAR0_x"})
    assert not app.warning
    assert app.query_params == {}


def test_a_misspelt_setting_is_still_named(open_app):
    app = open_app("function_gallery", gian="3.5", fbclid="x")
    assert [warning.value for warning in app.warning if "gian" in warning.value]
    assert not any("fbclid" in warning.value for warning in app.warning)


def test_no_setting_of_a_screen_has_the_name_of_something_foreign():
    names = {name for screen in SCREENS.values() for name in screen.settings.kinds}
    assert not names & FOREIGN
    assert not any(name.startswith(FOREIGN_BEGINNINGS) for name in names)


def test_an_address_of_too_many_settings_is_dropped_by_streamlit():
    def sent(number):
        return "&".join(f"a{place}=1" for place in range(number))

    assert query_params.sanitize_query_string(sent(MOST_PARAMETERS))
    assert not query_params.sanitize_query_string(sent(MOST_PARAMETERS + 1))
