"""The screen on linearity, driven without a browser; and its code, run as it is shown."""

from __future__ import annotations

import contextlib
import io
import re

import numpy as np
import pytest

from core.studies.why_nonlinear.affine_stack import pieces
from core.studies.why_nonlinear.study import LinearityStudy
from ui.screens.why_nonlinear import views
from ui.screens.why_nonlinear.controls import INTERVAL, code


def control(app, kind: str, name: str):
    return next(w for w in app.get(kind) if w.key == f"why_nonlinear.{name}")


def press(app, label: str):
    next(b for b in app.button if b.label == label).click().run()
    assert not app.exception
    return app


def figures(app) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def shown(app) -> tuple:
    """Everything that a change of the settings may change: charts and figures."""
    charts = tuple(str(chart.proto) for chart in app.get("vega_lite_chart"))
    assert charts
    return charts, tuple(figures(app).items())


@pytest.mark.parametrize(
    ("kind", "name", "value", "text"),
    [
        ("selectbox", "activation", "tanh", "tanh"),
        ("slider", "layers", 7, "7"),
        ("slider", "width", 3, "3"),
        ("number_input", "seed", 9, "9"),
        ("selectbox", "function", "elu", "elu"),
        ("slider", "u", 1.5, "1.5"),
        ("slider", "v", 4.0, "4"),
        ("slider", "c", 3.0, "3"),
        ("slider", "inputs.1", 1.0, "1,1,1"),
        ("slider", "weights.0", -0.5, "-0.5,0.9,0.6"),
        ("slider", "threshold", 2.0, "2"),
    ],
)
def test_each_control_changes_the_screen_and_reaches_the_address(open_app, kind, name, value, text):
    app = open_app("why_nonlinear", lang="en")
    before = shown(app)
    assert shown(app.run()) == before
    control(app, kind, name).set_value(value).run()
    assert not app.exception
    assert shown(app) != before
    assert app.query_params[name.partition(".")[0]] == text


@pytest.mark.parametrize("name", ["slope", "intercept"])
def test_the_affine_function_has_sliders_of_its_own(open_app, name):
    app = open_app("why_nonlinear", lang="en", function="affine")
    before = shown(app)
    control(app, "slider", name).set_value(-1.0).run()
    assert shown(app) != before
    assert app.query_params[name] == "-1"


def test_linear_layers_are_one_line_by_both_ways_of_finding_it(open_app):
    app = press(open_app("why_nonlinear", lang="en", layers="20", width="32"), "Linear")
    found = figures(app)
    assert found["Slope, measured"] == found["Slope, layers multiplied"]
    assert found["Intercept, measured"] == found["Intercept, layers multiplied"]
    assert float(found["Slope, measured"].replace("−", "-")) != 0
    assert any("**One line.**" in text.value for text in app.markdown)


def test_relu_layers_fold_as_often_as_core_counts(open_app):
    app = press(open_app("why_nonlinear", lang="en", activation="tanh"), "ReLU")
    expected = pieces(LinearityStudy().stack(), *INTERVAL).count
    assert figures(app)["Linear pieces"] == str(expected)
    assert figures(app)["Breakpoints"] == str(expected - 1)


def test_a_smooth_activation_is_said_to_have_no_straight_pieces(open_app):
    app = open_app("why_nonlinear", lang="en", activation="tanh")
    assert figures(app)["Linear pieces"] == "none: curved"


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_one_layer_is_a_line_whatever_the_activation(open_app, activation):
    app = open_app("why_nonlinear", lang="en", activation=activation, layers="1")
    assert figures(app)["Slope, measured"] == figures(app)["Slope, layers multiplied"]


def test_presets_move_on_and_reset_leads_back(open_app):
    app = open_app("why_nonlinear", lang="en")
    start = LinearityStudy()
    press(press(app, "Deeper"), "New weights")
    assert control(app, "slider", "layers").value == start.layers + 1
    assert app.query_params["seed"] == str(start.seed + 1)
    press(app, "Reset")
    assert control(app, "slider", "layers").value == start.layers
    assert "seed" not in app.query_params


def test_no_deeper_than_deepest_is_offered(open_app):
    for layers, at_the_end in ((19, False), (20, True)):
        app = open_app("why_nonlinear", layers=str(layers))
        deeper = next(button for button in app.button if button.label == "Deeper")
        assert deeper.disabled is at_the_end


def test_wx_passes_and_wx_plus_b_fails(open_app):
    app = press(open_app("why_nonlinear", lang="en"), "wx")
    text = " ".join(markdown.value for markdown in app.markdown)
    assert text.count("**100.0%**") == 2
    assert "**Linear.**" in text
    press(app, "wx + b")
    text = " ".join(markdown.value for markdown in app.markdown)
    assert text.count("**0.0%**") == 2
    assert "**Affine, not linear.**" in text
    assert figures(app)["Gap"] == "3"
    press(app, "ReLU")
    press(app, "New draws")
    assert app.query_params["draws"] == "1"


def test_the_neuron_fires_or_stays_silent(open_app):
    app = open_app("why_nonlinear", lang="en", inputs="1,0,1")
    assert figures(press(app, "OR"))["Output"] == "1: fires"
    assert figures(press(app, "Majority"))["Output"] == "1: fires"
    assert figures(press(app, "AND"))["Output"] == "0: silent"


def test_a_parameter_shared_by_stack_and_test_has_one_slider(open_app):
    app = open_app("why_nonlinear", activation="elu", function="elu")
    sliders = [s for s in app.slider if s.key.endswith("elu.alpha")]
    assert len(sliders) == 1
    before = shown(app)
    sliders[0].set_value(2.5).run()
    assert not app.exception
    assert shown(app) != before
    control(app, "selectbox", "activation").set_value("relu").run()
    assert [s.value for s in app.slider if s.key.endswith("elu.alpha")] == [2.5]


def test_a_wrong_value_in_the_address_is_named_and_defaulted(open_app):
    app = open_app("why_nonlinear", lang="en", layers="21", width="5")
    assert "layers" in app.warning[0].value
    assert control(app, "slider", "layers").value == LinearityStudy().layers
    assert control(app, "slider", "width").value == 5


@pytest.mark.parametrize(
    ("changes", "option"),
    [
        ({"activation": "linear"}, 0),
        ({"layers": 1, "width": 2}, 1),
        ({"layers": 1}, 2),
        ({}, 3),
        ({"activation": "tanh"}, 4),
    ],
)
def test_the_prediction_has_different_answers_for_different_settings(changes, option):
    study = LinearityStudy(**changes)
    layers, count = views.folds_with_one_layer_more(study)
    assert layers == study.layers + 1
    assert views.rank(count) == option


def test_the_question_at_twenty_layers_is_about_nineteen():
    layers, count = views.folds_with_one_layer_more(LinearityStudy(layers=20))
    assert layers == 19
    assert count == pieces(LinearityStudy(layers=19).stack(), *INTERVAL).count


@pytest.mark.parametrize(("count", "option"), [(1, 0), (2, 1), (5, 1), (6, 2), (20, 2), (21, 3)])
def test_every_number_of_pieces_belongs_to_one_option(count, option):
    assert views.rank(count) == option


def test_what_the_prediction_says_is_seen_after_one_layer_more(open_app):
    app = open_app("why_nonlinear", lang="en")
    next(radio for radio in app.radio if "prediction" in radio.key).set_value(3).run()
    announced = re.search(r"range shown: (\d+)", app.success[0].value)[1]
    assert figures(press(app, "Deeper"))["Linear pieces"] == announced


def test_the_product_of_the_layers_is_the_stack_with_the_activation_left_out():
    made = LinearityStudy(layers=5).stack()
    x = np.array([[-1.3], [0.4]])
    y = x
    for weights, biases in made.maps:
        y = y @ weights + biases
    slope, intercept = views.product_of_layers(made)
    np.testing.assert_allclose(slope * x + intercept, y)


def run(study: LinearityStudy) -> list[float]:
    """The numbers that the code of a study prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code(study), {"__name__": "shown"})
    return [float(number) for number in re.findall(r"-?\d+\.?\d*(?:e[+-]\d+)?", printed.getvalue())]


@pytest.mark.parametrize(
    "changes", [{}, {"activation": "hard_tanh", "seed": 2}, {"layers": 2, "activation": "prelu"}]
)
def test_the_code_counts_the_pieces_that_the_screen_shows(changes):
    study = LinearityStudy(**changes)
    assert run(study) == [pieces(study.stack(), *INTERVAL).count]


@pytest.mark.parametrize("changes", [{"activation": "linear", "layers": 9}, {"layers": 1}])
def test_the_code_prints_the_line_that_the_screen_shows(changes):
    study = LinearityStudy(**changes)
    assert run(study) == pytest.approx(views.product_of_layers(study.stack()), rel=1e-6)


@pytest.mark.parametrize("key", ["tanh", "elu", "sparse_plus"])
def test_the_code_prints_the_slopes_of_a_curve(key):
    study = LinearityStudy(activation=key)
    x = np.linspace(*INTERVAL, 20_001)
    slopes = np.gradient(study.stack().output(x), x)
    assert run(study) == pytest.approx([slopes.min(), slopes.max()], rel=1e-5)
