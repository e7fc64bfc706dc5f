"""The variants of a race: everything that can be set, added, duplicated and removed."""

from __future__ import annotations

import pytest

from core.activations import ACTIVATIONS
from core.experiments.race import Race
from core.experiments.variant import FUNCTIONS
from tests.screens.regularization.app import PLAIN, SCREEN, kept, of_variant, opened
from tests.screens.trained_app import press, settle


@pytest.mark.parametrize(
    ("kind", "name", "value", "text"),
    [
        ("number_input", "hidden.0", 8, "hidden:8"),
        ("selectbox", "activations.0", "tanh", "activations:tanh"),
        ("number_input", "layers", 2, "hidden:64,64"),
        ("number_input", "layers", 0, "hidden:none"),
        ("selectbox", "loss", "mse", "loss:mse"),
        ("select_slider", "l1", 1e-3, "l1:0.001"),
        ("select_slider", "l2", 0.1, "l2:0.1"),
        ("select_slider", "activity_l1", 0.01, "activity_l1:0.01"),
        ("select_slider", "activity_l2", 0.01, "activity_l2:0.01"),
        ("select_slider", "weight_decay", 0.1, "weight_decay:0.1"),
        ("selectbox", "constraint", "max_norm", "constraint:max_norm"),
        ("selectbox", "constraint", "unit_norm", "constraint:unit_norm"),
        ("selectbox", "constraint", "non_neg", "constraint:non_neg"),
        ("select_slider", "dropout.0 of 1", 0.5, "dropout:0.5"),
        ("select_slider", "input_noise", 0.5, "input_noise:0.5"),
        ("select_slider", "label_smoothing", 0.2, "label_smoothing:0.2"),
        ("selectbox", "normalization", "batch", "normalization:batch"),
        ("selectbox", "normalization", "layer", "normalization:layer"),
        ("toggle", "early_stopping", True, "early_stopping:true"),
        ("selectbox", "optimizer", "nadam", "optimizer:nadam"),
        ("select_slider", "learning_rate", 0.1, "learning_rate:0.1"),
        ("select_slider", "beta_1", 0.5, "beta_1:0.5"),
        ("selectbox", "schedule", "exponential", "schedule:exponential"),
        ("selectbox", "schedule", "cosine", "schedule:cosine"),
        ("selectbox", "schedule", "cosine_restarts", "schedule:cosine_restarts"),
        ("selectbox", "schedule", "plateau", "schedule:plateau"),
    ],
)
def test_everything_of_a_variant_can_be_set_and_reaches_the_address(
    open_app, monkeypatch, kind, name, value, text
):
    # Every label in turn, in either language.
    language = "ko" if len(text) % 2 else "en"
    monkeypatch.setattr("ui.i18n.language.DEFAULT", language)
    app = opened(open_app, lang=language, variants=PLAIN.replace("8", "64"))
    of_variant(app, kind, name).set_value(value).run()
    settle(app)
    assert text in app.query_params["variants"].split("~")
    assert [warning.value for warning in app.warning] == []


@pytest.mark.parametrize(
    ("variant", "name", "value"),
    [
        ("constraint:max_norm~max_norm:2", "max_norm", 0.5),
        ("early_stopping:true", "patience", 2),
        ("early_stopping:true", "min_delta", 0.01),
        ("schedule:exponential", "decay_steps", 100),
        ("schedule:exponential", "decay_rate", 0.5),
        ("schedule:cosine", "alpha", 0.1),
        ("schedule:cosine", "warmup_steps", 30),
        ("schedule:cosine_restarts", "first_decay_steps", 100),
        ("schedule:plateau", "plateau_factor", 0.1),
        ("schedule:plateau", "plateau_patience", 1),
        ("optimizer:momentum", "momentum", 0.5),
        ("optimizer:rmsprop", "rho", 0.5),
        ("optimizer:adamw", "beta_2", 0.99),
    ],
)
def test_what_belongs_to_a_choice_can_be_set_too(open_app, variant, name, value):
    app = opened(open_app, variants=f"{PLAIN}~{variant}")
    of_variant(app, "select_slider", name).set_value(value).run()
    assert f"{name}:{value:g}" in settle(app).query_params["variants"].split("~")


def test_restoring_the_best_weights_can_be_switched_off(open_app):
    app = opened(open_app, variants=f"{PLAIN}~early_stopping:true")
    of_variant(app, "toggle", "restore_best").set_value(False).run()
    assert "restore_best:false" in settle(app).query_params["variants"]


def test_rates_of_dropout_that_differ_by_layer_have_a_control_each(open_app):
    app = opened(open_app, variants="hidden:8,8~activations:relu,relu~dropout:0.5,0")
    of_variant(app, "select_slider", "dropout.1 of 2").set_value(0.2).run()
    assert "dropout:0.5,0.2" in settle(app).query_params["variants"]


def test_variants_are_added_duplicated_and_removed(open_app):
    app = opened(open_app)
    count = len(Race().variants)
    press(app, "Duplicate")
    assert len(kept(app).variants) == count + 1
    assert kept(app).variants[0] == kept(app).variants[1]
    press(app, "Add")
    assert len(kept(app).variants) == count + 2
    assert kept(app).variants[-1].brakes() == ()
    disabled = {button.label: button.disabled for button in app.button}
    assert disabled["Add"]
    assert disabled["Duplicate"]
    # The one that was added is looked at.
    of_variant(app, "select_slider", "l2", count + 1).set_value(0.1).run()
    settle(app)
    assert kept(app).variants[-1].l2 == 0.1
    press(app, "Remove")
    assert len(kept(app).variants) == count + 1
    assert all(variant.l2 != 0.1 for variant in kept(app).variants)


def test_another_variant_is_looked_at_by_its_name(open_app):
    app = opened(open_app)
    chips = next(chips for chips in app.get("pills") if chips.key == f"{SCREEN} variant chips")
    chips.set_value(2).run()
    assert of_variant(settle(app), "select_slider", "dropout.0 of 1", 2).value == 0.5
    # To look is no change: nothing is trained anew.
    assert "variants" not in app.query_params or kept(app).variants == Race().variants


def test_only_functions_that_a_variant_can_have_are_offered(open_app):
    menu = of_variant(opened(open_app, variants=PLAIN), "selectbox", "activations.0")
    assert menu.options == [ACTIVATIONS[key].name for key in FUNCTIONS]
