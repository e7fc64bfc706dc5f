"""The screen that sends a picture through a function, driven without a browser."""

from __future__ import annotations

import asyncio
import base64
import io
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser

from core import images
from core.activations import ELEMENTWISE
from core.problems import Problem
from core.studies import NOTES_FUNCTIONS, PHOTOGRAPHS, ImageStudy
from tests.core.image_files import colours, file_of, greys, oriented
from ui import photographs, pictures
from ui.controls import image_through_activation as controls

SCREEN = "image_through_activation"
TEXT = ("notes.png", b"This is no picture.", "image/png")


def control(app, kind: str, name: str):
    return next(w for w in app.get(kind) if w.key == f"{SCREEN}.{name}")


def button(app, label: str):
    return next(b for b in app.button if b.label == label)


def metric(app, label: str) -> str:
    return next(m.value for m in app.metric if m.label == label)


def caption(app, beginning: str) -> str:
    return next(c.value for c in app.caption if c.value.startswith(beginning))


def sources(app) -> list[str]:
    """Addresses of all pictures shown: the three stages, then the grid."""
    return [picture.url for shown in app.get("image") for picture in shown.proto.imgs]


def shown_pixels(address: str) -> np.ndarray:
    file = base64.b64decode(address.partition("base64,")[2])
    return np.asarray(Image.open(io.BytesIO(file)))


def upload(app, *file):
    """Choose “File”, then a file."""
    if not app.get("file_uploader"):
        source(app).set_value("file").run()
    app.get("file_uploader")[0].set_value(file[0] if len(file) == 1 else file).run()
    assert not app.exception


def source(app):
    return next(w for w in app.get("button_group") if w.key == "source of the picture")


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


def test_a_photograph_is_shown_and_stays_out_of_the_address(open_app):
    app = open_app(SCREEN)
    before = sources(app)
    upload(app, "photograph.jpg", oriented(colours(60, 40), 6, "JPEG"), "image/jpeg")
    assert "JPEG, 40 × 60 pixels" in caption(app, "Shown: your photograph")
    assert "not stored" in caption(app, "Your photograph")
    assert sources(app) != before
    assert shown_pixels(sources(app)[0]).shape[:2] == (60, 40)
    assert app.query_params == {}


def test_a_bad_file_is_a_sentence_and_the_last_good_photograph_stays(open_app):
    app = open_app(SCREEN)
    upload(app, "good.png", file_of(colours()), "image/png")
    good = sources(app)
    upload(app, *TEXT)
    assert "could not be read as a picture" in app.warning[0].value
    assert "The last picture stays." in app.warning[0].value
    assert sources(app) == good
    # Taking the bad file away takes the sentence away, not the photograph.
    app.get("file_uploader")[0].set_value(None).run()
    assert [warning.value for warning in app.warning] == []
    assert sources(app) == good


def test_a_bad_file_before_any_good_one_leaves_the_sample(open_app):
    app = open_app(SCREEN)
    sample = sources(app)
    upload(app, *TEXT)
    assert len(app.warning) == 1
    assert sources(app) == sample


def test_a_photograph_is_decoded_once(open_app, monkeypatch):
    decoded = []
    read = images.read
    monkeypatch.setattr(images, "read", lambda data: decoded.append(len(data)) or read(data))
    app = open_app(SCREEN)
    decoded.clear()
    upload(app, "one.png", file_of(colours()), "image/png")
    control(app, "slider", "gain").set_value(5.0).run()
    control(app, "selectbox", "activation").set_value("tanh").run()
    assert len(decoded) == 1


def test_a_photograph_survives_the_visit_to_another_screen_and_presets(open_app):
    app = open_app(SCREEN)
    upload(app, "good.png", file_of(greys(30, 20)), "image/png")
    app.switch_page("pages/why_nonlinear.py").run()
    app.switch_page(f"pages/{SCREEN}.py").run()
    assert "PNG, 30 × 20 pixels" in caption(app, "Shown: your photograph")
    button(app, "As in the notes").click().run()
    assert "PNG, 30 × 20 pixels" in caption(app, "Shown: your photograph")


def test_a_photograph_can_be_taken_away(open_app):
    app = open_app(SCREEN)
    sample = sources(app)
    upload(app, "good.png", file_of(colours()), "image/png")
    button(app, "Prepare the picture in full resolution").click().run()
    assert "prepared picture" in app.session_state
    button(app, "Remove").click().run()
    assert not app.exception
    assert sources(app) == sample
    assert app.session_state["own photograph"] is None
    assert "prepared picture" not in app.session_state
    # The widget that held the file has gone too, and with it the file.
    assert app.get("file_uploader")[0].value is None


def test_the_camera_is_not_asked_for_unless_chosen(open_app):
    app = open_app(SCREEN)
    assert not app.get("camera_input")
    source(app).set_value("camera").run()
    assert not app.exception
    assert app.get("camera_input")
    assert len(sources(app)) == 3 + len(NOTES_FUNCTIONS)


def test_the_download_is_the_treated_photograph_without_its_metadata(open_app):
    app = open_app(SCREEN, activation="tanh", gain="3")
    upload(app, "photograph.jpg", oriented(colours(60, 40), 6, "JPEG"), "image/jpeg")
    assert not app.get("download_button")
    button(app, "Prepare the picture in full resolution").click().run()
    assert not app.exception
    assert len(app.get("download_button")) == 1
    _about, file = app.session_state["prepared picture"]
    with Image.open(io.BytesIO(file)) as picture:
        assert picture.size == (40, 60)
        assert not picture.getexif()
        assert picture.text["Activation"] == "tanh"
        assert picture.text["Gain"] == "3"
    # Another gain, and what was prepared is no longer what is shown.
    control(app, "slider", "gain").set_value(4.0).run()
    assert not app.get("download_button")


def test_a_download_that_fails_is_a_sentence(open_app, monkeypatch):
    def fail(*_arguments, **_options):
        raise Problem("The picture is too large: {size}.", size=1)

    app = open_app(SCREEN)
    monkeypatch.setattr(images, "export_png_apart", fail)
    button(app, "Prepare the picture in full resolution").click().run()
    assert not app.exception
    assert [warning.value for warning in app.warning] == ["The picture is too large: 1."]
    assert not app.get("download_button")
    assert len(sources(app)) == 3 + len(NOTES_FUNCTIONS)


def test_two_visitors_do_not_see_each_others_photograph(open_app):
    first, second = open_app(SCREEN), open_app(SCREEN)
    upload(first, "mine.png", file_of(colours()), "image/png")
    second.run()
    source(second).set_value("file").run()
    assert sources(second) == sources(open_app(SCREEN))
    assert not [c for c in second.caption if c.value.startswith("Shown: your photograph")]


def test_an_upload_never_touches_the_disk():
    """Starlette moves what is larger than its bound to a temporary file."""
    boundary, content = "frontier", os.urandom(10 * 2**20)
    head = (
        f"--{boundary}\r\nContent-Disposition: form-data; "
        'name="file"; filename="photograph.jpg"\r\n\r\n'
    ).encode()
    body = head + content + f"\r\n--{boundary}--\r\n".encode()

    async def stream():
        for start in range(0, len(body), 2**16):
            yield body[start : start + 2**16]

    async def parse():
        headers = Headers({"Content-Type": f"multipart/form-data; boundary={boundary}"})
        return await MultiPartParser(headers, stream()).parse()

    # In a thread of its own: the browser tests leave an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        form = thread.submit(lambda: asyncio.run(parse())).result()
    with form["file"].file as file:
        assert not file._rolled
        assert file.read() == content


def test_every_format_that_is_read_can_be_chosen():
    assert set(images.FORMATS) <= set(photographs.EXTENSIONS)


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
    share = pictures.share_elsewhere(photographs.sample(study.sample), study)
    assert expected[0] <= share < expected[1]
    assert pictures.rank(share) == [0, 0.2, 0.4, 0.5, 0.6, 0.8].index(expected[0])


def test_the_question_is_about_settings_that_are_not_on_the_screen():
    for centre in ("median", "mean", "none"):
        for gain in (0.1, 10, 20):
            study = ImageStudy(centre=centre, gain=gain)
            other = pictures.elsewhere(study)
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
