"""Small grey pictures of capital letters, set in the DejaVu faces that matplotlib ships."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import matplotlib
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Pixels = npt.NDArray[np.float32]

LETTERS = "XOTLHACESY"
SIDE = 20
FACES = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSerif")
DIRECTIONS = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))
"""Rows and columns of one step; a step down is positive."""
FONT = 0.62
"""The size of the font as a share of the picture's side: a capital is 0.73 of that high."""
FINE = 4
"""Letters are drawn and turned this many times larger, then reduced."""


def load(
    size: int,
    seed: int,
    *,
    letters: str = LETTERS,
    side: int = SIDE,
    shift: int = 0,
    scatter: int = 0,
    rotation: float = 10,
    noise: float = 0.1,
    faces: Sequence[str] = FACES,
) -> tuple[Pixels, npt.NDArray[np.int64]]:
    """Return `size` pictures of shape (side, side, 1) in 0..1, and the places of their letters.

    A light letter stands on a dark ground, in one of the `faces`, turned by up to `rotation`
    degrees either way. Its ink is centred, then moved by exactly `shift` pixels in one of eight
    directions, then by up to `scatter` pixels along each axis. In pictures of 20 x 20 no ink is
    lost up to 4 pixels. `noise` is the standard deviation of what is added to every pixel before
    it is cut to 0..1. All letters are equally frequent, as far as `size` allows.

    Every option has its own stream of random numbers: the same seed with another shift gives the
    same letters, faces, turns and noise.
    """
    streams = np.random.SeedSequence(seed).spawn(6)
    labels, types, turns, ways, places, grain = (np.random.default_rng(s) for s in streams)
    y = labels.permutation(np.arange(size, dtype=np.int64) % len(letters))
    face = types.integers(len(faces), size=size)
    angle = turns.uniform(-rotation, rotation, size)
    moves = shift * np.array(DIRECTIONS)[ways.integers(len(DIRECTIONS), size=size)]
    moves += places.integers(-scatter, scatter + 1, (size, 2))
    x = np.zeros((size, side, side, 1), np.float32)
    for i in range(size):
        drawn = _drawn(faces[face[i]], letters[y[i]], side).rotate(
            angle[i], Image.Resampling.BILINEAR
        )
        picture = np.asarray(drawn.reduce(FINE), np.float32)
        x[i, :, :, 0] = moved(picture, *moves[i])
    x /= 255
    x += grain.normal(0, noise, x.shape).astype(np.float32)
    return np.clip(x, 0, 1), y


def moved(picture: Pixels, down: int, right: int) -> Pixels:
    """Return a picture (H, W) moved by whole pixels; zeros come in, what leaves is lost."""
    height, width = picture.shape
    out = np.zeros_like(picture)
    out[max(down, 0) : height + min(down, 0), max(right, 0) : width + min(right, 0)] = picture[
        max(-down, 0) : height + min(-down, 0), max(-right, 0) : width + min(-right, 0)
    ]
    return out


@cache
def _drawn(face: str, letter: str, side: int) -> Image.Image:
    """Return one upright letter, its ink in the middle, FINE times as large as asked for."""
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    font = ImageFont.truetype(str(fonts / f"{face}.ttf"), round(FONT * side * FINE))
    left, top, right, bottom = font.getbbox(letter)
    middle = side * FINE / 2
    image = Image.new("L", (side * FINE, side * FINE))
    corner = (middle - (left + right) / 2, middle - (top + bottom) / 2)
    ImageDraw.Draw(image).text(corner, letter, fill=255, font=font)
    return image
