"""MNIST: handwritten digits, 28 x 28 (Y. LeCun, C. Cortes, C. Burges), through `keras.datasets`."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data import keras_sets


def load(
    size: int, seed: int, *, part: str = "train"
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Return pictures (size, 28, 28, 1) in 0..1 and their digits; see `keras_sets.load`."""
    return keras_sets.load("mnist", size, seed, part)
