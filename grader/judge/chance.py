"""Weights that nobody set: they are what Keras drew when it built the layer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.judge.context import Name

Array = np.ndarray[Any, Any]
LEAST = 9
"""So many numbers at least: fewer may be all different by design."""
FILLED = 0.55
"""The largest of them reaches so far towards the limit, as good as always."""


def left_to_chance(weights: Mapping[str, Sequence[Array]]) -> Name | None:
    """Name the mistake where every kernel of a network is what Keras draws by itself."""
    kernels = [arrays[0] for arrays in weights.values() if arrays and arrays[0].ndim > 1]
    if not kernels or not all(map(_drawn, kernels)):
        return None
    return Name("weights_left_to_chance", 2)


def _drawn(kernel: Array) -> bool:
    """Whether a kernel looks as Glorot's uniform distribution does, which is Keras's own choice:
    no number twice, both signs, up to sqrt(6 / (fan in + fan out)) and nearly as far.
    """
    area = math.prod(kernel.shape[:-2])
    limit = math.sqrt(6 / (area * (kernel.shape[-2] + kernel.shape[-1])))
    most = float(np.abs(kernel).max(initial=0))
    return bool(
        kernel.size >= LEAST
        and len(np.unique(kernel)) == kernel.size
        and kernel.min() < 0 < kernel.max()
        and FILLED * limit < most <= limit * (1 + 1e-6)
    )
