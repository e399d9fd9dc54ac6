from __future__ import annotations

import pytest

from .building import conv, dense, given, layer, made, network, pool, relu

BLOCK = network(
    given(8, 8, 4), conv(4, 3, 0), conv(4, 3, 1, activation="linear"), layer("Add", 2, 0), relu(3)
)
STAGE = network(
    given(8, 8, 4),
    conv(4, 3, 0),
    conv(6, 3, 1, strides=(2, 2)),
    conv(6, 3, 2, activation="linear"),
    conv(6, 1, 1, padding="valid", strides=(2, 2), activation="linear"),
    layer("Add", 3, 4),
    relu(5),
)
SLICED = network(
    given(8, 8, 4),
    conv(6, 3, 0, strides=(2, 2), activation="linear"),
    layer("GetItem", 0, slices=((None, None, 2), (None, None, 2), (None, None, None))),
    layer("Pad", 2, padding=((0, 0), (0, 0), (0, 2))),
    layer("Add", 1, 3),
    relu(4),
)
MODULE = network(
    given(6, 6, 5),
    conv(2, 1, 0),
    conv(3, 1, 0),
    conv(4, 3, 2),
    pool(3, 0, strides=(1, 1), padding="same"),
    conv(1, 1, 4),
    layer("Concatenate", 1, 3, 5, axis=-1),
)
WIDE = network(
    given(6, 6, 5),
    conv(2, 1, 0),
    conv(3, 3, 1),
    conv(4, 1, 0),
    conv(5, 5, 3),
    pool(3, 0, strides=(1, 1), padding="same"),
    conv(1, 1, 5),
    layer("Concatenate", 2, 4, 6, axis=-1),
)
CHAIN = network(
    given(9, 9, 1), conv(4, 3), conv(4, 3), conv(4, 3), pool(2), layer("Flatten"), dense(3)
)
TWO = network(
    given(14, 14, 1), conv(3, 3), pool(2), conv(3, 3), pool(2), layer("Flatten"), dense(2)
)
NARROW = network(given(8, 8, 4), conv(2, 1), conv(6, 3))
RESIDUALS = network(
    given(8, 8, 1),
    conv(4, 3, 0),
    conv(4, 3, 1),
    conv(4, 3, 2, activation="linear"),
    layer("Add", 3, 1),
    relu(4),
    conv(4, 3, 5),
    conv(4, 3, 6, activation="linear"),
    layer("Add", 7, 5),
    relu(8),
)
MADE = [
    (
        "filters_exchanged",
        NARROW,
        [
            "6@1 > 2@3",
        ],
    ),
    (
        "kernels_exchanged",
        NARROW,
        [
            "2@3 > 6@1",
        ],
    ),
    (
        "stride_moved",
        STAGE,
        [
            "4@3 > 6@3 > 6@3 /2 linear > 6@1 /2 linear of 1 > add of 3 and 4 > relu",
        ],
    ),
    (
        "repeats_off",
        TWO,
        [
            "3@3 > max 2 > row > dense 2",
            "3@3 > max 2 > 3@3 > max 2 > 3@3 > max 2 > row > dense 2",
        ],
    ),
    (
        "repeats_off",
        CHAIN,
        [
            "4@3 > 4@3 > 4@3 > 4@3 > 4@3 > max 2 > row > dense 3",
            "4@3 > 4@3 > 4@3 > 4@3 > 4@3 > 4@3 > max 2 > row > dense 3",
            "4@3 > 4@3 > 4@3 > 4@3 > 4@3 > 4@3 > 4@3 > max 2 > row > dense 3",
        ],
    ),
    (
        "one_layer_object",
        CHAIN,
        [
            "4@3 > 4@3 > 4@3 as 2 > max 2 > row > dense 3",
        ],
    ),
    (
        "branch_missing",
        MODULE,
        [
            "3@1 > 4@3 > max 3 /1 same of 0 > 1@1 > join of 2 and 4",
            "2@1 > max 3 /1 same of 0 > 1@1 > join of 1 and 3",
            "2@1 > 3@1 of 0 > 4@3 > join of 1 and 3",
        ],
    ),
    (
        "branches_reordered",
        MODULE,
        [
            "2@1 > max 3 /1 same of 0 > 1@1 > 3@1 of 0 > 4@3 > join of 1 and 3 and 5",
            "3@1 > 4@3 > 2@1 of 0 > max 3 /1 same of 0 > 1@1 > join of 2 and 3 and 5",
            "3@1 > 4@3 > max 3 /1 same of 0 > 1@1 > 2@1 of 0 > join of 2 and 4 and 5",
            "max 3 /1 same > 1@1 > 2@1 of 0 > 3@1 of 0 > 4@3 > join of 2 and 3 and 5",
            "max 3 /1 same > 1@1 > 3@1 of 0 > 4@3 > 2@1 of 0 > join of 2 and 4 and 5",
        ],
    ),
    (
        "reads_other_branch",
        MODULE,
        [
            "3@1 > 4@3 > 2@1 > max 3 /1 same of 0 > 1@1 > join of 3 and 2 and 5",
            "max 3 /1 same > 1@1 > 2@1 > 3@1 of 0 > 4@3 > join of 3 and 5 and 2",
            "2@1 > 3@1 > 4@3 > max 3 /1 same of 0 > 1@1 > join of 1 and 3 and 5",
            "2@1 > max 3 /1 same of 0 > 1@1 > 3@1 > 4@3 > join of 1 and 5 and 3",
            "2@1 > 3@1 of 0 > 4@3 > max 3 /1 same of 1 > 1@1 > join of 1 and 3 and 5",
            "2@1 > 3@1 of 0 > 4@3 > max 3 /1 same > 1@1 > join of 1 and 3 and 5",
            "2@1 > 3@1 > 4@3 > max 3 /1 same > 1@1 > join of 1 and 3 and 5",
        ],
    ),
    (
        "reductions_missing",
        WIDE,
        [
            "3@3 > 5@5 of 0 > max 3 /1 same of 0 > 1@1 > join of 1 and 2 and 4",
            "3@3 > 5@5 of 0 > max 3 /1 same of 0 > join of 1 and 2 and 3",
        ],
    ),
    (
        "shortcut_missing",
        RESIDUALS,
        [
            "4@3 > 4@3 > 4@3 > 4@3 > 4@3 linear > add of 5 and 3 > relu",
            "4@3 > 4@3 > 4@3 linear > add of 3 and 1 > relu > 4@3 > 4@3",
            "4@3 > 4@3 > 4@3 > 4@3 > 4@3",
        ],
    ),
    (
        "shortcut_extra",
        CHAIN,
        [
            "4@3 > 4@3 > 4@3 linear > add of 3 and 1 > relu > max 2 > row > dense 3",
        ],
    ),
    (
        "shortcut_projected",
        BLOCK,
        [
            "4@3 > 4@3 linear > 4@1 linear of 0 > add of 2 and 3 > relu",
            "4@3 > 4@3 linear > 4@1 linear bare of 0 > add of 2 and 3 > relu",
        ],
    ),
    (
        "shortcut_projected",
        SLICED,
        [
            "6@1 /2 linear > 6@3 /2 linear of 0 > add of 1 and 2 > relu",
            "6@3 /2 linear > 6@1 /2 linear bare of 0 > add of 1 and 2 > relu",
        ],
    ),
    (
        "shortcut_elsewhere",
        STAGE,
        [
            "4@3 > 6@3 /2 > 6@3 linear > add of 3 and 2 > relu",
        ],
    ),
    (
        "relu_before_add",
        BLOCK,
        [
            "4@3 > 4@3 > add of 2 and 0",
        ],
    ),
    ("relu_before_add", RESIDUALS, []),
    (
        "layer_missing",
        CHAIN,
        [
            "4@3 > 4@3 > max 2 > row > dense 3",
            "4@3 > 4@3 > 4@3 > row > dense 3",
            "4@3 > 4@3 > 4@3 > max 2 > row",
            "4@3 > max 2 > row > dense 3",
        ],
    ),
]


@pytest.mark.parametrize(("id", "right", "wrong"), MADE)
def test_what_a_mistake_makes(id, right, wrong):
    assert made(id, right) == wrong
