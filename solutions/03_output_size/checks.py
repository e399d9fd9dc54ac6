"""What exercise 03 asks: some sizes before any formula, then the formula for both paddings, its
zeros, and its inverse.

In the "valid" group (n - window) / s never ends in .5: there `round(x) + 1`, `round(x + 1)` and
`int(x + 0.5)` part ways, and somebody who rounds would be named for one of the three only. For
the same reason every window of the group fits, also those that a mistake makes longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.spec import Arguments, Exercise, Predicted, Task, Values, case

if TYPE_CHECKING:
    import numpy as np


def draw_valid(rng: np.random.Generator) -> Arguments:
    """Draw a window that fits: dilated, or with a jump of 4 cells that leaves no half."""
    n, k = int(rng.integers(20, 60)), int(rng.integers(2, 6))
    if rng.random() < 0.5:
        return {"n": n, "k": k, "dilation": int(rng.integers(2, 4))}
    n += (n - k) % 4 == 2
    return {"n": n, "k": k, "s": 4}


def draw_same(rng: np.random.Generator) -> Arguments:
    """Draw a strip that no window is too long for."""
    n, k, s = (int(rng.integers(*span)) for span in ((9, 60), (1, 9), (1, 5)))
    return {"n": n, "k": k, "s": s, "padding": "same"}


def draw_misfit(rng: np.random.Generator) -> Arguments:
    """Draw a window that hangs over the edge."""
    n = int(rng.integers(2, 9))
    return {"n": n, "k": n + int(rng.integers(1, 5))}


def draw_padding(rng: np.random.Generator) -> Arguments:
    """Draw a window at least as long as its jump, so that some zeros may be needed."""
    s = int(rng.integers(1, 5))
    return {"n": int(rng.integers(6, 60)), "k": int(rng.integers(s, 10)), "s": s}


def draw_sizes(rng: np.random.Generator) -> Arguments:
    """Draw falling sizes."""
    steps = rng.integers(1, 8, size=int(rng.integers(2, 5)))
    start = int(rng.integers(1, 6))
    return {"sizes": tuple(int(start + steps[i:].sum()) for i in range(len(steps) + 1))}


EXERCISE = Exercise(
    minutes=35,
    tasks=(
        Task(
            "3.0",
            "SIZE_PREDICTION",
            # 224, 7 and 2: a cell stays unread, "same" divides; 27 and 2: it does not.
            checks=(Predicted(2, options={"smaller": ("kernel 7", "stride 2", "both the same")}),),
            minutes=5,
        ),
        Task(
            "3.1",
            "conv_output_size",
            checks=(Values(2, "valid"), Values(1, "same"), Values(1, "fit")),
            cases=(
                # The notes' own pictures, LeNet's and AlexNet's first layer.
                case("valid", n=5, k=3),
                case("valid", n=5, k=3, s=2),
                case("valid", n=28, k=5),
                case("valid", n=227, k=11, s=4),
                case("valid", n=224, k=11, s=4),
                # 4.75 and 4.25 steps: floor, ceil and round give three different pairs.
                case("valid", n=26, k=7, s=4),
                case("valid", n=25, k=8, s=4),
                case("valid", n=32, k=8, s=2),
                # Four readings of the dilation: 13, 5, 4 and 9 are the wrong ones.
                case("valid", n=15, k=3, s=1, padding="valid", dilation=4),
                case("valid", n=20, k=4, dilation=2),
                # An even kernel, and a window that just fits.
                case("valid", n=12, k=4),
                case("valid", n=1, k=1),
                # Odd size, even kernel: "keeps the size" and symmetric zeros are seen.
                case("same", n=13, k=8, s=2, padding="same"),
                case("same", n=11, k=3, s=2, padding="same"),
                case("same", n=32, k=8, s=2, padding="same"),
                case("same", n=12, k=4, s=2, padding="same"),
                case("same", n=9, k=4, padding="same"),
                case("same", n=28, k=5, padding="same"),
                case("same", n=25, k=7, s=4, padding="same"),
                # Two windows too long, the second by its dilation; "same" minds neither.
                case("fit", n=4, k=6),
                case("fit", n=9, k=5, dilation=3),
                case("fit", n=2, k=3, padding="same"),
                case("fit", n=4, k=3, padding="same"),
            ),
            draws={"valid": draw_valid, "same": draw_same, "fit": draw_misfit},
            minutes=10,
        ),
        Task(
            "3.2",
            "same_padding",
            checks=(Values(3),),
            cases=(
                case(n=5, k=3, s=1),
                case(n=28, k=5, s=1),
                case(n=9, k=4, s=1),  # odd total
                case(n=13, k=8, s=2),  # odd total with a stride
                case(n=6, k=3, s=2),  # a single zero: which side?
                case(n=11, k=3, s=2),  # the stride changes nothing here
                case(n=224, k=7, s=2),
                case(n=10, k=5, s=3),
                case(n=8, k=2, s=4),  # the formula falls below zero
            ),
            draws={"": draw_padding},
            minutes=8,
            calls=("3.1",),
        ),
        Task(
            "3.3",
            "find_kernels",
            checks=(Values(2),),
            cases=(
                case(),
                # The notes' stacks: 32x32 under 5x5 kernels, 6x6 under 3x3 ones.
                case(sizes=(32, 28, 24)),
                case(sizes=(6, 4, 2)),
                case(sizes=(10, 7, 3)),  # even kernels
                case(sizes=(14, 12, 8, 7)),
                case(sizes=(6, 1)),
            ),
            draws={"": draw_sizes},
            minutes=5,
        ),
    ),
)
