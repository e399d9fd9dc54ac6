"""What exercise 15 asks: one module, the table of the whole network, a small one of free design.

The six numbers of a module are all different and none is the depth of the input, so that no two
branches can be confused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.spec import (
    Accuracy,
    Arguments,
    Case,
    Design,
    Exercise,
    GivenTensor,
    Layers,
    Params,
    Recipe,
    Shapes,
    Task,
    Values,
    case,
)

if TYPE_CHECKING:
    import numpy as np

FILTERS = ("f1", "f3r", "f3", "f5r", "f5", "fp")


SIX_SHAPES = Recipe(
    data="shapes",
    epochs=8,
    batch_size=32,
    learning_rate=0.003,
    train_size=1200,
    test_size=600,
    seeds=(0, 1),
)


def module(shape: tuple[int, int, int], *filters: int) -> Case:
    """Return one question about a module."""
    return case(x=GivenTensor(shape), **dict(zip(FILTERS, filters)))


def draw_module(rng: np.random.Generator) -> Arguments:
    """Draw an input and six different numbers of filters."""
    height, width = (int(n) for n in rng.integers(5, 20, 2))
    depth, *filters = (int(n) for n in rng.permutation(28)[:7] + 2)
    return {"x": GivenTensor((height, width, depth)), **dict(zip(FILTERS, filters))}


EXERCISE = Exercise(
    minutes=40,
    tasks=(
        Task(
            "15.1",
            "inception_module",
            minutes=10,
            cases=(
                # GoogLeNet's own 3a.
                module((28, 28, 192), 64, 96, 128, 16, 32, 32),
                # Odd and unlike sides: a pooling with the default stride leaves (3, 4).
                module((9, 11, 5), 4, 3, 6, 2, 7, 8),
                module((10, 7, 13), 9, 4, 5, 3, 2, 6),
            ),
            checks=(Shapes(1), Params(1), Layers(1)),
            draws={"": draw_module},
        ),
        Task(
            "15.2",
            "googlenet_table",
            minutes=18,
            cases=(case(),),
            checks=(Values(6),),
        ),
        Task(
            "15.3",
            "build_mini_inception",
            minutes=10,
            cases=(case("six"), case(classes=4)),
            checks=(
                Design(3, contains=("global_pooling", "four_branches")),
                Accuracy(1, SIX_SHAPES, "six", only_full=True),
            ),
            calls=("15.1",),
        ),
    ),
)
