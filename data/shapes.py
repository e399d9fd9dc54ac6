"""Small colour pictures of one shape each: any colour, any place, any turn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

Pixels = npt.NDArray[np.float32]
Corners = npt.NDArray[np.float64]

SHAPES = ("disc", "ring", "triangle", "square", "cross", "star")
SIDE = 32
RADIUS = (7.0, 11.0)
"""The distance of a shape's farthest points from its middle lies between these: pixels."""
INK = (0.5, 1.0)
"""Each channel of a shape's colour lies between these."""
GROUND = (0.0, 0.4)
"""Each channel of the ground's colour lies between these."""
FINE = 4
"""Shapes are drawn this many times larger, then reduced."""
HOLE = 0.55
"""The radius of a ring's hole, as a share of the ring's."""


def load(size: int, seed: int, *, noise: float = 0.1) -> tuple[Pixels, npt.NDArray[np.int64]]:
    """Return `size` pictures of shape (32, 32, 3) in 0..1, and the places of their shapes.

    Each picture shows one of six shapes, in one colour, on a darker ground of another colour.
    Colours, sizes, places and turns have nothing to do with the shape; all of it lies within the
    picture. `noise` is the standard deviation of what is added to every pixel before it is cut to
    0..1. All shapes are equally frequent, as far as `size` allows, and in random order.

    Labels, colours, forms, places and noise have a stream of random numbers each: the same seed
    with more noise gives the same shapes.
    """
    streams = np.random.SeedSequence(seed).spawn(5)
    labels, colours, forms, places, grain = (np.random.default_rng(s) for s in streams)
    y = labels.permutation(np.arange(size, dtype=np.int64) % len(SHAPES))
    ink, ground = (colours.uniform(*span, (size, 1, 1, 3)) for span in (INK, GROUND))
    radius, turn = forms.uniform(*RADIUS, size), forms.uniform(0, 2 * np.pi, size)
    middle = SIDE / 2 + places.uniform(-1, 1, (size, 2)) * (SIDE / 2 - 1 - radius[:, None])
    covered = np.stack([drawn(SHAPES[y[i]], middle[i], radius[i], turn[i]) for i in range(size)])
    x = ground + covered[..., None] * (ink - ground)
    return np.clip(x + grain.normal(0, noise, x.shape), 0, 1).astype(np.float32), y


def drawn(shape: str, middle: Corners, radius: float, turn: float) -> Pixels:
    """Return the share of each pixel (32, 32) that a shape covers."""
    image = Image.new("L", (SIDE * FINE, SIDE * FINE))
    pen = ImageDraw.Draw(image)
    for corners, fill in _outlines(shape):
        rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        points = (corners @ rotation * radius + middle) * FINE
        pen.polygon([(float(right), float(down)) for right, down in points], fill=fill)
    covered: Pixels = np.asarray(image.reduce(FINE), np.float32) / np.float32(255)
    return covered


def _outlines(shape: str) -> tuple[tuple[Corners, int], ...]:
    """Return the polygons of a shape, of radius 1, and what each is filled with."""
    if shape == "disc":
        return ((_corners(48), 255),)
    if shape == "ring":
        return ((_corners(48), 255), (HOLE * _corners(48), 0))
    if shape == "triangle":
        return ((_corners(3), 255),)
    if shape == "square":
        return ((_corners(4), 255),)
    if shape == "star":
        return ((_corners(10) * np.tile([[1], [0.45]], (5, 1)), 255),)
    bar = np.array([(1, 0.3), (1, -0.3), (-1, -0.3), (-1, 0.3)]) / np.hypot(1, 0.3)
    return ((bar, 255), (bar[:, ::-1], 255))


def _corners(count: int) -> Corners:
    """Return the corners of a regular polygon of radius 1."""
    angles = 2 * np.pi * np.arange(count) / count
    return np.column_stack([np.cos(angles), np.sin(angles)])
