"""A visitor's own photograph: shown, treated and taken home, kept from others and from the disk."""

from __future__ import annotations

import asyncio
import io
import os
from concurrent.futures import ThreadPoolExecutor

from PIL import Image
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser

from core import images
from core.problems import Problem
from core.settings.functions import NOTES_FUNCTIONS
from tests.core.images.image_files import colours, file_of, greys, oriented
from tests.screens.image_through_activation.app import (
    SCREEN,
    button,
    caption,
    control,
    shown_pixels,
    sources,
)
from ui.screens.image_through_activation import photographs

TEXT = ("notes.png", b"This is no picture.", "image/png")


def upload(app, *file):
    """Choose “File”, then a file."""
    if not app.get("file_uploader"):
        source(app).set_value("file").run()
    app.get("file_uploader")[0].set_value(file[0] if len(file) == 1 else file).run()
    assert not app.exception


def source(app):
    return next(w for w in app.get("button_group") if w.key == "source of the picture")


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
