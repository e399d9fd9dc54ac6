"""What exercise 02 asks for and what it is worth."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.spec import Arguments, Arrays, Exercise, Task, Values, case

Array = np.ndarray[Any, Any]


def _coded(text: str) -> Array:
    """Read a drawing, one word for each row: X is +1, anything else is -1."""
    return np.array([[1.0 if sign == "X" else -1.0 for sign in row] for row in text.split()])


FALLING = _coded("X.. .X. ..X")
RISING = _coded("..X .X. X..")
CROSS = _coded("X.X .X. X.X")
WHITE = _coded("XXX XXX XXX")
BLACK = _coded("... ... ...")
ONE_OFF = _coded("X.. .XX ..X")
HOOK = _coded("XX. .XX ..X")  # Looks different upside down and mirrored, unlike the strokes.

BIG_X = _coded(
    "......... .X.....X. ..X...X.. ...X.X... ....X.... ...X.X... ..X...X.. .X.....X. ........."
)
SEVEN = _coded("........ .XXXXX.. .....X.. ....X... ...X.... ........")


def _zero_one(seed: int, *shape: int, dtype: str) -> Array:
    return np.random.default_rng(seed).integers(0, 2, shape).astype(dtype)


def _reals(seed: int, *shape: int) -> Array:
    return np.random.default_rng(seed).uniform(-3, 3, shape).round(1)


def _draw_uint8(rng: np.random.Generator) -> Arguments:
    height, width = (int(side) for side in rng.permutation(np.arange(3, 8))[:2])
    return {"img": rng.integers(0, 2, (height, width), dtype=np.uint8)}


def _draw_zero_one(rng: np.random.Generator) -> Arguments:
    return {"img": _draw_uint8(rng)["img"].astype(rng.choice(["float32", "float64", "int64"]))}


def _draw_strokes(rng: np.random.Generator) -> Arguments:
    patch, kernel = rng.choice([-1.0, 1.0], (2, 3, 3))
    return {"patch": patch, "kernel": kernel}


def _draw_patch(rng: np.random.Generator) -> Arguments:
    height, width = (int(side) for side in rng.permutation(np.arange(2, 6))[:2])
    patch, kernel = rng.uniform(-3, 3, (2, height, width)).round(1)
    return {"patch": patch, "kernel": kernel}


def _draw_picture(rng: np.random.Generator) -> Arguments:
    return {
        "image": rng.choice([-1.0, 1.0], (7, 9)),
        "kernel": rng.choice([-1.0, 1.0], (3, 3)),
    }


def _draw_map(rng: np.random.Generator) -> Arguments:
    kh, kw = (int(side) for side in rng.permutation(np.arange(2, 5))[:2])
    height, width = (int(side) for side in rng.permutation(np.arange(6, 10))[:2])
    return {
        "image": rng.uniform(-3, 3, (height, width)).round(1),
        "kernel": rng.uniform(-3, 3, (kh, kw)).round(1),
    }


TO_PLUS_MINUS_ONE = Task(
    "2.1",
    "to_plus_minus_one",
    checks=(Arrays(1, group="rule"), Arrays(1, group="uint8")),
    cases=(
        case("rule", img=_zero_one(1, 4, 6, dtype="float32")),
        case("rule", img=_zero_one(2, 7, 3, dtype="int64")),
        # In uint8 a -1 comes out as 255: its own point, since the rule itself may be right.
        case("uint8", img=_zero_one(3, 5, 3, dtype="uint8")),
        case("uint8", img=_zero_one(4, 3, 8, dtype="uint8")),
        case("uint8", img=_zero_one(10, 6, 4, dtype="uint16")),
    ),
    draws={"rule": _draw_zero_one, "uint8": _draw_uint8},
    minutes=4,
)

MATCH_SCORE = Task(
    "2.2",
    "match_score",
    checks=(Values(2, group="strokes"), Values(2, group="numbers")),
    cases=(
        # The six patches of the handout's table, then a kernel that has no symmetry.
        *(
            case("strokes", patch=patch, kernel=FALLING)
            for patch in (FALLING, WHITE, BLACK, CROSS, ONE_OFF, RISING)
        ),
        case("strokes", patch=ONE_OFF, kernel=HOOK),
        # The lecture note's 0 and 1: these three can't be told apart, and nothing is to be recoded.
        *(
            case("numbers", patch=(patch + 1) / 2, kernel=(FALLING + 1) / 2)
            for patch in (FALLING, WHITE, CROSS)
        ),
        # Not square, no two cells alike, a zero in the kernel.
        case(
            "numbers",
            patch=np.array([[0.5, -2.0, 3.0], [1.5, 4.0, -1.0]]),
            kernel=np.array([[2.0, 0.0, -1.0], [3.0, -0.5, 2.5]]),
        ),
        case("numbers", patch=_reals(5, 4, 2), kernel=_reals(6, 4, 2)),
    ),
    draws={"strokes": _draw_strokes, "numbers": _draw_patch},
    minutes=6,
)

ACTIVATION_MAP = Task(
    "2.3",
    "activation_map",
    checks=(Arrays(2, group="strokes"), Arrays(2, group="numbers")),
    cases=(
        case("strokes", image=BIG_X, kernel=FALLING),
        case("strokes", image=BIG_X, kernel=RISING),
        case("strokes", image=BIG_X, kernel=CROSS),
        # X and strokes forgive a flip and swapped sides: the 7 and the hook do not.
        case("strokes", image=SEVEN, kernel=HOOK),
        # All sides differ, numbers instead of codes: 9 x 7 under 2 x 3, then under 4 x 2.
        case("numbers", image=_reals(7, 9, 7), kernel=_reals(8, 2, 3)),
        case("numbers", image=_reals(9, 6, 8), kernel=_reals(10, 4, 2)),
        # A cell of the kernel is 0: whoever divides by the others only is found out.
        case("numbers", image=_reals(11, 6, 5), kernel=np.array([[0.0, 1.5], [-2.0, 2.5]])),
        # Whole numbers, as 2.1 may well give: the scores are none.
        case("numbers", image=SEVEN.astype(int), kernel=FALLING.astype(int)),
    ),
    draws={"strokes": _draw_picture, "numbers": _draw_map},
    minutes=12,
    calls=("2.2",),
)

EXERCISE = Exercise(tasks=(TO_PLUS_MINUS_ONE, MATCH_SCORE, ACTIVATION_MAP), minutes=30)
