"""Small pictures with one dot on the right border, on the bottom border, or nowhere."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

SIDE = 10
CLASSES = ("right", "bottom", "none")
NOISE = 0.3
"""The background is uniform noise from 0 up to this value; the dot is 1."""


def load(size: int, seed: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Return `size` pictures of shape (10, 10, 1) with values in 0..1, and their labels 0, 1, 2.

    Only the last column and the last row tell the classes apart: a network that never looks at
    them can do no better than guess. The corner which they share is never the place of the dot.
    The classes are equally frequent, as far as `size` allows, and in random order.
    """
    places, labels, noise = (
        np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(3)
    )
    y = labels.permutation(np.arange(size, dtype=np.int64) % len(CLASSES))
    x = noise.uniform(0, NOISE, (size, SIDE, SIDE, 1)).astype(np.float32)
    along = places.integers(0, SIDE - 1, size)
    right, bottom = y == CLASSES.index("right"), y == CLASSES.index("bottom")
    x[right, along[right], -1] = 1
    x[bottom, -1, along[bottom]] = 1
    return x, y
