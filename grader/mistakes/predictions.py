"""Mistakes of what is predicted before anything is built: sizes of maps, and AlexNet's numbers.

The right entries are sealed in the reference; here stands only what somebody who is wrong says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from grader.mistakes import counts
from grader.mistakes.catalogue import mistaken
from grader.mistakes.counts import Convolution, Rule

Entries = Mapping[str, int | str]


def _enter(stub: str, id: str, number: int | None, hint: int, entries: Entries, doc: str) -> None:
    """Enter the wrong entries of one mistake."""

    def wrong() -> Entries:
        return entries

    wrong.__doc__ = doc
    mistaken(stub, id, number=number, hint=hint)(wrong)


# SIZE_PREDICTION: 7 cells, 2 at a time, on 224 ("stem"); a pooling of 2 on 27 ("pool")

SIZES = "SIZE_PREDICTION"
STEM, POOL = (224, 7, 2), (27, 2, 2)
Size = Callable[[int, int, int], int]


def _sizes(rule: Size, *suffix: str) -> Entries:
    """Return what a rule says of both layers, without padding or, with a suffix, with it."""
    ending = "".join(suffix)
    return {f"stem{ending}": rule(*STEM), f"pool{ending}": rule(*POOL)}


_enter(
    SIZES, "forgets_plus_one", 31, 2, _sizes(lambda n, k, s: (n - k) // s), "floor((n - k) / s)."
)
_enter(
    SIZES,
    "keeps_partial_window",
    32,
    2,
    _sizes(lambda n, k, s: -((k - n) // s) + 1),
    "ceil((n - k) / s) + 1.",
)
_enter(SIZES, "ignores_stride", 35, 1, _sizes(lambda n, k, s: n - k + 1), "n - k + 1.")
_enter(
    SIZES, "always_pads", 36, 1, _sizes(lambda n, k, s: -(-n // s)), "ceil(n / s) without padding."
)
_enter(
    SIZES,
    "never_pads",
    None,
    1,
    _sizes(lambda n, k, s: (n - k) // s + 1, "_same"),
    "floor((n - k) / s) + 1 with padding.",
)
_enter(SIZES, "same_keeps_size", 37, 1, _sizes(lambda n, k, s: n, "_same"), "n.")
_enter(SIZES, "same_floors", 38, 2, {"pool_same": POOL[0] // POOL[2]}, "floor(n / s).")
_enter(
    SIZES,
    "pool_stride_one",
    48,
    2,
    {"pool": POOL[0] - POOL[1] + 1, "pool_same": POOL[0]},
    "A pooling that moves by one.",
)
_enter(SIZES, "valid_reads_all", None, 2, {"unread": 0}, "No cell is left over.")
_enter(
    SIZES, "kernel_shrinks_more", None, 1, {"smaller": "kernel 7"}, "28 - 7 + 1 for the smaller."
)


# ALEXNET_PREDICTION: sizes, counts and shares of AlexNet

ALEXNET = "ALEXNET_PREDICTION"
CONV2 = Convolution((5, 5), 96, 256, groups=2, pixels=27 * 27, places=27 * 27)
FLAT, UNITS = 6 * 6 * 256, 4096
"""What pool5 hands on in a row, and fc6's units."""


def _conv2(rule: Rule) -> Entries:
    return {"conv2": rule(CONV2)}


def _fc6(flat: int) -> Entries:
    """Return what fc6 learns on so many numbers."""
    return {"fc6": (flat + 1) * UNITS}


Entered = tuple[str, int | None, int, Entries, str]
_OF_ALEXNET: tuple[Entered, ...] = (
    ("paper_224_as_it_is", 52, 1, {"conv1": 55}, "What the paper prints."),
    ("forgets_plus_one", 31, 2, {"conv1": (224 - 11) // 4}, "floor(213 / 4)."),
    ("ignores_stride", 35, 1, {"conv1": 224 - 11 + 1}, "224 - 11 + 1."),
    ("always_pads", 36, 1, {"conv1": 224 // 4, **_fc6(7 * 7 * 256)}, "Everything is padded."),
    ("ignores_groups", 18, 2, _conv2(counts.ignores_groups), "5 * 5 * 96 for each filter."),
    ("divides_groups_twice", 19, 2, _conv2(counts.divides_groups_twice), "128 filters."),
    ("halves_biases_too", 20, 2, _conv2(counts.halves_biases_too), "128 biases."),
    ("omits_input_channels", 2, 1, _conv2(counts.omits_input_channels), "Flat filters."),
    (
        "times_positions",
        7,
        2,
        _conv2(lambda layer: counts.right(layer) * layer.places),
        "Each position anew.",
    ),
    (
        "forgets_bias",
        1,
        2,
        {**_conv2(counts.forgets_bias), "fc6": FLAT * UNITS},
        "Weights alone.",
    ),
    (
        "one_bias_for_all",
        6,
        2,
        {**_conv2(counts.one_bias_for_all), "fc6": FLAT * UNITS + 1},
        "One bias in each layer.",
    ),
    ("size_before_pooling", 26, 2, _fc6(13 * 13 * 256), "pool5 forgotten."),
    ("pool_stride_is_size", 49, 2, _fc6(4 * 4 * 256), "pool5 jumps by 3."),
    ("forgets_flatten", 24, 2, _fc6(256), "One place only."),
    ("height_and_width_only", 25, 2, _fc6(6 * 6), "One map only."),
    ("bias_per_input", 27, 2, {"fc6": counts.bias_per_input(FLAT, UNITS)}, "n * u + n."),
    (
        "biases_on_both_sides",
        None,
        2,
        {"fc6": counts.biases_on_both_sides(FLAT, UNITS)},
        "n * u + n + u.",
    ),
    ("share_of_the_others", None, 1, {"percent": 10}, "What is not dense."),
    ("share_of_layers", None, 2, {"percent": 40}, "Three layers of eight."),
    ("first_dense_only", None, 2, {"percent": 60}, "fc6 alone."),
    ("copies_the_note", None, 2, {"percent": 100}, "98.8 %, as the note sums."),
    ("most_numbers_most_work", None, 2, {"busiest": "fc6"}, "The most parameters."),
    ("widest_window_most_work", None, 2, {"busiest": "conv1"}, "The largest windows and maps."),
)
for _each in _OF_ALEXNET:
    _enter(ALEXNET, *_each)
