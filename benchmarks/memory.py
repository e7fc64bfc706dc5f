"""Memory of the Streamlit process on a visit to every screen, with the largest photograph.

    python -m benchmarks.memory

Linux only. A real browser opens every screen of a fresh server, uploads a photograph of
40 megapixels and 9 MB, and downloads it in full resolution. Prints resident memory at rest
and the peak, in MB, as a Markdown table.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.photograph import large_files
from tests.browser.serving import CHROMIUM_FLAGS, find_chromium, serve
from ui.catalogue import SCREENS

IMAGE_SCREEN = "image_through_activation"


def memory_of(port: str) -> dict[str, float]:
    """VmRSS and VmHWM, in MB, of the Streamlit process that serves `port`."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"--server.port={port}".encode() not in (process / "cmdline").read_bytes():
                continue
            lines = (process / "status").read_text().splitlines()
        except OSError:
            continue
        fields = (line.split() for line in lines if line.startswith(("VmRSS", "VmHWM")))
        return {name.rstrip(":"): int(size) * 1024 / 1e6 for name, size, _unit in fields}
    raise LookupError(f"no process serves port {port}")


def rest(page: Page) -> None:
    """Wait until the page has drawn and the server is idle."""
    page.locator('[data-testid="stMainBlockContainer"] h1').first.wait_for(timeout=60_000)
    page.wait_for_timeout(4000)


def main() -> None:
    photograph = large_files()["JPEG, noisy, turned"]
    rows = []
    with serve() as address, sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        port = address.rsplit(":", 1)[1]
        browser = play.chromium.launch(executable_path=find_chromium(), args=[*CHROMIUM_FLAGS])
        page = browser.new_page(accept_downloads=True)

        def note(what: str) -> None:
            found = memory_of(port)
            rows.append((what, found["VmRSS"], found["VmHWM"]))

        for key in ("", *SCREENS):
            page.goto(f"{address}/{key}")
            rest(page)
        note("at rest, every screen visited")
        file = Path(folder, "photograph.jpg")
        file.write_bytes(photograph)
        for mode in ("luminance", "channels"):
            page.goto(f"{address}/{IMAGE_SCREEN}?mode={mode}&gain=3")
            rest(page)
            page.get_by_text("File", exact=True).first.click()
            page.locator('input[type="file"]').set_input_files(file)
            rest(page)
            note(f"{mode}: uploaded, {len(photograph) / 1e6:.1f} MB of 40 megapixels")
            page.get_by_role("button", name="Prepare the picture").click()
            button = page.get_by_role("button", name="Download PNG")
            button.wait_for(timeout=120_000)
            with page.expect_download(timeout=120_000) as download:
                button.click()
            size = Path(download.value.path()).stat().st_size / 1e6
            note(f"{mode}: downloaded, {size:.0f} MB")
        browser.close()
    print("| | resident, MB | peak, MB |")
    print("| --- | ---: | ---: |")
    for what, resident, peak in rows:
        print(f"| {what} | {resident:.0f} | {peak:.0f} |")


if __name__ == "__main__":
    main()
