"""Caches outside of the store that bounds all: few, small, and without a visitor's data."""

from __future__ import annotations

import functools
import gc
import pkgutil
import sys
from importlib import import_module

import pytest

import core
import ui
from core.activations import ELEMENTWISE
from core.activations.piecewise_linear import lines_of
from core.activations.properties import largest_slope
from core.analysis.evaluation import _rows
from core.datasets import CURVES, planar
from core.datasets.sklearn_files import breast_cancer, digits
from core.experiments import Experiment
from core.export.sources import sources
from core.images import samples
from core.studies.why_nonlinear.affine_stack import _balancing_gain
from ui.catalogue import SCREENS
from ui.charts import sprites
from ui.i18n import glossary, language, lessons
from ui.sizes import size_of

WIDEST = Experiment(data="moons", features=("x1", "x2", "x1_x2"))

LARGEST = {
    "core.activations.properties.largest_slope": (1_024, 2_000),
    "core.activations.piecewise_linear.lines_of": (256, 4_000),
    "core.datasets.sklearn_files.breast_cancer": (None, 500_000),
    "core.datasets.sklearn_files.digits": (None, 1_500_000),
    "core.export.sources.sources": (32, 40_000),
    "core.images.samples.sample_bytes": (None, 500_000),
    "core.studies.why_nonlinear.affine_stack._balancing_gain": (256, 2_000),
    "core.analysis.evaluation._rows": (8, 600_000),
    "ui.charts.sprites._palette": (None, 3_000),
    "ui.i18n.glossary.terms": (None, 150_000),
    "ui.i18n.language.catalogue": (None, 3_000_000),
    "ui.i18n.language.document": (None, 60_000),
    "ui.i18n.lessons.sections": (None, 80_000),
    "ui.i18n.lessons.terms": (None, 5_000),
    "ui.server._attendant": (None, 2_000),
}
"""For each cache of the server's process how many entries it takes, and the bytes of the largest.
Those without a number have one for each file, language or palette of ours."""

IN_WORKERS = ("core.training.", "core.keras_weights.")
"""Modules of the processes that train: another test of this process may have imported them."""


def caches() -> dict[str, functools._lru_cache_wrapper]:
    for package in (core, ui):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            # The others need TensorFlow, and are imported in the processes that train.
            if not module.name.startswith("core.training") or module.name in sys.modules:
                import_module(module.name)
    gc.unfreeze()  # what a server in this process has set aside
    found = (thing for thing in gc.get_objects() if isinstance(thing, functools._lru_cache_wrapper))
    named = {f"{cache.__module__}.{cache.__qualname__}": cache for cache in found}
    return {
        name: cache
        for name, cache in named.items()
        if name.startswith(("core.", "ui.")) and not name.startswith(IN_WORKERS)
    }


@pytest.fixture(scope="module")
def filled():
    """All caches, each with what it may hold at most."""
    found = caches()
    for f in ELEMENTWISE.values():
        largest_slope(f, **f.defaults)
        lines_of(f, **f.defaults)
        _balancing_gain(f.key, tuple(f.defaults.items()))
    for function in (planar.load_points, *(curve.law for curve in CURVES.values())):
        sources(function)
    _rows(WIDEST.load().bounds, WIDEST.features, 101)
    for classes in (2, 3):
        sprites._palette(classes)
    for bundled in (breast_cancer, digits):
        bundled()
    for key in (*samples.CREDITS, *samples.PATTERNS):
        samples.sample_bytes(key)
    for spoken in language.LANGUAGES:
        glossary.terms(spoken)
        language.catalogue(spoken)
        for key in SCREENS:
            lessons.sections(key, spoken)
            lessons.terms(key)
    return found


def test_each_cache_outside_of_the_store_is_known(filled):
    assert set(filled) == set(LARGEST)
    assert {name: cache.cache_info().maxsize for name, cache in filled.items()} == {
        name: most for name, (most, _size) in LARGEST.items()
    }


@pytest.mark.parametrize("name", sorted(set(LARGEST) - {"ui.server._attendant"}))
def test_its_largest_entry_is_small(filled, name):
    assert filled[name].cache_info().currsize
    held = gc.get_referents(filled[name])
    # Without a bound on their number the results stand in a dictionary of the cache.
    held += [value for part in held if isinstance(part, dict) for value in part.values()]
    assert max(size_of(part) for part in held if type(part) is not dict) <= LARGEST[name][1]
