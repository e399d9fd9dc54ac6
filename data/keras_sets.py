"""MNIST and Fashion-MNIST through `keras.datasets`: downloaded by Keras once, never by the kit."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

LARGEST = 255


def load(
    name: str, size: int, seed: int, part: str
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Return `size` pictures of shape (28, 28, 1) in 0..1 and their classes, without repetition.

    `name` is "mnist" or "fashion_mnist", `part` is "train" or "test". Raises OSError with what to
    do where Keras has no copy and cannot fetch one, ValueError where a part has fewer pictures.
    """
    pixels, labels = _part(name, part)
    if size > len(labels):
        raise ValueError(f"{name} has {len(labels)} pictures for part={part!r}, not {size}")
    chosen = np.random.default_rng(seed).permutation(len(labels))[:size]
    x = pixels[chosen, :, :, None].astype(np.float32) / LARGEST
    return x, labels[chosen].astype(np.int64)


def _part(name: str, part: str) -> Any:
    import keras

    try:
        train, test = getattr(keras.datasets, name).load_data()
    except Exception as error:  # Keras raises a bare Exception where a download fails
        folder = Path(os.environ.get("KERAS_HOME", "~/.keras")) / "datasets"
        raise OSError(
            f"{name} is not on this machine and could not be fetched ({error}); with a connection,"
            f" run `keras.datasets.{name}.load_data()` once: it is then kept in {folder}"
        ) from error
    return train if part == "train" else test
