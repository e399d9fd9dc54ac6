from __future__ import annotations

import pytest

from .building import conv, dense, given, layer, made, network, norm, pool, relu

SLICED = network(
    given(8, 8, 4),
    conv(6, 3, 0, strides=(2, 2), activation="linear"),
    layer("GetItem", 0, slices=((None, None, 2), (None, None, 2), (None, None, None))),
    layer("Pad", 2, padding=((0, 0), (0, 0), (0, 2))),
    layer("Add", 1, 3),
    relu(4),
)
CHAIN = network(
    given(9, 9, 1), conv(4, 3), conv(4, 3), conv(4, 3), pool(2), layer("Flatten"), dense(3)
)
TWO = network(
    given(14, 14, 1), conv(3, 3), pool(2), conv(3, 3), pool(2), layer("Flatten"), dense(2)
)
NARROW = network(given(8, 8, 4), conv(2, 1), conv(6, 3))
SPLIT = network(given(9, 9, 4), conv(8, 3), conv(8, 3, groups=2), conv(6, 3))
NORMED = network(
    given(8, 8, 3),
    conv(4, 3),
    norm(),
    conv(6, 3),
    norm(),
    layer("Flatten"),
    dense(8, activation="relu"),
    norm(),
    dense(3),
)
EARLY = network(
    given(8, 8, 3),
    conv(4, 3, activation="linear"),
    norm(),
    relu(),
    conv(6, 3, activation="linear"),
    norm(),
    relu(),
)
PADDED = network(
    given(16, 16, 1),
    layer("ZeroPadding2D", padding=((1, 2), (1, 2))),
    conv(4, 5, padding="valid", strides=(4, 4)),
)
VALID = network(given(16, 16, 1), conv(4, 5, padding="valid", strides=(4, 4)))
SAME_POOL = network(
    given(6, 6, 1), conv(2, 3, activation="linear"), pool(3, strides=(1, 1), padding="same")
)
MOMENTUM = network(given(8, 8, 3), conv(4, 3, activation="linear"), norm(momentum=0.9), relu())
MADE = [
    (
        "adds_dilation",
        NARROW,
        [
            "2@1 > 6@3 dilated",
        ],
    ),
    (
        "groups_extra",
        SPLIT,
        [
            "8@3 in 2 > 8@3 in 2 > 6@3",
            "8@3 > 8@3 in 2 > 6@3 in 2",
            "8@3 in 2 > 8@3 in 2 > 6@3 in 2",
        ],
    ),
    (
        "halves_filters",
        SPLIT,
        [
            "8@3 > 4@3 > 6@3",
            "8@3 > 4@3 > 3@3",
            "4@3 > 4@3 > 3@3",
        ],
    ),
    (
        "pool_size_off",
        SAME_POOL,
        [
            "2@3 linear > max 2 /1 same",
            "2@3 linear > max 2",
        ],
    ),
    (
        "input_off",
        VALID,
        [
            "28x28x1 > 4@5 /4 valid",
            "32x32x1 > 4@5 /4 valid",
            "224x224x1 > 4@5 /4 valid",
            "227x227x1 > 4@5 /4 valid",
            "16x16x3 > 4@5 /4 valid",
        ],
    ),
    (
        "global_for_flatten",
        TWO,
        [
            "3@3 > max 2 > 3@3 > max 2 > mean of all > dense 2",
            "3@3 > max 2 > 3@3 > max 2 > max of all > dense 2",
        ],
    ),
    (
        "stale_averages",
        MOMENTUM,
        [
            "4@3 linear > bn 0.99 > relu",
        ],
    ),
    (
        "pool_for_slice",
        SLICED,
        [
            "mean 2 > pad > 6@3 /2 linear of 0 > add of 2 and 3 > relu",
            "max 2 > pad > 6@3 /2 linear of 0 > add of 2 and 3 > relu",
        ],
    ),
    (
        "zeros_before_pool",
        SAME_POOL,
        [
            "2@3 linear > zeros ((1, 1), (1, 1)) > max 3 /1",
        ],
    ),
    (
        "zeros_extra",
        VALID,
        [
            "zeros ((1, 0), (1, 0)) > 4@5 /4 valid",
            "zeros ((2, 0), (2, 0)) > 4@5 /4 valid",
            "zeros ((3, 2), (3, 2)) > 4@5 /4 valid",
        ],
    ),
    (
        "same_for_zeros",
        PADDED,
        [
            "4@5 /4",
        ],
    ),
    (
        "stride_for_pool",
        TWO,
        [
            "3@3 /2 > 3@3 > max 2 > row > dense 2",
            "3@3 > max 2 > 3@3 /2 > row > dense 2",
            "3@3 /2 > 3@3 /2 > row > dense 2",
        ],
    ),
    (
        "pool_extra",
        CHAIN,
        [
            "4@3 > max 2 > 4@3 > 4@3 > max 2 > row > dense 3",
            "4@3 > 4@3 > max 2 > 4@3 > max 2 > row > dense 3",
            "4@3 > max 2 > 4@3 > max 2 > 4@3 > max of all > dense 3",
        ],
    ),
    (
        "batchnorm_missing",
        NORMED,
        [
            "4@3 > 6@3 > row > dense 8 > dense 3",
        ],
    ),
    (
        "batchnorm_extra",
        TWO,
        [
            "3@3 > bn > max 2 > 3@3 > max 2 > row > dense 2",
            "3@3 linear > bn > relu > max 2 > 3@3 > max 2 > row > dense 2",
            "3@3 > max 2 > bn > 3@3 > max 2 > row > dense 2",
            "3@3 > max 2 > 3@3 > bn > max 2 > row > dense 2",
            "3@3 > max 2 > 3@3 linear > bn > relu > max 2 > row > dense 2",
            "3@3 > max 2 > 3@3 > max 2 > bn > row > dense 2",
            "3@3 > bn > max 2 > 3@3 > bn > max 2 > row > dense 2",
            "3@3 linear > bn > relu > max 2 > 3@3 linear > bn > relu > max 2 > row > dense 2",
            "3@3 > max 2 > bn > 3@3 > max 2 > bn > row > dense 2",
        ],
    ),
    (
        "batchnorm_misplaced",
        NORMED,
        [
            "4@3 linear > bn > relu > 6@3 > bn > row > dense 8 > bn > dense 3",
            "4@3 > bn > 6@3 linear > bn > relu > row > dense 8 > bn > dense 3",
            "4@3 > bn > 6@3 > bn > row > dense 8 > bn > relu > dense 3",
            "4@3 linear > bn > relu > 6@3 linear > bn > relu > row > dense 8 > bn > relu > dense 3",
            "4@3 linear > bn > relu > 6@3 linear > bn > relu > row > dense 8 > bn > dense 3",
        ],
    ),
    (
        "batchnorm_misplaced",
        EARLY,
        [
            "4@3 > bn > 6@3 > bn",
        ],
    ),
]


@pytest.mark.parametrize(("id", "right", "wrong"), MADE)
def test_what_a_mistake_makes(id, right, wrong):
    assert made(id, right, keep_momentum=id == "stale_averages") == wrong
