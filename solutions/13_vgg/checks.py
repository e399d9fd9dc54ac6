"""What exercise 13 asks: VGG's block, two networks made of it, what a unit sees, counting by hand.

Pictures are never square and never divide evenly where the contract lets them, so that a pooling
that rounds up shows; the two true networks are judged from their plans alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.spec import (
    Arguments,
    Case,
    Exercise,
    GivenTensor,
    Layers,
    Params,
    Predicted,
    Shapes,
    Task,
    Values,
    case,
)

if TYPE_CHECKING:
    import numpy as np

ALEXNET = [(11, 4), (3, 2), (5, 1), (3, 2), (3, 1), (3, 1), (3, 1), (3, 2)]
LENET5 = [(5, 1), (2, 2), (5, 1), (2, 2)]
VGG16 = [layer for convs in (2, 2, 3, 3, 3) for layer in [(3, 1)] * convs + [(2, 2)]]


def block(shape: tuple[int, int, int], filters: int, convs: int) -> Case:
    """Return one question about the block."""
    return case(x=GivenTensor(shape), filters=filters, convs=convs)


def draw_block(rng: np.random.Generator) -> Arguments:
    """Draw an input, a width and a depth."""
    height, width, channels = (int(n) for n in rng.integers(5, 30, 3))
    return {
        "x": GivenTensor((height, width, channels)),
        "filters": int(rng.integers(2, 40)),
        "convs": int(rng.integers(1, 5)),
    }


def draw_classes(rng: np.random.Generator) -> Arguments:
    """Draw a number of classes."""
    return {"classes": int(rng.integers(2, 500))}


def draw_plain(rng: np.random.Generator) -> Arguments:
    """Draw a small VGG without batch normalisation."""
    return {
        "width": int(rng.integers(3, 40)),
        "batchnorm": False,
        "classes": int(rng.integers(2, 50)),
    }


def draw_normed(rng: np.random.Generator) -> Arguments:
    """Draw a small VGG with batch normalisation."""
    return {**draw_plain(rng), "batchnorm": True}


def draw_stack(rng: np.random.Generator, longest_jump: int) -> Arguments:
    """Draw some layers."""
    depth = int(rng.integers(3, 8))
    kernels, strides = rng.integers(1, 8, depth), rng.integers(1, longest_jump + 1, depth)
    return {"stack": [(int(k), int(s)) for k, s in zip(kernels, strides)]}


EXERCISE = Exercise(
    minutes=40,
    tasks=(
        Task(
            "13.1",
            "vgg_block",
            minutes=6,
            cases=(
                block((28, 20, 5), filters=7, convs=2),
                # Odd sides: a pooling with "same" would keep the last row and column.
                block((15, 11, 4), filters=6, convs=1),
                block((9, 14, 3), filters=5, convs=3),
                # The width of the block is that of its input: a forgotten chain shows in the plan.
                block((12, 10, 8), filters=8, convs=2),
            ),
            checks=(Shapes(1), Params(1), Layers(1)),
            draws={"": draw_block},
        ),
        Task(
            "13.2",
            "build_vgg16",
            minutes=6,
            cases=(case(), case(classes=37)),
            checks=(Shapes(1), Params(1), Layers(1)),
            draws={"": draw_classes},
            frozen=1,
            fresh=1,
            calls=("13.1",),
        ),
        Task(
            "13.3",
            "build_minivgg",
            minutes=8,
            cases=(
                case("plain"),
                case("plain", width=8, batchnorm=False, classes=6),
                case("plain", width=5, batchnorm=False, classes=17),
                case("batchnorm", width=32, batchnorm=True, classes=10),
                case("batchnorm", width=6, batchnorm=True),
            ),
            checks=(Shapes(1), Params(1, "plain"), Params(1, "batchnorm"), Layers(1)),
            draws={"plain": draw_plain, "batchnorm": draw_normed},
            frozen=1,
            fresh=1,
            calls=("13.1",),
        ),
        Task(
            "13.4",
            "receptive_field",
            minutes=10,
            cases=(
                case("stride 1", stack=[(3, 1), (3, 1)]),
                case("stride 1", stack=[(3, 1), (3, 1), (3, 1)]),
                # Unlike kernels: the sum, the product, the last and the largest all differ.
                case("stride 1", stack=[(2, 1), (7, 1), (4, 1)]),
                case("strides", stack=LENET5),
                # Three unlike strides in front of a window: their product is no sum and no power.
                case("strides", stack=[(7, 2), (3, 3), (2, 1), (4, 2), (3, 1)]),
                # The last stride comes too late to matter.
                case("strides", stack=[(5, 3), (4, 2)]),
                case("strides", stack=ALEXNET),
                case("strides", stack=VGG16),
            ),
            checks=(Values(1, "stride 1"), Values(2, "strides")),
            draws={
                "stride 1": lambda rng: draw_stack(rng, 1),
                "strides": lambda rng: draw_stack(rng, 3),
            },
        ),
        Task(
            "13.5",
            "block_predictions",
            minutes=7,
            by_hand=True,
            cases=(case(),),
            checks=(Predicted(3),),
        ),
    ),
)
