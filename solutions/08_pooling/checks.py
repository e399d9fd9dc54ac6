"""What exercise 08 asks: pooling by hand, with Keras, as a convolution, and under a shift."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.spec import (
    Arrays,
    Case,
    Draw,
    Exercise,
    GivenModel,
    Layers,
    Outputs,
    Params,
    Shapes,
    Task,
    Values,
    case,
)


def halves(seed: int, *shape: int) -> np.ndarray[Any, Any]:
    """Return numbers from -10 to 10 in steps of 1/2."""
    return np.random.default_rng(seed).integers(-20, 21, shape) / 2


def drawn_picture(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a small picture and a window; half of the pictures are negative throughout."""
    height, width = (int(n) for n in rng.integers(5, 8, 2))
    values = rng.integers(-20, 21, (height, width, 2)) / 2
    return {
        "x": values - 15 if rng.random() < 0.5 else values,
        "size": tuple(int(n) for n in rng.integers(2, 4, 2)),
    }


def drawn_pool(strides: bool, padding: str) -> Draw:
    """Return how to draw a picture to be pooled by hand."""

    def draw(rng: np.random.Generator) -> Mapping[str, Any]:
        arguments = drawn_picture(rng)
        if strides:
            arguments["strides"] = tuple(int(s) for s in rng.integers(1, 4, 2))
        return {**arguments, "padding": padding}

    return draw


def drawn_layer(rng: np.random.Generator) -> Mapping[str, Any]:
    """Draw a pooling layer that fits every input of the check."""
    return {
        "kind": str(rng.choice(["max", "avg"])),
        "size": tuple(int(n) for n in rng.integers(2, 5, 2)),
        "strides": None if rng.random() < 0.3 else tuple(int(s) for s in rng.integers(1, 4, 2)),
        "padding": str(rng.choice(["valid", "same"])),
    }


def drawn_average(channels: int) -> Draw:
    """Return how to draw a window for so many channels."""

    def draw(rng: np.random.Generator) -> Mapping[str, Any]:
        return {"size": int(rng.integers(2, 5)), "channels": channels}

    return draw


def glyph(strokes: Any) -> np.ndarray[Any, Any]:
    """Return 4 x 6 pixels inside 8 x 12, so that two pixels of margin are empty all around."""
    x = np.zeros((1, 8, 12, 1))
    x[0, 2:6, 3:9, 0] = strokes
    return x


# Thin strokes of different strength: a shift by one pixel changes the pixels most, a maximum
# over 2 x 2 less and over 4 x 4 still less.
GLYPH = glyph([[5, 0, 8, 0, 0, 0], [5, 4, 2, 1, 0, 0], [0, 0, 0, 8, 7, 2], [2, 0, 0, 0, 1, 9]])

OPEN = (None, None, 1)
PIXELS = GivenModel(
    OPEN,
    (("Conv2D", {"filters": 1, "kernel_size": 1, "use_bias": False}),),
    (np.ones((1, 1, 1, 1)),),
)
MAX2 = GivenModel(OPEN, (("MaxPooling2D", {"pool_size": 2}),))
MAX4 = GivenModel(OPEN, (("MaxPooling2D", {"pool_size": 4}),))
AVERAGE2 = GivenModel(OPEN, (("AveragePooling2D", {"pool_size": 2}),))
GLOBAL = GivenModel(OPEN, (("GlobalMaxPooling2D", {}),))
# "same" puts no column before the picture here, so that the windows begin at 0, 2, 4 ...: a
# shift by 2 finds the same windows again, a shift by 1 other ones.
STRIDED = GivenModel(
    OPEN,
    (
        (
            "Conv2D",
            {
                "filters": 2,
                "kernel_size": 3,
                "strides": 2,
                "padding": "same",
                "use_bias": False,
            },
        ),
        ("GlobalMaxPooling2D", {}),
    ),
    (np.random.default_rng(8).integers(-3, 4, (3, 3, 1, 2)) / 2,),
)


def shift(group: str, model: GivenModel, d: int) -> Case:
    """Return one question about the glyph."""
    return case(group, model=model, x=GLYPH, d=d)


def drawn_shift(*models: GivenModel) -> Draw:
    """Return how to draw another glyph and one of these models."""

    def draw(rng: np.random.Generator) -> Mapping[str, Any]:
        strokes = rng.integers(1, 10, (4, 6)) * (rng.random((4, 6)) < 0.5)
        strokes[0, 0] = 5  # never quite empty
        model = models[int(rng.integers(len(models)))]
        return {"model": model, "x": glyph(strokes), "d": int(rng.integers(1, 3))}

    return draw


EXERCISE = Exercise(
    minutes=40,
    tasks=(
        Task(
            "8.1",
            "max_pool2d",
            minutes=13,
            by_hand=True,
            cases=(
                # A partial window is left over in both directions.
                case("strided", x=halves(0, 6, 10, 2), size=(3, 2), strides=(2, 3)),
                case("strided", x=halves(1, 5, 6, 1), size=(2, 2), strides=(1, 2)),
                case("default", x=halves(2, 5, 10, 2), size=(2, 3)),
                case("default", x=halves(3, 7, 4, 1) - 15, size=(3, 2)),
                # Negative throughout: a zero from the padding would win.
                case("same", x=halves(4, 5, 8, 2) - 15, size=(2, 3), padding="same"),
                # 3 cells for the rows (uneven), 1 for the columns.
                case("same", x=halves(5, 6, 7, 1), size=(5, 2), strides=(2, 3), padding="same"),
                # The windows leave gaps: nothing is missing, not minus one.
                case("same", x=halves(6, 6, 5, 1), size=(2, 2), strides=(3, 2), padding="same"),
            ),
            draws={
                "strided": drawn_pool(True, "valid"),
                "default": drawn_pool(False, "valid"),
                "same": drawn_pool(True, "same"),
            },
            frozen=1,
            checks=(
                Arrays(points=1, group="strided"),
                Arrays(points=1, group="default"),
                Arrays(points=2, group="same"),
            ),
        ),
        Task(
            "8.2",
            "build_pool_model",
            minutes=8,
            cases=(
                case(kind="max", size=3, strides=2, padding="valid"),  # AlexNet's: 55 -> 27
                case(kind="max", size=3, strides=None, padding="valid"),  # 13 -> 4
                case(kind="max", size=2, strides=None, padding="valid"),  # 4 -> 2
                case(kind="avg", size=(2, 3), strides=(3, 1), padding="same"),
                case(kind="avg", size=(3, 1), strides=None, padding="same"),
                case(kind="global", size=2, strides=None, padding="valid"),
            ),
            draws={"": drawn_layer},
            checks=(
                Shapes(points=1, at=((55, 13, 1), (4, 9, 1))),
                Params(points=1),
                Layers(points=1),
            ),
        ),
        Task(
            "8.3",
            "avg_pool_as_conv",
            minutes=7,
            cases=(
                case("three channels", size=2, channels=3),
                case("three channels", size=3, channels=3),
                case("two channels", size=2, channels=2),
            ),
            draws={"three channels": drawn_average(3), "two channels": drawn_average(2)},
            checks=(
                # 7 is a multiple of neither 2 nor 3: "same" would add a row.
                Outputs(2, "three channels", inputs=(halves(7, 1, 7, 8, 3),), convolution=True),
                Outputs(points=1, group="two channels", inputs=(halves(8, 1, 5, 6, 2),)),
                Shapes(points=1, group="three channels", at=((7, 10, 3),)),
            ),
        ),
        Task(
            "8.4",
            "shift_change",
            minutes=8,
            cases=(
                shift("windows", PIXELS, 1),
                shift("windows", MAX2, 1),
                shift("windows", MAX2, 2),
                shift("windows", MAX4, 1),
                shift("windows", AVERAGE2, 1),
                shift("global", GLOBAL, 1),
                shift("global", STRIDED, 1),
                shift("global", STRIDED, 2),
            ),
            draws={
                "windows": drawn_shift(PIXELS, MAX2, MAX4, AVERAGE2),
                "global": drawn_shift(GLOBAL, STRIDED),
            },
            frozen=1,
            checks=(Values(points=2, group="windows"), Values(points=1, group="global")),
        ),
    ),
)
