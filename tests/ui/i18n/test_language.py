"""What a visitor wrote stays what it is: their link and their file are quoted, never obeyed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from core.datasets.tables import read_table
from core.problems import Problem
from ui.i18n.language import explain, plain

READER = MarkdownIt("commonmark").enable(["strikethrough", "table"])
WRITTEN = (
    "[Log in](https://evil.example)",
    "![x](https://evil.example/a.png)",
    "<https://evil.example>",
    "**bold** _slanted_ __both__ ~~gone~~ `code`",
    "# heading",
    "a | b",
    "&lt;b&gt; &#91;",
    r"\[x](y)",
)


def kinds(text: str) -> set[str]:
    """What Markdown makes of a text."""
    inline = [token for token in READER.parse(text) if token.type == "inline"]
    return {part.type for token in inline for part in token.children}


def shown(text: str) -> str:
    inline = [token for token in READER.parse(text) if token.type == "inline"]
    return "".join(part.content for token in inline for part in token.children)


@pytest.mark.parametrize("text", WRITTEN)
def test_markdown_shows_the_text_of_a_visitor_as_it_was_written(text):
    quoted = f"“{plain(text)}”"
    assert kinds(quoted) <= {"text", "text_special"}
    assert shown(quoted).replace("\u2060", "") == f"“{text}”"


@given(st.text(alphabet="[]()!*_~`#<>|$&;:@/\\.-+ aZ1가\n", max_size=40))
def test_so_it_does_with_whatever_else_they_write(text):
    quoted = f"“{plain(text)}”"
    assert kinds(quoted) <= {"text", "text_special"}
    assert shown(quoted).replace("\u2060", "") == f"“{' '.join(text.split())}”"


@pytest.mark.parametrize("text", ["-3.5", "1e-05", "learning_rate", "0.1, 0.2", "98.5 %", "열 3"])
def test_numbers_and_names_stay_as_they_are(text):
    assert plain(text) == text


def test_no_address_is_left_that_a_browser_would_make_a_link():
    for text in ("https://evil.example", "www.evil.example", "me@evil.example", ":red[x]"):
        assert text not in plain(text)


def test_a_problem_quotes_what_it_holds_also_in_a_problem_within_it():
    inner = Problem("There is no feature “{name}”.", name=WRITTEN[0])
    outer = Problem("“{name}” is left out. {problem}", name=WRITTEN[1], problem=inner)
    assert kinds(explain(outer)) <= {"text", "text_special"}
    assert shown(explain(outer)).replace("\u2060", "") == (
        f"“{WRITTEN[1]}” is left out. There is no feature “{WRITTEN[0]}”."
    )


@pytest.mark.parametrize("written", WRITTEN[:2])
def test_an_address_puts_no_link_and_no_image_on_the_page(open_app, written):
    app = open_app("regularization", lang="en", epochs=written, data=written, **{written: "1"})
    said = [warning.value for warning in app.warning]
    assert len(said) >= 3
    assert all("evil.example" in text for text in said)
    assert not set().union(*map(kinds, said)) & {"link_open", "image"}


@pytest.mark.parametrize("written", WRITTEN[:2])
def test_a_file_puts_no_link_and_no_image_on_the_page(open_app, written):
    rows = "".join(f"{n},{n % 7},same,{written}{n % 2}\n" for n in range(40))
    file = f"a,{written},{written}{written},{written} label\n{rows}".encode()
    assert any("evil" in column for column in read_table(file).columns)
    app = open_app("regularization", lang="en", epochs="3", data="own")
    app.get("file_uploader")[0].set_value([("mine.csv", file, "text/csv")]).run()
    said = [text.value for text in (*app.caption, *app.warning, *app.info, *app.markdown)]
    assert sum("evil.example" in text for text in said) >= 3
    assert not set().union(*map(kinds, said)) & {"link_open", "image"}
