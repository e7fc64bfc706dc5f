"""What a visitor takes back leaves the server at once: uploads, downloads, and a table in use."""

from __future__ import annotations

import io
import re
import urllib.request

import numpy as np
import pytest
from PIL import Image

from tests.browser.menus import choose

pytestmark = pytest.mark.browser

STARTING = 180_000  # milliseconds: the first worker imports TensorFlow
ROWS = "\n".join(f"{k % 7},{k % 5},{'secret' if k % 7 > 3 else 'open'}" for k in range(80))
UPLOADER = '[data-testid="stFileUploader"]'


UPLOADS, OFFERED = "UploadedFileManager", "st_memory_media_file_storage"


def held(server: str, *kinds: str) -> int:
    """Bytes of uploads, or of files offered to browsers too, by the server's own count."""
    with urllib.request.urlopen(f"{server}/_stcore/metrics", timeout=30) as answer:
        text = answer.read().decode()
    lines = rf'cache_memory_bytes{{cache_type="(?:{"|".join(kinds)})"[^}}]*}} (\d+)'
    return sum(map(int, re.findall(lines, text)))


def comes_to_hold(
    page, server: str, least: int, most: int, *kinds: str, seconds: float = 60.0
) -> bool:
    """Does the server come to hold so much, as soon as the page is drawn and it has counted?"""
    for _look in range(round(5 * seconds)):
        if least <= held(server, *kinds) <= most:
            return True
        page.wait_for_timeout(200)
    return False


def start_with_nothing(page, server: str, *kinds: str) -> None:
    """Wait until what other tests left on the server they share has gone with their sessions."""
    assert comes_to_hold(page, server, 0, 0, *kinds, seconds=150.0)


def picture() -> bytes:
    """A file of noise, which no compression makes smaller."""
    file = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (900, 900, 3), np.uint8)
    Image.fromarray(noise).save(file, "PNG")
    return file.getvalue()


def test_a_photograph_that_is_removed_leaves_neither_file_nor_download(page, rest, server):
    start_with_nothing(page, server, UPLOADS, OFFERED)
    page.set_default_timeout(STARTING)
    page.goto(f"{server}/image_through_activation")
    page.locator('[data-testid="stImage"] img').first.wait_for()
    rest(page)
    before = held(server, UPLOADS, OFFERED)
    page.get_by_role("radio", name="File").or_(
        page.get_by_role("button", name="File", exact=True)
    ).first.click()
    page.locator('input[type="file"]').set_input_files(
        {"name": "mine.png", "mimeType": "image/png", "buffer": picture()}
    )
    page.get_by_text("PNG, 900 × 900 pixels").wait_for()
    page.get_by_role("button", name="Prepare the picture in full resolution").click()
    page.get_by_text("900 × 900 pixels. The settings").wait_for()
    rest(page)
    least = before + len(picture()) + 1
    assert comes_to_hold(page, server, least, 10 * least, UPLOADS, OFFERED)

    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_text("PNG, 900 × 900 pixels").wait_for(state="hidden")
    rest(page)
    assert comes_to_hold(page, server, 0, before, UPLOADS, OFFERED)


def test_a_table_is_taken_out_of_use_by_its_button_and_by_the_uploader(page, rest, server):
    start_with_nothing(page, server, UPLOADS)
    page.set_default_timeout(STARTING)
    page.goto(f"{server}/regularization?lang=en&epochs=3&variants=hidden:8~activations:relu")
    page.locator('[data-testid="stDataFrame"]').first.wait_for()
    rest(page)
    choose(page, "Data", "Your own table (CSV)")
    page.get_by_text("Choose a CSV file").first.wait_for()
    file = {"name": "mine.csv", "mimeType": "text/csv", "buffer": ROWS.encode()}

    def removed_by(button) -> None:
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_text("Rows: 80, columns: 2").first.wait_for()
        page.locator('[data-testid="stDataFrame"]').first.wait_for()
        rest(page)
        assert comes_to_hold(page, server, len(ROWS), len(ROWS), UPLOADS)
        button.click()
        page.get_by_text("Choose a CSV file").first.wait_for()
        rest(page)
        assert page.get_by_text("Rows: 80, columns: 2").count() == 0
        assert comes_to_hold(page, server, 0, 0, UPLOADS)

    removed_by(page.locator(".st-key-remove-own-table button"))
    removed_by(page.locator(f"{UPLOADER} [data-testid=stFileChipDeleteBtn]").get_by_role("button"))

    # Another file takes the place of the first, which the browser takes out for it.
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_text("Rows: 80, columns: 2").first.wait_for()
    rest(page)
    shorter = ROWS[: ROWS.index("\n") * 60].rpartition("\n")[0].encode()
    page.locator("input[type=file]").set_input_files(file | {"buffer": shorter})
    page.get_by_text(f"Rows: {len(shorter.splitlines())}, columns: 2").first.wait_for()
    rest(page)
    page.locator("input[type=file]").set_input_files(file | {"buffer": b"x"})
    page.get_by_text("Choose a CSV file").first.wait_for()
    page.locator('[data-testid="stAlert"]').nth(1).wait_for()
