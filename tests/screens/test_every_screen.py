"""What holds for every screen, in both languages."""

from __future__ import annotations

import re

import pytest

from ui.catalogue import SCREENS

HANGUL = re.compile("[가-힣]")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("key", [None, *SCREENS])
def test_a_screen_opens_without_a_complaint(open_app, key, language):
    app = open_app(key, lang=language)
    assert [alert.value for alert in (*app.error, *app.warning)] == []
    heading = app.title[0].value
    assert bool(HANGUL.search(heading)) == (language == "ko")


@pytest.mark.parametrize("key", SCREENS)
def test_a_screen_asks_its_question_and_names_the_next(open_app, key):
    app = open_app(key)
    assert any(SCREENS[key].question == heading.value for heading in app.header)
    assert app.get("page_link")[-1].label


@pytest.mark.parametrize("key", SCREENS)
def test_a_screen_ends_with_a_prediction(open_app, key):
    app = open_app(key, lang="en")
    questions = [radio for radio in app.radio if "prediction" in radio.key]
    assert questions
    for radio in questions:
        assert radio.value is None
    questions[0].set_value(0).run()
    assert not app.exception
    assert app.success or app.info


@pytest.mark.parametrize("key", SCREENS)
def test_an_unknown_setting_in_the_address_is_named(open_app, key):
    app = open_app(key, nonsense="1")
    assert any("nonsense" in warning.value for warning in app.warning)
