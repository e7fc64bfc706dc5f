"""Every activation function of the app, in menu order: one entry each, and nothing elsewhere."""

from __future__ import annotations

from types import MappingProxyType

from core.activations.activation import Activation, Interval, Parameter
from core.activations.rectified import CELU, ELU, LEAKY_RELU, PRELU, RELU, RELU6, SELU
from core.activations.shrinking import HARD_SHRINK, SOFT_SHRINK, TANH_SHRINK
from core.activations.sigmoidal import (
    BINARY_STEP,
    HARD_SIGMOID,
    HARD_TANH,
    LINEAR,
    SIGMOID,
    SOFTSIGN,
    TANH,
)
from core.activations.smooth import (
    GELU,
    GELU_TANH,
    HARD_SILU,
    LOG_SIGMOID,
    MISH,
    SILU,
    SOFTPLUS,
    SPARSE_PLUS,
    SQUAREPLUS,
)
from core.activations.vector import (
    GLU,
    LOG_SOFTMAX,
    MAXOUT,
    SOFTMAX,
    SPARSEMAX,
    VectorActivation,
)

ELEMENTWISE: MappingProxyType[str, Activation] = MappingProxyType(
    {
        entry.key: entry
        for entry in (
            BINARY_STEP,
            LINEAR,
            SIGMOID,
            TANH,
            RELU,
            LEAKY_RELU,
            PRELU,
            ELU,
            SELU,
            GELU,
            GELU_TANH,
            SILU,
            MISH,
            SOFTPLUS,
            SOFTSIGN,
            HARD_SIGMOID,
            HARD_SILU,
            RELU6,
            HARD_TANH,
            LOG_SIGMOID,
            CELU,
            SQUAREPLUS,
            TANH_SHRINK,
            SOFT_SHRINK,
            HARD_SHRINK,
            SPARSE_PLUS,
        )
    }
)

VECTOR: MappingProxyType[str, VectorActivation] = MappingProxyType(
    {entry.key: entry for entry in (SOFTMAX, LOG_SOFTMAX, SPARSEMAX, GLU, MAXOUT)}
)

ACTIVATIONS: MappingProxyType[str, Activation | VectorActivation] = MappingProxyType(
    {**ELEMENTWISE, **VECTOR}
)

__all__ = [
    "ACTIVATIONS",
    "ELEMENTWISE",
    "VECTOR",
    "Activation",
    "Interval",
    "Parameter",
    "VectorActivation",
]
