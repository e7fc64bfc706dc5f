"""Code of a variant's learning rate: a number, or one of Keras' schedules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.export.cells import call

if TYPE_CHECKING:
    from core.experiments.variant import Variant

_WARM_UP = """\
class WarmUp(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, rate, steps, then):
        self.rate, self.steps, self.then = rate, steps, then

    def __call__(self, step):
        step = keras.ops.cast(step, "float32")
        later = self.then(keras.ops.maximum(step - self.steps, 0))
        return keras.ops.where(step < self.steps, self.rate * step / self.steps, later)


"""
_SCHEDULES = "keras.optimizers.schedules"


def learning_rate(variant: Variant) -> tuple[str, str]:
    """The rate of an optimizer.

    Args:
        variant: Whose; "plateau" is a callback and has a number here.

    Returns:
        Definitions that come first, "" if none are needed, and the argument.
    """
    rate = variant.learning_rate
    if variant.schedule == "cosine" and variant.warmup_steps:
        arguments = ["0.0", str(variant.decay_steps), f"alpha={variant.alpha}"]
        arguments += [f"warmup_target={rate}", f"warmup_steps={variant.warmup_steps}"]
        return "", call(f"{_SCHEDULES}.CosineDecay", arguments, indent=4)
    kinds = {
        "exponential": (
            "ExponentialDecay",
            variant.decay_steps,
            f"decay_rate={variant.decay_rate}",
        ),
        "cosine": ("CosineDecay", variant.decay_steps, f"alpha={variant.alpha}"),
        "cosine_restarts": (
            "CosineDecayRestarts",
            variant.first_decay_steps,
            f"alpha={variant.alpha}",
        ),
    }
    code = str(rate)
    if variant.schedule in kinds:
        kind, steps, shape = kinds[variant.schedule]
        code = call(f"{_SCHEDULES}.{kind}", [code, str(steps), shape], indent=4)
    if not variant.warmup_steps:
        return "", code
    then = code if variant.schedule in kinds else f"lambda step: {code}"
    return _WARM_UP, call("WarmUp", [str(rate), str(variant.warmup_steps), then], indent=4)
