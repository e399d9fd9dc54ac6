"""The formulas that a report shows."""

from __future__ import annotations

import random
from typing import Any

import keras
import pytest

from grader.network import (
    NetworkError,
    explain_parameters,
    explain_size,
    read_network,
    walk,
)

from .building import sequential, sequential_config
from .drawing import drawn_layer

L = keras.layers

SIZES: list[tuple[Any, int, int, str]] = [
    (L.MaxPooling2D(2, padding="same"), 27, 0, "ceil(27 / 2) = 14"),
    (L.MaxPooling2D(2), 27, 0, "floor((27 - 2) / 2) + 1 = 13"),
    (L.Conv2D(4, 3, dilation_rate=4), 15, 0, "floor((15 - 4*(3 - 1) - 1) / 1) + 1 = 7"),
    (L.Conv2D(4, (3, 5), strides=(1, 2)), 11, 1, "floor((11 - 5) / 2) + 1 = 4"),
    (L.ZeroPadding2D(((1, 2), (0, 0))), 224, 0, "224 + 1 + 2 = 227"),
    (L.Cropping2D(1), 10, 1, "10 - 1 - 1 = 8"),
    (L.UpSampling2D(2), 7, 0, "2*7 = 14"),
    (L.Conv2DTranspose(2, 3, strides=2), 7, 0, "(7 - 1)*2 + 3 = 15"),
    (L.Conv2DTranspose(2, 3, strides=2, padding="same"), 7, 0, "7*2 = 14"),
    (L.Conv2DTranspose(2, 1, strides=2), 7, 0, "(7 - 1)*2 + 1 + 1 = 14"),
    (L.GlobalAveragePooling2D(), 7, 0, "1"),
    (L.ReLU(), 7, 0, "7"),
]


@pytest.mark.parametrize(("layer", "n", "axis", "text"), SIZES)
def test_sizes(layer: Any, n: int, axis: int, text: str) -> None:
    assert explain_size(sequential(layer, shape=(64, 64, 4)).layers[1], n, axis) == text


PARAMETERS: list[tuple[Any, tuple[int, ...], str]] = [
    (L.Conv2D(6, (3, 5)), (9, 9, 4), "(3*5*4 + 1)*6 = 366"),
    (L.Conv2D(6, (3, 5), use_bias=False), (9, 9, 4), "3*5*4*6 = 360"),
    (L.Conv2D(256, 5, groups=2), (27, 27, 96), "(5*5*(96/2) + 1)*256 = 307456"),
    (L.Dense(4), (210,), "(210 + 1)*4 = 844"),
    (L.Dense(4, use_bias=False), (210,), "210*4 = 840"),
    (L.BatchNormalization(), (9, 9, 32), "4*32 = 128"),
    (L.BatchNormalization(scale=False), (9, 9, 32), "3*32 = 96"),
    (L.LayerNormalization(), (9, 9, 32), "2*32 = 64"),
    (L.DepthwiseConv2D(3), (9, 9, 16), "(3*3 + 1)*16 = 160"),
    (L.DepthwiseConv2D(3, depth_multiplier=2), (9, 9, 16), "(3*3 + 1)*16*2 = 320"),
    (L.SeparableConv2D(32, 3), (9, 9, 16), "3*3*16 + (16 + 1)*32 = 688"),
    (L.Conv2DTranspose(6, 3), (9, 9, 4), "(3*3*4 + 1)*6 = 222"),
    (L.MaxPooling2D(), (9, 9, 4), "0"),
]


@pytest.mark.parametrize(("layer", "shape", "text"), PARAMETERS)
def test_parameters(layer: Any, shape: tuple[int, ...], text: str) -> None:
    network = sequential(layer, shape=shape)
    assert explain_parameters(network.layers[1], [shape]) == text


def test_every_formula_comes_to_what_it_says() -> None:
    r = random.Random(2)
    checked = 0
    for _ in range(1500):
        shape = (r.randint(3, 14), r.randint(3, 14), r.choice([2, 4, 6]))
        config = sequential_config(shape, drawn_layer(r))
        network = read_network(config)
        layer = network.layers[1]
        try:
            facts = walk(network)[1]
        except NetworkError:
            continue
        texts = [explain_parameters(layer, [shape])]
        results = [facts.parameters]
        if len(facts.shape) == 3 and layer.kind not in ("Reshape", "Permute"):
            texts += [explain_size(layer, shape[axis], axis) for axis in (0, 1)]
            results += [size for size in facts.shape[:2] if size is not None]
        for text, result in zip(texts, results, strict=True):
            assert int(text.split(" = ")[-1]) == result
            assert evaluated(text.split(" = ")[0]) == result, text
            checked += " = " in text
    assert checked > 1000


def evaluated(formula: str) -> int:
    """Compute a formula of this file's own making."""
    from math import ceil, floor

    return int(eval(formula, {"ceil": ceil, "floor": floor}))
