"""No picture of any screen says anything that is not meant for a visitor."""

from __future__ import annotations

import pytest

from tests.screens.every_picture import every_picture
from ui.catalogue import SCREENS
from ui.charts import shown
from ui.i18n.language import catalogue

# Of these a browser tells the first row, wherever the pointer is.
OF_MANY_ROWS = {"line", "area", "trail"}


@pytest.fixture(params=["en", "ko"])
def language(request):
    return request.param


@pytest.fixture(params=[None, *SCREENS], ids=lambda key: key or "home")
def pictures(request, open_app, monkeypatch, language):
    found = every_picture(open_app, monkeypatch, request.param, language)
    assert found or request.param == "image_through_activation"
    return found


def test_what_is_told_has_names_in_the_language_of_the_visitor(pictures, language):
    for picture, table in pictures:
        for mark in shown.marks(picture.spec):
            judge_tooltip(mark, language)
        judge_table(table, language)


def judge_tooltip(mark: dict, language: str) -> None:
    tooltip = mark.get("encoding", {}).get("tooltip")
    told = tooltip if isinstance(tooltip, list) else [tooltip] if tooltip else []
    for part in told:
        if "value" in part:  # An expression, with the names in it.
            continue
        assert translated(part["title"], language), part
    kind = mark["mark"] if isinstance(mark["mark"], str) else mark["mark"]["type"]
    if kind in OF_MANY_ROWS and told:
        assert "detail" in mark["encoding"]


def judge_table(table, language: str) -> None:
    counts = {len(table[name]) for name in table}
    assert len(counts) == 1
    assert counts.pop() > 0
    for name in table:
        assert name == name.strip() != ""
        assert translated(name, language), name
        texts = [value for value in table[name] if isinstance(value, str)]
        assert not [text for text in texts if text.startswith("data:") or len(text) > 100]


def translated(text: str, language: str) -> bool:
    """Whether it is none of our English strings."""
    return language == "en" or not text.strip() or catalogue(language).gettext(text) == text
