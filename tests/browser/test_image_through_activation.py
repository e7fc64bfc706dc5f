"""A visitor's own photograph, in a real browser: up, through a function, and down again."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import ExifTags, Image

from core import images

pytestmark = pytest.mark.browser

SCREEN = "image_through_activation"
# Large enough for Starlette to move the file to the disk, if it were let.
ENLARGED = (2400, 1601)


@pytest.fixture(scope="module")
def photograph() -> bytes:
    """A real photograph of 2400 × 1601 pixels, stored lying on its side, with GPS in its EXIF."""
    image = Image.open(io.BytesIO(images.sample_bytes("china"))).resize(ENLARGED)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "A camera"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (37.0, 33.0, 58.0)
    file = io.BytesIO()
    image.rotate(90, expand=True).save(file, "JPEG", quality=99, exif=exif)
    assert len(file.getvalue()) > 2**20
    return file.getvalue()


def open_screen(page, rest, server: str, query: str = "") -> None:
    page.goto(f"{server}/{SCREEN}{query}")
    page.locator('[data-testid="stImage"] img').first.wait_for()
    rest(page)


def upload(page, rest, name: str, kind: str, data: bytes) -> None:
    if not page.locator('input[type="file"]').count():
        page.get_by_role("radio", name="File").or_(
            page.get_by_role("button", name="File", exact=True)
        ).first.click()
    page.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": kind, "buffer": data}
    )
    page.wait_for_timeout(500)
    rest(page)


def shown(page) -> list[str]:
    """Addresses of all pictures on the screen, which hold the pictures themselves."""
    found = page.locator('[data-testid="stImage"] img')
    return [picture.get_attribute("src") for picture in found.all()]


def size_of_the_first(page) -> list[int]:
    return page.locator('[data-testid="stImage"] img').first.evaluate(
        "picture => [picture.naturalWidth, picture.naturalHeight]"
    )


def test_a_photograph_goes_up_and_comes_down_treated(page, server, rest, photograph):
    open_screen(page, rest, server, "?activation=tanh&gain=5")
    upload(page, rest, "IMG_0001.jpg", "image/jpeg", photograph)
    page.get_by_text("JPEG, 2400 × 1601 pixels").wait_for()
    assert size_of_the_first(page) == [640, 427]
    assert "IMG_0001" not in page.url

    page.get_by_role("button", name="Prepare the picture in full resolution").click()
    button = page.get_by_role("button", name="Download PNG")
    button.wait_for()
    with page.expect_download() as waiting:
        button.click()
    assert waiting.value.suggested_filename == "activation-tanh-median-gain5.png"
    with Image.open(waiting.value.path()) as picture:
        picture.load()
        assert picture.size == ENLARGED
        assert picture.mode == "L"
        assert not picture.getexif()
        assert set(picture.info) >= {"Activation", "Gain", "Centred on", "Grey scale"}
        assert picture.info["Gain"] == "5"
        assert not {"exif", "icc_profile", "xmp", "dpi"} & set(picture.info)
        assert "A camera" not in str(picture.info)
        found = np.asarray(picture)
    upright = images.read(photograph, max(ENLARGED)).pixels
    treatment = images.Treatment(gain=5, activation="tanh")
    expected = images.activate(upright, treatment, -1, 1).activated.pixels
    np.testing.assert_array_equal(found, expected)


def test_a_bad_file_is_a_sentence_and_the_photograph_stays(page, server, rest, photograph):
    open_screen(page, rest, server)
    upload(page, rest, "mine.jpg", "image/jpeg", photograph)
    page.get_by_text("JPEG, 2400 × 1601 pixels").wait_for()
    good = shown(page)
    upload(page, rest, "notes.png", "image/png", b"This is a text, whatever its name says.")
    alert = page.locator('[data-testid="stAlert"]')
    alert.wait_for()
    assert "could not be read as a picture" in alert.inner_text()
    assert "The last picture stays." in alert.inner_text()
    assert page.locator('[data-testid="stException"]').count() == 0
    assert shown(page) == good


def test_two_visitors_do_not_see_each_others_photograph(visit, server, rest, photograph):
    mine, theirs = visit(), visit()
    open_screen(mine, rest, server)
    open_screen(theirs, rest, server)
    sample = shown(theirs)
    upload(mine, rest, "mine.jpg", "image/jpeg", photograph)
    mine.get_by_text("JPEG, 2400 × 1601 pixels").wait_for()
    assert shown(mine)[0] != sample[0]

    theirs.reload()
    theirs.locator('[data-testid="stImage"] img').first.wait_for()
    rest(theirs)
    assert shown(theirs) == sample
    # Nor whoever opens the link of the one whose photograph it is.
    open_screen(theirs, rest, server, "?" + mine.url.partition("?")[2])
    assert shown(theirs) == sample
    assert theirs.get_by_text("your photograph").count() == 0


def test_a_photograph_is_kept_while_its_owner_visits_another_screen(page, server, rest, photograph):
    open_screen(page, rest, server)
    upload(page, rest, "mine.jpg", "image/jpeg", photograph)
    page.get_by_text("JPEG, 2400 × 1601 pixels").wait_for()
    good = shown(page)
    menu = page.locator('[data-testid="stSidebar"]')
    menu.locator('a[href*="why_nonlinear"]').click()
    page.wait_for_url("**/why_nonlinear*")
    rest(page)
    menu.locator(f'a[href*="{SCREEN}"]').click()
    page.wait_for_url(f"**/{SCREEN}*")
    rest(page)
    assert shown(page) == good
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("JPEG, 2400 × 1601 pixels").wait_for(state="detached")
    rest(page)
    assert shown(page) != good
