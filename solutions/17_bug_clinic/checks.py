"""What exercise 17 asks: eleven broken pipelines, judged by what the repaired ones do."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.spec import (
    Accuracy,
    Arguments,
    Case,
    Compiled,
    Design,
    Exercise,
    GivenFunction,
    GivenModel,
    Layers,
    Params,
    Recipe,
    Repaired,
    Task,
    case,
)

Array = np.ndarray[Any, Any]

HEALTHY = GivenModel(
    (8, 8, 1),
    (
        ("Conv2D", {"filters": 16, "kernel_size": 3, "padding": "same", "activation": "relu"}),
        ("MaxPooling2D", {}),
        ("Conv2D", {"filters": 32, "kernel_size": 3, "padding": "same", "activation": "relu"}),
        ("Flatten", {}),
        ("Dense", {"units": 10, "activation": "softmax"}),
    ),
)
"""`small_network` of the stub."""


def digits(epochs: int) -> Recipe:
    """Return how the digits are learned; 32 steps an epoch."""
    return Recipe(
        data="digits",
        epochs=epochs,
        batch_size=32,
        learning_rate=0.003,
        train_size=1000,
        test_size=540,
    )


LETTERS = Recipe(
    data="glyphs",
    epochs=6,
    batch_size=32,
    learning_rate=0.003,
    train_size=1500,
    test_size=1000,
    train_options={"scatter": 3},
    test_options={"scatter": 3},
)

# Each picture has values of its own, so that it is known again wherever it went. Sides, channels
# and numbers of pictures differ.


def pixels(rng: np.random.Generator, *shape: int) -> Array:
    """Draw bytes; two of them are 0 and 255."""
    images = rng.integers(0, 256, shape, np.uint8)
    images.flat[0], images.flat[-1] = 0, 255
    return images


def bytes_of_pictures(rng: np.random.Generator) -> Arguments:
    """Draw a few pictures of any size."""
    count, height, width, channels = (int(n) for n in rng.integers(2, 6, 4))
    return {"images": pixels(rng, count, height, width, channels)}


def two_tests(seed: int) -> tuple[Case, Case]:
    """Return one training set with two tests: darker pictures, and lighter ones but fewer."""
    rng = np.random.default_rng([17, 2, seed])
    train = rng.integers(0, 256, (8, 5, 4, 2)).astype(np.float32)
    dark = rng.integers(0, 120, (5, 5, 4, 2)).astype(np.float32)
    light = rng.integers(150, 256, (3, 5, 4, 2)).astype(np.float32)
    return case(train=train, test=dark), case(train=train, test=light)


def labelled(rng: np.random.Generator) -> dict[str, Any]:
    """Draw 10 to 16 pictures with labels, not in order, and a seed."""
    count, height, width = int(rng.integers(10, 17)), *(int(n) for n in rng.integers(3, 5, 2))
    x = rng.random((count, height, width, 2)).astype(np.float32).round(3)
    return {"x": x, "y": rng.permutation(np.arange(count) % 10), "seed": int(rng.integers(1000))}


def with_copies(rng: np.random.Generator) -> Arguments:
    """Draw the same, with a function that moves pictures about."""
    drawn = labelled(rng)
    return {"x": drawn["x"], "y": drawn["y"], "augment": GivenFunction("copies"),
            "seed": drawn["seed"]}  # fmt: skip


def drawn(draw: Any, number: int, *seeds: int) -> tuple[Case, ...]:
    """Return one question of task 17.`number` for each seed."""
    return tuple(case(**draw(np.random.default_rng([17, number, seed]))) for seed in seeds)


EXERCISE = Exercise(
    minutes=40,
    tasks=(
        # Accuracy does not see un-scaled pictures: Adam learns from them all the same.
        Task(
            "17.1",
            "fix_a",
            minutes=3,
            cases=drawn(bytes_of_pictures, 1, 0, 1),
            draws={"": bytes_of_pictures},
            checks=(Repaired(1, "scaled"),),
        ),
        Task(
            "17.2",
            "fix_b",
            minutes=4,
            cases=two_tests(0),
            checks=(Repaired(2, "standardised"),),
        ),
        Task(
            "17.3",
            "fix_c",
            minutes=3,
            cases=(case(model=HEALTHY),),
            checks=(Compiled(1, labels="integers"),),
        ),
        # Keras takes the logits behind the softmax: the training is the same to the last bit.
        Task(
            "17.4",
            "fix_d",
            minutes=3,
            cases=(case(model=HEALTHY),),
            checks=(Compiled(1, labels="integers"),),
        ),
        # Measured with seeds 0-4: softmax reaches 0.92-0.94 (0.90 with seeds 0-7), ReLU 0.10 every
        # time, softmax behind ReLU 0.30-0.46. Sigmoid and a linear head would pass: the design
        # speaks of them.
        Task(
            "17.5",
            "fix_e",
            minutes=3,
            cases=(case("digits"),),
            checks=(Design(1, "digits"), Accuracy(1, digits(epochs=6), "digits", tiers=(0.7,))),
        ),
        Task(
            "17.6",
            "fix_f",
            minutes=3,
            cases=drawn(labelled, 6, 0, 1),
            draws={"": labelled},
            checks=(Repaired(1, "together"),),
        ),
        # Measured: Adam at 0.003 reaches 0.92-0.95 (seeds 0-7); at 0.001 0.93, at 1e-4 0.79-0.87,
        # SGD at 0.01 0.55-0.83 (seeds 0-2). What the stub has, Adam at 1, stays at 0.10 (seeds
        # 0-4); Adam at 0.1 0.10, at 1e-5 0.19-0.24, SGD at 0.001 0.15-0.20 (seeds 0-2).
        Task(
            "17.7",
            "fix_g",
            minutes=4,
            cases=(case("digits", model=HEALTHY),),
            checks=(
                Compiled(1, labels="integers", group="digits", rates=(1e-4, 0.5)),
                Accuracy(1, recipe=digits(epochs=12), group="digits", compiled=True),
            ),
        ),
        Task(
            "17.8",
            "fix_h",
            minutes=4,
            cases=drawn(with_copies, 8, 0, 1),
            draws={"": with_copies},
            checks=(Repaired(2, "apart"),),
        ),
        # Measured: momentum 0.9 reaches 0.92-0.95 (seeds 0-7), 0.5 0.93-0.94, no normalisation
        # 0.84-0.89; the stub's 0.99 stays at 0.15-0.26 (seeds 0-4), 0.98 at 0.19-0.43.
        Task(
            "17.9",
            "fix_i",
            minutes=4,
            cases=(case("digits"),),
            checks=(Design(1, "digits"), Accuracy(1, digits(epochs=3), "digits", tiers=(0.65,))),
        ),
        Task(
            "17.10",
            "fix_j",
            minutes=4,
            cases=(case(),),
            checks=(Params(1), Layers(1)),
        ),
        # Measured with seeds 0-1: 0.96-0.98; without ReLU 0.38-0.45. With maxima 0.99, also without
        # ReLU: a maximum is no sum. The bar is above what a network reaches that does not bend.
        Task(
            "17.11",
            "fix_k",
            minutes=4,
            cases=(case("letters"),),
            checks=(Design(1, "letters"), Accuracy(1, LETTERS, "letters", tiers=(0.7,))),
        ),
    ),
)
