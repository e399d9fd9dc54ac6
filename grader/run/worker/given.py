"""What the kit hands to students' functions and no array can say: models, augmentations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def build_given_model(given: dict[str, Any], arrays: list[Any]) -> Any:
    """Build the model that the kit hands to the student's function."""
    import keras

    layers = [getattr(keras.layers, kind)(**settings) for kind, settings in given["layers"]]
    model = keras.Sequential([keras.Input(tuple(given["input_shape"])), *layers])
    if given["weights"]:
        model.set_weights([arrays[index] for index in given["weights"]])
    if given["compiled"] is not None:
        model.compile(**given["compiled"])
    return model


def copies(x: Any, y: Any) -> tuple[Any, Any]:
    """Return every picture (N, H, W, C) twelve times, with its label: first the originals.

    The others are moved by whole pixels; what leaves on one side comes in on the other.
    """
    import numpy as np

    moves = [(down, right) for right in range(4) for down in range(3)]
    moved = [np.roll(x, move, axis=(1, 2)) for move in moves]
    return np.concatenate(moved), np.concatenate([y] * len(moves))


GIVEN_FUNCTIONS: dict[str, Callable[..., Any]] = {"copies": copies}
"""What an argument may be besides data: augmentations."""
