"""The network as a diagram: what every unit sees of the plane, and the weights between them."""

from __future__ import annotations

import altair as alt
import numpy as np

from core.experiments import Experiment
from core.experiments.results import Run
from ui.charts import frame_parameter, reading, sprites
from ui.charts.palette import COLOURS, FIRST_CLASS, GUIDE, SECOND_CLASS
from ui.charts.picture import Picture, data
from ui.i18n.function_names import function_name
from ui.i18n.language import _
from ui.memo import derived
from ui.screens.decision_boundaries.charts.unit_pictures import (
    Column,
    hidden,
    inputs,
    outputs,
    strip,
)
from ui.screens.decision_boundaries.charts.weight_lines import CODES, MOST_LINKS, links
from ui.screens.decision_boundaries.formula import PLAIN, layer_formulas
from ui.training.names import FEATURE_NAMES

HEIGHT = 440
CHOSEN = "chosen"
"""The parameter that marks a unit by its place among all, inputs first; −1 for none."""

_LINK, _UNIT = "link", "unit"
"""The selections of what the pointer is on."""

_MARKED = COLOURS[4]
# Of a larger network only the last frame's formulas are written.
_MOST_WRITTEN = 40
# Shares of the height, in which everything is measured: the picture gets less of it than was asked
# for. Above are the names of the layers, below the biases and the legend.
_TOP, _BOTTOM = 0.07, 0.15
_BIASES, _LEGEND = 0.89, 0.95
_LARGEST_TILE = 0.17
_TILE_OF_SLOT = 0.86
# On a narrow window a tile is at most this share of its column.
_TILE_OF_COLUMN = 0.6


def diagram(run: Run, height: int = HEIGHT) -> Picture:
    """Inputs, hidden units and outputs as pictures of the plane, joined by their weights.

    Args:
        run: A training with planes.
        height: Pixels.
    """
    experiment = run.experiment
    columns = layout((len(experiment.features), *experiment.hidden, experiment.outputs))
    # What is fed in stays as it is: one frame is enough.
    layers = [inputs(experiment)[None], *hidden(run), outputs(run)]
    tables = {
        f"sprite{place}": {"url": [sprites.url(strip(column, levels))]}
        for place, (column, levels) in enumerate(zip(columns, layers, strict=True))
    }
    names = unit_names(experiment)
    lines, note = links(run, columns, names, _BIASES), ""
    if len(lines["codes"]) == MOST_LINKS:
        note = _("only the {count} largest weights are drawn", count=MOST_LINKS)
    tables |= {
        "links": lines,
        "units": _units(columns, names, experiment) | _formulas(run),
        "biases": {
            "across": [column.across for column in columns[:-1]],
            "down": [_BIASES] * (len(columns) - 1),
        },
        "note": {"across": [1.0], "down": [_LEGEND + 0.02], "name": [note]},
        "headings": _headings(columns, experiment),
    }
    words = (_("positive weight"), _("negative weight"), _("weight"), _("from"), _("to"))
    words += (_("formula"), _("epoch"))
    last = [int(codes[-6:], 16) / CODES - 1 for codes in lines["codes"]]
    shown = {words[3]: lines["source"], words[4]: lines["target"]}
    shown[_("{name}, at the end", name=words[2])] = np.multiply(last, lines["most"])
    return Picture(_spec(len(run), tuple(columns), words, height), tables, shown)


def layout(units: tuple[int, ...]) -> list[Column]:
    """Where the units of each layer stand."""
    columns = []
    for place, count in enumerate(units):
        slot = (1 - _TOP - _BOTTOM) / count
        columns.append(
            Column(
                across=(place + 0.5) / len(units),
                tile=round(min(_LARGEST_TILE, _TILE_OF_SLOT * slot), 4),
                middles=tuple(_TOP + slot * (unit + 0.5) for unit in range(count)),
            )
        )
    return columns


def unit_names(experiment: Experiment) -> list[list[str]]:
    """What the units of each layer are called, inputs and outputs included."""
    hidden = [
        [
            _("hidden layer {layer}, unit {unit}", layer=layer, unit=unit + 1)
            for unit in range(count)
        ]
        for layer, count in enumerate(experiment.hidden, start=1)
    ]
    several = experiment.outputs > 1
    outputs = [
        _("output of class {number}", number=k) if several else _("output")
        for k in range(experiment.outputs)
    ]
    return [[FEATURE_NAMES[key] for key in experiment.features], *hidden, outputs]


def _units(columns: list[Column], names: list[list[str]], experiment: Experiment) -> dict:
    """One row for each unit; inputs and several outputs carry a label beside them."""
    labels = [[""] * len(column.middles) for column in columns]
    labels[0] = names[0]
    if experiment.outputs > 1:
        labels[-1] = [str(k) for k in range(experiment.outputs)]
    rows = [
        (column.across, middle, column.tile, name, label, place == 0)
        for place, column in enumerate(columns)
        for middle, name, label in zip(column.middles, names[place], labels[place], strict=True)
    ]
    fields = ("across", "down", "tile", "name", "label", "first")
    return dict(zip(fields, zip(*rows, strict=True), strict=True))


def _formulas(run: Run) -> dict[str, list]:
    """For each unit: its place, its formula in every frame, one on each line, and their epochs."""
    experiment = run.experiment
    written = range(len(run)) if experiment.parameter_count <= _MOST_WRITTEN else [len(run) - 1]
    places = range(len(experiment.layers))
    by_unit = [
        unit
        for place in places
        for unit in zip(
            *layer_formulas(experiment, run.weights[written], place, PLAIN), strict=True
        )
    ]
    texts = [*[""] * len(experiment.features), *map("\n".join, by_unit)]
    epochs = "\n".join(f"{epoch:,}" for epoch in run.epochs[written])
    return {_UNIT: [*range(len(texts))], "formulas": texts, "epochs": [epochs] * len(texts)}


def _headings(columns: list[Column], experiment: Experiment) -> dict[str, list]:
    names = [_("inputs"), *map(function_name, experiment.activations), _("output")]
    across = [column.across for column in columns]
    return {"across": across, "down": [_TOP / 2] * len(names), "name": names}


@derived
def _spec(count: int, columns: tuple[Column, ...], words: tuple[str, ...], height: int) -> dict:
    """The diagram without its data; `count` is the number of frames."""
    share = _TILE_OF_COLUMN / len(columns)
    *words, formula, epoch = words
    chosen = alt.param(
        name=CHOSEN, value=-1, bind=alt.binding_range(min=-1, max=999, step=1, name=CHOSEN)
    )
    layers = [_links(share, words).add_params(frame_parameter.parameter(count), chosen)]
    layers += [
        _column(place, column, share, count if place else 1) for place, column in enumerate(columns)
    ]
    side = f"min(datum.tile * height, width * {share})"
    units = _placed("units", left=f"datum.first ? -{side} / 2 - 5 : {side} / 2 + 5")
    # Names of inputs stand before their pictures, those of outputs behind.
    for first, align in ((True, "right"), (False, "left")):
        layers.append(
            units.transform_filter(f"datum.first == {str(first).lower()} && datum.label != ''")
            .mark_text(align=align, fontSize=13, fontWeight="bold")
            .encode(text="label:N")
        )
    biases = _placed("biases")
    layers += [
        biases.mark_point(size=380, stroke=GUIDE, strokeWidth=1.5, filled=False, opacity=1),
        biases.mark_text(fontSize=12, fontWeight="bold").encode(text=alt.value("1")),
        _placed("headings")
        .mark_text(
            fontSize=12,
            fontWeight="bold",
            limit=alt.ExprRef(f"width / {len(columns)} - 4"),
        )
        .encode(text="name:N"),
        _placed("note").mark_text(align="right").encode(text="name:N"),
        _placed("units")
        .transform_filter(f"datum.{_UNIT} == {CHOSEN}")
        .transform_calculate(area=f"pow({side} + 6, 2)")
        .mark_point(shape="square", filled=False, stroke=_MARKED, strokeWidth=4, opacity=1)
        .encode(size=alt.Size("area:Q", scale=None)),
        _unseen(side, formula, epoch),
    ]
    chart = alt.layer(*layers).properties(height=height)
    # Hundreds of lines that change with every frame: on a canvas for half the work of elements.
    chart = chart.properties(usermeta={"embedOptions": {"renderer": "canvas"}})
    return chart.configure_view(stroke=None).to_dict()


def _unseen(side: str, formula: str, epoch: str) -> alt.Chart:
    """What lies unseen over the units, and says what they are."""
    line = f"min({frame_parameter.NAME}, length(split(datum.epochs, '\\n')) - 1)"
    name = {" ": "datum.name"}
    written = {
        formula: f"split(datum.formulas, '\\n')[{line}]",
        epoch: f"split(datum.epochs, '\\n')[{line}]",
    }
    # Inputs are what they are.
    told = f"datum.first ? {reading.rows(name)} : {reading.rows(name | written)}"
    return (
        _placed("units")
        .transform_calculate(area=f"pow({side}, 2)")
        .mark_point(shape="square", filled=True, opacity=1, fillOpacity=0)
        .encode(
            size=alt.Size("area:Q", scale=None),
            tooltip=reading.told_when_touched(_UNIT, told),
        )
        .add_params(reading.touched(_UNIT))
    )


def _placed(table: str, left: str = "0") -> alt.Chart:
    """Marks at the shares `across` and `down` of the picture, moved by `left` pixels."""
    return (
        alt.Chart(data(table))
        .transform_calculate(x=f"width * datum.across + ({left})", y="height * datum.down")
        .encode(x=_pixels("x"), y=_pixels("y", alt.Y))
    )


def _pixels(field: str, channel: type = alt.X) -> alt.X | alt.Y:
    return channel(f"{field}:Q", scale=None, axis=None)


def _column(place: int, column: Column, share: float, count: int) -> alt.Chart:
    """The pictures of one layer, moved up by as many frames as have passed."""
    side = f"min({column.tile} * height, width * {share})"
    moved = f"-height * {frame_parameter.NAME}" if count > 1 else "0"
    return (
        alt.Chart(data(f"sprite{place}"))
        .mark_image(
            clip=True,
            align="left",
            baseline="top",
            aspect=False,
            width=alt.ExprRef(side),
            height=alt.ExprRef(f"height * {count}"),
        )
        .encode(
            x=alt.value(alt.ExprRef(f"width * {column.across} - {side} / 2")),
            y=alt.value(alt.ExprRef(moved)),
            url="url:N",
        )
    )


def _links(share: float, words: tuple[str, ...]) -> alt.Chart:
    """A line for each weight: its sign by colour and dash, its size by width."""
    positive, negative, weight, source, target = words
    first = f"6 * {frame_parameter.NAME}"
    code = f"toNumber('0x' + slice(datum.codes, {first}, {first} + 6))"
    number = "format(datum.most * datum.share, '.4~g')"
    told = reading.rows({source: "datum.source", target: "datum.target", weight: number})

    def edge(end: str) -> str:
        return f"width * datum.{end} {{}} min(datum.{end}_tile * height, width * {share}) / 2"

    def scale(positive_look: object, negative_look: object) -> alt.Scale:
        return alt.Scale(domain=[positive, negative], range=[positive_look, negative_look])

    legend = alt.Legend(
        orient="none",
        direction="horizontal",
        legendX=0,
        legendY=alt.ExprRef(f"height * {_LEGEND}"),
        title=None,
        symbolType="stroke",
        symbolSize=500,
    )
    return (
        alt.Chart(data("links"))
        .transform_calculate(
            left=edge("start").format("+"),
            right=edge("end").format("-"),
            top="height * datum.start_down",
            bottom="height * datum.end_down + datum.beside",
        )
        # Worked out for every line in every frame: as little as can be.
        .transform_calculate(share=f"{code} / {CODES} - 1")
        .transform_calculate(
            thickness="0.4 + datum.widest * abs(datum.share)",
            sign=f"datum.share < 0 ? {negative!r} : {positive!r}",
        )
        .mark_rule(strokeOpacity=0.85)
        .encode(
            x=_pixels("left"),
            x2="right:Q",
            y=_pixels("top", alt.Y),
            y2="bottom:Q",
            strokeWidth=alt.StrokeWidth("thickness:Q", scale=None),
            color=alt.Color("sign:N", scale=scale(SECOND_CLASS, FIRST_CLASS), legend=legend),
            strokeDash=alt.StrokeDash("sign:N", scale=scale([1, 0], [5, 3]), legend=legend),
            tooltip=reading.told_when_touched(_LINK, told),
        )
        .add_params(reading.touched(_LINK))
    )
