"""An experiment to take home: script, notebook, history, model file, and Keras' own summary."""

from __future__ import annotations

import streamlit as st

from core import export
from core.experiments import NetworkExperiment
from core.experiments.results import Run
from ui.i18n.language import _, current
from ui.screen import Screen
from ui.training import runs
from ui.widgets import clipboard


def take_home(screen: Screen, experiment: NetworkExperiment, run: Run, slot: str = "run") -> None:
    """Downloads, the link, and what Keras prints about the network.

    Args:
        screen: The one that is open.
        experiment: What it shows.
        run: Its training.
        slot: The slot of `ui.training.runs` that it was trained for.
    """
    st.markdown(
        _(
            "The script needs TensorFlow and NumPy alone. It draws the same start, trains with the "
            "same settings, and prints the figures that stand above."
        )
    )
    with st.container(horizontal=True):
        _files(screen, experiment, run, slot)
        clipboard.copy_link_button(_("Copy link"), _("Copied"), key=f"{screen} link at home")
    if experiment.standardised:
        st.caption(
            _("The model file takes standardised x and gives standardised y, as in the training.")
        )
    st.metric(_("Weights and biases"), f"{experiment.parameter_count:,}", width="content")
    if experiment.rule != "gradient":
        return
    st.markdown(_("What `model.summary()` prints:"))
    text = runs.summary(experiment)
    if text is None:
        runs.progress("summary")
    else:
        st.code(text, language=None)


def _files(screen: Screen, experiment: NetworkExperiment, run: Run, slot: str) -> None:
    name = f"{experiment.data}-{'-'.join(map(str, experiment.hidden)) or 'neuron'}"
    download(
        screen,
        _("Keras script"),
        export.script(experiment, current()),
        f"{name}.py",
        "text/x-python",
    )
    download(
        screen,
        _("Notebook"),
        export.notebook(experiment, current()),
        f"{name}.ipynb",
        "application/x-ipynb+json",
    )
    download(screen, _("History as CSV"), export.history_csv(run), f"{name}.csv", "text/csv")
    if experiment.rule == "gradient":
        download(
            screen,
            _("Trained model (.keras)"),
            runs.at_once(export.SAVE_JOB, slot, _trained),
            f"{name}.keras",
            "application/octet-stream",
        )


def _trained(run: Run) -> tuple:
    """What makes the model file."""
    return run.experiment, run.weights[-1]


def code(experiment: NetworkExperiment) -> str:
    """The experiment as a script in the visitor's language."""
    return export.script(experiment, current())


def download(screen: Screen, label: str, data, file_name: str, mime: str) -> None:
    """A button that saves a file; the page is not run again.

    Args:
        screen: Which one.
        label: What the button says.
        data: Content of the file, or a function that makes it on the click.
        file_name: Its name.
        mime: Its type.
    """
    st.download_button(
        label,
        data,
        file_name=file_name,
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"{screen} {file_name}",
    )
