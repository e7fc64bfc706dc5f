"""What the numbers of a run say, in sentences: success, failure and its reasons."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.analysis.diagnosis import Finding
from core.experiments import Experiment
from ui.i18n.language import _
from ui.training import start_words


def verdict(findings: Sequence[Finding], experiment: Experiment) -> None:
    """How the run ended, then why."""
    first, *reasons = findings
    sentences = [sentence(finding, experiment) for finding in findings]
    if first.kind == "solved":
        st.success(sentences[0], icon=":material/check_circle:")
    elif first.kind.startswith("diverged"):
        st.error(sentences[0], icon=":material/trending_up:")
    else:
        st.info("\n\n".join(sentences), icon=":material/lightbulb:" if reasons else None)


def said(findings: Sequence[Finding], experiment: Experiment) -> str:
    """The verdict as one text."""
    return " ".join(sentence(finding, experiment) for finding in findings)


def sentence(finding: Finding, experiment: Experiment) -> str:
    """A finding as a sentence that says what to change."""
    return _SENTENCES[finding.kind](finding, experiment)


def _solved(finding: Finding, experiment: Experiment) -> str:
    return _(
        "**Solved.** From epoch {epoch} on, all {count} training points are told right.",
        epoch=f"{finding.epoch:,}",
        count=experiment.examples,
    )


def _diverged(finding: Finding, experiment: Experiment) -> str:
    return _(
        "**Diverged.** In epoch {epoch} the loss was no longer a finite number. Each step went "
        "farther than the slope holds, and the next slope was steeper still. Lower the learning "
        "rate (now {rate}). Shown are the frames before.",
        epoch=f"{finding.epoch:,}",
        rate=f"{experiment.learning_rate:g}",
    )


def _diverged_at_once(finding: Finding, experiment: Experiment) -> str:
    return _(
        "**Diverged.** In epoch {epoch} the loss was no longer a finite number: the very first "
        "steps went much too far. Shown is the start, before any training. Lower the learning "
        "rate (now {rate}).",
        epoch=f"{finding.epoch:,}",
        rate=f"{experiment.learning_rate:g}",
    )


def _unsolved(_finding: Finding, _experiment: Experiment) -> str:
    return _("**Not solved.** Some training points are still told wrong, or told by chance.")


def _chance(finding: Finding, experiment: Experiment) -> str:
    return _(
        "**No answer.** From epoch {epoch} on, every output lies within 0.01 of the threshold "
        "{threshold}: on which side a point falls is chance, and the accuracy means nothing.",
        epoch=f"{finding.epoch:,}",
        threshold=f"{experiment.threshold:g}",
    )


def _flat(finding: Finding, _experiment: Experiment) -> str:
    return _(
        "**The same answer everywhere.** From epoch {epoch} on, all outputs are about {value}: "
        "the mean of the targets is the best that an answer without the inputs can be.",
        epoch=f"{finding.epoch:,}",
        value=f"{finding.value:.2f}",
    )


def _line(_finding: Finding, _experiment: Experiment) -> str:
    return _(
        "**One line is not enough.** This network draws one straight line, and no straight line "
        "tells all of these points apart. Add a hidden layer with an activation that is not "
        "linear, or inputs of second degree."
    )


def _dead(finding: Finding, experiment: Experiment) -> str:
    text = _(
        "**Dead units: {count} of {of}.** From epoch {epoch} on, their slope is 0 on every "
        "training point: no gradient reaches their weights, and few come back. A lower learning "
        "rate or leaky ReLU may help.",
        count=finding.count,
        of=finding.of,
        epoch=f"{finding.epoch:,}",
    )
    return f"{text} {start_words.another_start(experiment)}"


def _saturated(finding: Finding, experiment: Experiment) -> str:
    text = _(
        "**Saturated units: {count} of {of}.** From epoch {epoch} on, their slope is below 1 % of "
        "the steepest on every training point: they hardly learn. Smaller first weights or ReLU "
        "may help.",
        count=finding.count,
        of=finding.of,
        epoch=f"{finding.epoch:,}",
    )
    return f"{text} {start_words.another_start(experiment)}"


def _step(finding: Finding, _experiment: Experiment) -> str:
    return _(
        "**Units without a slope: {count} of {of}.** A step is flat on both sides, so the "
        "gradient before it is 0: these units keep the weights that they started with.",
        count=finding.count,
        of=finding.of,
    )


def _alike(finding: Finding, experiment: Experiment) -> str:
    return start_words.alike(finding.count, experiment)


def _plateau(finding: Finding, experiment: Experiment) -> str:
    text = _(
        "**On a plateau.** Since about epoch {epoch} the loss has fallen by no more than 1 %. It "
        "may stay there, or fall again after many more epochs. A higher learning rate is quicker "
        "to try.",
        epoch=f"{finding.epoch:,}",
    )
    return f"{text} {start_words.another_start(experiment)}"


def _falling(finding: Finding, _experiment: Experiment) -> str:
    return _(
        "**Not finished.** At the end, after epoch {epoch}, the loss is still falling. More epochs "
        "or a higher learning rate may take it further down.",
        epoch=f"{finding.epoch:,}",
    )


_SENTENCES = {
    "solved": _solved,
    "diverged": _diverged,
    "diverged at once": _diverged_at_once,
    "unsolved": _unsolved,
    "chance": _chance,
    "flat": _flat,
    "line": _line,
    "dead": _dead,
    "saturated": _saturated,
    "step": _step,
    "alike": _alike,
    "plateau": _plateau,
    "falling": _falling,
}
