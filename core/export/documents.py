"""An experiment as a program: a Python script, a Jupyter notebook."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

from core.export.cells import Cell, Comment
from core.export.networks import network_cells
from core.export.neurons import neuron_cells
from core.export.race_examples import RaceEntry
from core.export.races import needs, race_cells
from core.export.texts import spoken, written

if TYPE_CHECKING:
    from core.experiments import NetworkExperiment

# Characters of a line of text; those of Korean are twice as wide.
_WIDTHS = {"en": 86, "ko": 50}


def script(experiment: NetworkExperiment | RaceEntry, language: str = "en") -> str:
    """A Python script that trains the experiment and prints its final figures.

    It needs TensorFlow and NumPy, and for some data of a race a package that has them; it takes the
    same data, first weights, batches and settings as training here does. The visitor's own table it
    does not hold: it reads a file.

    Args:
        experiment: What to train.
        language: Language of the comments, one of `LANGUAGES`.

    Returns:
        The text of the script.

    Raises:
        ValueError: If there is no such language.
    """
    title, about, needs, cells = _program(experiment)
    words = _wrapped(written([about], language), language)
    head = f'"""{written([title], language)}\n\n{words}\n{needs}\n"""'
    return "\n\n".join([head, *(_step(cell, language) for cell in cells)]) + "\n"


def notebook(experiment: NetworkExperiment | RaceEntry, language: str = "en") -> str:
    """A Jupyter notebook with the same code as `script`, one step to a cell.

    Args:
        experiment: What to train.
        language: Language of the texts, one of `LANGUAGES`.

    Returns:
        JSON in the notebook format 4.5.

    Raises:
        ValueError: If there is no such language.
    """
    title, about, needs, program = _program(experiment)
    head = f"# {written([title], language)}\n\n{written([about], language)} `{needs}`"
    cells = [_markdown(head)]
    for cell in program:
        if cell.comments:
            cells.append(_markdown(written(cell.comments, language)))
        cells.append(_code(spoken(cell.code, language)))
    document = {
        "cells": [{"id": f"cell-{number}", **cell} for number, cell in enumerate(cells)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _program(
    experiment: NetworkExperiment | RaceEntry,
) -> tuple[Comment, Comment, str, list[Cell]]:
    """Title, what it is about, what to install, and the steps."""
    if isinstance(experiment, RaceEntry):
        title = Comment("network title", {"sizes": "-".join(map(str, experiment.sizes))})
        own = experiment.examples.data == "own"
        about = Comment("own race about" if own else "race about")
        return title, about, needs(experiment), race_cells(experiment)
    if experiment.rule == "rosenblatt":
        title, about = Comment("neuron title"), Comment("neuron about")
        return title, about, "pip install numpy", neuron_cells(experiment)
    sizes = (experiment.inputs, *(layer.units for layer in experiment.layers))
    title = Comment("network title", {"sizes": "-".join(map(str, sizes))})
    about = Comment("network about")
    return title, about, "pip install -U tensorflow", network_cells(experiment)


def _step(cell: Cell, language: str) -> str:
    code = spoken(cell.code, language)
    if not cell.comments:
        return code
    words = _wrapped(written(cell.comments, language), language)
    # Two blank lines before a function, as Python's style guide has it.
    gap = "\n" if code.startswith("def ") else ""
    return gap + textwrap.indent(words, "# ") + "\n" + code


def _wrapped(text: str, language: str) -> str:
    return textwrap.fill(text, _WIDTHS[language], break_long_words=False, break_on_hyphens=False)


def _markdown(text: str) -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {}, "source": _lines(text)}


def _code(text: str) -> dict[str, object]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": _lines(text),
    }


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
