"""What exercise 14 asks: the bottleneck, when it pays, and what a 1 x 1 kernel can tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.spec import (
    Accuracy,
    Arguments,
    Committed,
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


def recipe(task: str) -> Recipe:
    """Return how both questions are learned: the pictures are the same, only the labels differ."""
    return Recipe(
        data="patches",
        epochs=8,
        batch_size=32,
        learning_rate=0.005,
        train_size=1000,
        test_size=1000,
        train_options={"task": task},
        test_options={"task": task},
    )


def squeezed(rng: np.random.Generator) -> Arguments:
    """Draw a tensor and a bottleneck; three different numbers of channels."""
    height, width = (int(n) for n in rng.integers(5, 30, 2))
    cin, squeeze, expand = (int(n) for n in rng.choice(40, 3, replace=False) + 2)
    return {"x": GivenTensor((height, width, cin)), "squeeze": squeeze, "expand": expand}


def widths(rng: np.random.Generator) -> Arguments:
    """Draw three sizes."""
    cin, cout = (int(n) for n in rng.integers(2, 300, 2))
    return {"cin": cin, "cout": cout, "k": int(rng.integers(1, 8))}


def ties(rng: np.random.Generator) -> Arguments:
    """Draw channels for which some squeeze costs exactly as much as the direct way."""
    k, c = int(rng.integers(1, 5)), 2 * int(rng.integers(1, 20))
    return {"cin": k * k * c, "cout": c, "k": k}


def kernel(rng: np.random.Generator) -> Arguments:
    """Draw a window that is not square."""
    height, width = (int(n) for n in rng.choice(7, 2, replace=False) + 1)
    return {"kernel_size": (height, width)}


EXERCISE = Exercise(
    minutes=40,
    tasks=(
        Task(
            "14.1",
            "bottleneck",
            minutes=6,
            cases=(
                case(x=GivenTensor((9, 7, 16)), squeeze=5, expand=32),
                case(x=GivenTensor((8, 13, 6)), squeeze=10, expand=4),
            ),
            checks=(Shapes(1), Params(1), Layers(1)),
            draws={"": squeezed},
        ),
        Task(
            "14.2",
            "break_even",
            minutes=10,
            cases=(
                case("plain", cin=16, cout=32, k=3),
                case("plain", cin=64, cout=128, k=3),
                case("plain", cin=256, cout=64, k=5),
                # Biases would make a difference here.
                case("plain", cin=4, cout=13, k=1),
                # k x k before 1 x 1 would be another sum.
                case("plain", cin=9, cout=40, k=2),
                # No squeeze saves anything.
                case("plain", cin=1, cout=8, k=3),
                # Squeezed to 2, then to 9 channels, it costs exactly as much as the direct way.
                case("ties", cin=4, cout=4, k=1),
                case("ties", cin=18, cout=2, k=3),
                case("ties", cin=9, cout=40, k=2),
                case("ties", cin=7, cout=11, k=2),
            ),
            checks=(Values(3, "plain"), Values(1, "ties")),
            draws={"plain": widths, "ties": ties},
        ),
        Task(
            "14.3",
            "PREDICTION",
            minutes=3,
            checks=(Committed(1),),
        ),
        Task(
            "14.4",
            "build_pixel_classifier",
            minutes=8,
            cases=(
                # The groups stand in the report: they say which question was asked.
                case("colours", kernel_size=1),
                case("arrangements", kernel_size=3),
                case("1 x 1", kernel_size=1),
                case("other", kernel_size=(2, 5)),
            ),
            checks=(
                Shapes(1),
                Params(1),
                Layers(1),
                # Measured with seeds 0-7: both reach 1.00 every time; on the arrangements, 1 x 1
                # kernels stay at 0.32-0.35, which is a guess.
                Accuracy(1, recipe=recipe("colour"), group="colours", after="14.3", entry="colour"),
                Accuracy(
                    1,
                    recipe=recipe("arrangement"),
                    group="arrangements",
                    beside="1 x 1",
                    after="14.3",
                    entry="arrangement",
                ),
            ),
            draws={"other": kernel},
        ),
    ),
)
