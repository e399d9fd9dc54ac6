"""Mistakes of LeNet-5 by hand: the counting rules of `counts`, applied to its layers, and sizes."""

from __future__ import annotations

from collections.abc import Callable

from grader.mistakes import counts
from grader.mistakes.catalogue import mistaken
from grader.mistakes.counts import Convolution, Rule

DenseRule = Callable[[int, int], int]
Entries = dict[str, int]

C1 = Convolution((5, 5), 1, 6, pixels=32 * 32, places=28 * 28)
C3 = Convolution((5, 5), 6, 16, pixels=14 * 14, places=10 * 10)
FLAT = 5 * 5 * 16
"""What C5 reads of a picture of 32 x 32."""


def dense(n_in: int, units: int) -> int:
    """Return how many numbers a dense layer learns."""
    return (n_in + 1) * units


def said(
    rule: Rule = counts.right, wires: DenseRule = dense, flat: int = FLAT, wide: int = 4 * 6 * 16
) -> Entries:
    """Return all six entries by a rule for convolutions, one for dense layers, and two sizes."""
    c1, c3, c5 = rule(C1), rule(C3), wires(flat, 120)
    total = c1 + c3 + c5 + wires(120, 84) + wires(84, 10)
    return {"C1": c1, "S2": 0, "C3": c3, "C5": c5, "total": total, "flat": wide}


def wrong(entries: Entries) -> Entries:
    """Return the entries that are not right."""
    right = said()
    return {key: value for key, value in entries.items() if value != right[key]}


# The counting rules of exercise 04


@mistaken("lenet_predictions", "forgets_bias", number=1)
def forgets_bias() -> Entries:
    """Weights alone."""
    return wrong(said(counts.forgets_bias, lambda n_in, units: n_in * units))


@mistaken("lenet_predictions", "omits_input_channels", number=2, hint=1)
def omits_input_channels() -> Entries:
    """(5 * 5 + 1) * 16 for C3."""
    return wrong(said(counts.omits_input_channels))


@mistaken("lenet_predictions", "always_rgb", number=3, hint=1)
def always_rgb() -> Entries:
    """(5 * 5 * 3 + 1) * F."""
    return wrong(said(counts.always_rgb))


@mistaken("lenet_predictions", "bias_per_input_channel", number=4)
def bias_per_input_channel() -> Entries:
    """5 * 5 * C * F + C."""
    return wrong(said(counts.bias_per_input_channel))


@mistaken("lenet_predictions", "bias_for_every_channel", number=5)
def bias_for_every_channel() -> Entries:
    """(5 * 5 + 1) * C * F."""
    return wrong(said(counts.bias_for_every_channel))


@mistaken("lenet_predictions", "bias_per_kernel_cell")
def bias_per_kernel_cell() -> Entries:
    """5 * 5 * (C + 1) * F."""
    return wrong(said(counts.bias_per_kernel_cell))


@mistaken("lenet_predictions", "one_bias_for_all", number=6)
def one_bias_for_all() -> Entries:
    """5 * 5 * C * F + 1, n * u + 1."""
    return wrong(said(counts.one_bias_for_all, lambda n_in, units: n_in * units + 1))


@mistaken("lenet_predictions", "times_positions", number=7)
def times_positions() -> Entries:
    """(5 * 5 * C + 1) * F * Ho * Wo."""
    return wrong(said(lambda layer: counts.right(layer) * layer.places))


@mistaken("lenet_predictions", "bias_per_output_pixel", number=8)
def bias_per_output_pixel() -> Entries:
    """5 * 5 * C * F + Ho * Wo * F."""
    return wrong(said(lambda layer: layer.weights + layer.places * layer.filters))


@mistaken("lenet_predictions", "counts_activations", number=9, hint=1)
def counts_activations() -> Entries:
    """Ho * Wo * F."""
    maps = said(lambda layer: layer.places * layer.filters, lambda n_in, units: units)
    pooled = {"S2": 14 * 14 * 6, "S4": FLAT}
    return wrong({**maps, "S2": pooled["S2"], "total": maps["total"] + sum(pooled.values())})


@mistaken("lenet_predictions", "dense_thinking", number=10)
def dense_thinking() -> Entries:
    """(H * W * C + 1) * F."""
    return wrong(said(lambda layer: (layer.pixels * layer.depth + 1) * layer.filters))


@mistaken("lenet_predictions", "one_filter_only", number=11, hint=1)
def one_filter_only() -> Entries:
    """5 * 5 * C + 1, n + 1."""
    return wrong(said(counts.one_filter_only, lambda n_in, units: n_in + 1))


@mistaken("lenet_predictions", "depthwise", number=12)
def depthwise() -> Entries:
    """(5 * 5 + 1) * C."""
    return wrong(said(counts.depthwise))


@mistaken("lenet_predictions", "one_side_of_kernel", number=13)
def one_side_of_kernel() -> Entries:
    """(5 * C + 1) * F."""
    return wrong(said(counts.one_side_of_kernel))


@mistaken("lenet_predictions", "adds_instead_of_multiplying", number=16)
def adds_instead_of_multiplying() -> Entries:
    """5 * 5 * (C + F), n + u."""
    return wrong(said(counts.adds_instead_of_multiplying, lambda n_in, units: n_in + units))


@mistaken("lenet_predictions", "counts_pooling", number=21)
def counts_pooling() -> Entries:
    """2 * 2 * C for a pooling."""
    pools = {"S2": 2 * 2 * 6, "S4": 2 * 2 * 16}
    return {"S2": pools["S2"], "total": said()["total"] + sum(pools.values())}


@mistaken("lenet_predictions", "bias_per_input", number=27)
def bias_per_input() -> Entries:
    """n * u + n."""
    return wrong(said(wires=lambda n_in, units: n_in * units + n_in))


@mistaken("lenet_predictions", "biases_on_both_sides")
def biases_on_both_sides() -> Entries:
    """n * u + n + u."""
    return wrong(said(wires=lambda n_in, units: n_in * units + n_in + units))


# Sizes in front of C5: for 32 x 32 (C5 and total), for 28 x 36 (flat)


@mistaken("lenet_predictions", "forgets_flatten", number=24)
def forgets_flatten() -> Entries:
    """16 for 5 * 5 * 16."""
    return wrong(said(flat=16, wide=16))


@mistaken("lenet_predictions", "height_and_width_only", number=25)
def height_and_width_only() -> Entries:
    """5 * 5 for 5 * 5 * 16."""
    return wrong(said(flat=5 * 5, wide=4 * 6))


@mistaken("lenet_predictions", "size_before_pooling", number=26)
def size_before_pooling() -> Entries:
    """10 * 10 * 16 for 5 * 5 * 16."""
    return wrong(said(flat=10 * 10 * 16, wide=8 * 12 * 16))


@mistaken("lenet_predictions", "always_pads", number=36, hint=1)
def always_pads() -> Entries:
    """8 * 8 * 16 for 5 * 5 * 16: neither convolution shrinks the maps."""
    return wrong(said(flat=8 * 8 * 16, wide=7 * 9 * 16))


@mistaken("lenet_predictions", "lenet_28", number=51)
def lenet_28() -> Entries:
    """4 * 4 * 16 for 5 * 5 * 16: 28 x 28 without padding, or a size that is one short."""
    return wrong(said(flat=4 * 4 * 16))


@mistaken("lenet_predictions", "forgets_plus_one", number=31)
def forgets_plus_one() -> Entries:
    """28 - 5, and so on. What it makes of 32 x 32 is told by `lenet_28`."""

    def side(n: int) -> int:
        return ((n - 5) // 2 - 5) // 2

    return wrong(said(wide=side(28) * side(36) * 16))


@mistaken("lenet_predictions", "size_of_the_paper", hint=1)
def size_of_the_paper() -> Entries:
    """5 * 5 * 16, whatever the picture."""
    return wrong(said(wide=FLAT))


# The whole


@mistaken("lenet_predictions", "misses_output_layer", hint=1)
def misses_output_layer() -> Entries:
    """The sum without the ten classes."""
    return {"total": said()["total"] - dense(84, 10)}


@mistaken("lenet_predictions", "sums_what_was_asked", hint=1)
def sums_what_was_asked() -> Entries:
    """C1 + C3 + C5."""
    right = said()
    return {"total": right["C1"] + right["C3"] + right["C5"]}


@mistaken("lenet_predictions", "counts_as_in_1998")
def counts_as_in_1998() -> Entries:
    """Poolings with a weight and a bias per map, C3 with a table of connections, no ten classes."""
    c3, s2, s4 = 25 * 60 + 16, 2 * 6, 2 * 16
    before = counts.right(C1) + s2 + c3 + s4
    return {"S2": s2, "C3": c3, "total": before + dense(FLAT, 120) + dense(120, 84)}
