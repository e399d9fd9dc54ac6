"""Small colour pictures of one bar: the same pictures for two questions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

SIDE = 12
BAR = 5
"""Pixels of every bar, whichever way it lies."""
COLOURS = ("red", "green", "blue")
ARRANGEMENTS = ("lying", "standing", "slanting")
STEPS = ((0, 1), (1, 0), (1, 1))
"""Rows and columns from one pixel of the bar to the next, by arrangement."""
TASKS = ("colour", "arrangement")
GROUND = 0.3
"""The ground is uniform noise from 0 up to this value, in each channel."""
INK = (0.7, 1.0)
"""The bar's pixels lie between these in the channel of its colour; elsewhere they are ground."""


def load(
    size: int, seed: int, *, task: str = "colour"
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Return `size` pictures of shape (12, 12, 3) with values in 0..1, and their labels 0, 1, 2.

    Each picture shows a bar of five pixels in one of three colours, lying in one of three ways.
    The two have nothing to do with each other. `task` says which of them the labels tell; the
    pictures of one seed are the same for both. What pixels a bar has, and how many, does not
    depend on the way it lies: whoever looks at single pixels only can do no better than guess it.
    Colours and arrangements are equally frequent, as far as `size` allows, and in random order.
    Raises ValueError for another task.
    """
    if task not in TASKS:
        raise ValueError(f"there is no task {task!r}; tasks: {', '.join(TASKS)}")
    streams = np.random.SeedSequence(seed).spawn(5)
    colours, ways, places, ink, ground = (np.random.default_rng(s) for s in streams)
    colour = colours.permutation(np.arange(size, dtype=np.int64) % len(COLOURS))
    way = ways.permutation(np.arange(size, dtype=np.int64) % len(ARRANGEMENTS))
    x = ground.uniform(0, GROUND, (size, SIDE, SIDE, len(COLOURS))).astype(np.float32)
    steps = np.array(STEPS)[way]
    first = places.integers(0, SIDE - (BAR - 1) * steps)
    for pixel, light in enumerate(ink.uniform(*INK, (BAR, size)).astype(np.float32)):
        row, column = (first + pixel * steps).T
        x[np.arange(size), row, column, colour] = light
    return x, colour if task == "colour" else way
