"""What exercise 06 asks for and what it is worth."""

from __future__ import annotations

import numpy as np

from grader.spec import Arguments, Arrays, Exercise, Outputs, Params, Shapes, Signs, Task, case

EXACT = ("identity", "blur", "gaussian")
BY_SIGN = ("sharpen", "edge", "sobel_x", "sobel_y")
BANK = (*EXACT, "sobel_x", "sobel_y")
"""Those whose nine numbers are settled: what a bank answers can be asked of these only."""


def _draw_names(rng: np.random.Generator) -> Arguments:
    """One to seven names, in any order, some of them twice."""
    return {"names": [str(name) for name in rng.choice(EXACT + BY_SIGN, rng.integers(1, 8))]}


def _draw_bank(rng: np.random.Generator) -> Arguments:
    """A Sobel, which no flip and no transposing leaves as it is, among others."""
    others = [str(name) for name in rng.choice(BANK, rng.integers(2, 5))]
    return {"names": [*others[:1], str(rng.choice(BANK[3:])), *others[1:]]}


def _pictures(seed: int, *shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.random.default_rng(seed).random(shape).round(2).astype("float32")


MAKE_FILTER = Task(
    "6.1",
    "make_filter",
    checks=(Arrays(2, group="exact"), Signs(3, group="signs")),
    # All seven names there are, so there is nothing left to draw.
    cases=(
        *(case("exact", name=name) for name in EXACT),
        *(case("signs", name=name) for name in BY_SIGN),
    ),
    minutes=12,
)

BUILD_FILTER_BANK = Task(
    "6.2",
    "build_filter_bank",
    checks=(
        Shapes(1, at=((7, 10, 1), (9, 6, 1))),
        Params(1),
        # Higher than wide and wider than high; two pictures at once, then one.
        Outputs(3, group="answers", inputs=(_pictures(1, 2, 7, 10, 1), _pictures(2, 1, 9, 6, 1))),
    ),
    cases=(
        case(names=["edge", "blur"]),
        case(names=["sharpen"]),
        case(names=["sobel_y", "sobel_x", "gaussian", "sharpen", "edge", "blur", "identity"]),
        # In no order that sorting would give; the Sobels tell rows from columns, left from right.
        case("answers", names=["sobel_x", "blur"]),
        case("answers", names=["sobel_y", "identity", "sobel_x", "gaussian", "sobel_y"]),
        case("answers", names=["gaussian", "sobel_y", "blur"]),
    ),
    draws={"": _draw_names, "answers": _draw_bank},
    minutes=12,
    calls=("6.1",),
)

EXERCISE = Exercise(tasks=(MAKE_FILTER, BUILD_FILTER_BANK), minutes=35)
