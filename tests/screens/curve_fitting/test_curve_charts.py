"""Pictures of two fits: what the browser would draw is what the networks say."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.analysis.fits import contributions, predictions, residuals
from core.analysis.outcomes import outcomes
from core.experiments.results import Figures, Run
from core.studies.curve_fitting.comparisons import Budget, Luck, Shape
from core.studies.curve_fitting.study import CurveStudy
from tests.ui.charts.specifications import tables_read, titles
from ui.screens.curve_fitting.charts import budget, fits, hinges
from ui.screens.curve_fitting.charts import final_errors as luck
from ui.screens.curve_fitting.charts import losses as fit_losses
from ui.screens.curve_fitting.charts import residuals as residual_charts
from ui.screens.curve_fitting.unit_by_unit import interpolation
from ui.screens.dying_relu.charts import fit as fitted

STUDY = CurveStudy(size=101, epochs=20, held_out=0.2)
DATA = STUDY.load()
FRAMES = 6


def run_of(key: str, frames: int = FRAMES) -> Run:
    """A run whose weights grow from a random start."""
    fit = getattr(STUDY, key)
    start = np.random.default_rng(2).standard_normal(fit.parameter_count)
    weights = np.outer(np.linspace(0.5, 3, frames), start).astype(np.float32)
    made = predictions(fit, DATA, weights)
    history = np.linspace(900, 120, fit.epochs)
    losses = np.square(residuals(fit, DATA, weights)).mean(axis=1)
    return Run(
        experiment=fit,
        history=Figures(history, 0 * history, None, history + 5),
        epochs=np.linspace(0, fit.epochs, frames).astype(int),
        weights=weights,
        figures=Figures(losses, 0 * losses, None, losses),
        planes=None,
        maps=(),
        why="",
        stopped_at=None,
        seconds=0.0,
        predictions=made,
    )


RUNS = {"parallel": run_of("parallel"), "serial": run_of("serial", 4)}


def read(codes: str, frame: int) -> float:
    """The share of the axis that a text holds for a frame."""
    return 3 * int(codes[4 * frame : 4 * frame + 4], 16) / 65535 - 1


def test_each_frame_of_each_fit_is_in_the_table():
    picture = fits.both(RUNS, DATA)
    low, high = picture.tables["limits"]["y"]
    for key, run in RUNS.items():
        table = picture.tables["fits"]
        for frame in range(FRAMES):
            # A run that ended early stays as it ended.
            wanted = run.predictions[min(frame, len(run) - 1)]
            places = np.rint(table["across"] * 400).astype(int)
            shares = np.clip((wanted[places] - low) / (high - low), -1, 2)
            found = [read(codes, frame) for codes in table[key]]
            assert found == pytest.approx(shares, abs=1e-4)


def test_names_behind_the_fits_never_cover_each_other():
    table = fits.both(RUNS, DATA).tables["labels"]
    for frame in range(FRAMES):
        one, other = (read(codes, frame) for codes in table["codes"])
        assert abs(one - other) > 0.05


def test_bends_lie_on_the_fit():
    picture = fits.both(RUNS, DATA)
    low, high = picture.tables["limits"]["y"]
    for key, frame, x, down in picture.tables["bends"][["key", "frame", "x", "down"]].to_numpy():
        run = RUNS[key]
        height = predictions(run.experiment, DATA, run.weights[[frame]], np.array([x]))[0, 0]
        slack = 0.02 * np.ptp(run.predictions[frame])
        assert low + (1 - down) * (high - low) == pytest.approx(height, abs=slack)


def test_one_network_alone_is_drawn_too():
    for key, run in RUNS.items():
        one = {key: run}
        assert set(fits.both(one, DATA).tables["fits"]) == {"x", "across", key}
        assert set(residual_charts.left_over(one, DATA).tables["points"]["key"]) == {key}


def test_residuals_are_those_of_the_fit_in_panels_of_their_own():
    table = residual_charts.left_over(RUNS, DATA).tables
    reach = table["limits"]["y"].max()
    for key, (foot, head) in zip(RUNS, ((0.55, 1.0), (0.0, 0.45)), strict=True):
        rows = table["points"].query("key == @key")
        left = residuals(RUNS[key].experiment, DATA, RUNS[key].weights)[-1]
        wanted = (foot + head) / 2 + left / reach * (head - foot) / 2
        assert [read(codes, FRAMES - 1) for codes in rows["codes"]] == pytest.approx(
            wanted, abs=1e-4
        )


def test_the_loss_chart_holds_the_figures_and_the_noise():
    tables = fit_losses.history(RUNS, DATA.noise_floor).tables
    assert tables["floor"]["loss"].tolist() == [DATA.noise_floor]
    for key, run in RUNS.items():
        rows = tables["history"].query("key == @key")
        assert rows["loss"].tolist() == run.history.loss.tolist()
        assert len(tables["history"][tables["history"]["key"] == f"{key} held"])
    assert not len(fit_losses.history(RUNS, None).tables["floor"])


def test_the_units_and_the_bias_add_up_to_the_fit_in_every_frame():
    run = RUNS["parallel"]
    tables = hinges.parts(run, DATA).tables
    low, high = tables["limits"]["y"]
    table = tables["parts"]
    for frame in range(FRAMES):
        shares = table["codes"].map(lambda codes, frame=frame: read(codes, frame))
        sums = shares.groupby(table["across"]).sum().to_numpy() * table["scale"][0]
        places = np.rint(np.unique(table["across"]) * 400).astype(int)
        assert sums * (high - low) == pytest.approx(
            run.predictions[frame, places], abs=2e-3 * (high - low)
        )


def test_of_many_units_the_smallest_are_added_together():
    study = CurveStudy(parallel_units=30, size=101)
    weights = np.random.default_rng(0).standard_normal((2, 91)).astype(np.float32)
    made = predictions(study.parallel, study.load(), weights)
    changed = {"weights": weights, "predictions": made, "epochs": np.array([0, 20])}
    run = dataclasses.replace(RUNS["parallel"], experiment=study.parallel, **changed)
    table = hinges.parts(run, study.load()).tables["parts"]
    assert table["order"].nunique() == hinges.MOST_PARTS + 1
    assert hinges.count(run) == hinges.MOST_PARTS
    parts, _bias = contributions(run.experiment, study.load(), weights)
    assert table["unit"].iloc[-1] == "the 19 others"
    largest = np.ptp(parts[-1], axis=1).argmax()
    assert table.query("order == 1")["unit"].iloc[0] == f"unit {largest + 1}"


def test_hinges_without_training_pass_through_the_law():
    run, data = interpolation(CurveStudy(data="sine", interval=(-6, 6), noise=0.1, size=51), 12)
    fit = run.experiment
    knots = np.linspace(*fit.span, 13)
    assert predictions(fit, data, run.weights, knots)[0] == pytest.approx(np.sin(knots), abs=1e-4)


def _luck() -> Luck:
    both = []
    for key in ("parallel", "serial"):
        fit = getattr(STUDY, key)
        weights = np.random.default_rng(1).standard_normal((8, fit.parameter_count))
        losses = np.array([100, 101, 101, 500, 900, 1000, np.inf, 120.0])
        both.append(
            outcomes(fit, np.arange(8), weights, weights, Figures(losses, np.zeros(8), None))
        )
    return Luck(*both, why="", seconds=1.0)


def test_every_start_that_did_not_diverge_is_one_dot():
    table = luck.final_errors(_luck(), 100.0).tables["dots"]
    assert table.groupby("network").size().tolist() == [7, 7]
    assert (table.query("network == 'parallel'")["down"] < 0.5).all()
    assert (table.query("network == 'serial'")["down"] > 0.5).all()
    assert not table.duplicated(["loss", "down"]).any()


def test_the_budget_shows_every_start_and_its_medians():
    shapes = STUDY.budgets()
    made = {
        key: tuple(Shape(fit, np.array([100.0, 200, np.inf]), None) for fit in shapes[key])
        for key in shapes
    }
    tables = budget.errors(Budget(**made, noise_floor=100.0, why="", seconds=1.0)).tables
    assert len(tables["dots"]) == 2 * sum(map(len, shapes.values()))
    assert set(tables["middles"]["loss"]) == {150.0}


def test_all_axes_have_titles():
    pictures = {
        "fits": fits.both(RUNS, DATA),
        "still": fits.still(STUDY.parallel, DATA),
        "residuals": residual_charts.left_over(RUNS, DATA),
        "losses": fit_losses.history(RUNS, 100.0),
        "hinges": hinges.parts(RUNS["parallel"], DATA),
        "luck": luck.final_errors(_luck(), 100.0),
    }
    for name, picture in pictures.items():
        assert len(titles(dict(picture.spec))) >= 2, name
        assert tables_read(picture.spec) == set(picture.tables), name


def legends(part) -> set[str]:
    """All names in the legends of a specification."""
    if isinstance(part, list):
        return {name for one in part for name in legends(one)}
    if not isinstance(part, dict):
        return set()
    legend, scale = part.get("legend") or {}, part.get("scale") or {}
    shown = legend.get("values", scale.get("domain")) if legend else None
    own = set(shown) if isinstance(shown, list) else set()
    return own | {name for one in part.values() for name in legends(one)}


@pytest.mark.parametrize("known", [True, False])
def test_legends_name_the_law_and_its_noise_only_where_they_are_known(known):
    points = () if known else (0.0, 1.0, 1.0, 3.0, 2.0, 2.0)
    task = CurveStudy(data="square" if known else "points", points=points)
    run = dataclasses.replace(RUNS["parallel"], experiment=task.parallel)
    floor = 100.0 if known else None
    shapes = (Shape(task.parallel, np.array([1.0, 2.0]), None),)
    pictures = [
        (fits.both({"parallel": run}, DATA), "law"),
        (fits.still(task.parallel, DATA), "law"),
        (fitted.fit(run, DATA, 200), "law"),
        (fit_losses.history({"parallel": run}, floor), "noise floor"),
        (budget.errors(Budget(shapes, shapes, floor, "", 1.0)), "noise floor"),
    ]
    assert [name in legends(picture.spec) for picture, name in pictures] == 5 * [known]
