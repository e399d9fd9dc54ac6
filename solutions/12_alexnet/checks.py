"""What exercise 12 asks: predictions, a padding, AlexNet on one GPU and on two, and a share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from grader.spec import (
    Arguments,
    Draw,
    Exercise,
    GivenModel,
    Layers,
    Leads,
    Params,
    Predicted,
    Shapes,
    Task,
    Values,
    case,
)

if TYPE_CHECKING:
    import numpy as np

Given = tuple[str, Mapping[str, Any]]


def drawn_alexnet(two_gpus: bool) -> Draw:
    """Return how to draw an input size, but not 224.

    From 195 on a network without any padding still has something left for its last pooling: a
    wrong network is told by its shapes, not by Keras's refusal.
    """

    def draw(rng: np.random.Generator) -> Arguments:
        size = int(rng.integers(195, 320))
        return {"input_size": size + (size == 224), "two_gpus": two_gpus}

    return draw


def convolution(filters: int, kernel: int, **settings: Any) -> Given:
    """Return a convolution of a given model."""
    return "Conv2D", {"filters": filters, "kernel_size": kernel, **settings}


def dense(units: int, **settings: Any) -> Given:
    """Return a dense layer of a given model."""
    return "Dense", {"units": units, **settings}


FLATTEN: Given = ("Flatten", {})
NORM: Given = ("BatchNormalization", {})
HALF: Given = ("Dropout", {"rate": 0.5})
POOL2: Given = ("MaxPooling2D", {"pool_size": 2})
POOL3: Given = ("MaxPooling2D", {"pool_size": 3, "strides": 2})


def alexnet(groups: int) -> GivenModel:
    """Return AlexNet on one GPU or on two."""
    layers = (
        convolution(96, 11, strides=4),
        POOL3,
        convolution(256, 5, padding="same", groups=groups),
        POOL3,
        convolution(384, 3, padding="same"),
        convolution(384, 3, padding="same", groups=groups),
        convolution(256, 3, padding="same", groups=groups),
        POOL3,
        FLATTEN,
        *(dense(4096), HALF, dense(4096), HALF, dense(1000)),
    )
    return GivenModel((227, 227, 3), layers, dry=True)


def model(shape: tuple[int, int, int], *layers: Given) -> GivenModel:
    """Return a flat model to be counted."""
    return GivenModel(shape, layers, dry=True)


LENET5 = model(
    (32, 32, 1),
    *(convolution(6, 5), POOL2, convolution(16, 5), POOL2),
    *(FLATTEN, dense(120), dense(84), dense(10)),
)
# Frozen numbers before and behind the first dense layer, and layers without biases.
NORMALISED = model(
    (9, 14, 4),
    *(convolution(6, 3, use_bias=False), NORM, POOL2, FLATTEN),
    *(dense(5, use_bias=False), NORM, dense(7)),
)
# Hardly any of it is dense, although three of its five layers with parameters are.
MOSTLY_CONVOLUTION = model(
    (7, 6, 8),
    *(convolution(40, 3), convolution(48, 3), ("GlobalAveragePooling2D", {})),
    *(dense(3), dense(9), dense(4)),
)
# It ends in ten classes without a dense layer.
NO_DENSE = model(
    (8, 12, 3),
    *(convolution(12, 3, strides=2), NORM, convolution(10, 1), ("GlobalMaxPooling2D", {})),
)
ONLY_DENSE = model((5, 4, 2), FLATTEN, dense(13), dense(6))


def drawn_model(rng: np.random.Generator) -> Arguments:
    """Draw a small network with convolutions, a normalisation and two or three dense layers."""
    height, width, channels = (int(n) for n in rng.integers(7, 14, 3))
    kernel, biased = int(rng.integers(1, 5)), bool(rng.random() < 0.5)
    units = [int(n) for n in rng.integers(3, 30, int(rng.integers(2, 4)))]
    layers = [
        convolution(int(rng.integers(4, 60)), kernel, use_bias=biased),
        NORM,
        POOL2,
        FLATTEN,
        *(dense(n) for n in units),
    ]
    return {"model": model((height, width, channels), *layers)}


EXERCISE = Exercise(
    minutes=40,
    tasks=(
        Task(
            "12.0",
            "ALEXNET_PREDICTION",
            minutes=6,
            checks=(
                Predicted(
                    3,
                    options={
                        "busiest": ("conv1", "conv2", "conv3", "conv4", "conv5", "fc6"),
                        "percent": tuple(range(0, 101, 10)),
                    },
                ),
            ),
        ),
        Task(
            "12.1",
            "pad_for_224",
            minutes=5,
            cases=(case(),),
            checks=(Leads(2, size=224, kernel=11, strides=4),),
        ),
        Task(
            "12.2",
            "build_alexnet",
            minutes=20,
            cases=(
                case("one GPU", input_size=227),
                # 259 -> 63 -> 31 -> 15 -> 7: a padding that 227 forgives shows here.
                case("one GPU", input_size=259, two_gpus=False),
                case("two GPUs", input_size=227, two_gpus=True),
                case("two GPUs", input_size=259, two_gpus=True),
                # No Layers here: many paddings are right.
                case("224", input_size=224),
                case("224", input_size=224, two_gpus=True),
            ),
            draws={"one GPU": drawn_alexnet(False), "two GPUs": drawn_alexnet(True)},
            frozen=2,
            fresh=1,
            checks=(
                Shapes(2, "one GPU"),
                Params(1, "one GPU"),
                Layers(1, "one GPU"),
                Params(1, "two GPUs"),
                Layers(1, "two GPUs"),
                Shapes(1, "224"),
            ),
            calls=("12.1",),
        ),
        Task(
            "12.3",
            "fc_share",
            minutes=8,
            cases=(
                case("mixed", model=LENET5),
                case("mixed", model=alexnet(1)),
                case("mixed", model=alexnet(2)),
                case("mixed", model=NORMALISED),
                case("mixed", model=MOSTLY_CONVOLUTION),
                case("all or nothing", model=NO_DENSE),
                case("all or nothing", model=ONLY_DENSE),
            ),
            draws={"mixed": drawn_model},
            checks=(Values(2, "mixed"), Values(1, "all or nothing")),
        ),
    ),
)
