"""What exercise 18 asks: pixels made ready one by one, and a free design under a budget."""

from __future__ import annotations

import numpy as np

from grader.spec import Accuracy, Design, Exercise, Recipe, Repaired, Task, case

# Measured with this recipe (mean of seeds 0-2, of the solution and the three convolutions with
# Flatten 0-4, lowest to highest); one training takes 6-12 s on one thread.
#   solution: 16, 32, 32 filters, global maximum    14,378   0.998   0.996-1.000
#   separable convolutions, global maximum           8,634   0.984   0.973-0.993
#   the solution with strides 2 and no pooling      14,378   0.982   0.976-0.986
#   8, 16, 24 filters, global maximum                4,978   0.981   0.970-0.990
#   five convolutions, global maximum               14,810   0.977   0.952-0.993
#   the solution with a global average              14,378   0.907   0.863-0.947
#   three convolutions, Flatten, Dense(64)          13,498   0.884   0.872-0.901
#   two convolutions, Flatten, Dense(128)          108,618   0.881   0.850-0.911   over the budget
#   the same squeezed: 6, 12 filters, Dense(40)     14,418   0.880   0.872-0.888
#   two convolutions, Flatten                        9,098   0.789   0.762-0.829
#   means of 2 x 2, MLP of 70 units                 14,500   0.520   0.513-0.527
#   MLP of 18 units                                 14,320   0.434   0.405-0.461
# The solution with raw bytes reaches 0.88 and 0.93, the MLP with raw bytes 0.10.
# The bars: bronze 0.72 is a convolution, silver 0.93 no Flatten, gold 0.98 the budget well spent.
GROUND = {"side": 28, "rotation": 15, "noise": 0.15}
FACES = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSerif")
LETTERS = Recipe(
    data="glyphs",
    epochs=8,
    batch_size=32,
    learning_rate=0.003,
    train_size=1200,
    test_size=1000,
    train_options={**GROUND, "scatter": 3, "faces": FACES},
    test_options={**GROUND, "scatter": 4, "faces": (*FACES, "DejaVuSerif-Italic")},
    also=("mnist", "fashion_mnist"),
)
BUDGET = 15_000


def pixels(*shape: int, below: int = 256) -> np.ndarray:
    """Return a batch in which every value below a limit occurs as often as any other, or nearly."""
    values = np.arange(np.prod(shape)) % below
    return np.random.default_rng(18).permutation(values).astype(np.uint8).reshape(shape)


EXERCISE = Exercise(
    minutes=40,
    tasks=(
        Task(
            "18.1",
            "PREPROCESS",
            minutes=5,
            cases=(
                case(images=pixels(2, 16, 17, 1)),
                # Dark pictures: whoever divides by the maximum of a batch treats them otherwise.
                case(images=pixels(3, 5, 4, 1, below=91)),
            ),
            checks=(Repaired(2, "pointwise"),),
        ),
        Task(
            "18.2",
            "build_model",
            minutes=35,
            cases=(
                case("hidden", input_shape=(28, 28, 1), classes=10),
                case("other sizes", input_shape=(20, 24, 1), classes=7),
                case("other sizes", input_shape=(32, 32, 3), classes=6),
            ),
            checks=(
                Design(2, "hidden", most=BUDGET),
                # Before the other sizes, so that a size written down costs two points only.
                Accuracy(
                    6, recipe=LETTERS, group="hidden", tiers=(0.7, 0.93, 0.985), pixels="18.1"
                ),
                Design(2, "other sizes", most=BUDGET),
            ),
        ),
    ),
)
