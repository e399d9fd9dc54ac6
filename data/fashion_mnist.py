"""Fashion-MNIST: ten kinds of clothes, 28 x 28 (Zalando), through `keras.datasets`."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data import keras_sets


def load(
    size: int, seed: int, *, part: str = "train"
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Return pictures (size, 28, 28, 1) in 0..1 and their classes; see `keras_sets.load`."""
    return keras_sets.load("fashion_mnist", size, seed, part)
