"""Pieces of the screen on linearity: what is drawn of a stack, a function and a neuron."""

from __future__ import annotations

import functools

import numpy as np
import streamlit as st

from core.activations import ELEMENTWISE
from core.settings.functions import AFFINE
from core.studies.why_nonlinear.affine_stack import AffineStack, Pieces, pieces
from core.studies.why_nonlinear.linearity import neuron as fire
from core.studies.why_nonlinear.linearity import random_draws
from core.studies.why_nonlinear.study import LinearityStudy
from ui import layout
from ui.charts.picture import Picture
from ui.i18n.function_names import function_name
from ui.i18n.language import _
from ui.screens.why_nonlinear.charts import folds, linearity
from ui.screens.why_nonlinear.charts import neuron as neuron_charts
from ui.screens.why_nonlinear.controls import INTERVAL
from ui.widgets import quiz

DRAWS = 1000
SPREAD = 5.0
_GRID = np.linspace(*INTERVAL, 401)


def product_of_layers(stack: AffineStack) -> tuple[float, float]:
    """Slope and intercept of the layers multiplied, as if no activation stood between them."""

    def follow(before, layer):
        weights, biases = layer
        return before[0] @ weights, before[1] @ weights + biases

    slope, intercept = functools.reduce(follow, stack.maps, (np.ones((1, 1)), np.zeros(1)))
    return float(slope[0, 0]), float(intercept[0])


def stack(study: LinearityStudy) -> None:
    """The output of the stack over x, and whether it is a line, folded or curved."""
    made, name = study.stack(), function_name(study.activation)
    found, line = pieces(made, *INTERVAL), product_of_layers(made)
    picture = folds.folds(made, INTERVAL, found, line)
    text = _told(made, name, found)
    layout.draw(
        picture,
        alt=_(
            "The output of the layers for x from −3 to 3, and the one line that the same layers "
            "make without their activation."
        ),
        result=f"{_('Linear pieces')}: {found.count}. {text}" if found else text,
    )
    if _is_line(made):
        _line_figures(made, line)
    elif found:
        _fold_figures(found)
    else:
        _curve_figures(made)
    st.markdown(text)
    if _is_line(made):
        st.latex(_product_formula(made, line))
    if picture.tables["line"].empty:
        st.caption(_("The line of the multiplied layers passes outside the picture."))


def _is_line(made: AffineStack) -> bool:
    return made.layers == 1 or made.collapsed()


def _told(made: AffineStack, name: str, found: Pieces | None) -> str:
    """Whether it is a line, folded or curved, and why."""
    if _is_line(made):
        apart = np.subtract(made.line_fit(_GRID), product_of_layers(made))
        return _(
            "**One line.** All weights and biases ({count}, in layers: {layers}) do the work of "
            "two numbers. Measured and multiplied differ by {difference}.",
            count=_size(made),
            layers=made.layers,
            difference=f"{max(abs(apart)):.1g}",
        )
    if not found:
        return _(
            "**Curved.** {name} is not made of straight lines, so there are no straight pieces "
            "to count. The dashed line has the same {count} weights and biases, without the "
            "activation.",
            name=name,
            count=_size(made),
        )
    if found.count == 1:
        return _("**One piece.** No fold falls on this range. Try other weights.")
    return _(
        "**Folded.** Each dot is a breakpoint: there some unit crosses a kink or a step of "
        "its activation. The dashed line has the same {count} weights and biases, without "
        "the activation.",
        count=_size(made),
    )


def _line_figures(made: AffineStack, line: tuple[float, float]) -> None:
    measured = made.line_fit(_GRID)
    _metrics(
        (_("Slope, measured"), _number(measured[0])),
        (_("Slope, layers multiplied"), _number(line[0])),
        (_("Intercept, measured"), _number(measured[1])),
        (_("Intercept, layers multiplied"), _number(line[1])),
    )


def _fold_figures(found: Pieces) -> None:
    _metrics(
        (_("Linear pieces"), f"{found.count}" if found.complete else f"> {found.count}"),
        (_("Breakpoints"), f"{found.count - 1}"),
        (_("Smallest slope"), _number(found.slopes.min())),
        (_("Largest slope"), _number(found.slopes.max())),
    )


def _curve_figures(made: AffineStack) -> None:
    slopes = np.gradient(made.output(_GRID), _GRID)
    _metrics(
        (_("Linear pieces"), _("none: curved")),
        (_("Smallest slope"), _number(slopes.min())),
        (_("Largest slope"), _number(slopes.max())),
    )


def _product_formula(made: AffineStack, line: tuple[float, float]) -> str:
    """The matrices with their shapes, and the 1 × 1 matrix that they multiply to."""
    width, between = made.width, made.layers - 2
    if between < 0:
        shapes = r"\underset{1 \times 1}{W_1}"
    else:
        middle = {0: "", 1: rf"\underset{{{width} \times {width}}}{{W_2}}\,"}.get(
            between, rf"\underset{{{width} \times {width}}}{{W_2 \cdots W_{{{between + 1}}}}}\,"
        )
        first = rf"\underset{{1 \times {width}}}{{W_1}}\,"
        shapes = rf"{first}{middle}\underset{{{width} \times 1}}{{W_{{{made.layers}}}}}"
    return rf"{shapes} = {line[0]:.6g}"


def fold_question(study: LinearityStudy) -> None:
    """How many pieces would the stack have with one layer more?"""
    layers, count = folds_with_one_layer_more(study)
    if count is None:
        why = _(
            "With {name} between the layers the output is curved, however many there are.",
            name=function_name(study.activation),
        )
    else:
        why = _(
            "Counted on the range shown: {count}. Set the layers to {layers} to see it.",
            count=count,
            layers=layers,
        )
    quiz.ask(
        "why_nonlinear",
        _(
            "How many linear pieces has the output for x from −3 to 3 with {layers} layers "
            "of {name}, width {width}, seed {seed}?",
            layers=layers,
            name=function_name(study.activation),
            width=study.width,
            seed=study.seed,
        ),
        ["1", "2–5", "6–20", _("more than 20"), _("none: it is curved")],
        rank(count),
        why,
        about=(study.activation, study.parameters, study.layers, study.width, study.seed),
    )


def folds_with_one_layer_more(study: LinearityStudy) -> tuple[int, int | None]:
    """Number of layers asked about (one less at the most), and pieces; None if curved."""
    layers = study.layers + 1 if study.layers < 20 else 19
    found = pieces(study.stack(layers), *INTERVAL)
    return layers, found and found.count


def rank(count: int | None) -> int:
    """Which option of the question a number of pieces belongs to."""
    return 4 if count is None else int(np.searchsorted([1, 5, 20], count))


def linear_or_not(study: LinearityStudy) -> None:
    """Additivity beside homogeneity, with the visitor's numbers and with random ones."""
    name, f = function_name(study.function), study.tested
    draws = random_draws(f, DRAWS, study.draws, SPREAD)
    kinks = _kinks(study)
    additive, homogeneous = st.columns(2, gap="medium")
    with additive:
        st.markdown(_("**Additivity:** f(u + v) = f(u) + f(v)"))
        picture = linearity.additivity(f, study.u, study.v, kinks)
        layout.draw(
            picture,
            alt=_("{name} with f(u + v) beside f(u) + f(v).", name=name),
            result=_both_sides(picture),
        )
        _metrics(*_sides(picture))
        _draws(draws.additive_share, draws.additivity, "f(u + v) − f(u) − f(v)")
    with homogeneous:
        st.markdown(_("**Homogeneity:** f(cu) = c · f(u)"))
        picture = linearity.homogeneity(f, study.c, study.u, kinks)
        layout.draw(
            picture,
            alt=_("{name} with f(cu) beside c · f(u).", name=name),
            result=_both_sides(picture),
        )
        _metrics(*_sides(picture))
        _draws(draws.homogeneous_share, draws.homogeneity, "f(cu) − c · f(u)")
    st.markdown(_verdict(study, draws.additive_share == draws.homogeneous_share == 1))


def _sides(picture: Picture) -> tuple[tuple[str, str], ...]:
    """Both sides of the equation, and the gap between them: names and figures."""
    outcomes = picture.tables["outcomes"]
    value, expected = outcomes["y"]
    gap = 0.0 if picture.tables["gap"].empty else value - expected
    left, right = outcomes["name"]
    return (left, _number(value)), (right, _number(expected)), (_("Gap"), _number(gap))


def _both_sides(picture: Picture) -> str:
    return ", ".join(f"{name}: {figure}" for name, figure in _sides(picture)) + "."


def _draws(share: float, values: np.ndarray, title: str) -> None:
    text = _(
        "Over {count} random draws from −{spread} to {spread} it holds for **{share}**.",
        count=f"{DRAWS:,}",
        spread=f"{SPREAD:g}",
        share=f"{share:.1%}",
    )
    st.markdown(text)
    picture = linearity.gaps(values, title)
    layout.draw(picture, alt=_("Histogram of the gaps over the random draws."), result=text)


def _verdict(study: LinearityStudy, holds: bool) -> str:
    name = function_name(study.function)
    if holds:
        return _("**Linear.** {name} passes both tests in every draw.", name=name)
    if study.function == AFFINE:
        return _(
            "**Affine, not linear.** f(u) + f(v) holds b twice, f(u + v) once: "
            "the gap is −b = {gap} everywhere.",
            gap=_number(-study.intercept),
        )
    return _(
        "**Not linear.** A linear function passes both tests for all u, v and c; "
        "a single failure is enough.",
    )


def _kinks(study: LinearityStudy) -> tuple[float, ...]:
    if study.function == AFFINE:
        return ()
    return ELEMENTWISE[study.function].kinks(**study.parameters_of(study.function))


def neuron(study: LinearityStudy) -> None:
    """The products that a neuron sums, and the step that decides."""
    firing = fire(study.inputs, study.weights, study.threshold)
    figures = (
        (_("Sum"), _number(firing.total)),
        (_("Threshold"), _number(study.threshold)),
        (_("Output"), _("1: fires") if firing.fires else _("0: silent")),
    )
    said = ", ".join(f"{name}: {figure}" for name, figure in figures) + "."
    adding, deciding = st.columns((1.5, 1), gap="medium")
    with adding:
        layout.draw(
            neuron_charts.summing(firing, study.threshold),
            alt=_("Three products add up to a sum, beside the threshold."),
            result=said,
        )
    with deciding:
        layout.draw(
            neuron_charts.step(firing, study.threshold),
            alt=_("The output over the sum: 0 below the threshold, 1 from it on."),
            result=said,
        )
    _metrics(*figures)


def _size(made: AffineStack) -> int:
    return sum(weights.size + biases.size for weights, biases in made.maps)


def _metrics(*figures: tuple[str, str]) -> None:
    with st.container(horizontal=True, gap="medium"):
        for label, value in figures:
            st.metric(label, value, width="content")


def _number(value: float) -> str:
    return f"{value + 0.0:.5g}".replace("-", "−")
