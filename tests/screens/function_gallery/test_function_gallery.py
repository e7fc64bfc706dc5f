"""The function gallery, driven without a browser."""

from __future__ import annotations

import pytest

from core.settings.functions import NOTES_FUNCTIONS
from core.studies.function_gallery.study import GalleryStudy
from ui.screens.function_gallery import views


def control(app, kind: str, name: str):
    return next(w for w in app.get(kind) if w.key == f"function_gallery.{name}")


def button(app, label: str):
    return next(b for b in app.button if b.label == label)


@pytest.mark.parametrize(
    ("kind", "name", "value", "text"),
    [
        ("multiselect", "functions", ["elu", "selu"], "elu,selu"),
        ("slider", "interval", (-3.0, 4.0), "-3,4"),
        ("toggle", "guides", False, "false"),
        ("selectbox", "focus", "relu", "relu"),
        ("slider", "spread", 2.0, "2"),
        ("slider", "gain", 3.0, "3"),
        ("number_input", "number", 500, "500"),
        ("number_input", "seed", 7, "7"),
        ("slider", "stretch", 2.0, "2"),
        ("slider", "height", 1.0, "1"),
        ("slider", "shift", 0.5, "0.5"),
    ],
)
def test_each_control_reaches_the_address(open_app, kind, name, value, text):
    app = open_app("function_gallery")
    control(app, kind, name).set_value(value).run()
    assert not app.exception
    assert app.query_params[name] == text


def test_a_parameter_has_a_slider_and_travels_in_the_address(open_app):
    app = open_app("function_gallery", functions="elu,tanh", focus="elu")
    control(app, "slider", "parameters.elu.alpha").set_value(2.5).run()
    assert app.query_params["parameters"] == "elu.alpha:2.5"
    again = open_app("function_gallery", **app.query_params)
    assert control(again, "slider", "parameters.elu.alpha").value == 2.5


def test_the_notes_are_one_click_away_and_reset_leads_back(open_app):
    app = open_app("function_gallery")
    button(app, "As in the notes: all on one chart").click().run()
    assert not app.exception
    assert tuple(control(app, "multiselect", "functions").value) == NOTES_FUNCTIONS
    assert control(app, "slider", "interval").value == (-10.0, 10.0)
    button(app, "Reset").click().run()
    assert tuple(control(app, "multiselect", "functions").value) == GalleryStudy().functions
    assert app.query_params == {}


def test_an_emptied_choice_keeps_the_last_picture_and_says_so(open_app):
    app = open_app("function_gallery")
    control(app, "multiselect", "functions").set_value([]).run()
    assert not app.exception
    assert "last choice" in app.warning[0].value


@pytest.mark.parametrize(("lang", "label"), [("en", "“Functions”"), ("ko", "“함수”")])
def test_what_is_wrong_stands_once_below_its_control_and_calls_it_by_its_label(
    open_app, lang, label
):
    app = open_app("function_gallery", lang=lang)
    control(app, "multiselect", "functions").set_value([]).run()
    said = [element for element in app.main if element.type in ("multiselect", "warning", "toggle")]
    assert [element.type for element in said][:3] == ["multiselect", "warning", "toggle"]
    assert [label in warning.value for warning in app.warning] == [True]


def test_the_choice_of_functions_ends_at_eight_as_is_said(open_app):
    proto = control(open_app("function_gallery"), "multiselect", "functions").proto
    assert proto.max_selections == GalleryStudy.kinds["functions"].most == 8
    assert proto.placeholder == "Choose one to eight"
    assert proto.select_all == 0


def test_samples_squeezed_to_a_line_are_still_seen_and_no_zero_has_a_minus(open_app):
    app = open_app("function_gallery", distribution="normal", spread="20", focus="tanh")
    means = [figure.value for figure in app.metric if figure.label.startswith("Mean")]
    assert "-0.000" not in means


def test_tanh_is_met_exactly_by_the_right_sigmoid(open_app):
    app = open_app("function_gallery")
    difference = next(m for m in app.metric if m.label == "Largest difference")
    assert float(difference.value) > 0.2
    button(app, "Make them equal").click().run()
    difference = next(m for m in app.metric if m.label == "Largest difference")
    assert float(difference.value) < 1e-15


def test_the_cost_is_measured_on_demand(open_app):
    app = open_app("function_gallery")
    table = app.dataframe[0].value
    assert "cost" not in table or table["cost"].isna().all()
    button(app, "Measure the cost here and now").click().run()
    costs = app.dataframe[0].value.set_index("name")["cost"]
    assert costs["ReLU"] == 1
    assert (costs > 0).all()


def test_the_prediction_depends_on_the_function():
    gradients = {
        key: views.gradient_after_ten(GalleryStudy(focus=key)).gradient
        for key in ("sigmoid", "relu", "binary_step")
    }
    assert gradients["sigmoid"] < 1e-3
    assert gradients["relu"] == 1
    assert gradients["binary_step"] == 0
