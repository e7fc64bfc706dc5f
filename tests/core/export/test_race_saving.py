"""The model file of a variant: Keras alone loads it, and it says what the race said."""

from __future__ import annotations

import os

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
keras = pytest.importorskip("keras")

from core.datasets.examples import load  # noqa: E402
from core.experiments.race import Race  # noqa: E402
from core.experiments.variant import Variant  # noqa: E402
from core.export import SAVE_VARIANT_JOB  # noqa: E402
from core.export.saving import save_variant_job  # noqa: E402
from core.training.race.jobs import race_job  # noqa: E402
from core.workers.inside import named  # noqa: E402
from core.workers.pauses import without_pause  # noqa: E402

VARIANTS = {
    "batch normalization of two layers": Variant(
        hidden=(12, 8),
        activations=("relu", "squareplus"),
        normalization="batch",
        dropout=(0.3, 0.1),
        l2=0.01,
        constraint="max_norm",
    ),
    "layer normalization": Variant(
        hidden=(9,), activations=("hard_shrink",), normalization="layer", input_noise=0.1
    ),
    "no hidden layer, schedule": Variant(
        hidden=(), activations=(), schedule="exponential", optimizer="adamw", weight_decay=0.01
    ),
    "other weights than the last": Variant(
        hidden=(6,), learning_rate=0.5, early_stopping=True, patience=1, loss="mse"
    ),
}


def test_a_worker_finds_the_job():
    assert named(SAVE_VARIANT_JOB) is save_variant_job


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("data", ["digits", "moons"])
def test_the_model_file_says_what_the_race_said(data, name, tmp_path):
    race = Race(data=data, epochs=4, train_share=0.2, variants=(VARIANTS[name],))
    run = without_pause(race_job(lambda done, of: None, race))
    reports: list[tuple[int, int]] = []
    lane, examples = run.lanes[0], load(race)
    path = tmp_path / "network.keras"
    path.write_bytes(
        save_variant_job(
            lambda *numbers: reports.append(numbers),
            lane.variant,
            len(run.examples.features),
            len(run.examples.classes),
            lane.findings.trained,
        )
    )
    assert reports == [(1, 1)]
    model = keras.saving.load_model(path, safe_mode=True)
    said = model.predict(examples.test_x[run.shown.indices], verbose=0)
    if said.shape[1] == 1:
        said = np.concatenate([1 - said, said], axis=1)
    np.testing.assert_allclose(said, lane.findings.probabilities, atol=1e-5)
