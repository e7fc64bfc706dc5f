"""Controls of the screen on linearity."""

from __future__ import annotations

import streamlit as st

from core.activations import ELEMENTWISE
from core.settings.functions import AFFINE
from core.studies.why_nonlinear.affine_stack import AffineStack, pieces
from core.studies.why_nonlinear.study import LinearityStudy
from ui import address
from ui.i18n.language import _
from ui.screens.why_nonlinear import SCREEN
from ui.widgets.form import Ask

INTERVAL = (-3.0, 3.0)
"""Where the output of the stack is shown."""


def stack() -> LinearityStudy:
    """Which layers are stacked, and which activation stands between them."""
    ask = Ask(SCREEN)
    before = _shared_parameters(ask.kept)
    activation = ask.select("activation", _("Activation"), term="activation_function")
    ask.parameters(activation)
    ask.slider("layers", _("Layers"), term="affine_map")
    ask.slider("width", _("Width"), term="width")
    study = ask.settings()
    most = study.kinds["layers"].maximum
    with st.container(horizontal=True):
        _preset(_("Linear"), activation="linear")
        _preset("ReLU", activation="relu")
        _preset(_("Deeper"), useless=study.layers == most, layers=min(study.layers + 1, most))
        _preset(_("New weights"), seed=(study.seed + 1) % 10_000)
    box = ask.box("more", _("More"), ":material/tune:")
    if box.open:
        with box:
            ask.number("seed", _("Seed"), term="seed")
    study = ask.settings()
    if _shared_parameters(study) != before:
        # The next part shows the same parameters: it must follow.
        st.rerun()
    return study


def function() -> LinearityStudy:
    """Which function is tested for linearity, and with which numbers."""
    ask = Ask(SCREEN)
    kept = ask.kept
    tested = ask.select("function", _("Function to test"))
    if tested == AFFINE:
        ask.slider("slope", "$w$", term="weight")
        ask.slider("intercept", "$b$", term="bias")
    elif tested != kept.activation:
        ask.parameters(tested)
    elif ELEMENTWISE[tested].parameters:
        st.caption(_("Its parameters are those of the stack above."))
    ask.slider("u", "$u$")
    ask.slider("v", "$v$")
    ask.slider("c", "$c$")
    study = ask.settings()
    with st.container(horizontal=True):
        _preset("wx", function=AFFINE, slope=2.0, intercept=0.0)
        _preset("wx + b", function=AFFINE, slope=2.0, intercept=1.0)
        _preset("ReLU", key="ReLU tested", function="relu")
        _preset(_("New draws"), draws=(study.draws + 1) % 10_000)
    return study


def neuron() -> LinearityStudy:
    """What arrives at a neuron, and what it takes to make it fire."""
    ask = Ask(SCREEN)
    left, right = st.columns(2)
    with left:
        st.caption(_("Inputs"))
        ask.numbers("inputs", ("$x_1$", "$x_2$", "$x_3$"))
    with right:
        st.caption(_("Weights"))
        ask.numbers("weights", ("$w_1$", "$w_2$", "$w_3$"))
    ask.slider("threshold", _("Threshold"), term="threshold")
    study = ask.settings()
    st.caption(_("All weights 1, and then:"))
    equal = (1.0, 1.0, 1.0)
    with st.container(horizontal=True):
        _preset("AND", weights=equal, threshold=3.0)
        _preset("OR", weights=equal, threshold=1.0)
        _preset(_("Majority"), weights=equal, threshold=2.0)
    return study


def code(study: LinearityStudy) -> str:
    """The same stack in Keras, with the same weights; prints what the screen shows."""
    made, f = study.stack(), ELEMENTWISE[study.activation]
    activation = f.keras_code(**study.parameters_of(study.activation))
    return f"""import keras
import numpy as np

layers, width, seed, gain = {made.layers}, {made.width}, {made.seed}, {_gain(made):.12g}


def activation(x):
    return {activation}


model = keras.Sequential([keras.Input((1,), dtype="float64")])
for _ in range(layers - 1):
    model.add(keras.layers.Dense(width, activation=activation, dtype="float64"))
model.add(keras.layers.Dense(1, dtype="float64"))

for number, layer in enumerate(model.layers):
    random = np.random.default_rng((seed, number))
    inputs, units = layer.kernel.shape
    weights = random.standard_normal((inputs, units))
    if 0 < number < layers - 1:  # between hidden layers: an orthogonal matrix
        weights, triangle = np.linalg.qr(weights)
        weights *= np.sign(np.diag(triangle))
    else:
        weights /= np.sqrt(inputs)
    weights *= gain if number else 1
    layer.set_weights([weights, {made.bias_spread:g} * random.standard_normal(units)])

x = np.linspace({INTERVAL[0]:g}, {INTERVAL[1]:g}, 20_001)
y = keras.ops.convert_to_numpy(model(x[:, None]))[:, 0]
{_measurement(made)}"""


def _measurement(made: AffineStack) -> str:
    """The last lines of the code: what is worth printing of this stack."""
    found = pieces(made, *INTERVAL)
    if made.layers == 1 or (found and found.count == 1):
        return "print(np.polyfit(x, y, 1))  # slope and intercept\n"
    if found is None:
        return "slopes = np.gradient(y, x)\nprint(slopes.min(), slopes.max())  # curved\n"
    return """steps = np.diff(y)
bends = np.abs(np.diff(steps)) > 1e-9 * np.abs(steps).max()
# One break spoils one or two neighbours; pieces narrower than the grid are missed.
print(1 + np.count_nonzero(np.diff(bends.astype(int), prepend=0) == 1))
"""


def _gain(made: AffineStack) -> float:
    # A 1 × 1 orthogonal matrix is 1 or −1: what is left is the gain.
    thin = AffineStack(3, 1, made.activation, made.parameters)
    return abs(float(thin.maps[1][0][0, 0]))


def _shared_parameters(study: LinearityStudy) -> dict[str, float] | None:
    """The parameters that the stack and the tested function have in common."""
    shared = study.function == study.activation
    return study.parameters_of(study.activation) if shared else None


def _preset(label: str, key: str | None = None, useless: bool = False, **changes) -> None:
    st.button(
        label,
        key=key and f"{SCREEN} {key}",
        disabled=useless,
        on_click=address.apply,
        args=(SCREEN,),
        kwargs=changes,
    )
