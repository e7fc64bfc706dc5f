"""The house rules that can be read off the source: imports point one way, pages stay short."""

from __future__ import annotations

import ast
import importlib
from graphlib import TopologicalSorter
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


def modules_imported(path: Path) -> set[str]:
    """Modules of ours that a file imports, anywhere in it, for type checks too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & {*MODULES}


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module(path): path for path in SOURCES}
IMPORTS = {name: modules_imported(path) - {name} for name, path in MODULES.items()}
# Rooms of core from the top; each imports only what stands below it.
ROOMS = (
    *("demand", "studies", "export", "training", "analysis", "models", "keras_weights"),
    *("perceptron", "experiments", "networks", "images", "datasets", "settings", "workers"),
    *("activations", "statistics", "host", "problems"),
)


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("core.")])
def test_rooms_of_core_import_downwards(name):
    place = ROOMS.index(name.split(".")[1])
    assert not [other for other in IMPORTS[name] if ROOMS.index(other.split(".")[1]) < place]


def test_no_import_goes_in_a_circle():
    order = TopologicalSorter(IMPORTS)
    order.prepare()  # Raises with the circle, if there is one.


@pytest.mark.parametrize("room", ["core.studies", "ui.screens"])
def test_what_belongs_to_one_screen_imports_nothing_of_another(room):
    def of_screen(name: str) -> str | None:
        return name.split(".")[2] if name.startswith(f"{room}.") else None

    for name, others in IMPORTS.items():
        if key := of_screen(name):
            assert {of_screen(other) for other in others} <= {key, None}, name


@pytest.mark.parametrize("key", SCREENS)
def test_a_screen_is_complete(key):
    assert SCREENS[key] is importlib.import_module(f"ui.screens.{key}").SCREEN
    assert callable(importlib.import_module(f"ui.screens.{key}.preview").draw)
    needed = [f"pages/{key}.py", f"core/studies/{key}/__init__.py"]
    needed += [f"assets/lessons/{key}.{language}.md" for language in ("en", "ko")]
    needed += [f"assets/pictures/{key}{end}.png" for end in ("", ".ko")]
    assert [name for name in needed if not (ROOT / name).exists()] == []


def test_every_screen_stands_in_the_catalogue():
    for folder in ("ui/screens", "core/studies"):
        assert {path.parent.name for path in (ROOT / folder).glob("*/__init__.py")} == {*SCREENS}
    assert {path.stem for path in (ROOT / "pages").glob("*.py")} == {*SCREENS}


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda path: path.stem)
def test_a_page_reads_like_an_article(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    # The docstring of a page is its question.
    assert ast.get_docstring(ast.parse(text)).endswith("?")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_says_what_it_is_about(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_short(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 320
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, functions):
            assert node.end_lineno - node.lineno < 50, node.name
