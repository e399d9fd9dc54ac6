"""What exercise 05 asks: one step of a convolution, then the walk over the picture.

All numbers are multiples of 1/2, so that every way of adding them up gives the same sum.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.spec import Arrays, Case, Draw, Exercise, Task, Values, case

Pair = tuple[int, int]


def halves(rng: np.random.Generator, *shape: int) -> np.ndarray[Any, Any]:
    """Return numbers such as -1.5 and 2.0: also a result kept in integers shows."""
    return rng.integers(-7, 8, shape) / 2


def step(group: str, seed: int, *shape: int) -> Case:
    """Return a window, a kernel and a bias that is a multiple of nothing."""
    rng = np.random.default_rng(seed)
    window, kernel = halves(rng, *shape), halves(rng, *shape)
    return case(group, window=window, kernel=kernel, bias=2.5 + seed)


def picture(
    rng: np.random.Generator, x: tuple[int, int, int], w: Pair, filters: int
) -> dict[str, Any]:
    """Return a picture, filters and different biases, none of them 0."""
    return {
        "x": halves(rng, *x),
        "w": halves(rng, *w, x[2], filters),
        "b": rng.permutation(np.arange(1, filters + 1)) + 0.5,
    }


def drawn_step(rng: np.random.Generator) -> Mapping[str, Any]:
    """Draw one window, with its kernel and its bias."""
    shape = tuple(int(n) for n in rng.integers(2, 4, 3))
    return {
        "window": halves(rng, *shape),
        "kernel": halves(rng, *shape),
        "bias": float(rng.integers(1, 9) / 2),
    }


def drawn(padding: str, largest_stride: int) -> Draw:
    """Return how to draw a small picture with two filters."""

    def draw(rng: np.random.Generator) -> Mapping[str, Any]:
        height, width, kh, kw = (int(n) for n in rng.integers((5, 5, 1, 1), (8, 8, 4, 4)))
        strides = tuple(int(s) for s in rng.integers(1, largest_stride + 1, 2))
        arguments = picture(rng, (height, width, 1), (kh, kw), 2)
        return {**arguments, "strides": strides, "padding": padding}

    return draw


# The curriculum's probe: nothing is square, no two axes are equally long, and "same" needs an
# odd number of zeros for the even kernel.
PROBE = picture(np.random.default_rng(5), (13, 10, 3), (3, 4), 5)

EXERCISE = Exercise(
    minutes=40,
    tasks=(
        Task(
            "5.1",
            "conv_step",
            minutes=5,
            cases=(
                step("", 0, 2, 3, 4),
                step("", 1, 3, 2, 2),
                step("", 2, 1, 1, 3),  # a 1x1 kernel: only the channels are added up
            ),
            draws={"": drawn_step},
            frozen=2,
            checks=(Values(points=2),),
        ),
        Task(
            "5.2",
            "conv2d",
            minutes=25,
            by_hand=True,
            calls=("5.1",),
            cases=(
                # Stride 1, no padding; the defaults are left to the stub.
                case("plain", **picture(np.random.default_rng(0), (5, 7, 2), (2, 3), 3)),
                case("plain", **picture(np.random.default_rng(1), (4, 3, 3), (3, 2), 1)),
                # (2, 1) leaves the columns alone; (3, 2) leaves rows and columns over.
                case("strided", **PROBE, strides=(2, 1)),
                case(
                    "strided",
                    **picture(np.random.default_rng(2), (6, 8, 1), (2, 3), 2),
                    strides=(3, 2),
                ),
                case("same", **PROBE, strides=(2, 1), padding="same"),
                # 3 zeros for the rows (k = 5, even n, stride 2), 1 for the columns.
                case(
                    "same",
                    **picture(np.random.default_rng(3), (6, 7, 2), (5, 2), 3),
                    strides=(2, 3),
                    padding="same",
                ),
                # The windows leave gaps: no zeros at all, not minus one.
                case(
                    "same",
                    **picture(np.random.default_rng(4), (6, 5, 1), (1, 2), 2),
                    strides=(3, 2),
                    padding="same",
                ),
            ),
            draws={
                "plain": drawn("valid", 1),
                "strided": drawn("valid", 3),
                "same": drawn("same", 3),
            },
            frozen=1,
            checks=(
                Arrays(points=4, group="plain"),
                Arrays(points=3, group="strided"),
                Arrays(points=3, group="same"),
            ),
        ),
    ),
)
