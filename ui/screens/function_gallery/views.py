"""Pieces of the function gallery: what is drawn of one function, and asked about it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.activations import ELEMENTWISE
from core.images import Treatment
from core.studies.function_gallery import samples
from core.studies.function_gallery.chains import Chain, chain
from core.studies.function_gallery.study import GalleryStudy
from ui import cached, layout
from ui.i18n.function_names import function_name
from ui.i18n.language import _
from ui.i18n.numbers import compact
from ui.screens.function_gallery.charts import curves, histograms, lines
from ui.widgets import quiz

PHOTOGRAPH = "flower"
_VIEW_HEIGHT = 340


def comparison(study: GalleryStudy) -> None:
    """The chosen functions above their derivatives."""
    chosen = [_curve(study, key) for key in study.functions]
    layout.draw(
        curves.functions(chosen, study.interval, study.guides),
        alt=_("Functions above their derivatives."),
        result=" ".join(_slopes(curve, study.interval) for curve in chosen),
    )


def _slopes(curve: curves.Curve, interval: tuple[float, float]) -> str:
    """The smallest and the largest slope of a function on the range of x."""
    slopes = curve.function.derivative(np.linspace(*interval, curves.POINTS), **curve.parameters)
    return _(
        "{name}: for x from {low} to {high} the slope is from {smallest} to {largest}.",
        name=curve.name,
        low=_end(interval[0]),
        high=_end(interval[1]),
        smallest=compact(slopes.min()).replace("-", "−"),
        largest=compact(slopes.max()).replace("-", "−"),
    )


def _end(value: float) -> str:
    """An end of the range, as it stands on an axis."""
    return f"{value:g}".replace("-", "−")


def six_views(study: GalleryStudy) -> None:
    """A function, its derivative, samples before and after, a picture before and after."""
    f, parameters = ELEMENTWISE[study.focus], study.parameters_of(study.focus)
    name = function_name(study.focus)
    numbers = samples.draw(study.distribution, study.number, study.spread, study.seed)
    found = samples.figures(f, numbers, **parameters)
    function, distribution, picture = st.columns(3, gap="medium")
    with function:
        st.caption(_("{name} and its derivative", name=name))
        curve = _curve(study, study.focus)
        view = curves.functions([curve], study.interval, True, _VIEW_HEIGHT)
        layout.draw(
            view,
            alt=_("{name} and its derivative", name=name),
            result=_slopes(curve, study.interval),
        )
    with distribution:
        st.caption(_("{number} samples before and after", number=study.number))
        layout.draw(
            histograms.before_and_after(
                *samples.histograms(numbers, f(numbers, **parameters)),
                _VIEW_HEIGHT,
            ),
            alt=_("Histograms of the samples before and after {name}.", name=name),
            result=_(
                "Mean before {before}, after {after}; {zero} exactly 0 after, {saturated} "
                "saturated.",
                before=f"{found.mean_before:z.3f}",
                after=f"{found.mean_after:z.3f}",
                zero=f"{found.share_zero:.1%}",
                saturated=f"{found.share_saturated:.1%}",
            ),
        )
    with picture:
        _pictures(study)
    _figures(found)


def _curve(study: GalleryStudy, key: str) -> curves.Curve:
    return curves.Curve(ELEMENTWISE[key], study.parameters_of(key), function_name(key))


def _pictures(study: GalleryStudy) -> None:
    treatment = Treatment(
        gain=study.gain, activation=study.focus, parameters=study.parameters_of(study.focus)
    )
    shown = cached.treated_sample(PHOTOGRAPH, treatment)
    scale = _("black {low:g}, white {high:g}", low=shown.low, high=shown.high)
    st.caption(_("A picture before and after ({scale})", scale=scale))
    st.image(
        [shown.centred.pixels, shown.activated.pixels],
        width="stretch",
        alt=[_("The picture less its median."), _("The picture after the function.")],
    )


def _figures(found: samples.Figures) -> None:
    columns = st.columns(4)
    columns[0].metric(_("Mean before"), f"{found.mean_before:z.3f}")
    columns[1].metric(_("Mean after"), f"{found.mean_after:z.3f}")
    columns[2].metric(_("Exactly 0 after"), f"{found.share_zero:.1%}")
    columns[3].metric(
        _("Saturated"),
        f"{found.share_saturated:.1%}",
        help=_("Where the slope is below 1 % of the steepest slope."),
    )


def tanh_from_sigmoid(study: GalleryStudy) -> None:
    """Tanh beside a sigmoid that is stretched, scaled and shifted."""
    x = np.linspace(-5, 5, 401)
    tanh, sigmoid = ELEMENTWISE["tanh"](x), ELEMENTWISE["sigmoid"](study.stretch * x)
    shaped = study.height * sigmoid + study.shift
    difference = f"{np.abs(tanh - shaped).max():.2g}"
    layout.draw(
        lines.compare(x, {"tanh x": tanh, _("b · sigmoid(a · x) + c"): shaped}, _("x"), _("value")),
        alt=_("Tanh and a stretched, shifted sigmoid over x from −5 to 5."),
        result=_("Largest difference: {difference}.", difference=difference),
    )
    st.metric(_("Largest difference"), difference)


def gradient_question(study: GalleryStudy) -> None:
    """What is left of a gradient after ten of these functions in a row?"""
    found = gradient_after_ten(study)
    name = function_name(study.focus)
    quiz.ask(
        "function_gallery",
        _(
            "Ten units of {name} in a row, all weights 1, the first input 1: "
            "how large is the gradient that arrives at the front?",
            name=name,
        ),
        [
            _("exactly 0"),
            _("below a thousandth"),
            _("between a thousandth and a half"),
            _("between a half and 2"),
            _("above 2"),
        ],
        _rank(abs(found.gradient)),
        _(
            "The ten slopes {slopes} multiply to {gradient}.",
            slopes=", ".join(f"{slope:.3g}" for slope in found.slopes),
            gradient=f"{found.gradient:.3g}",
        ),
        about=(study.focus, study.parameters),
    )


def gradient_after_ten(study: GalleryStudy) -> Chain:
    """Ten units of the function in focus in a row, beginning with 1."""
    return chain(ELEMENTWISE[study.focus], 1.0, 10, **study.parameters_of(study.focus))


def _rank(size: float) -> int:
    """Which option of the question a gradient of this size belongs to."""
    return 0 if size == 0 else 1 + int(np.searchsorted([1e-3, 0.5, 2], size, side="right"))
