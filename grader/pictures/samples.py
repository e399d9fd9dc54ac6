"""Pictures to look at through a student's filters: drawn by the kit's own generators."""

from __future__ import annotations

import numpy as np

from grader.pictures.grid import Array
from grader.train.data import load_shown


def sample(channels: int) -> Array:
    """Return one picture (1, H, W, channels) in 0..1: a letter, or a shape in colours."""
    if channels <= 1:
        letter: Array = load_shown("glyphs", 4, 3, {"noise": 0.0})[0][3:4]
        return letter
    shape: Array = load_shown("shapes", 6, 1, {"noise": 0.0})[0][4:5]
    return shape[..., np.arange(channels) % shape.shape[-1]]
