"""Links that cover every pair of settings: what two minutes of them show on a real server."""

from __future__ import annotations

import asyncio
import random
import tempfile
from concurrent.futures import ThreadPoolExecutor

from benchmarks.every_setting import follow_all, links
from tests.browser.serving import serve
from ui.catalogue import SCREENS

SECONDS = 110.0


def test_no_part_of_a_page_fails_whatever_is_set():
    seed = random.SystemRandom().randrange(10_000)
    print(f"seed {seed}: python -m benchmarks.every_setting --seed {seed}")
    with tempfile.TemporaryFile("w+") as log:
        with serve(log=log) as address:
            waiting = links([*SCREENS], random.Random(seed))
            # Playwright, where another test has started it, has its own loop in this thread.
            with ThreadPoolExecutor(1) as aside:
                following = aside.submit(asyncio.run, follow_all(address, waiting, SECONDS))
                found = following.result()
        log.seek(0)
        assert "Traceback (most recent call last)" not in log.read()
    assert found
    assert {link: texts for link, texts in found.items() if texts} == {}
