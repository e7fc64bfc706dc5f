"""The house rules that can be read off the source: imports point one way, pages stay short."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ui.catalogue import SCREENS

ROOT = Path(__file__).parent.parent
# What each room may not import.
FORBIDDEN = {
    "core": {"streamlit", "altair", "plotly", "ui", "pages"},
    "ui": {"pages", "tensorflow", "keras"},
    "pages": {"pages", "tensorflow", "keras", "altair", "plotly", "sklearn", "pandas", "numpy"},
    "streamlit_app.py": {"tensorflow", "keras", "altair", "plotly", "sklearn", "pandas", "numpy"},
}
# The only modules of core that may ever import TensorFlow: they run in worker processes.
WITH_TENSORFLOW = (
    *("core/models.py", "core/keras_weights.py", "core/training/", "core/export/saving.py"),
    *(f"core/studies/{key}/jobs.py" for key in SCREENS),
)
SOURCES = sorted(
    path
    for room in FORBIDDEN
    for path in ([ROOT / room] if room.endswith(".py") else (ROOT / room).rglob("*.py"))
)


def imported_packages(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} uses a relative import"
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path):
    name = str(path.relative_to(ROOT))
    forbidden = set(FORBIDDEN[name.split("/")[0]])
    if name.startswith("core/") and not name.startswith(WITH_TENSORFLOW):
        forbidden |= {"tensorflow", "keras"}
    assert not imported_packages(path) & forbidden


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda path: path.stem)
def test_a_page_reads_like_an_article(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    # The docstring of a page is its question.
    assert ast.get_docstring(ast.parse(text)).endswith("?")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_says_what_it_is_about(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
