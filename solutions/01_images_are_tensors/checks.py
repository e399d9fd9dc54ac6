"""What exercise 01 asks for and what it is worth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.spec import Arguments, Arrays, Draw, Exercise, Task, case


def _bytes(seed: int, *shape: int, top: int = 250) -> np.ndarray[Any, Any]:
    """A uint8 picture whose largest value is not 255, so that "divide by the maximum" shows."""
    return np.random.default_rng(seed).integers(0, top, shape, dtype=np.uint8, endpoint=True)


def _floats(seed: int, *shape: int, dtype: str = "float32") -> np.ndarray[Any, Any]:
    """A float picture in 0 to 0.9, so that its maximum is not 1."""
    return (np.random.default_rng(seed).random(shape).round(3) * 0.9).astype(dtype)


def _draw(picture: Callable[..., np.ndarray[Any, Any]], channels: tuple[int, ...]) -> Draw:
    """Draw pictures with H, W and C all different; 0 channels stands for a grey (H, W)."""

    def draw(rng: np.random.Generator) -> Arguments:
        height, width = (int(side) for side in rng.permutation(np.arange(5, 10))[:2])
        depth = int(rng.choice(channels))
        shape = (height, width, depth) if depth else (height, width)
        return {"img": picture(int(rng.integers(1 << 30)), *shape)}

    return draw


def _bytes_or_floats(seed: int, *shape: int) -> np.ndarray[Any, Any]:
    return (_bytes if seed % 2 else _floats)(seed, *shape)


TO_BATCH = Task(
    "1.1",
    "to_batch",
    checks=(Arrays(2, group="axes", dtype=True), Arrays(2, group="scale", dtype=True)),
    cases=(
        case("axes", img=_bytes(1, 9, 6)),
        case("axes", img=_bytes(2, 7, 5, 3)),
        # One channel, already there: an axis too many shows. Four: a dropped alpha shows.
        case("axes", img=_bytes(3, 6, 5, 1)),
        case("axes", img=_bytes(4, 5, 7, 4)),
        # A single row is no axis to be dropped.
        case("axes", img=_bytes(9, 1, 6, 3)),
        # The dark picture tells "uint8" from "large numbers", the floats tell who always divides.
        case("scale", img=_bytes(5, 8, 5, 3)),
        case("scale", img=_bytes(6, 5, 8, 3, top=1)),
        case("scale", img=_floats(7, 5, 6, 3)),
        case("scale", img=_floats(8, 6, 4, 3, dtype="float64")),
    ),
    draws={"axes": _draw(_bytes, (0, 1, 2, 3, 4)), "scale": _draw(_bytes_or_floats, (3,))},
    minutes=8,
)

SPLIT_CHANNELS = Task(
    "1.2",
    "split_channels",
    checks=(Arrays(2, group="colour", dtype=True), Arrays(1, group="grey", dtype=True)),
    cases=(
        case("colour", img=_bytes(11, 7, 5, 3)),
        case("colour", img=_floats(12, 5, 6, 4)),
        case("colour", img=_bytes(13, 6, 8, 2)),
        case("colour", img=_bytes(16, 1, 4, 3)),
        case("grey", img=_bytes(14, 7, 4)),
        case("grey", img=_floats(15, 4, 6, dtype="float64")),
    ),
    draws={"colour": _draw(_bytes_or_floats, (2, 3, 4)), "grey": _draw(_bytes_or_floats, (0,))},
    minutes=5,
)

FLATTEN_IMAGE = Task(
    "1.3",
    "flatten_image",
    checks=(Arrays(3, dtype=True),),
    cases=(
        case(img=_bytes(21, 7, 5, 3)),
        case(img=_floats(22, 4, 6, 2)),
        # On a grey picture "column by column" and "sides swapped" are one; on colour they differ.
        case(img=_bytes(23, 6, 4)),
    ),
    draws={"": _draw(_bytes_or_floats, (0, 2, 3, 4))},
    minutes=4,
)

EXERCISE = Exercise(tasks=(TO_BATCH, SPLIT_CHANNELS, FLATTEN_IMAGE), minutes=25)
