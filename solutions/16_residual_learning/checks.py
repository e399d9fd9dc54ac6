"""What exercise 16 asks: residual blocks, what they do for gradients, and ResNet-20."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.spec import (
    Accuracy,
    Case,
    Draw,
    Exercise,
    GivenModel,
    GivenTensor,
    Layers,
    Params,
    Recipe,
    Shapes,
    Task,
    Values,
    case,
)

Array = np.ndarray[Any, Any]
FILTERS, CLASSES = 3, 3
SIZE, CHANNELS = (6, 5), 2

DIGITS = Recipe(
    data="digits",
    epochs=8,
    batch_size=32,
    learning_rate=0.001,
    train_size=1257,
    test_size=540,
    seeds=(0, 1),
)


def drawn_block(rng: np.random.Generator) -> Mapping[str, Any]:
    """Draw a block that changes the size, or the number of channels, or both."""
    height, width = (int(n) for n in rng.integers(5, 16, 2))
    channels, more = (int(n) for n in rng.integers(2, 9, 2))
    stride = int(rng.integers(1, 4))
    filters = channels + more if stride == 1 or rng.random() < 0.5 else channels
    return {"x": GivenTensor((height, width, channels)), "filters": filters, "stride": stride}


def drawn_identity(rng: np.random.Generator) -> Mapping[str, Any]:
    """Draw a block that keeps the shape."""
    height, width, channels = (int(n) for n in rng.integers(4, 16, 3))
    return {"x": GivenTensor((height, width, channels)), "filters": channels}


def drawn_depth(skip: bool) -> Draw:
    """Return how to draw a deep network."""

    def draw(rng: np.random.Generator) -> Mapping[str, Any]:
        return {"depth": 2 * int(rng.integers(2, 8)) + 1, "skip": skip}

    return draw


# The networks whose gradients are asked for. In all of them, what follows the first convolution
# neither bends nor mixes its maps: positive weights keep ReLU open, the 1 x 1 convolution begins
# as the identity. So the gradient follows from the network's answers alone, and
# grader/mistakes/residual.py, which cannot look inside, can name what went wrong. For a
# student's function they are networks like any other.


def network(weights: Array, bias: Array, *, deep: bool) -> GivenModel:
    """Return a small network whose first convolution has these weights."""
    first = ("Conv2D", {"filters": FILTERS, "kernel_size": 3, "activation": "relu"})
    head = (("GlobalAveragePooling2D", {}), ("Softmax", {}))
    if not deep:
        return GivenModel((*SIZE, CHANNELS), (first, *head), (weights, bias))
    # Two kernels, and the first layer is none that has one.
    scaled = ("Rescaling", {"scale": 1.0})
    second = ("Conv2D", {"filters": CLASSES, "kernel_size": 1, "use_bias": False})
    identity = np.eye(CLASSES)[None, None]
    return GivenModel((*SIZE, CHANNELS), (scaled, first, second, *head), (weights, bias, identity))


def drawn_gradient(deep: bool) -> Draw:
    """Return how to draw a network, two to four pictures and their classes."""

    def draw(rng: np.random.Generator) -> Mapping[str, Any]:
        weights = rng.integers(1, 10, (3, 3, CHANNELS, FILTERS)) / 20
        bias = rng.integers(1, 10, FILTERS) / 20
        count = int(rng.integers(2, 5))
        x = rng.integers(0, 11, (count, *SIZE, CHANNELS)) / 10
        # Two of one class at least: the pulls of different classes may almost cancel out.
        y = np.where(np.arange(count) < 2, rng.integers(CLASSES), rng.integers(CLASSES, size=count))
        return {"model": network(weights, bias, deep=deep), "x": x.astype(np.float32), "y": y}

    return draw


def gradients(group: str, *seeds: int) -> tuple[Case, ...]:
    """Return one question for each seed."""
    draw = drawn_gradient(group == "two kernels")
    return tuple(case(group, **draw(np.random.default_rng([16, 3, seed]))) for seed in seeds)


EXERCISE = Exercise(
    minutes=40,
    tasks=(
        Task(
            "16.1",
            "residual_block",
            minutes=9,
            cases=(
                case("identity", x=GivenTensor((8, 12, 16)), filters=16),
                case("identity", x=GivenTensor((9, 7, 5)), filters=5, stride=1),
                case("projection", x=GivenTensor((9, 13, 16)), filters=24),
                # The same number of channels, but another size.
                case("projection", x=GivenTensor((12, 9, 6)), filters=6, stride=2),
                # Odd sides: a stride of 2 leaves 5 x 7 of 9 x 13, one of 3 leaves 3 x 5.
                case("projection", x=GivenTensor((9, 13, 5)), filters=7, stride=2),
                case("projection", x=GivenTensor((9, 13, 7)), filters=4, stride=3),
            ),
            draws={"identity": drawn_identity, "projection": drawn_block},
            frozen=1,
            checks=(
                Layers(points=1, group="identity"),
                Shapes(points=1, group="projection"),
                Params(points=1, group="projection"),
                Layers(points=1, group="projection"),
            ),
        ),
        Task(
            "16.2",
            "build_deep_net",
            minutes=6,
            calls=("16.1",),
            cases=(
                case("plain", depth=3, skip=False),
                case("plain", depth=9, skip=False),
                case("skip", depth=3, skip=True),
                case("skip", depth=11, skip=True),
                case("deep plain", depth=25, skip=False),
                case("deep", depth=25, skip=True),
            ),
            draws={"plain": drawn_depth(False), "skip": drawn_depth(True)},
            frozen=1,
            fresh=1,
            checks=(
                Shapes(points=1, group="plain"),
                Layers(points=1, group="plain"),
                Layers(points=1, group="skip"),
                Accuracy(1, DIGITS, "deep", beside="deep plain", only_full=True),
            ),
        ),
        Task(
            "16.3",
            "gradient_norm",
            minutes=8,
            # One convolution or two.
            cases=(*gradients("one kernel", 0, 6, 8), *gradients("two kernels", 3, 5, 11)),
            draws={"one kernel": drawn_gradient(False), "two kernels": drawn_gradient(True)},
            frozen=1,
            checks=(Values(points=2, group="one kernel"), Values(points=2, group="two kernels")),
        ),
        Task(
            "16.4",
            "build_resnet20",
            minutes=14,
            cases=(case("A"), case("B", shortcut="B")),
            checks=(
                Shapes(points=1, group="A"),
                Params(points=1, group="A"),
                Layers(points=1, group="A", momentum=True),
                Params(points=1, group="B"),
                Layers(points=1, group="B", momentum=True),
            ),
        ),
        Task("16.5", "ANSWER", minutes=2, checks=(Values(points=1),)),
    ),
)
