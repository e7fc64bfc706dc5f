"""The distribution of final losses: its table holds the numbers of the trainings."""

from __future__ import annotations

import numpy as np

from core.experiments import Experiment
from core.experiments.results import Figures, Many
from ui.screens.decision_boundaries.charts import starts


def many(losses, accuracies) -> Many:
    count = len(losses)
    losses = np.array(losses)
    return Many(
        experiment=Experiment(),
        seeds=np.arange(count),
        figures=Figures(losses, np.zeros(count), np.array(accuracies)),
        initial_weights=np.zeros((count, 9)),
        final_weights=np.zeros((count, 9)),
        best=0,
        worst=1,
        planes=np.zeros((2, 101, 101, 1)),
        why="",
        seconds=0.0,
    )


def test_every_finite_loss_is_counted_once_under_its_name():
    bars = starts.final_losses(many([0.0, 0.001, 0.2, 0.4, np.inf], [1, 1, 1, 0.5, 0.5])).tables[
        "bars"
    ]
    assert bars.groupby("name").starts.sum().to_dict() == {"solved": 3, "not solved": 1}
    assert bars.loc[bars.name == "not solved", "to"].tolist() == [0.4]


def test_losses_that_are_all_zero_have_a_bar():
    assert starts.final_losses(many([0.0, 0.0], [1, 1])).tables["bars"].starts.tolist() == [2]


def test_the_axes_have_titles():
    encoding = starts.final_losses(many([0.0, 1.0], [1, 0])).spec["encoding"]
    assert encoding["x"]["title"] == "final loss"
    assert encoding["y"]["title"] == "number of starts"
