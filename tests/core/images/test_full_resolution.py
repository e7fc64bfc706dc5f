"""The exported file holds exactly the treated pixels, the settings and nothing else."""

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import ExifTags, Image, ImageCms

from core.images import (
    CENTRES,
    MODES,
    Treatment,
    activate,
    decoding,
    encode_png,
    export_png,
    read,
    sample_bytes,
)
from core.images.png import PngWriter
from core.problems import Problem
from tests.core.images.image_files import file_of, noise

SECRET = "A. Visitor"


def photograph(mode, orientation=1, kind="PNG", size=(37, 29)):
    """A file of the given mode, with metadata that nobody else may see."""
    colours = Image.fromarray(noise(*size[::-1], 3))
    if mode == "I;16":
        image = Image.fromarray(noise(*size[::-1]).astype(np.uint16) * 251)
    elif mode == "P":
        image = colours.quantize(32)
    else:
        image = colours.convert(mode)
    if image.mode in ("RGBA", "LA"):
        image.putalpha(Image.fromarray(noise(*size[::-1], seed=1)))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Artist] = SECRET
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (37.0, 33.0, 59.0)
    options = {"transparency": 5} if mode == "P" and kind == "PNG" else {}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return file_of(image, kind, exif=exif, icc_profile=profile, **options)


def opened(png):
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


@pytest.fixture(params=[1, 200], ids=lambda pixels: f"strips of {pixels} pixels")
def strips(request, monkeypatch):
    monkeypatch.setattr(decoding, "_STRIP_PIXELS", request.param)


@pytest.mark.usefixtures("strips")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("stored", "kind"),
    [
        ("RGB", "PNG"),
        ("RGB", "JPEG"),
        ("CMYK", "JPEG"),
        ("RGBA", "PNG"),
        ("L", "JPEG"),
        ("LA", "PNG"),
        ("P", "PNG"),
        ("1", "PNG"),
        ("I;16", "PNG"),
        ("RGB", "TIFF"),
    ],
)
def test_pixels_are_those_of_the_computation_on_the_whole_picture(stored, kind, orientation, mode):
    data = photograph(stored, orientation, kind)
    treatment = Treatment(mode, gain=3)
    whole = activate(read(data).pixels, treatment, -1, 1).activated.pixels
    assert np.array_equal(np.asarray(opened(export_png(data, treatment, -1, 1))), whole)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("centre", CENTRES)
@pytest.mark.parametrize("activation", ["relu", "elu", "mish"])
def test_full_resolution_is_kept_and_agrees_with_plain_numpy(activation, centre, mode):
    image = Image.open(io.BytesIO(sample_bytes("flower"))).resize((1503, 1001))
    treatment = Treatment(mode, centre, 4, activation)
    values = np.asarray(image.convert("L" if mode == "luminance" else "RGB")) / 255
    if centre != "none":
        values = values - getattr(np, centre)(values, axis=(0, 1))
    expected = 255 * (np.clip(treatment.function(4 * values), -2, 2) + 2) / 4
    found = np.asarray(opened(export_png(file_of(image), treatment, -2, 2)))
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= 0.5 + 1e-9


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_nothing_of_the_photographs_own_metadata_is_exported(kind):
    data = photograph("RGB", 6, kind)
    assert SECRET.encode() in data
    png = export_png(data, Treatment(), -1, 1)
    assert SECRET.encode() not in png
    assert not opened(png).getexif()
    assert kinds_of_chunks(png) <= {b"IHDR", b"iTXt", b"IDAT", b"IEND"}


def kinds_of_chunks(png):
    place, kinds = 8, set()
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kinds.add(png[place + 4 : place + 8])
        place += 12 + length
    return kinds


def test_settings_stand_in_the_metadata():
    treatment = Treatment("luminance", "median", 4, "elu", {"alpha": 0.5})
    further = {"Link": "https://example.org/?lang=ko", "Title": "활성화 함수"}
    texts = opened(export_png(photograph("L"), treatment, -2, 2, further)).text
    assert texts["Activation"] == "elu"
    assert texts["Parameters"] == "alpha=0.5"
    assert texts["Gain"] == "4"
    assert texts["Grey scale"] == "-2 black, 2 white, clipped outside"
    assert float(texts["Subtracted"]) == pytest.approx(
        activate(read(photograph("L")).pixels, treatment).centres[0], abs=1e-6
    )
    assert further.items() <= texts.items()


@pytest.mark.parametrize("keyword", ["", "x" * 80, "제목", "line\nbreak"])
def test_keyword_that_png_does_not_allow_is_refused(keyword):
    with pytest.raises(ValueError, match="keyword"):
        export_png(photograph("L"), Treatment(), -1, 1, {keyword: "text"})


def test_progress_rises_to_1_and_can_end_the_work(monkeypatch):
    monkeypatch.setattr(decoding, "_STRIP_PIXELS", 100)
    for centre in CENTRES:
        shares = []
        export_png(photograph("RGB"), Treatment(centre=centre), -1, 1, on_progress=shares.append)
        assert shares == sorted(set(shares))
        assert shares[-1] == 1

    def stop(share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        export_png(photograph("RGB"), Treatment(), -1, 1, on_progress=stop)


@pytest.mark.parametrize("data", [b"", b"text", sample_bytes("china")[:9999]])
def test_bad_file_gives_a_sentence(data):
    with pytest.raises(Problem):
        export_png(data, Treatment(), -1, 1)


@given(
    st.one_of(
        arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9))),
        arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(3))),
    ),
    st.integers(1, 9),
)
def test_png_of_any_picture_in_any_strips_is_read_back(pixels, rows):
    channels = 3 if pixels.ndim == 3 else 1
    writer = PngWriter(pixels.shape[1], pixels.shape[0], channels, {"Title": "é 한 \0"})
    for top in range(0, len(pixels), rows):
        writer.add(pixels[top : top + rows])
    image = opened(writer.finish())
    assert np.array_equal(np.asarray(image), pixels)
    assert image.text == {"Title": "é 한 "}


@pytest.mark.parametrize("kind", [noise, lambda *shape: np.full(shape, 128, np.uint8)])
def test_large_png_is_read_back(kind):
    pixels = kind(500, 700, 3)
    assert np.array_equal(np.asarray(opened(encode_png(pixels))), pixels)


def test_png_of_a_smooth_picture_is_smaller_than_unfiltered():
    rows = np.arange(256, dtype=np.uint8)[:, None] + noise(1, 256)
    assert len(encode_png(rows)) < 2000 < len(zlib.compress(rows))


def test_png_of_any_memory_layout_is_read_back():
    pixels = noise(8, 6, 3)
    for view in (pixels[:, ::-1], pixels[::2], pixels.transpose(1, 0, 2), pixels[..., 1].T):
        assert np.array_equal(np.asarray(opened(encode_png(view))), view)


def test_png_with_missing_rows_is_not_finished():
    writer = PngWriter(4, 3, 1, {})
    writer.add(np.zeros((2, 4), np.uint8))
    with pytest.raises(ValueError, match="1 rows"):
        writer.finish()


def test_neither_scikit_learn_nor_tensorflow_is_imported():
    program = (
        "import sys; from core.images import *; "
        "export_png(sample_bytes('china'), Treatment(), -1, 1); "
        "print({'sklearn', 'tensorflow', 'keras', 'streamlit'} & set(sys.modules))"
    )
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, capture_output=True, text=True, cwd=root)
    assert (run.returncode, run.stdout.strip(), run.stderr) == (0, "set()", "")
