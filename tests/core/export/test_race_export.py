"""An exported variant of a race, run as the visitor runs it, prints what the screen shows."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest

from core.datasets.tables import Way, read_table
from core.experiments.race import Race
from core.experiments.race_results import ExamplesSummary
from core.experiments.variant import Variant
from core.export import LANGUAGES, RaceEntry, notebook, script
from core.training.race.jobs import race_job
from core.workers.pauses import without_pause

SMALL = Race(epochs=4, train_share=0.1, validation_share=0.1, test_share=0.2, batch=25)
CASES = {
    "digits, many brakes": dataclasses.replace(
        SMALL,
        variants=(
            Variant(
                hidden=(12, 8),
                activations=("relu", "leaky_relu"),
                dropout=(0.3, 0.0),
                input_noise=0.1,
                normalization="batch",
                l2=0.01,
                activity_l1=0.001,
                constraint="max_norm",
                label_smoothing=0.1,
                optimizer="adamw",
                weight_decay=0.01,
                schedule="exponential",
                decay_steps=5,
                warmup_steps=4,
            ),
        ),
    ),
    "moons, early stopping": dataclasses.replace(
        SMALL,
        data="moons",
        flips=0.1,
        epochs=8,
        variants=(
            Variant(
                loss="binary_crossentropy",
                optimizer="nesterov",
                learning_rate=2.0,
                early_stopping=True,
                patience=1,
            ),
        ),
    ),
    "breast cancer, full batch": dataclasses.replace(
        SMALL,
        data="breast_cancer",
        batch=0,
        variants=(
            Variant(hidden=(), activations=(), l1=0.01, schedule="plateau", plateau_patience=1),
        ),
    ),
}


def printed(text: str) -> dict[str, float]:
    lines = (line.rsplit(" ", 1) for line in text.splitlines())
    return {name: float(value) for name, value in lines}


@pytest.mark.parametrize("name", CASES)
def test_the_script_prints_the_figures_of_the_race(name, tmp_path):
    run = without_pause(race_job(lambda done, of: None, CASES[name]))
    file = tmp_path / "variant.py"
    file.write_text(script(RaceEntry(run.race, 0, run.examples)), encoding="utf-8")
    done = subprocess.run([sys.executable, file], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    found, (lane,) = printed(done.stdout), run.lanes
    history = lane.history
    expected = {
        "loss": history.loss + history.penalty,
        "accuracy": history.accuracy,
        "val_loss": history.validation_loss + history.validation_penalty,
        "val_accuracy": history.validation_accuracy,
    }
    for figure, values in expected.items():
        assert found[figure] == pytest.approx(values[-1], rel=1e-4, abs=1e-5), figure
    # The screen's test loss is that of the labels as the variant smooths them.
    assert found["test_loss"] == pytest.approx(lane.findings.test.loss, rel=1e-4)
    assert found["test_accuracy"] == pytest.approx(lane.findings.test.accuracy, abs=1e-6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_own_table_is_read_from_a_file_and_never_written_out(language):
    race = dataclasses.replace(SMALL, data="own", table="abc123")
    data = ExamplesSummary("own", None, 6, 6, 12, ("shoesize", "income"), ("no", "perhaps"), None)
    data = data._replace(way=Way("utf-8-sig", ",", False, True, 3, (1, 2, 3), (1, 2, 3), (1,), 24))
    for text in (
        script(RaceEntry(race, 0, data), language),
        notebook(RaceEntry(race, 0, data), language),
    ):
        assert "my_table.csv" in text
        assert "pandas" not in text
        assert not any(word in text for word in ("abc123", "shoesize", "income", "perhaps"))


def _rows(header):
    """A table with a column that counts its rows, one that says nothing, gaps and categories."""
    rows = []
    for n in range(120):
        gap = "?" if n == 7 else n % 7
        colour, known = "red" if n % 3 else "blue", n % 5 < 2
        rows.append(f"{n},{gap},same,{colour},{known},{1e9 + n % 4},{'yes' if n % 2 else 'no'}")
    return [header, *rows] if header else rows


@pytest.mark.parametrize("header", ["", "id,x1,constant,colour,known,time,label"])
def test_the_script_of_an_own_table_prints_the_figures_of_the_race_on_its_file(header, tmp_path):
    text = "\n".join(_rows(header))
    (tmp_path / "my_table.csv").write_text(text)
    race = dataclasses.replace(
        SMALL, data="own", train_share=0.3, validation_share=0.3, variants=(Variant(),)
    )
    run = without_pause(race_job(lambda done, of: None, race, read_table(text.encode())))
    assert run.examples.way.headed == bool(header)
    file = tmp_path / "variant.py"
    file.write_text(script(RaceEntry(run.race, 0, run.examples)), encoding="utf-8")
    done = subprocess.run([sys.executable, file], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    found, (lane,) = printed(done.stdout), run.lanes
    assert found["loss"] == pytest.approx(lane.history.loss[-1], rel=1e-4)
    assert found["test_loss"] == pytest.approx(lane.findings.test.loss, rel=1e-4)
    assert found["test_accuracy"] == pytest.approx(lane.findings.test.accuracy, abs=1e-6)
