"""A question, and what is said of an answer to it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def question() -> None:
    from ui.widgets import quiz

    options = ["it grows", "it falls"]
    quiz.ask("a screen", "What becomes of it?", options, 0, "Because.", about=())


@pytest.mark.parametrize(
    ("chosen", "said"),
    [(0, "Right: it grows. Because."), (1, "Not quite. The answer: it grows. Because.")],
)
def test_an_answer_is_told_to_be_right_or_wrong(chosen, said):
    app = AppTest.from_function(question).run()
    app.radio[0].set_value(chosen).run()
    assert [message.value for message in (*app.success, *app.info)] == [said]
