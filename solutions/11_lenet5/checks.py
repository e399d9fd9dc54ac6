"""What exercise 11 asks: LeNet-5, counted by hand and then built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.spec import (
    Accuracy,
    Arguments,
    Draw,
    Exercise,
    Layers,
    Params,
    Predicted,
    Recipe,
    Shapes,
    Task,
    case,
)

if TYPE_CHECKING:
    import numpy as np

# Letters of 28 x 28, moved and turned; `--data mnist` puts LeNet's own digits beside them.
LETTERS = Recipe(
    data="glyphs",
    epochs=10,
    batch_size=32,
    learning_rate=0.001,
    train_size=2000,
    test_size=1000,
    train_options={"side": 28, "scatter": 4},
    test_options={"side": 28, "scatter": 4},
    also=("mnist", "fashion_mnist"),
)


def drawn(classic: bool) -> Draw:
    """Return how to draw an input size, odd ones too, and a padding."""

    def draw(rng: np.random.Generator) -> Arguments:
        return {
            "input_size": int(rng.integers(24, 49)),
            "padding": str(rng.choice(["valid", "same"])),
            "classic": classic,
        }

    return draw


EXERCISE = Exercise(
    minutes=35,
    tasks=(
        Task(
            "11.1",
            "lenet_predictions",
            checks=(Predicted(4),),
            cases=(case(),),
            minutes=10,
            by_hand=True,
        ),
        Task(
            "11.2",
            "build_lenet5",
            minutes=15,
            cases=(
                # The paper's input, and the two ways to read 28 pixels: padded it is the same
                # network behind C1, unpadded its C5 is another one.
                case("classic", input_size=32, padding="valid"),
                case("classic", input_size=28, padding="same", classic=True),
                case("classic", input_size=28, padding="valid", classic=True),
                # 37 -> 33 -> 16 -> 12 -> 6: the pooling drops a row, and S4's maps are even.
                case("classic", input_size=37, padding="valid"),
                case("modern", input_size=32, padding="valid", classic=False),
                case("modern", input_size=29, padding="same", classic=False),
                case("letters", input_size=28, padding="same", classic=False),
            ),
            draws={"classic": drawn(True), "modern": drawn(False)},
            checks=(
                Shapes(2, "classic"),
                Params(1, "classic"),
                Layers(2, "classic"),
                Layers(1, "modern"),
                # Near what it reaches: an MLP with as many parameters is far below.
                Accuracy(1, LETTERS, "letters", tiers=(0.9,), only_full=True),
            ),
        ),
    ),
)
