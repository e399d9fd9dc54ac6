"""What exercise 04 asks: counting convolutions, dense layers and batch normalisation.

The notes' own layers are poor probes (for 5x5 on RGB with 4 filters, four mistakes hit the right
number), so each group also holds kernels with kh != kw on channels that are neither 3 nor the
number of filters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.spec import Arguments, Exercise, Predicted, Task, Values, case

if TYPE_CHECKING:
    import numpy as np


def draw_convolution(rng: np.random.Generator) -> Arguments:
    """Draw a convolution on more than three channels, mostly with a kernel that is not square."""
    kernel = (int(rng.integers(1, 8)), int(rng.integers(1, 8)))
    return {"kernel": kernel, "cin": int(rng.integers(4, 40)), "filters": int(rng.integers(2, 65))}


def draw_without_bias(rng: np.random.Generator) -> Arguments:
    """Draw a convolution without biases."""
    return {**draw_convolution(rng), "use_bias": False}


def draw_grouped(rng: np.random.Generator) -> Arguments:
    """Draw a convolution whose channels divide into groups."""
    groups = int(rng.integers(2, 5))
    drawn = draw_convolution(rng)
    return {
        **drawn,
        "cin": groups * drawn["cin"],
        "filters": groups * drawn["filters"],
        "groups": groups,
    }


def draw_dense(rng: np.random.Generator) -> Arguments:
    """Draw a dense layer, with biases or without."""
    n_in, units = int(rng.integers(2, 500)), int(rng.integers(2, 100))
    return {"n_in": n_in, "units": units, "use_bias": bool(rng.random() < 0.7)}


def draw_channels(rng: np.random.Generator) -> Arguments:
    """Draw a number of channels."""
    return {"c": int(rng.integers(2, 300))}


EXERCISE = Exercise(
    minutes=40,
    tasks=(
        Task(
            "4.1",
            "conv2d_params",
            checks=(Values(2, "plain"), Values(1, "no bias"), Values(1, "groups")),
            cases=(
                # Every mistake of the catalogue gives another number here.
                case("plain", kernel=(3, 5), cin=4, filters=6),
                case("plain", kernel=(4, 2), cin=5, filters=7),
                # The notes' layers, and the one that a note leaves open, for three depths.
                case("plain", kernel=(5, 5), cin=3, filters=4),
                case("plain", kernel=(5, 5), cin=4, filters=10),
                case("plain", kernel=3, cin=128, filters=64),
                case("plain", kernel=3, cin=3, filters=3),
                case("plain", kernel=3, cin=1, filters=32),
                case("plain", kernel=3, cin=3, filters=32),
                case("plain", kernel=3, cin=32, filters=32),
                case("no bias", kernel=(5, 5), cin=3, filters=4, use_bias=False),
                case("no bias", kernel=(5, 5), cin=4, filters=10, use_bias=False),
                case("no bias", kernel=(2, 2), cin=1, filters=1, use_bias=False),
                case("no bias", kernel=3, cin=128, filters=64, use_bias=False),
                case("no bias", kernel=(3, 5), cin=4, filters=6, use_bias=False),
                case("groups", kernel=3, cin=8, filters=6, use_bias=True, groups=2),
                case("groups", kernel=(2, 5), cin=9, filters=12, groups=3),
                case("groups", kernel=(5, 5), cin=96, filters=256, groups=2),
                # Both at once: a depth that is divided only where there is a bias shows.
                case("groups", kernel=(3, 2), cin=8, filters=10, use_bias=False, groups=2),
            ),
            draws={
                "plain": draw_convolution,
                "no bias": draw_without_bias,
                "groups": draw_grouped,
            },
            minutes=8,
        ),
        Task(
            "4.2",
            "dense_params",
            checks=(Values(1),),
            cases=(
                case(n_in=48, units=6),
                case(n_in=210, units=4),
                case(n_in=9, units=4),
                case(n_in=9, units=4, use_bias=False),
                case(n_in=5, units=11),
            ),
            draws={"": draw_dense},
            minutes=3,
        ),
        Task(
            "4.3",
            "batchnorm_params",
            checks=(Values(1),),
            cases=(case(c=32), case(c=5), case(c=1)),
            draws={"": draw_channels},
            minutes=3,
        ),
        Task(
            "4.4",
            "predictions",
            checks=(Predicted(4),),
            cases=(case(),),
            minutes=12,
            by_hand=True,
            calls=("4.1", "4.2", "4.3"),
        ),
        Task(
            "4.5",
            "note_errors",
            checks=(Values(2, telling=False),),
            cases=(case(),),
            minutes=8,
            calls=("4.1", "4.2"),
        ),
    ),
)
