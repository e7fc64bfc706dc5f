"""The screen that sends a picture through a function, driven without a browser."""

from __future__ import annotations

import numpy as np
import pytest

from core import images
from core.activations import ELEMENTWISE
from core.settings.functions import NOTES_FUNCTIONS
from core.studies.image_through_activation.study import PHOTOGRAPHS, ImageStudy
from tests.core.images.image_files import colours, file_of
from tests.screens.image_through_activation.app import (
    SCREEN,
    button,
    caption,
    control,
    metric,
    shown_pixels,
    sources,
)
from ui.screens.image_through_activation import controls, photographs, views


@pytest.mark.parametrize(
    ("kind", "name", "value", "text"),
    [
        ("selectbox", "sample", "flower", "flower"),
        ("selectbox", "activation", "tanh", "tanh"),
        ("slider", "gain", 4.0, "4"),
        ("button_group", "centre", "mean", "mean"),
        ("button_group", "mode", "channels", "channels"),
        ("slider", "white", 2.0, "2"),
    ],
)
def test_each_control_changes_the_pictures_and_the_address(open_app, kind, name, value, text):
    app = open_app(SCREEN)
    before = sources(app)
    control(app, kind, name).set_value(value).run()
    assert not app.exception
    assert app.query_params[name] == text
    assert sources(app) != before
    assert [alert.value for alert in (*app.warning, *app.error)] == []


@pytest.mark.parametrize("sample", ImageStudy.kinds["sample"].options)
def test_every_sample_is_shown_and_a_photograph_credited(open_app, sample):
    app = open_app(SCREEN, sample=sample)
    credits = [c.value for c in app.caption if c.value.startswith("Photograph by")]
    assert len(credits) == (sample in PHOTOGRAPHS)
    assert all("CC BY 2.0" in credit for credit in credits)
    assert len(sources(app)) == 3 + len(NOTES_FUNCTIONS)


def test_the_grid_shows_the_notes_functions_or_all(open_app):
    app = open_app(SCREEN)
    control(app, "toggle", "everything").set_value(True).run()
    assert len(sources(app)) == 3 + len(ELEMENTWISE)
    captions = [picture.caption for shown in app.get("image")[3:] for picture in shown.proto.imgs]
    assert [c.split("  \n")[0] for c in captions] == [f.name for f in ELEMENTWISE.values()]
    assert all(c.endswith("% saturated") for c in captions)


def test_a_function_with_a_parameter_has_a_slider(open_app):
    app = open_app(SCREEN, activation="elu")
    before = sources(app)
    control(app, "slider", "parameters.elu.alpha").set_value(3.0).run()
    assert app.query_params["parameters"] == "elu.alpha:3"
    assert sources(app) != before


def test_the_three_pictures_and_figures_are_those_of_core(open_app):
    app = open_app(SCREEN, activation="tanh", gain="5", white="1.5")
    pixels = images.read(images.sample_bytes("china")).pixels
    treatment = images.Treatment(gain=5, activation="tanh")
    expected = images.activate(pixels, treatment, -1.5, 1.5)
    stages = (expected.original, expected.centred, expected.activated)
    for address, stage in zip(sources(app), stages, strict=False):
        difference = shown_pixels(address).astype(float) - stage.pixels
        assert np.abs(difference).mean() < 2  # compressed as JPEG
    assert metric(app, "Exactly 0 after") == f"{expected.zeroed:.1%}"
    assert metric(app, "Saturated") == f"{expected.saturated:.1%}"
    assert metric(app, "Clipped by the scale") == f"{expected.activated.clipped:.1%}"
    assert metric(app, "Median subtracted") == f"{expected.centres[0]:.2f}"
    assert "−1.5 and below is black" in caption(app, "One grey scale")


def test_the_notes_and_the_strong_preset_move_the_controls_and_reset_leads_back(open_app):
    app = open_app(SCREEN)
    button(app, "As in the notes").click().run()
    assert control(app, "slider", "gain").value == 1
    button(app, "Strong: tanh, gain 8").click().run()
    assert control(app, "slider", "gain").value == 8
    assert control(app, "selectbox", "activation").value == "tanh"
    assert float(metric(app, "Saturated").rstrip("%")) > 10
    button(app, "Reset").click().run()
    assert control(app, "slider", "gain").value == ImageStudy().gain
    assert app.query_params == {}


def test_the_grey_scale_can_be_fitted(open_app):
    app = open_app(SCREEN, activation="prelu", parameters="prelu.alpha:2", gain="20")
    assert float(metric(app, "Clipped by the scale").rstrip("%")) > 90
    button(app, "Fit the grey scale").click().run()
    assert not app.exception
    assert [warning.value for warning in app.warning] == []
    assert float(metric(app, "Clipped by the scale").rstrip("%")) <= 1


@pytest.mark.parametrize("f", ELEMENTWISE.values(), ids=lambda f: f.key)
def test_the_grey_scale_reaches_far_enough_to_be_fitted_to_any_function(f):
    extremes = [{p.key: getattr(p, end) for p in f.parameters} for end in ("minimum", "maximum")]
    black_and_white = np.array([[0, 0, 255]], np.uint8)
    gain, white = (ImageStudy.kinds[name].maximum for name in ("gain", "white"))
    for parameters in extremes:
        treatment = images.Treatment("luminance", "median", gain, f.key, parameters)
        _low, high = images.grey_scale(black_and_white, [treatment])
        assert high <= white


def test_a_wrong_value_in_the_address_is_named(open_app):
    app = open_app(SCREEN, gain="1000", activation="tanh")
    assert "gain" in app.warning[0].value
    assert control(app, "selectbox", "activation").value == "tanh"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (0.4, 0.5)),
        ({"sample": "flower"}, (0.6, 0.8)),
        ({"sample": "flower", "centre": "mean"}, (0.5, 0.6)),
        ({"activation": "sigmoid"}, (0, 0.2)),
        ({"activation": "binary_step"}, (0.8, 1.1)),
    ],
)
def test_the_prediction_depends_on_picture_and_settings(changes, expected):
    study = ImageStudy(**changes)
    share = views.share_elsewhere(photographs.sample(study.sample), study)
    assert expected[0] <= share < expected[1]
    assert views.rank(share) == [0, 0.2, 0.4, 0.5, 0.6, 0.8].index(expected[0])


def test_the_question_is_about_settings_that_are_not_on_the_screen():
    for centre in ("median", "mean", "none"):
        for gain in (0.1, 10, 20):
            study = ImageStudy(centre=centre, gain=gain)
            other = views.elsewhere(study)
            assert other.centre != centre
            assert other.gain != gain


@pytest.mark.parametrize("mode", ["luminance", "channels"])
@pytest.mark.parametrize("centre", ["median", "mean", "none"])
@pytest.mark.parametrize("key", ["relu", "elu", "binary_step"])
def test_the_keras_code_runs_and_finds_the_share_on_the_screen(
    tmp_path, monkeypatch, capsys, mode, centre, key
):
    pytest.importorskip("keras")
    # Saved without loss, whatever the name says, so that both sides see the same pixels.
    data = file_of(colours(61, 41))
    (tmp_path / "photograph.jpg").write_bytes(data)
    monkeypatch.chdir(tmp_path)
    study = ImageStudy(mode=mode, centre=centre, activation=key)
    exec(controls.code(study), {})
    found = images.activate(images.read(data).pixels, study.treatment())
    printed = capsys.readouterr().out
    assert f"exactly 0: {found.zeroed:.1%}" in printed
    assert f"mean: {found.activated.mean:.3f}" in printed


@pytest.mark.parametrize("key", ELEMENTWISE)
def test_the_keras_code_runs_for_every_function(tmp_path, monkeypatch, capsys, key):
    pytest.importorskip("keras")
    (tmp_path / "photograph.jpg").write_bytes(file_of(colours()))
    monkeypatch.chdir(tmp_path)
    exec(controls.code(ImageStudy(activation=key)), {})
    assert "exactly 0:" in capsys.readouterr().out
