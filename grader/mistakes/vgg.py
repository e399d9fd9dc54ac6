"""Mistakes around VGG: how far a unit sees, and what a stack of small filters learns."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from grader.mistakes import counts
from grader.mistakes.catalogue import mistaken
from grader.mistakes.counts import Convolution, Rule

Stack = list[tuple[int, int]]
"""A (kernel, stride) for each layer, the first one first."""


def jumps(stack: Stack) -> list[int]:
    """Return, for each layer, how far apart neighbours of its input are in the picture."""
    return [math.prod(stride for _, stride in stack[:i]) for i in range(len(stack))]


def right_field(stack: Stack) -> int:
    """Return the right receptive field."""
    return 1 + sum((kernel - 1) * jump for (kernel, _), jump in zip(stack, jumps(stack)))


# receptive_field


@mistaken("receptive_field", "sums_kernels")
def sums_kernels(stack: Stack) -> int:
    """The sum of k."""
    return sum(kernel for kernel, _ in stack)


@mistaken("receptive_field", "widens_by_whole_kernel")
def widens_by_whole_kernel(stack: Stack) -> int:
    """The sum of k * jump."""
    return sum(kernel * jump for (kernel, _), jump in zip(stack, jumps(stack)))


@mistaken("receptive_field", "multiplies_kernels")
def multiplies_kernels(stack: Stack) -> int:
    """The product of k."""
    return math.prod(kernel for kernel, _ in stack)


@mistaken("receptive_field", "sees_last_window", hint=1)
def sees_last_window(stack: Stack) -> int:
    """The last k."""
    return stack[-1][0]


@mistaken("receptive_field", "sees_largest_window", hint=1)
def sees_largest_window(stack: Stack) -> int:
    """The largest k."""
    return max(kernel for kernel, _ in stack)


@mistaken("receptive_field", "forgets_first_pixel", number=31)
def forgets_first_pixel(stack: Stack) -> int:
    """The sum of (k - 1) * jump."""
    return right_field(stack) - 1


@mistaken("receptive_field", "field_without_strides", number=35)
def field_without_strides(stack: Stack) -> int:
    """1 + the sum of k - 1."""
    return 1 + sum(kernel - 1 for kernel, _ in stack)


@mistaken("receptive_field", "own_stride_too_early", hint=3)
def own_stride_too_early(stack: Stack) -> int:
    """1 + the sum of (k - 1) * jump * s."""
    return 1 + sum((kernel - 1) * jump * s for (kernel, s), jump in zip(stack, jumps(stack)))


@mistaken("receptive_field", "stride_of_one_layer_only")
def stride_of_one_layer_only(stack: Stack) -> int:
    """1 + the sum of (k - 1) * the stride of the layer before."""
    before = [1, *(stride for _, stride in stack)]
    return 1 + sum((kernel - 1) * s for (kernel, _), s in zip(stack, before))


@mistaken("receptive_field", "walks_the_wrong_way")
def walks_the_wrong_way(stack: Stack) -> int:
    """(r - 1) * s + k, from the first layer to the last."""
    return right_field(stack[::-1])


@mistaken("receptive_field", "one_jump_too_many", hint=3)
def one_jump_too_many(stack: Stack) -> int:
    """r * s + k - 1, from the last layer to the first."""
    side = 1
    for kernel, stride in reversed(stack):
        side = side * stride + kernel - 1
    return side


@mistaken("receptive_field", "total_stride_for_field", hint=1)
def total_stride_for_field(stack: Stack) -> int:
    """The product of s."""
    return math.prod(stride for _, stride in stack)


@mistaken("receptive_field", "area_for_side", hint=1)
def area_for_side(stack: Stack) -> int:
    """The square of the field."""
    return right_field(stack) ** 2


# block_predictions: a stack of two 3 x 3, one 5 x 5, a batch normalisation, a dense layer

PIXELS = 28 * 20
FIRST = Convolution((3, 3), 16, 24, pixels=PIXELS, places=PIXELS, zeros=30 * 22 - PIXELS)
SECOND = Convolution((3, 3), 24, 24, pixels=PIXELS, places=PIXELS, zeros=30 * 22 - PIXELS)
FIVE = Convolution((5, 5), 16, 24, pixels=PIXELS, places=PIXELS, zeros=32 * 24 - PIXELS)
FLAT, UNITS = 14 * 10 * 24, 10
"""What the pooling hands on in a row, and the dense units behind it."""

Entries = dict[str, int]


def predicted(
    id: str, number: int | None = None, hint: int = 2
) -> Callable[[Callable[[], Entries]], Callable[[], Entries]]:
    """Enter the wrong entries of one mistake."""
    return mistaken("block_predictions", id, number=number, hint=hint)


def convolutions(rule: Rule) -> Entries:
    """Return what a rule of exercise 04 says of both stacks; counts that it gets right left out."""
    said = {"two": rule(FIRST) + rule(SECOND), "five": rule(FIVE)}
    right = {"two": counts.right(FIRST) + counts.right(SECOND), "five": counts.right(FIVE)}
    return {key: value for key, value in said.items() if value != right[key]}


def times_positions(layer: Convolution) -> int:
    """(kh * kw * C + 1) * F * Ho * Wo."""
    return counts.right(layer) * layer.places


def bias_per_output_pixel(layer: Convolution) -> int:
    """kh * kw * C * F + Ho * Wo * F."""
    return layer.weights + layer.places * layer.filters


def counts_activations(layer: Convolution) -> int:
    """Ho * Wo * F."""
    return layer.places * layer.filters


def dense_thinking(layer: Convolution) -> int:
    """(H * W * C + 1) * F."""
    return layer.pixels * layer.depth * layer.filters + layer.filters


def counts_padding(layer: Convolution) -> int:
    """The zeros around the input, added to the count."""
    return counts.right(layer) + layer.zeros * layer.cin


def _enter(
    id: str, number: int | None, hint: int, rule: Rule, others: Mapping[str, int] | None = None
) -> None:
    def wrong() -> Entries:
        return {**convolutions(rule), **(others or {})}

    wrong.__doc__ = rule.__doc__
    predicted(id, number, hint)(wrong)


_enter("forgets_bias", 1, 2, counts.forgets_bias, {"dense": FLAT * UNITS})
_enter("omits_input_channels", 2, 1, counts.omits_input_channels)
_enter("always_rgb", 3, 1, counts.always_rgb)
_enter("bias_per_input_channel", 4, 2, counts.bias_per_input_channel)
_enter("bias_for_every_channel", 5, 2, counts.bias_for_every_channel)
_enter("bias_per_kernel_cell", None, 2, counts.bias_per_kernel_cell)
_enter("one_bias_for_all", 6, 2, counts.one_bias_for_all, {"dense": FLAT * UNITS + 1})
_enter("times_positions", 7, 2, times_positions)
_enter("bias_per_output_pixel", 8, 2, bias_per_output_pixel)
_enter(
    "counts_activations",
    9,
    1,
    counts_activations,
    {"norm": PIXELS * 24, "trained": PIXELS * 24, "dense": UNITS},
)
_enter("dense_thinking", 10, 2, dense_thinking)
_enter("one_filter_only", 11, 1, counts.one_filter_only, {"dense": FLAT + 1})
_enter("depthwise", 12, 2, counts.depthwise)
_enter("one_side_of_kernel", 13, 2, counts.one_side_of_kernel)
_enter(
    "adds_instead_of_multiplying",
    16,
    2,
    counts.adds_instead_of_multiplying,
    {"dense": FLAT + UNITS},
)
_enter("counts_padding", 17, 2, counts_padding)


@predicted("counts_one_of_the_stack", hint=1)
def counts_one_of_the_stack() -> Entries:
    """(9 * C + 1) * F, once."""
    return {"two": counts.right(FIRST)}


@predicted("depth_never_changes", 80)
def depth_never_changes() -> Entries:
    """(9 * C + 1) * F, twice."""
    return {"two": 2 * counts.right(FIRST)}


@predicted("filters_for_depth")
def filters_for_depth() -> Entries:
    """(kh * kw * F + 1) * F."""
    return {"two": 2 * counts.right(SECOND), "five": (25 * 24 + 1) * 24}


@predicted("same_view_same_count")
def same_view_same_count() -> Entries:
    """What two 3 x 3 convolutions keep, for the one of 5 x 5."""
    return {"five": counts.right(FIRST) + counts.right(SECOND)}


@predicted("bn_without_statistics", 22)
def bn_without_statistics() -> Entries:
    """2C in all."""
    return {"norm": 2 * 24}


@predicted("bn_all_trainable", 28)
def bn_all_trainable() -> Entries:
    """4C, all of them learned."""
    return {"trained": 4 * 24}


@predicted("bn_per_position", 23)
def bn_per_position() -> Entries:
    """4 * H * W * C, half of them learned."""
    return {"norm": 4 * PIXELS * 24, "trained": 2 * PIXELS * 24}


@predicted("bn_once_per_layer")
def bn_once_per_layer() -> Entries:
    """4, half of them learned."""
    return {"norm": 4, "trained": 2}


@predicted("bn_only_shift_learned")
def bn_only_shift_learned() -> Entries:
    """C learned."""
    return {"trained": 24}


@predicted("forgets_flatten", 24)
def forgets_flatten() -> Entries:
    """(C + 1) * units."""
    return {"dense": (24 + 1) * UNITS}


@predicted("height_and_width_only", 25)
def height_and_width_only() -> Entries:
    """(H * W + 1) * units."""
    return {"dense": (14 * 10 + 1) * UNITS}


@predicted("size_before_pooling", 26)
def size_before_pooling() -> Entries:
    """(H * W * C + 1) * units with the grid in front of the pooling."""
    return {"dense": (PIXELS * 24 + 1) * UNITS}


@predicted("halves_one_side_only")
def halves_one_side_only() -> Entries:
    """(H * W / 2 * C + 1) * units."""
    return {"dense": (PIXELS // 2 * 24 + 1) * UNITS}


@predicted("bias_per_input", 27)
def bias_per_input() -> Entries:
    """n * u + n."""
    return {"dense": counts.bias_per_input(FLAT, UNITS)}


@predicted("biases_on_both_sides")
def biases_on_both_sides() -> Entries:
    """n * u + n + u."""
    return {"dense": counts.biases_on_both_sides(FLAT, UNITS)}


@predicted("counts_pooling", 21)
def counts_pooling() -> Entries:
    """2 * 2 * C for the pooling, besides the dense layer."""
    return {"dense": (FLAT + 1) * UNITS + 2 * 2 * 24}
