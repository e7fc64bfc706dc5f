"""Names that a visitor reads for the variants of a race, and for their brakes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.experiments.race import Race
from core.experiments.variant import CLASS_LOSSES, Variant
from ui.i18n.function_names import function_name
from ui.i18n.language import N_, _
from ui.training import names as experiment_names

_FIELDS = {
    "train_share": N_("Share to train with"),
    "validation_share": N_("Share to validate with"),
    "test_share": N_("Share to test with"),
    "noise": N_("Noise of position"),
    "hidden": N_("Hidden layers"),
    "dropout": N_("Dropout rate"),
    "input_noise": N_("Gaussian noise on the inputs"),
    "label_smoothing": N_("Label smoothing"),
    "normalization": N_("Normalization of the hidden layers"),
    "l1": N_("L1 on the kernels"),
    "l2": N_("L2 on the kernels"),
    "activity_l1": N_("L1 on the activity"),
    "activity_l2": N_("L2 on the activity"),
    "constraint": N_("Constraint on the kernels"),
    "max_norm": N_("Largest norm of a unit’s weights"),
    "weight_decay": N_("Decoupled weight decay"),
    "momentum": N_("Momentum"),
    "rho": N_("ρ: memory of RMSprop"),
    "beta_1": N_("β₁: memory of the gradient"),
    "beta_2": N_("β₂: memory of its square"),
    "schedule": N_("Schedule of the learning rate"),
    "decay_steps": N_("Steps of the decay"),
    "decay_rate": N_("Factor over these steps"),
    "alpha": N_("Floor, as a share of the rate"),
    "first_decay_steps": N_("Steps to the first restart"),
    "plateau_factor": N_("Factor on a plateau"),
    "plateau_patience": N_("Epochs without progress"),
    "warmup_steps": N_("Steps of the warm-up"),
    "early_stopping": N_("Early stopping"),
    "patience": N_("Patience, in epochs"),
    "min_delta": N_("Least progress that counts"),
    "restore_best": N_("Restore the best weights"),
}
_NORMALIZATIONS = {
    "none": N_("None"),
    "batch": N_("Batch normalization"),
    "layer": N_("Layer normalization"),
}
_CONSTRAINTS = {
    "none": N_("None"),
    "max_norm": "MaxNorm",
    "unit_norm": "UnitNorm",
    "non_neg": "NonNeg",
}
_SCHEDULES = {
    "constant": N_("Constant"),
    "exponential": N_("Exponential decay"),
    "cosine": N_("Cosine decay"),
    "cosine_restarts": N_("Cosine decay with restarts"),
    "plateau": N_("Reduce on a plateau"),
}
_SHORT = {
    "label_smoothing": N_("smoothing"),
    "dropout": N_("dropout"),
    "input_noise": N_("noise"),
    "l1": "L1",
    "l2": "L2",
    "activity_l1": N_("activity L1"),
    "activity_l2": N_("activity L2"),
    "max_norm": "MaxNorm",
    "unit_norm": "UnitNorm",
    "non_neg": "NonNeg",
    "weight_decay": N_("decay"),
    "warmup_steps": N_("warm-up"),
    "early_stopping": N_("early stopping"),
    "batch": N_("batch norm"),
    "layer": N_("layer norm"),
    "exponential": N_("exponential rate"),
    "cosine": N_("cosine rate"),
    "cosine_restarts": N_("cosine restarts"),
    "plateau": N_("rate on plateau"),
}
# Brakes whose value is a key of its own.
_KEYED = ("normalization", "schedule")
# What else variants may differ in.
_OTHERS = (
    "hidden",
    "activations",
    "loss",
    "optimizer",
    "learning_rate",
    "beta_1",
    "beta_2",
)
_GREEK = {"beta_1": "β₁", "beta_2": "β₂"}


def field_name(key: str) -> str:
    """What a setting of the race or of a variant is called."""
    return _(_FIELDS[key]) if key in _FIELDS else experiment_names.field_name(key)


def normalization_name(key: str) -> str:
    """Display name of a normalization."""
    return _(_NORMALIZATIONS[key])


def constraint_name(key: str) -> str:
    """Display name of a constraint."""
    return _(_CONSTRAINTS[key])


def schedule_name(key: str) -> str:
    """Display name of a schedule of the learning rate."""
    return _(_SCHEDULES[key])


def loss_name(key: str) -> str:
    """Display name of a loss."""
    if key == CLASS_LOSSES[0]:
        return _("Sparse categorical cross-entropy")
    return experiment_names.loss_name(key)


def brake(name: str, value: Any) -> str:
    """One brake with its strength: "L2 0.01"."""
    if name in _KEYED:
        return _(_SHORT[value])
    if value is True:
        return _(_SHORT[name])
    values = dict.fromkeys(value) if isinstance(value, tuple) else (value,)
    return f"{_(_SHORT[name])} {'/'.join(f'{number:g}' for number in values)}"


def brakes(variant: Variant) -> str:
    """All brakes of a variant; "no brake" if there is none."""
    return ", ".join(brake(name, value) for name, value in variant.brakes()) or _("no brake")


def names(race: Race) -> list[str]:
    """Short names of all variants: a number, and the brakes that not all of them have.

    Where that does not tell them apart, what else they differ in: network, loss, optimizer, rate.
    """
    brakes_of = [variant.brakes() for variant in race.variants]
    said = _distinct(brakes_of)
    if len(said) > 1 and len(set(said)) < len(said):
        others = [
            tuple((name, getattr(variant, name)) for name in _OTHERS) for variant in race.variants
        ]
        said = [more or parts for parts, more in zip(said, _distinct(others), strict=True)]
    kept = [parts or own for parts, own in zip(said, brakes_of, strict=True)]
    return [f"{number} {_shortened(parts)}" for number, parts in enumerate(kept, start=1)]


def _distinct(parts: Sequence[tuple[tuple[str, Any], ...]]) -> list[tuple[tuple[str, Any], ...]]:
    """Of each what not all have; of a single one, all."""
    if len(parts) == 1:
        return list(parts)
    shared = set.intersection(*map(set, parts))
    return [tuple(part for part in own if part not in shared) for own in parts]


def _shortened(parts: Sequence[tuple[str, Any]]) -> str:
    """One part with its value, or two by their names, and how many more there are."""
    if not parts:
        return _("no brake")
    if len(parts) == 1:
        return _part(*parts[0])
    kinds = [_kind(*part) for part in parts]
    more = f" +{len(kinds) - 2}" if len(kinds) > 2 else ""
    return f"{' + '.join(kinds[:2])}{more}"


def _part(name: str, value: Any) -> str:
    return _kind(name, value) if name in _OTHERS else brake(name, value)


def _kind(name: str, value: Any) -> str:
    if name == "hidden":
        return " → ".join(map(str, value)) or _("no hidden layer")
    if name == "activations":
        return "/".join(dict.fromkeys(map(function_name, value))) or _("no hidden layer")
    if name == "optimizer":
        return experiment_names.optimizer_name(value)
    if name == "loss":
        return value if "_" in value or len(value) > 4 else value.upper()
    if name == "learning_rate":
        return f"η {value:g}"
    if name in ("beta_1", "beta_2"):
        return f"{_GREEK[name]} {value:g}"
    return _(_SHORT[value if name in _KEYED else name])


def network(variant: Variant, features: int, classes: int) -> str:
    """The layers of a variant: 784 → 64 → 10."""
    widths = (features, *variant.hidden, variant.outputs(classes))
    return " → ".join(f"{width:,}" for width in widths)


def layer_name(key: str) -> str:
    """Display name of a layer: "hidden_1", …, "output"."""
    kind, _sign, number = key.partition("_")
    return _("output layer") if kind == "output" else _("hidden layer {number}", number=number)
