"""What exercise 07 asks for and what it is worth."""

from __future__ import annotations

import numpy as np

from grader.spec import (
    Accuracy,
    Arguments,
    Arrays,
    Exercise,
    Layers,
    Outputs,
    Params,
    Recipe,
    Shapes,
    Task,
    Values,
    case,
)

# Odd and even, never square: with stride 2 an even side needs an odd number of zeros.
ONES = tuple(np.ones((1, *size, 1), np.float32) for size in ((6, 9), (7, 10)))
# Negative pixels show an activation that nobody asked for.
SIGNED = np.random.default_rng(7).integers(-4, 5, (2, 8, 7, 1)).astype(np.float32)

# Measured with seeds 0-19: "same" reaches 0.992-1.000, "valid" stays at 0.31-0.37 (a guess: 0.33).
RECIPE = Recipe(
    data="border_dots",
    epochs=8,
    batch_size=32,
    learning_rate=0.01,
    train_size=1000,
    test_size=1000,
)


def probe(rng: np.random.Generator) -> Arguments:
    """Draw a window for the probe."""
    return {
        "padding": str(rng.choice(["same", "valid"])),
        "strides": int(rng.integers(1, 4)),
        "kernel": int(rng.integers(2, 6)),
    }


def cover(rng: np.random.Generator, padding: str) -> Arguments:
    """Draw a picture, a window that fits on it, and a jump."""
    k = int(rng.integers(1, 6))
    n, s = int(rng.integers(k + 2, 13)), int(rng.integers(1, 5))
    return {"n": n, "k": k, "s": s, "padding": padding}


def depth(rng: np.random.Generator) -> Arguments:
    """Draw a picture and a window."""
    return {"n": int(rng.integers(1, 60)), "k": int(rng.integers(2, 9))}


EXERCISE = Exercise(
    minutes=35,
    tasks=(
        Task(
            "7.1",
            "build_probe",
            minutes=5,
            cases=(
                case(padding="valid", strides=2, kernel=3),
                case(padding="same", strides=2, kernel=3),
                # An even kernel cannot be padded evenly, and one ring of zeros is not enough for 5.
                case(padding="same", strides=1, kernel=4),
                case(padding="same", strides=3, kernel=5),
                case(padding="valid", strides=3, kernel=2),
                case(padding="valid", strides=1, kernel=5),
            ),
            checks=(
                Shapes(1, at=((7, 10, 1), (12, 9, 1))),
                Params(1),
                Outputs(1, inputs=(*ONES, SIGNED)),
            ),
            draws={"": probe},
        ),
        Task(
            "7.2",
            "coverage_map",
            minutes=12,
            by_hand=True,
            cases=(
                case("valid", n=5, k=3, s=1, padding="valid"),
                # The last row and column are left out: 6 - 3 is odd.
                case("valid", n=6, k=3, s=2, padding="valid"),
                case("valid", n=9, k=3, s=2, padding="valid"),
                case("valid", n=11, k=4, s=3, padding="valid"),
                # The window jumps over pixels.
                case("valid", n=8, k=2, s=3, padding="valid"),
                case("same", n=5, k=3, s=1, padding="same"),
                # One zero too few for both sides: it goes to the bottom and to the right.
                case("same", n=6, k=3, s=2, padding="same"),
                case("same", n=7, k=3, s=2, padding="same"),
                case("same", n=9, k=4, s=1, padding="same"),
                case("same", n=10, k=5, s=3, padding="same"),
                # No zeros are needed: the jumps are longer than the window.
                case("same", n=9, k=2, s=4, padding="same"),
            ),
            checks=(Arrays(2, "valid"), Arrays(2, "same")),
            draws={
                "valid": lambda rng: cover(rng, "valid"),
                "same": lambda rng: cover(rng, "same"),
            },
        ),
        Task(
            "7.3",
            "max_depth",
            minutes=4,
            cases=(
                case(n=9, k=3),
                case(n=10, k=3),
                case(n=16, k=4),
                case(n=30, k=7),
                case(n=4, k=4),
                case(n=3, k=5),
            ),
            checks=(Values(2),),
            draws={"": depth},
        ),
        Task(
            "7.4",
            "build_border_model",
            minutes=9,
            cases=(case("same", padding="same"), case("valid", padding="valid")),
            checks=(
                Shapes(1),
                Params(1),
                Layers(1),
                Accuracy(2, recipe=RECIPE, group="same", beside="valid"),
            ),
        ),
    ),
)
