"""Mistakes of counting: the numbers that convolutions, dense layers and their company learn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.mistakes.catalogue import mistaken


@dataclass(frozen=True)
class Convolution:
    """A convolution. The last five are known for the layers of `predictions` only."""

    kernel: tuple[int, int]
    cin: int
    filters: int
    use_bias: bool = True
    groups: int = 1
    stride: int = 1
    pixels: int = 0
    """Height times width of the input."""
    places: int = 0
    """Height times width of the output."""
    zeros: int = 0
    """Cells that the padding adds around each channel."""

    @property
    def area(self) -> int:
        """Cells of one slice of a filter."""
        return self.kernel[0] * self.kernel[1]

    @property
    def depth(self) -> int:
        """Slices of one filter."""
        return self.cin // self.groups

    @property
    def weights(self) -> int:
        """Weights of all filters."""
        return self.area * self.depth * self.filters

    def total(self, weights: int, biases: int) -> int:
        """Return a sum in which the biases count only where there are any."""
        return weights + (biases if self.use_bias else 0)


Rule = Callable[[Convolution], int]
DenseRule = Callable[[int, int, bool], int]

CONVOLUTIONS = {
    "first": Convolution((3, 5), 4, 6, stride=2, pixels=20 * 14, places=9 * 5),
    "grouped": Convolution((3, 3), 8, 6, groups=2, pixels=15 * 11, places=13 * 9),
    "valid": Convolution((3, 2), 5, 7, pixels=13 * 9, places=11 * 8),
    "same": Convolution((3, 2), 5, 7, pixels=13 * 9, places=13 * 9, zeros=15 * 10 - 13 * 9),
    "strided": Convolution((4, 3), 5, 32, False, stride=3, pixels=29 * 21, places=9 * 7),
}
"""The convolutions of `predictions`."""
DENSE = (7 * 5 * 6, 4, True)
"""Its dense layer, as arguments of a `DenseRule`."""


def right(layer: Convolution) -> int:
    """Return how many numbers a convolution learns."""
    return layer.total(layer.weights, layer.filters)


def wrong(rule: Rule) -> dict[str, int]:
    """Return the predictions for convolutions that a rule gets wrong."""
    said = {key: rule(layer) for key, layer in CONVOLUTIONS.items()}
    return {key: value for key, value in said.items() if value != right(CONVOLUTIONS[key])}


def convolution(
    id: str, number: int | None = None, hint: int = 2, *, dense: DenseRule | None = None
) -> Callable[[Rule], Rule]:
    """Enter a rule in `conv2d_params` and `predictions`, with its counterpart for dense layers."""

    def enter(rule: Rule) -> Rule:
        def params(
            kernel: int | tuple[int, int],
            cin: int,
            filters: int,
            use_bias: bool = True,
            groups: int = 1,
        ) -> int:
            kh, kw = (kernel, kernel) if isinstance(kernel, int) else kernel
            return rule(Convolution((kh, kw), cin, filters, use_bias, groups))

        def predicted() -> dict[str, int]:
            return {**wrong(rule), **({} if dense is None else {"dense": dense(*DENSE)})}

        def dense_params(n_in: int, units: int, use_bias: bool = True) -> int:
            assert dense is not None
            return dense(n_in, units, use_bias)

        params.__doc__ = predicted.__doc__ = dense_params.__doc__ = rule.__doc__
        mistaken("conv2d_params", id, number=number, hint=hint)(params)
        mistaken("predictions", id, number=number, hint=hint)(predicted)
        if dense is not None:
            mistaken("dense_params", id, number=number, hint=hint)(dense_params)
        return rule

    return enter


# conv2d_params, and with it dense_params and predictions


@convolution("forgets_bias", 1, dense=lambda n_in, units, use_bias: n_in * units)
def forgets_bias(layer: Convolution) -> int:
    """kh * kw * C * F."""
    return layer.weights


@convolution("omits_input_channels", 2, hint=1)
def omits_input_channels(layer: Convolution) -> int:
    """(kh * kw + 1) * F."""
    return layer.total(layer.area * layer.filters, layer.filters)


@convolution("always_rgb", 3, hint=1)
def always_rgb(layer: Convolution) -> int:
    """(kh * kw * 3 + 1) * F."""
    return layer.total(layer.area * 3 * layer.filters, layer.filters)


@convolution("bias_per_input_channel", 4)
def bias_per_input_channel(layer: Convolution) -> int:
    """kh * kw * C * F + C."""
    return layer.total(layer.weights, layer.cin)


@convolution("bias_for_every_channel", 5)
def bias_for_every_channel(layer: Convolution) -> int:
    """(kh * kw + 1) * C * F."""
    return layer.total(layer.weights, layer.depth * layer.filters)


@convolution("bias_per_kernel_cell")
def bias_per_kernel_cell(layer: Convolution) -> int:
    """kh * kw * (C + 1) * F."""
    return layer.total(layer.weights, layer.area * layer.filters)


@convolution(
    "one_bias_for_all", 6, dense=lambda n_in, units, use_bias: n_in * units + int(use_bias)
)
def one_bias_for_all(layer: Convolution) -> int:
    """kh * kw * C * F + 1."""
    return layer.total(layer.weights, 1)


@convolution("one_filter_only", 11, hint=1, dense=lambda n_in, units, use_bias: n_in + use_bias)
def one_filter_only(layer: Convolution) -> int:
    """kh * kw * C + 1."""
    return layer.total(layer.area * layer.depth, 1)


@convolution("depthwise", 12)
def depthwise(layer: Convolution) -> int:
    """(kh * kw + 1) * C."""
    return layer.total(layer.area * layer.cin, layer.cin)


@convolution("one_side_of_kernel", 13)
def one_side_of_kernel(layer: Convolution) -> int:
    """(kh * C + 1) * F."""
    return layer.total(layer.kernel[0] * layer.depth * layer.filters, layer.filters)


@convolution("adds_the_sides")
def adds_the_sides(layer: Convolution) -> int:
    """((kh + kw) * C + 1) * F."""
    return layer.total(sum(layer.kernel) * layer.depth * layer.filters, layer.filters)


@convolution("squares_height", 14)
def squares_height(layer: Convolution) -> int:
    """(kh * kh * C + 1) * F."""
    return layer.total(layer.kernel[0] ** 2 * layer.depth * layer.filters, layer.filters)


@convolution("squares_width", 14)
def squares_width(layer: Convolution) -> int:
    """(kw * kw * C + 1) * F."""
    return layer.total(layer.kernel[1] ** 2 * layer.depth * layer.filters, layer.filters)


@convolution("adds_instead_of_multiplying", 16, dense=lambda n_in, units, use_bias: n_in + units)
def adds_instead_of_multiplying(layer: Convolution) -> int:
    """kh * kw * (C + F)."""
    return layer.area * (layer.depth + layer.filters)


@convolution("ignores_groups", 18)
def ignores_groups(layer: Convolution) -> int:
    """(kh * kw * C + 1) * F, whatever the groups."""
    return layer.total(layer.weights * layer.groups, layer.filters)


@convolution("divides_groups_twice", 19)
def divides_groups_twice(layer: Convolution) -> int:
    """kh * kw * (C / groups) * (F / groups) + F."""
    return layer.total(layer.weights // layer.groups, layer.filters)


@convolution("halves_biases_too", 20)
def halves_biases_too(layer: Convolution) -> int:
    """(kh * kw * C + 1) * F / groups."""
    return layer.total(layer.weights, layer.filters // layer.groups)


@convolution(
    "counts_absent_bias", 29, hint=1, dense=lambda n_in, units, use_bias: (n_in + 1) * units
)
def counts_absent_bias(layer: Convolution) -> int:
    """(kh * kw * C + 1) * F, also with use_bias=False."""
    return layer.weights + layer.filters


# dense_params


@mistaken("dense_params", "bias_per_input", number=27)
def bias_per_input(n_in: int, units: int, use_bias: bool = True) -> int:
    """n * u + n."""
    return n_in * units + (n_in if use_bias else 0)


@mistaken("dense_params", "biases_on_both_sides")
def biases_on_both_sides(n_in: int, units: int, use_bias: bool = True) -> int:
    """n * u + n + u."""
    return n_in * units + (n_in + units if use_bias else 0)


# batchnorm_params


@mistaken("batchnorm_params", "bn_without_statistics", number=22)
def bn_without_statistics(c: int) -> tuple[int, int]:
    """(2C, 0)."""
    return 2 * c, 0


@mistaken("batchnorm_params", "bn_all_trainable", number=22)
def bn_all_trainable(c: int) -> tuple[int, int]:
    """(4C, 0)."""
    return 4 * c, 0


@mistaken("batchnorm_params", "total_for_trainable", number=28)
def total_for_trainable(c: int) -> tuple[int, int]:
    """(4C, 2C)."""
    return 4 * c, 2 * c


@mistaken("batchnorm_params", "total_for_statistics", number=28)
def total_for_statistics(c: int) -> tuple[int, int]:
    """(2C, 4C)."""
    return 2 * c, 4 * c


@mistaken("batchnorm_params", "bn_one_each")
def bn_one_each(c: int) -> tuple[int, int]:
    """(C, C)."""
    return c, c


@mistaken("batchnorm_params", "bn_only_shift_learned")
def bn_only_shift_learned(c: int) -> tuple[int, int]:
    """(C, 3C)."""
    return c, 3 * c


@mistaken("batchnorm_params", "bn_once_per_layer", hint=1)
def bn_once_per_layer(c: int) -> tuple[int, int]:
    """(2, 2)."""
    return 2, 2


# predictions: what only a layer with its input can show


@mistaken("predictions", "times_positions", number=7)
def times_positions() -> dict[str, int]:
    """(kh * kw * C + 1) * F * Ho * Wo."""
    return wrong(lambda layer: right(layer) * layer.places)


@mistaken("predictions", "bias_per_output_pixel", number=8)
def bias_per_output_pixel() -> dict[str, int]:
    """kh * kw * C * F + Ho * Wo * F."""
    return wrong(lambda layer: layer.total(layer.weights, layer.places * layer.filters))


@mistaken("predictions", "counts_activations", number=9, hint=1)
def counts_activations() -> dict[str, int]:
    """Ho * Wo * F."""
    maps = wrong(lambda layer: layer.places * layer.filters)
    return {**maps, "norm": 9 * 7 * 32, "pool": 7 * 5 * 6, "dense": 4}


@mistaken("predictions", "dense_thinking", number=10)
def dense_thinking() -> dict[str, int]:
    """(H * W * C + 1) * F."""
    return wrong(
        lambda layer: layer.total(layer.pixels * layer.depth * layer.filters, layer.filters)
    )


@mistaken("predictions", "stride_in_count", number=15)
def stride_in_count() -> dict[str, int]:
    """(kh * kw * C * s + 1) * F."""
    return wrong(lambda layer: layer.total(layer.weights * layer.stride, layer.filters))


@mistaken("predictions", "counts_padding", number=17)
def counts_padding() -> dict[str, int]:
    """The zeros around the input, added to the count."""
    return wrong(lambda layer: right(layer) + layer.zeros * layer.cin)


@mistaken("predictions", "counts_pooling", number=21)
def counts_pooling() -> dict[str, int]:
    """kh * kw * C for a pooling."""
    return {"pool": 2 * 2 * 6}


@mistaken("predictions", "bn_all_trainable", number=22)
def predicts_bn_all_trainable() -> dict[str, int]:
    """4C."""
    return {"norm": 4 * 32}


@mistaken("predictions", "bn_per_position", number=23)
def bn_per_position() -> dict[str, int]:
    """2 * H * W * C."""
    return {"norm": 2 * 9 * 7 * 32}


@mistaken("predictions", "bn_one_each")
def predicts_bn_one_each() -> dict[str, int]:
    """C."""
    return {"norm": 32}


@mistaken("predictions", "bn_once_per_layer")
def predicts_bn_once_per_layer() -> dict[str, int]:
    """2."""
    return {"norm": 2}


@mistaken("predictions", "forgets_flatten", number=24)
def forgets_flatten() -> dict[str, int]:
    """(C + 1) * units."""
    return {"dense": (6 + 1) * 4}


@mistaken("predictions", "height_and_width_only", number=25)
def height_and_width_only() -> dict[str, int]:
    """(H * W + 1) * units."""
    return {"dense": (7 * 5 + 1) * 4}


@mistaken("predictions", "size_before_pooling", number=26)
def size_before_pooling() -> dict[str, int]:
    """(H * W * C + 1) * units with the grid in front of the pooling."""
    return {"dense": (14 * 10 * 6 + 1) * 4}


@mistaken("predictions", "bias_per_input", number=27)
def predicts_bias_per_input() -> dict[str, int]:
    """n * u + n."""
    return {"dense": bias_per_input(7 * 5 * 6, 4)}


@mistaken("predictions", "biases_on_both_sides")
def predicts_biases_on_both_sides() -> dict[str, int]:
    """n * u + n + u."""
    return {"dense": biases_on_both_sides(7 * 5 * 6, 4)}


# note_errors: AlexNet on two GPUs, without biases


@mistaken("note_errors", "size_before_pooling", number=26)
def fc6_before_pooling() -> dict[str, int]:
    """13 * 13 * 256 * 4096."""
    return {"fc6": 13 * 13 * 256 * 4096}


@mistaken("note_errors", "always_pads", number=36)
def fc6_after_same_pooling() -> dict[str, int]:
    """7 * 7 * 256 * 4096: the pooling rounds up."""
    return {"fc6": 7 * 7 * 256 * 4096}


@mistaken("note_errors", "pool_stride_is_size", number=49)
def fc6_after_wide_jumps() -> dict[str, int]:
    """4 * 4 * 256 * 4096: the pooling jumps 3 cells."""
    return {"fc6": 4 * 4 * 256 * 4096}


@mistaken("note_errors", "forgets_flatten", number=24)
def fc6_on_channels() -> dict[str, int]:
    """256 * 4096."""
    return {"fc6": 256 * 4096}


@mistaken("note_errors", "height_and_width_only", number=25)
def fc6_on_one_channel() -> dict[str, int]:
    """6 * 6 * 4096."""
    return {"fc6": 6 * 6 * 4096}


@mistaken("note_errors", "misses_interchange", number=18)
def inside_each_tower() -> dict[str, int]:
    """3 * 3 * 128 * 192 * 2 and 6 * 6 * 128 * 2048 * 2."""
    return {"conv3": 3 * 3 * 128 * 192 * 2, "fc6": 6 * 6 * 128 * 2048 * 2}


@mistaken("note_errors", "counts_absent_bias", number=29, hint=1)
def with_biases() -> dict[str, int]:
    """3 * 3 * 256 * 384 + 384 and 6 * 6 * 256 * 4096 + 4096."""
    return {"conv3": 3 * 3 * 256 * 384 + 384, "fc6": 6 * 6 * 256 * 4096 + 4096}


@mistaken("note_errors", "omits_input_channels", number=2)
def flat_conv3() -> dict[str, int]:
    """3 * 3 * 384."""
    return {"conv3": 3 * 3 * 384}


@mistaken("note_errors", "times_positions", number=7)
def conv3_at_each_position() -> dict[str, int]:
    """3 * 3 * 256 * 384 * 13 * 13."""
    return {"conv3": 3 * 3 * 256 * 384 * 13 * 13}


@mistaken("note_errors", "counts_activations", number=9)
def outputs() -> dict[str, int]:
    """13 * 13 * 384 and 4096."""
    return {"conv3": 13 * 13 * 384, "fc6": 4096}


@mistaken("note_errors", "copies_the_note", hint=1)
def the_note_itself() -> dict[str, int]:
    """The results that the note prints."""
    return {"conv3": 804_000, "fc6": 177_000_000}
