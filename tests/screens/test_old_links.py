"""Links made before the settings were laid out anew mean what they meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui.catalogue import SCREENS

LINKS = json.loads(Path(__file__).with_name("old_links.json").read_text(encoding="utf-8"))
"""Of each screen: addresses that cover many pairs of values, such as name a few settings only,
and the bare one; with every setting that they meant, where that is more than they say."""


@pytest.mark.parametrize("screen", SCREENS)
def test_an_old_link_means_what_it_meant(screen):
    links = [each for each in LINKS if each["screen"] == screen]
    assert len(links) == 17
    for each in links:
        settings, problems = SCREENS[screen].settings.from_query(each["link"])
        assert not problems
        assert settings.in_full() == each.get("means", each["link"])
