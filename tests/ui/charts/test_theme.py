"""Texts in charts are read on either background, and marks are not read out one by one."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from tests.browser.serving import ROOT
from ui.charts import palette, theme

_THEMES = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
BACKGROUNDS = {
    dark: _THEMES[name]["backgroundColor"] for dark, name in ((False, "light"), (True, "dark"))
}


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", by WCAG 2.2."""
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """From 1 to 21, by WCAG 2.2."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def colours(part: object, key: str = "") -> list[str]:
    """All colours of texts in a configuration."""
    if isinstance(part, dict):
        return [colour for name, inner in part.items() for colour in colours(inner, name)]
    return [str(part)] if key.lower().endswith("color") else []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_texts_of_charts_can_be_read_on_their_background(dark):
    found = colours(theme.config(dark))
    assert len(found) == 5
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in found)
    assert min(contrast(colour, BACKGROUNDS[dark]) for colour in found) >= 4.5


def test_the_style_sheet_has_the_same_ink():
    inks = [theme.config(dark)["text"]["color"] for dark in (False, True)]
    sheet = (ROOT / "ui" / "components" / "page.css").read_text(encoding="utf-8")
    assert f"svg text {{ fill: light-dark({', '.join(inks)}); }}" in sheet


def test_marks_are_not_read_out_one_by_one():
    said = theme.config(dark=False)
    assert said["aria"] is False
    assert said["mark"]["aria"] is False


def test_no_mark_tells_its_fields_unless_it_is_meant_to():
    assert theme.config(dark=False)["mark"]["tooltip"] is None


def calls(name: str) -> list[tuple[str, set[str], list[float]]]:
    """Calls of a name in the builders of charts: where, arguments by name, and sizes of letters.

    What is encoded right after a mark counts as its own.
    """
    found = []
    for path in sorted((ROOT / "ui").rglob("charts/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            inner = node.func.value if node.func.attr == "encode" else node
            called = inner.func if isinstance(inner, ast.Call) else None
            if not isinstance(called, ast.Attribute) or called.attr != name:
                continue
            given = {word.arg: word.value for word in node.keywords if word.arg}
            sizes = [
                value.value
                for word, value in given.items()
                if word.lower().endswith("fontsize") and isinstance(value, ast.Constant)
            ]
            found.append((f"{path.name}:{node.lineno}", set(given), sizes))
    return found


@pytest.mark.parametrize("name", ["mark_text", "Axis", "Legend", "Title", "Header"])
def test_no_text_of_a_chart_has_a_colour_of_its_own_or_is_too_small(name):
    if name == "mark_text":
        assert len(calls(name)) > 30
    own = {"color", "fill", "opacity", "labelColor", "titleColor", "labelOpacity", "titleOpacity"}
    assert [place for place, given, _sizes in calls(name) if given & own] == []
    assert [place for place, _given, sizes in calls(name) if any(size < 11 for size in sizes)] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_numbers_on_the_cells_of_a_matrix_can_be_read(dark):
    ink = theme.config(dark)["text"]["color"]
    for colour in palette.COLOURS[:3]:
        for opacity in (0, 0.3, 0.6):
            parts = [
                (int(colour[k : k + 2], 16), int(BACKGROUNDS[dark][k : k + 2], 16))
                for k in (1, 3, 5)
            ]
            mixed = "".join(f"{round(opacity * c + (1 - opacity) * b):02x}" for c, b in parts)
            assert contrast(ink, f"#{mixed}") >= 4.5
