"""Code that makes the examples of a race: data, parts, targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from core.datasets.random_streams import SPLIT
from core.datasets.split import split
from core.experiments.variant import STANDARDISED
from core.export.cells import Cell, Comment
from core.export.examples import planar_set
from core.export.own_tables import own_table_cells
from core.export.sources import sources

if TYPE_CHECKING:
    from core.experiments.race import Race
    from core.experiments.race_results import ExamplesSummary
    from core.experiments.variant import Variant


class RaceEntry(NamedTuple):
    """One variant of a race, to take home.

    Attributes:
        race: Which race.
        number: Which of its variants, from 0.
        examples: The data that it really used.
    """

    race: Race
    number: int
    examples: ExamplesSummary

    @property
    def variant(self) -> Variant:
        """Which variant."""
        return self.race.variants[self.number]

    @property
    def classes(self) -> int:
        """Number of classes; 0 for a number to predict."""
        return len(self.examples.classes)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Width of each layer."""
        features = len(self.examples.features)
        return features, *self.variant.hidden, self.variant.outputs(self.classes)


def example_cells(entry: RaceEntry) -> list[Cell]:
    """Code that leaves `scaled` inputs and `labels`, the indices of their parts, and `targets`.

    Args:
        entry: Whose examples.
    """
    return [*_examples(entry), *_parts(entry), _targets(entry)]


def _examples(entry: RaceEntry) -> list[Cell]:
    """Code that leaves `inputs` and `labels`, as they are."""
    data = entry.examples.data
    if data == "moons":
        cell = planar_set(entry.race)
        return [cell._replace(code=f"{cell.code}\ninputs = points")]
    if data in ("digits", "breast_cancer"):
        code = f"""\
from sklearn.datasets import load_{data}

inputs, labels = load_{data}(return_X_y=True)"""
        return [Cell((Comment(data),), code)]
    if data == "own":
        return own_table_cells(entry.examples)
    code = """\
(inputs, labels), (test_inputs, test_labels) = keras.datasets.fashion_mnist.load_data()
inputs, test_inputs = inputs.reshape(-1, 784), test_inputs.reshape(-1, 784)"""
    return [Cell((Comment("fashion"),), code)]


def _parts(entry: RaceEntry) -> list[Cell]:
    """Code that leaves scaled inputs and labels to train, to validate and to test with."""
    race, data = entry.race, entry.examples.data
    own_test = data == "fashion_mnist"
    shares = race.train_share, race.validation_share, 0.0 if own_test else race.test_share
    # Numbers to predict are split as if all were of one class.
    classes = "labels" if entry.classes else "np.zeros(len(labels), int)"
    functions = "\n\n\n".join(source for _name, source in sources(split))
    arguments = ", ".join(str(share) for share in shares)
    lines = [f"train, held, test = split({classes}, {arguments}, {race.data_seed})"]
    scale = {"digits": "16", "fashion_mnist": "255"}.get(data)
    if scale:
        lines.append(f"scaled = (inputs / {scale}).astype(np.float32)")
    else:
        lines += [
            "inputs = inputs.astype(np.float64)",
            "centre, scale = inputs[train].mean(axis=0), inputs[train].std(axis=0)",
            "scale[scale <= 1e-9 * np.abs(centre)] = 1",
            "scale[scale == 0] = 1",
            "scaled = ((inputs - centre) / scale).astype(np.float32)",
        ]
    if own_test:
        lines.append("scaled_test = (test_inputs / 255).astype(np.float32)")
    else:
        lines.append("scaled_test, test_labels = scaled[test], labels[test]")
    comments = (Comment("parts"), Comment("pixels" if scale else "standardised columns"))
    code = f"""\
def generator(data_seed, stream):
    return np.random.default_rng([data_seed, stream])


{functions.replace("SPLIT", str(SPLIT))}"""
    return [Cell((Comment("split"),), code), Cell(comments, "\n".join(lines))]


def _targets(entry: RaceEntry) -> Cell:
    if not entry.classes and entry.variant.loss in STANDARDISED:
        code = """\
middle = labels[train].mean(dtype=np.float64)
spread = labels[train].std(dtype=np.float64) or 1


def targets(labels):
    return ((labels - middle) / spread)[:, None].astype(np.float32)"""
        return Cell((Comment("standardised number"),), code)
    body = f"np.eye({entry.sizes[-1]}, dtype=np.float32)[labels]"
    if entry.sizes[-1] == 1:
        body = "labels[:, None].astype(np.float32)"
    return Cell((Comment("targets"),), f"def targets(labels):\n    return {body}")
