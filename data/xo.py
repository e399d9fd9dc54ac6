"""Small grey pictures of an X or an O, drawn with a pen of changing width."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float64]

CLASSES = ("O", "X")
SIDE = 14
HALF = (2.2, 4.5)
"""Half the height of a letter lies between these, and so does half its width: pixels."""
PEN = (1.2, 2.0)
"""The width of the pen: pixels."""


def load(
    size: int, seed: int, *, scatter: float = 2.5, rotation: float = 25, noise: float = 0.1
) -> tuple[Pixels, Pixels]:
    """Return `size` pictures of shape (14, 14, 1) in 0..1, and their labels: 1. for X, 0. for O.

    A light letter stands on a dark ground. Its height, its width and the width of the pen vary; it
    is turned by up to `rotation` degrees either way, and its middle lies up to `scatter` pixels
    from the middle of the picture along each axis. `noise` is the standard deviation of what is
    added to every pixel before it is cut to 0..1. X and O are equally frequent, as far as `size`
    allows, and in random order.

    Labels, places, forms and noise have a stream of random numbers each: the same seed with more
    noise gives the same letters.
    """
    streams = np.random.SeedSequence(seed).spawn(5)
    labels, places, turns, forms, grain = (np.random.default_rng(s) for s in streams)
    y = labels.permutation(np.arange(size) % len(CLASSES)).astype(np.float32)
    middle = places.uniform(-scatter, scatter, (2, size, 1, 1))
    angle = np.radians(turns.uniform(-rotation, rotation, (size, 1, 1)))
    half = forms.uniform(*HALF, (2, size, 1, 1))
    pen = forms.uniform(*PEN, (size, 1, 1))
    down, right = np.mgrid[:SIDE, :SIDE][:, None] - (SIDE - 1) / 2 - middle
    across = np.cos(angle) * right + np.sin(angle) * down
    along = np.cos(angle) * down - np.sin(angle) * right
    is_x = y[:, None, None] == CLASSES.index("X")
    far = np.where(is_x, _from_x(across, along, *half), _from_o(across, along, *half))
    x = np.clip((pen + 1) / 2 - far, 0, 1)[..., None]
    return np.clip(x + grain.normal(0, noise, x.shape), 0, 1).astype(np.float32), y


def _from_x(across: Numbers, along: Numbers, width: Numbers, height: Numbers) -> Numbers:
    """Return how far each point is from the nearer one of two crossing strokes."""
    length = np.hypot(width, height)
    strokes = []
    for way in (1, -1):
        lengthwise = (across * width + way * along * height) / length
        beside = (across * height - way * along * width) / length
        beyond = np.maximum(np.abs(lengthwise) - length, 0)
        strokes.append(np.hypot(beside, beyond))
    nearer: Numbers = np.minimum(*strokes)
    return nearer


def _from_o(across: Numbers, along: Numbers, width: Numbers, height: Numbers) -> Numbers:
    """Return how far each point is from an ellipse, very nearly."""
    u, v = across / width, along / height
    distance = np.maximum(np.hypot(u, v), 1e-6)
    slope = np.hypot(u / width, v / height) / distance
    far: Numbers = np.abs(distance - 1) / np.maximum(slope, 1e-6)
    return far
