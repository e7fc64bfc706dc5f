"""Both languages are first-class: every string, term and lesson exists in both."""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from markdown_it import MarkdownIt

from ui.catalogue import SCREENS
from ui.i18n import glossary, lessons
from ui.i18n.language import ASSETS, LANGUAGES

ROOT = Path(__file__).parents[3]
HANGUL = re.compile("[가-힣]")
MARKDOWN = MarkdownIt("commonmark").enable("table")
SOURCES = [
    ROOT / "streamlit_app.py",
    *(path for room in ("core", "ui", "pages") for path in (ROOT / room).rglob("*.py")),
]
# Symbols that are written alike in every language.
ALIKE = re.compile(r"[^A-Za-z]*|.*\$.*|[A-Za-z]\S{0,3}")


def strings_of(path: Path) -> set[str]:
    """First arguments of _(), N_() and Problem(), which a visitor reads."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        text = node.args[0]
        if node.func.id in {"_", "N_", "Problem"} and isinstance(text, ast.Constant):
            found.add(text.value)
    return found


STRINGS = set().union(*map(strings_of, SOURCES))
with (ASSETS / "translations" / "ko.po").open("rb") as source:
    CATALOGUE = read_po(source, locale="ko")


def slots(text: str) -> set[str]:
    return {name for _text, name, _format, _conversion in string.Formatter().parse(text) if name}


def test_every_string_has_a_korean_one():
    assert sorted(text for text in STRINGS if not (CATALOGUE.get(text) or _Missing).string) == []


class _Missing:
    string = ""


def test_the_catalogue_holds_nothing_that_is_not_shown():
    assert sorted(message.id for message in CATALOGUE if message.id not in {"", *STRINGS}) == []


def test_no_string_stands_twice_in_the_catalogue():
    # Babel reads the last of them and says nothing.
    text = (ASSETS / "translations" / "ko.po").read_text(encoding="utf-8")
    entries = re.findall(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n)+)', text, re.MULTILINE)
    assert [entry for entry, times in Counter(entries).items() if times > 1] == []


def test_no_translation_is_fuzzy():
    assert [message.id for message in CATALOGUE if message.id and message.fuzzy] == []


def test_slots_are_the_same_in_both_languages():
    assert [m.id for m in CATALOGUE if m.id and slots(m.id) != slots(m.string)] == []


def test_korean_is_written_in_hangul():
    latin = [m.id for m in CATALOGUE if m.id and not HANGUL.search(m.string)]
    assert [text for text in latin if not ALIKE.fullmatch(CATALOGUE.get(text).string)] == []


def test_no_translated_text_is_built_with_an_f_string():
    """What is put together before it is looked up is never found."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "N_"}:
                assert not isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)), path


def stars(text: str) -> list[str]:
    """Stars that Markdown shows as such: a closing ** right before a particle closes nothing."""
    text = re.sub(r"\[([^\]]+)\]\(term:[a-z_]+\)", r"<abbr>\1</abbr>", text)
    text = re.sub(r"\$\$.+?\$\$|\$[^$\n]+\$", "x", text, flags=re.DOTALL)
    inline = [token for token in MARKDOWN.parse(text) if token.type == "inline"]
    written = [part.content for token in inline for part in token.children if part.type == "text"]
    return [part for part in written if "**" in part]


def test_what_is_meant_to_be_bold_is_bold():
    assert [star for text in STRINGS for star in stars(text)] == []
    assert [star for message in CATALOGUE for star in stars(message.string)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["home", *SCREENS])
def test_what_is_meant_to_be_bold_in_a_lesson_is_bold(key, language):
    assert stars((ASSETS / "lessons" / f"{key}.{language}.md").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_meant_to_be_bold_in_the_glossary_is_bold(language):
    assert [
        star for term in glossary.terms(language).values() for star in stars(term.meaning)
    ] == []


def formulas(text: str) -> list[str]:
    return re.findall(r"\$\$.+?\$\$|\$[^$\n]+\$", text, re.DOTALL)


def code_blocks(text: str) -> list[str]:
    return re.findall(r"```.*?```", text, re.DOTALL)


@pytest.mark.parametrize("key", SCREENS)
def test_a_lesson_is_the_same_in_both_languages(key):
    english, korean = (
        (ASSETS / "lessons" / f"{key}.{language}.md").read_text(encoding="utf-8")
        for language in ("en", "ko")
    )
    assert len(lessons.sections(key, "en")) == len(lessons.sections(key, "ko")) >= 2
    assert sorted(formulas(english)) == sorted(formulas(korean))
    assert code_blocks(english) == code_blocks(korean)
    assert english.count("\n|") == korean.count("\n|")
    for heading, body in lessons.sections(key, "ko").items():
        assert HANGUL.search(heading)
        assert HANGUL.search(body)


@pytest.mark.parametrize("key", SCREENS)
def test_a_lesson_uses_known_terms_and_the_same_in_both_languages(key):
    used = {
        language: set(re.findall(r"\(term:([a-z_]+)\)", text))
        for language in LANGUAGES
        for text in [(ASSETS / "lessons" / f"{key}.{language}.md").read_text(encoding="utf-8")]
    }
    assert used["en"] == used["ko"]
    assert used["en"] <= set(glossary.terms("en"))


def test_the_glossary_explains_the_same_terms_in_both_languages():
    english, korean = glossary.terms("en"), glossary.terms("ko")
    assert list(english) == list(korean)
    for key, term in korean.items():
        assert HANGUL.search(term.meaning), key
        assert term.meaning.endswith("."), key


def test_every_term_of_the_glossary_is_used():
    used = set()
    for key in SCREENS:
        used |= set(lessons.terms(key))
    for path in (ROOT / "ui").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        used |= {key for key in glossary.terms("en") if f'"{key}"' in text}
    assert sorted(set(glossary.terms("en")) - used) == []
