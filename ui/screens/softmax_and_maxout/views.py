"""Pieces of the screen on softmax and maxout: what is drawn, and asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from core.studies.softmax_and_maxout import probabilities as shares
from core.studies.softmax_and_maxout.envelopes import pieces
from core.studies.softmax_and_maxout.study import VectorStudy
from ui import layout
from ui.i18n.function_names import function_name, subscripted
from ui.i18n.language import _
from ui.i18n.numbers import compact
from ui.screens.softmax_and_maxout.charts import bars as vector_bars
from ui.screens.softmax_and_maxout.charts import entries, envelopes, jacobians
from ui.widgets import quiz

_FIGURE_WIDTH = 126


def probabilities(study: VectorStudy) -> None:
    """Softmax, independent sigmoids and sparsemax of the same logits, and their figures."""
    now = shares.compare(study.logits, study.temperature, study.shift)
    unshifted = shares.compare(study.logits, study.temperature)
    inputs = shares.scaled(study.logits, study.temperature, study.shift)
    layout.draw(
        vector_bars.bars(inputs, now, unshifted if study.shift else None),
        alt=_("Bars for the logits: softmax, independent sigmoids and sparsemax."),
        result=" ".join(
            f"{function_name(key)}: {', '.join(f'{value:.3f}' for value in values)}."
            for key, values in now.items()
        ),
    )
    st.caption(
        _(
            "Below each logit stands (logit + c) / T, which goes into all three functions. Grey "
            "ticks: without the shift c."
        )
    )
    changes = {key: np.abs(now[key] - unshifted[key]).max() for key in now}
    zeros = int(np.sum(now["sparsemax"] == 0))
    with st.container(horizontal=True):
        _figure(_("Largest share"), f"{now['softmax'].max():.3f}", _("Of softmax."))
        _figure(
            _("Entropy"),
            _("{bits} bit", bits=f"{shares.entropy(now['softmax']):z.2f}"),
            _(
                "Of softmax: 0 if one class is certain; at most {most} bit, if all are equal.",
                most=f"{np.log2(len(study.logits)):.2f}",
            ),
        )
        _figure(_("Exact zeros"), f"{zeros} / {len(study.logits)}", _("Of sparsemax."))
        _figure(
            _("Softmax moved"),
            f"{changes['softmax']:.1g}",
            _("The largest change that c makes to softmax: 0 up to round-off."),
        )
        _figure(
            _("Sigmoids moved"),
            f"{changes['sigmoid']:.3g}",
            _("The largest change that c makes to a sigmoid."),
        )


def _figure(label: str, value: str, meaning: str | None = None) -> None:
    st.metric(label, value, help=meaning, width=_FIGURE_WIDTH)


def jacobian(study: VectorStudy) -> None:
    """The Jacobian as a heat map, and what its sums say."""
    matrix = shares.jacobian(study.jacobian, study.logits, study.temperature, study.shift)
    layout.draw(
        jacobians.heat_map(matrix),
        alt=_(
            "Jacobian of {function} at these logits, {count} by {count} numbers.",
            function=function_name(study.jacobian),
            count=len(study.logits),
        ),
        result=_(
            "Largest number {largest}, smallest {smallest}.",
            largest=_number(matrix.max()),
            smallest=_number(matrix.min()),
        ),
    )
    st.markdown(
        _(
            "**Every row sums to 0** (up to round-off: {total}): a number added to all logits "
            "changes no output.",
            total=f"{np.abs(matrix.sum(axis=1)).max():.1g}",
        )
    )
    columns = np.abs(matrix.sum(axis=0)).max()
    if study.jacobian == "log_softmax":
        st.markdown(
            _(
                "Its columns do not (largest sum: {total}): logarithms of probabilities have no "
                "fixed sum.",
                total=f"{columns:.3f}",
            )
        )
    else:
        st.markdown(
            _(
                "Every column sums to 0 too (up to round-off: {total}): what one probability "
                "gains, the others lose.",
                total=f"{columns:.1g}",
            )
        )


def softmax_over_entries(study: VectorStudy) -> None:
    """Softmax of the notes' vector and of another one, drawn as curves over their entries."""
    grids = (shares.NOTES_VECTOR, (*study.second, float(study.spacing)))
    titles = (_("as in the notes"), _("second vector"))
    compared = [
        _vector(title, grid, study.point) for title, grid in zip(titles, grids, strict=True)
    ]
    layout.draw(
        entries.over_entries(compared, study.point),
        alt=_("Softmax of two vectors, each drawn as a curve over its entries."),
        result=_(
            "At x = {x}: {values}.",
            x=f"{study.point:g}",
            values=", ".join(
                f"{title} {'–' if vector.chosen is None else f'{vector.chosen:.3g}'}"
                for title, vector in zip(titles, compared, strict=True)
            ),
        ),
    )
    st.markdown(_("Softmax at x = {x}:", x=f"{study.point:g}"))
    with st.container(horizontal=True):
        for title, vector in zip(titles, compared, strict=True):
            _figure(
                title,
                "–" if vector.chosen is None else compact(vector.chosen),
            )
        first, second = (vector.chosen for vector in compared)
        if second is not None:
            _figure(_("Second over first"), f"{second / first:.3g} ×")
    if second is None:
        st.info(
            _(
                "x = {x} is no entry of the second vector: there softmax has no value at all.",
                x=f"{study.point:g}",
            )
        )


def _vector(title: str, grid: tuple[float, float, float], point: float) -> entries.Vector:
    x, values = shares.softmax_over(*grid)
    name = _(
        "{title}: {low} … {high}, {count} entries",
        title=title,
        low=f"{x[0]:g}",
        high=f"{x[-1]:g}",
        count=x.size,
    )
    return entries.Vector(name, x, values, shares.share_at(x, values, point))


def maxout(study: VectorStudy) -> None:
    """Lines and their envelope, which line wins where, and what it costs."""
    slopes, intercepts = study.slopes, study.intercepts
    lines = [_line(*line) for line in zip(slopes, intercepts, strict=True)]
    found = pieces(slopes, intercepts)
    layout.draw(
        envelopes.upper_envelope(slopes, intercepts),
        alt=_("Lines, and their maximum over x."),
        result=_("{lines}: {count} pieces.", lines="; ".join(lines), count=len(found)),
    )
    with st.container(horizontal=True):
        _figure(_("Linear pieces"), f"{len(found)}")
        _figure(_("Kinks"), f"{len(found) - 1}")
        _figure(
            _("Parameters"),
            f"{2 * len(lines)} = {len(lines)} × 2",
            _("A plain unit with one input has 2: weight and bias. Maxout of k lines has k times."),
        )
    titles = (_("where"), _("highest line"), _("slope"))
    head = f"| {' | '.join(titles)} |\n| --- | --- | --- |\n"
    rows = [
        f"| {_span(piece.low, piece.high)} | {piece.line + 1}: {lines[piece.line]} "
        f"| {_number(slopes[piece.line])} |"
        for piece in found
    ]
    st.markdown(head + "\n".join(rows))
    st.caption(
        _(
            "From left to right the slopes only rise: a maximum of lines is convex, whatever the "
            "lines."
        )
    )


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def _line(slope: float, intercept: float) -> str:
    """A line as it is written by hand: 0.5x − 1."""
    terms = []
    if slope:
        factor = {1: "", -1: "−"}.get(slope, _number(slope))
        terms.append(f"{factor}x")
    if intercept or not terms:
        sign = "−" if intercept < 0 else "+"
        size = _number(abs(intercept))
        terms.append(f" {sign} {size}" if terms else _number(intercept))
    return "".join(terms)


def _span(low: float, high: float) -> str:
    if np.isinf(low) and np.isinf(high):
        return _("everywhere")
    if np.isinf(low):
        return f"x ≤ {_number(high)}"
    if np.isinf(high):
        return f"x ≥ {_number(low)}"
    return f"{_number(low)} ≤ x ≤ {_number(high)}"


@dataclass(frozen=True)
class Change:
    """What a question changes, and the sparsemax that comes of it."""

    key: str
    sparsemax: np.ndarray

    @property
    def zeros(self) -> int:
        """Entries of sparsemax that are exactly 0 after the change."""
        return int(np.sum(self.sparsemax == 0))


def change(study: VectorStudy) -> Change:
    """The change that the question is about: another one whenever a logit moves."""
    tenths = round(10 * sum(study.logits))
    key = shares.CHANGES[tenths % len(shares.CHANGES)]
    logits = shares.changed(study.logits, key)
    return Change(key, shares.compare(logits, study.temperature)["sparsemax"])


def zeros_question(study: VectorStudy) -> None:
    """How many exact zeros will sparsemax have after a change?"""
    found = change(study)
    largest = subscripted("x", int(np.argmax(study.logits)))
    what = {
        "halve_temperature": _("the temperature is halved"),
        "double_temperature": _("the temperature is doubled"),
        "lower_largest": _("{name}, the largest logit, is lowered by 1", name=largest),
        "raise_all": _("1 is added to every logit"),
    }[found.key]
    quiz.ask(
        "softmax_and_maxout",
        _(
            "If {change}: how many of the {count} probabilities of sparsemax are exactly 0?",
            change=what,
            count=len(study.logits),
        ),
        [str(zeros) for zeros in range(len(study.logits))],
        found.zeros,
        _(
            "Sparsemax then gives {values}.",
            values=", ".join(f"{value:.3g}" for value in found.sparsemax),
        ),
        about=(study.logits, study.temperature),
    )
