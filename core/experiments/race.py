"""The race of variants: one experiment of the regularization screen as a value."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

from core.datasets.example_sets import SETS
from core.experiments.variant import MOST_INPUT_NOISE, Variant
from core.problems import Problem
from core.settings import Choice, Digest, Each, Number, Settings, Whole, setting

if TYPE_CHECKING:
    from core.datasets.examples import Examples

MOST_VARIANTS = 6

MOST_STEP_OUTPUTS = 8_000_000
"""Upper limit of examples × units of one step: about 30 bytes of memory for each."""

MOST_STEP_WORK = 2_500_000_000
"""Upper limit of examples × weights of one step, which nothing interrupts: half a second."""

MOST_WORK = 1_000_000_000_000
"""Upper limit of a race in examples × weights: a few minutes of training."""

# What a step costs beside the arithmetic on its examples, in the same unit: a constant, and for
# each weight as much as these examples.
_STEP_COST = 500_000
_WEIGHT_COST = 12

_ONCE_MOST_NOISE = 5.0


@dataclasses.dataclass(frozen=True)
class Race(Settings):
    """Data, and up to six variants that learn from them side by side.

    Data: see `core.datasets.examples.load`; `table` is the digest of the visitor's own table, which
    no link carries.

    Training: all variants with the same layers have the same start, and all have the same batches:
    kernels are drawn as `core.models.build` draws them, batches as `core.training.shuffled` says.
    `batch` 0 is the full batch.

    Raises:
        Problem: If a field is out of bounds, or fields do not go together.
    """

    data: str = setting(Choice(tuple(SETS)), "digits")
    train_share: float = setting(Number(0.01, 0.98, 0.01), 0.05)
    validation_share: float = setting(Number(0.01, 0.98, 0.01), 0.25)
    test_share: float = setting(Number(0.01, 0.98, 0.01), 0.25)
    noise: float = setting(Number(0, 0.5, 0.01), 0.2)
    flips: float = setting(Number(0, 0.5, 0.01), 0.0)
    size: int = setting(Whole(20, 2000, 10), 400)
    data_seed: int = setting(Whole(0, 9999), 0)
    table: str = setting(Digest(), "")
    epochs: int = setting(Whole(1, 500), 100)
    batch: int = setting(Whole(0, 1000), 32)
    seed: int = setting(Whole(0, 9999), 1)
    variants: tuple[Variant, ...] = setting(
        Each(Variant, 1, MOST_VARIANTS),
        (
            Variant(learning_rate=0.01),
            Variant(learning_rate=0.01, l2=0.003),
            Variant(learning_rate=0.01, dropout=(0.5,)),
            Variant(learning_rate=0.01, early_stopping=True),
        ),
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        total = self.train_share + self.validation_share + self.test_share
        if total > 1 + 1e-9:
            raise Problem(
                "The shares for training, validation and test add up to {total} %: make them at "
                "most 100 %.",
                total=f"{100 * total:g}",
            )

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple[Self, list[Problem]]:
        """As `Settings.from_query`; input noise that an older link asks for, of up to 5, is taken
        at what Keras takes at most, which is said."""
        problems = []

        def bounded(found: re.Match[str]) -> str:
            if not MOST_INPUT_NOISE < float(found[0]) <= _ONCE_MOST_NOISE:
                return found[0]
            problems.append(
                Problem(
                    "Noise of {value} on the inputs is more than Keras takes: it is taken as "
                    "{most}.",
                    value=found[0],
                    most=f"{MOST_INPUT_NOISE:g}",
                )
            )
            return f"{MOST_INPUT_NOISE:g}"

        text = query.get("variants", "")
        variants = re.sub(r"(?<=input_noise:)\d{1,4}(\.\d{1,20})?(?![\d.e])", bounded, text)
        known = {**query, "variants": variants} if problems else query
        race, others = super().from_query(known)
        return race, [*problems, *others]

    def batch_examples(self, examples: int) -> int:
        """Examples of a full step.

        Args:
            examples: Number of training examples.
        """
        return min(self.batch or examples, examples)


def check_work(race: Race, examples: Examples) -> None:
    """No race may hold the server: what it costs is bounded before it starts.

    Args:
        race: What is to be run.
        examples: On which examples.

    Raises:
        Problem: If a step, or all of it, is too much; it says what to change.
    """
    count, features = len(examples.train_y), len(examples.features)
    batch = race.batch_examples(count)
    steps = math.ceil(count / batch)
    work = 0
    for variant in race.variants:
        weights = variant.parameter_count(features, len(examples.classes))
        units = sum(variant.hidden) + variant.outputs(len(examples.classes))
        most = min(MOST_STEP_OUTPUTS // units, MOST_STEP_WORK // weights)
        if batch > most:
            raise Problem(
                "Steps on {examples} examples at once are too much for a network with {units} "
                "units and {parameters} weights. Take batches of at most {most} examples, or fewer "
                "units.",
                examples=batch,
                units=units,
                parameters=weights,
                most=most,
            )
        of_epoch = steps * (_STEP_COST + _WEIGHT_COST * weights) + count * weights
        work += race.epochs * of_epoch
    if work > MOST_WORK:
        raise Problem(
            "{epochs} epochs of {steps} steps for {variants} variants are {times} times what one "
            "race may take. Take fewer epochs, variants, units or training examples, or a larger "
            "batch.",
            epochs=race.epochs,
            steps=steps,
            variants=len(race.variants),
            times=f"{math.ceil(10 * work / MOST_WORK) / 10:g}",
        )
