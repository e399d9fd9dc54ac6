"""Kernels as Keras draws them, and kernels that somebody made."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from grader.judge.chance import left_to_chance
from grader.judge.context import Name

L = keras.layers


def weights(*layers):
    model = keras.Sequential([keras.Input((9, 9, 2)), *layers])
    return {layer.name: layer.get_weights() for layer in model.layers}


@pytest.mark.parametrize(
    "layers",
    [
        (L.Conv2D(4, 3),),
        (L.Conv2D(2, 3, use_bias=False), L.Conv2D(5, 1)),
        (L.DepthwiseConv2D(3),),
        (L.Flatten(), L.Dense(3)),
    ],
    ids=lambda layers: layers[-1].name.rstrip("_0123456789"),
)
def test_what_keras_draws(layers):
    for seed in range(20):
        keras.utils.set_random_seed(seed)
        copies = [type(layer).from_config(layer.get_config()) for layer in layers]
        assert left_to_chance(weights(*copies)) == Name("weights_left_to_chance", 2)


@pytest.mark.parametrize(
    "layers",
    [
        (),
        (L.Flatten(),),
        (L.Conv2D(1, 2, use_bias=False),),  # eight numbers: too few to tell
        (L.Conv2D(4, 3, kernel_initializer="ones"),),
        (L.Conv2D(4, 3, kernel_initializer="he_normal"),),
        (L.Conv2D(2, 3), L.Conv2D(5, 3, kernel_initializer="zeros")),
    ],
)
def test_what_somebody_chose(layers):
    assert left_to_chance(weights(*layers)) is None


def test_half_of_what_keras_draws_is_somebodys():
    drawn = weights(L.Conv2D(4, 3))
    smaller = {name: [array / 2 for array in arrays] for name, arrays in drawn.items()}
    assert left_to_chance(smaller) is None
    assert left_to_chance({"conv": [np.zeros((3, 3, 1, 1), np.float32)]}) is None
