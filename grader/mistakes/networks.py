"""Mistakes of networks: transformations of the right network into a particular wrong one.

They are made on canonical networks with activations folded in (`grader.network.folded`). Each is
made at one place at a time and, where there are several, at all of them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from grader.mistakes.graph import behind, changed, exchanged, without
from grader.network import Layer, Network, Shape, same_pads, walk

Transform = Callable[[Network, Collection[int]], Iterator[Network]]
Change = Callable[[Layer], Layer | None]
CONVOLUTIONS = frozenset(("Conv2D", "DepthwiseConv2D", "SeparableConv2D"))
POOLS = frozenset(("MaxPooling2D", "AveragePooling2D"))
GLOBALS = frozenset(("GlobalMaxPooling2D", "GlobalAveragePooling2D"))
OTHER_POOL = {
    "MaxPooling2D": "AveragePooling2D",
    "AveragePooling2D": "MaxPooling2D",
    "GlobalMaxPooling2D": "GlobalAveragePooling2D",
    "GlobalAveragePooling2D": "GlobalMaxPooling2D",
}
REMOVABLE = CONVOLUTIONS | POOLS | {"Dense", "BatchNormalization"}
ACTIVATIONS = ("relu", "sigmoid", "tanh", "softmax")
Pair = tuple[int, int]
MAX_NUMBERS = 100


@dataclass(frozen=True)
class NetworkMistake:
    """A way to build a network wrongly."""

    id: str
    """Names it in reports, and its sentence in the catalogues as `mistake.<id>`."""
    transform: Transform
    """Yields the wrong networks that a right one may become. The numbers are those that stand in
    the student's network: a wrong number of filters can be any of them."""
    number: int | None
    """Its number in section 4 of the curriculum, where it stands there."""
    hint: int
    """The level of hint that fits it."""


_MISTAKES: list[NetworkMistake] = []


def network_mistakes() -> tuple[NetworkMistake, ...]:
    """Return every mistake of networks, the simpler ones first."""
    return tuple(_MISTAKES)


def numbers_in(network: Network) -> frozenset[int]:
    """Return the filters, units and kernel sides in a network, at most MAX_NUMBERS of them."""
    found: set[int] = set()
    for layer in network.layers:
        for setting in ("filters", "units", "kernel_size"):
            value = layer.get(setting)
            values = value if isinstance(value, tuple) else (value,)
            found.update(v for v in values if isinstance(v, int) and _whole(v))
    return frozenset(sorted(found)[:MAX_NUMBERS])


def _whole(value: Any) -> bool:
    return type(value) is int


def _mistake(id: str, number: int | None = None, hint: int = 2) -> Callable[[Transform], Transform]:
    def enter(transform: Transform) -> Transform:
        _MISTAKES.append(NetworkMistake(id, transform, number, hint))
        return transform

    return enter


def _change(id: str, number: int | None = None, hint: int = 2) -> Callable[[Change], Change]:
    """Enter a mistake that changes the settings of single layers."""

    def enter(change: Change) -> Change:
        def transform(network: Network, numbers: Collection[int]) -> Iterator[Network]:
            yield from _everywhere(network, change)

        _MISTAKES.append(NetworkMistake(id, transform, number, hint))
        return change

    return enter


def _everywhere(network: Network, change: Change) -> Iterator[Network]:
    found = {i: change(layer) for i, layer in enumerate(network.layers)}
    wrong = {i: layer for i, layer in found.items() if layer is not None}
    for i, layer in wrong.items():
        yield changed(network, {i: layer})
    if len(wrong) > 1:
        yield changed(network, wrong)


def _pair(layer: Layer, setting: str) -> Pair:
    value = layer.get(setting)
    assert isinstance(value, tuple) and len(value) == 2
    return value  # type: ignore[return-value]


# --- padding, strides, windows ------------------------------------------------------------------


@_change("padding_flipped", 37)
def padding_flipped(layer: Layer) -> Layer | None:
    """A convolution with the other padding."""
    return _flipped(layer) if layer.kind in CONVOLUTIONS else None


@_change("pool_padded", 38)
def pool_padded(layer: Layer) -> Layer | None:
    """A pooling with padding="same" that should have none."""
    padded = layer.kind in POOLS and layer.get("padding") == "valid"
    return _flipped(layer) if padded else None


@_change("pool_unpadded", 37)
def pool_unpadded(layer: Layer) -> Layer | None:
    """A pooling without the padding that it should have."""
    padded = layer.kind in POOLS and layer.get("padding") == "same"
    return _flipped(layer) if padded else None


def _flipped(layer: Layer) -> Layer:
    return layer.with_(padding="valid" if layer.get("padding") == "same" else "same")


@_change("ignores_stride", 35)
def ignores_stride(layer: Layer) -> Layer | None:
    """A convolution that moves one cell at a time."""
    strided = layer.kind in CONVOLUTIONS and _pair(layer, "strides") != (1, 1)
    return layer.with_(strides=(1, 1)) if strided else None


@_change("doubles_stride")
def doubles_stride(layer: Layer) -> Layer | None:
    """A convolution that jumps by two where it should not jump."""
    still = layer.kind in CONVOLUTIONS and _pair(layer, "strides") == (1, 1)
    return layer.with_(strides=(2, 2)) if still and layer.get("dilation_rate") == (1, 1) else None


@_change("strides_rows_only", 46)
def strides_rows_only(layer: Layer) -> Layer | None:
    """Strides of (2, 1) for 2."""
    if layer.kind not in CONVOLUTIONS | POOLS:
        return None
    rows, columns = _pair(layer, "strides")
    return layer.with_(strides=(rows, 1)) if rows == columns > 1 else None


@_change("pool_stride_one", 48)
def pool_stride_one(layer: Layer) -> Layer | None:
    """A pooling that moves one cell at a time."""
    jumps = layer.kind in POOLS and _pair(layer, "strides") != (1, 1)
    return layer.with_(strides=(1, 1)) if jumps else None


@_change("pool_stride_is_size", 49)
def pool_stride_is_size(layer: Layer) -> Layer | None:
    """A pooling whose strides were left out."""
    if layer.kind not in POOLS or layer.get("strides") == layer.get("pool_size"):
        return None
    return layer.with_(strides=layer.get("pool_size"))


@_change("pool_size_swapped", 45)
def pool_size_swapped(layer: Layer) -> Layer | None:
    """Width and height of a pooling's window exchanged."""
    return _swapped(layer, "pool_size") if layer.kind in POOLS else None


@_change("height_width_swapped", 45)
def height_width_swapped(layer: Layer) -> Layer | None:
    """Width and height of a kernel, or of the input, exchanged."""
    if layer.kind == "Input":
        shape = layer.get("shape")
        if isinstance(shape, tuple) and len(shape) == 3 and shape[0] != shape[1]:
            return layer.with_(shape=(shape[1], shape[0], shape[2]))
        return None
    return _swapped(layer, "kernel_size") if layer.kind in CONVOLUTIONS else None


def _swapped(layer: Layer, window: str) -> Layer | None:
    size, strides = _pair(layer, window), _pair(layer, "strides")
    if size == size[::-1]:
        return None
    along = strides[::-1] if strides == size else strides  # left out, they follow the window
    return layer.with_(**{window: size[::-1], "strides": along})


@_change("channels_first", 60)
def channels_first(layer: Layer) -> Layer | None:
    """The channels written as the first side of the input."""
    shape = layer.get("shape") if layer.kind == "Input" else None
    if not isinstance(shape, tuple) or len(shape) != 3 or shape[2] == shape[0] == shape[1]:
        return None
    return layer.with_(shape=(shape[2], shape[0], shape[1]))


@_mistake("pads_one", 40)
def pads_one(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """One ring of zeros in place of padding="same", for every kernel."""
    yield from _explicit_zeros(network, lambda before, after: (1, 1))


@_mistake("pads_top_left", 59)
def pads_top_left(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """The odd zero of padding="same" at the top and on the left."""
    yield from _explicit_zeros(network, lambda before, after: (after, before))


def _explicit_zeros(network: Network, pads: Callable[[int, int], Pair]) -> Iterator[Network]:
    shapes = [facts.shape for facts in walk(network)]
    for position, layer in enumerate(network.layers):
        if layer.kind not in CONVOLUTIONS or layer.get("padding") != "same":
            continue
        needed = [_needed(layer, shapes[layer.inputs[0]], axis) for axis in (0, 1)]
        borders = tuple(pads(*pair) for pair in needed)
        if borders == tuple(needed):
            continue
        zeros = Layer("ZeroPadding2D", (("padding", borders),))
        bare = changed(network, {position: layer.with_(padding="valid")})
        yield behind(bare, layer.inputs[0], zeros) if _one_reader(bare, layer.inputs[0]) else bare


def _one_reader(network: Network, position: int) -> bool:
    return sum(position in layer.inputs for layer in network.layers) == 1


def _needed(layer: Layer, shape: Shape, axis: int) -> Pair:
    """Return the zeros of padding="same"; along an open side, those of stride 1."""
    size, stride = shape[axis], _pair(layer, "strides")[axis]
    kernel, dilation = _pair(layer, "kernel_size")[axis], _pair(layer, "dilation_rate")[axis]
    if size is None:
        size, stride = 1000 * stride, 1
    return same_pads(size, kernel, stride, dilation)


@_change("ignores_dilation", 47)
def ignores_dilation(layer: Layer) -> Layer | None:
    """A kernel whose cells lie side by side."""
    dilated = layer.kind in CONVOLUTIONS and _pair(layer, "dilation_rate") != (1, 1)
    return layer.with_(dilation_rate=(1, 1)) if dilated else None


@_change("ignores_groups", 18)
def ignores_groups(layer: Layer) -> Layer | None:
    """A convolution whose filters look at every channel."""
    grouped = layer.kind == "Conv2D" and layer.get("groups") != 1
    return layer.with_(groups=1) if grouped else None


# --- what is counted ----------------------------------------------------------------------------


@_change("drops_bias", 1)
def drops_bias(layer: Layer) -> Layer | None:
    """A layer without the biases that it should have."""
    return layer.with_(use_bias=False) if layer.get("use_bias") is True else None


@_change("adds_bias", 29)
def adds_bias(layer: Layer) -> Layer | None:
    """A layer with biases that it should not have."""
    return layer.with_(use_bias=True) if layer.get("use_bias") is False else None


@_mistake("filters_and_kernel_swapped")
def filters_and_kernel_swapped(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """`Conv2D(3, 8)` for `Conv2D(8, 3)`."""

    def change(layer: Layer) -> Layer | None:
        filters, kernel = layer.get("filters"), layer.get("kernel_size")
        if not isinstance(kernel, tuple) or not _whole(filters) or kernel == (filters, filters):
            return None
        return layer.with_(filters=kernel[0], kernel_size=(filters, filters))

    yield from _everywhere(network, change)


@_mistake("filters_off", 43)
def filters_off(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Another number of filters."""
    yield from _other_numbers(network, "filters", numbers)


@_mistake("units_off")
def units_off(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Another number of units, in a layer that is not the last."""
    for wrong in _other_numbers(network, "units", numbers):
        head = _head(network)
        if head is None or wrong.layers[head].get("units") == network.layers[head].get("units"):
            yield wrong


@_mistake("head_size")
def head_size(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Another number of units in the last layer: it should be one for each class.

    One unit with sigmoid, or two with softmax, is one thought: both are changed together.
    """
    head = _head(network)
    if head is None or network.layers[head].kind != "Dense":
        return
    for number in sorted(numbers):
        if number != network.layers[head].get("units"):
            wrong = changed(network, {head: network.layers[head].with_(units=number)})
            yield wrong
            if number > 1:
                yield from _with_activation(wrong, ("softmax",), last=True, instead_of=("sigmoid",))


def _other_numbers(network: Network, setting: str, numbers: Collection[int]) -> Iterator[Network]:
    for number in sorted(numbers):

        def change(layer: Layer, number: int = number) -> Layer | None:
            own = layer.get(setting)
            return layer.with_(**{setting: number}) if _whole(own) and own != number else None

        yield from _everywhere(network, change)


def _head(network: Network) -> int | None:
    """Return the position of the last layer that has weights."""
    weighted = [i for i, layer in enumerate(network.layers) if layer.get("use_bias") is not None]
    return weighted[-1] if weighted else None


@_mistake("kernel_off")
def kernel_off(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Another size of kernel."""
    for number in sorted(n for n in numbers if n <= 64):

        def change(layer: Layer, number: int = number) -> Layer | None:
            if layer.kind not in CONVOLUTIONS or layer.get("kernel_size") == (number, number):
                return None
            return layer.with_(kernel_size=(number, number))

        yield from _everywhere(network, change)


# --- kinds of layers ----------------------------------------------------------------------------


@_change("average_for_max")
def average_for_max(layer: Layer) -> Layer | None:
    """An average where the maximum was asked for, or the maximum for the average."""
    other = OTHER_POOL.get(layer.kind)
    return None if other is None else Layer(other, layer.settings, layer.inputs, layer.name)


@_mistake("conv_for_pool", 21)
def conv_for_pool(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """A convolution that jumps in place of a pooling: it has something to learn."""
    shapes = [facts.shape for facts in walk(network)]
    for position, layer in enumerate(network.layers):
        if layer.kind not in POOLS:
            continue
        for bias in (True, False):
            settings = {
                "filters": shapes[layer.inputs[0]][-1],
                "kernel_size": layer.get("pool_size"),
                "strides": layer.get("strides"),
                "padding": layer.get("padding"),
                "dilation_rate": (1, 1),
                "groups": 1,
                "activation": "linear",
                "use_bias": bias,
            }
            yield changed(
                network, {position: Layer("Conv2D", tuple(sorted(settings.items())), layer.inputs)}
            )


@_mistake("global_missing", 74)
def global_missing(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """No global pooling: every place still speaks for itself."""
    yield from _each_without(network, GLOBALS)


@_change("flatten_for_global", 74)
def flatten_for_global(layer: Layer) -> Layer | None:
    """Flatten where a global pooling was asked for."""
    return Layer("Flatten", (), layer.inputs) if layer.kind in GLOBALS else None


@_mistake("forgets_flatten", 62)
def forgets_flatten(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Dense on a tensor that is no vector."""
    yield from _each_without(network, frozenset(("Flatten",)))


@_change("add_and_concatenate", 78)
def add_and_concatenate(layer: Layer) -> Layer | None:
    """Concatenate where the maps are to be added, or the other way."""
    if layer.kind == "Add":
        return Layer("Concatenate", (("axis", -1),), layer.inputs)
    return Layer("Add", (), layer.inputs) if layer.kind == "Concatenate" else None


# --- activations --------------------------------------------------------------------------------


@_mistake("softmax_missing", 63)
def softmax_missing(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Scores in place of probabilities."""
    yield from _with_activation(network, ("linear",), last=True, instead_of=("softmax",))


@_mistake("wrong_output_activation", 63)
def wrong_output_activation(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Another activation on the last layer."""
    own = ("softmax", "sigmoid")
    yield from _with_activation(network, ACTIVATIONS, last=True, instead_of=own)


@_mistake("activation_missing", 70)
def activation_missing(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """A layer without its nonlinearity."""
    yield from _with_activation(network, ("linear",), last=False, instead_of=ACTIVATIONS)


@_mistake("wrong_activation")
def wrong_activation(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Another nonlinearity than asked for, in a layer that is not the last."""
    yield from _with_activation(network, ACTIVATIONS, last=False, instead_of=ACTIVATIONS)


@_mistake("activation_extra")
def activation_extra(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """An activation that nobody asked for."""
    for last in (True, False):
        yield from _with_activation(network, ACTIVATIONS, last=last, instead_of=("linear",))


def _with_activation(
    network: Network, words: Collection[str], *, last: bool, instead_of: Collection[str]
) -> Iterator[Network]:
    """Give layers another activation: the one at the end, or those before it."""
    head = _head(network)
    for word in words:

        def change(layer: Layer, word: str = word) -> Layer | None:
            is_last = head is not None and layer is network.layers[head]
            key = "function" if layer.kind == "Activation" else "activation"
            own = layer.get(key, "linear" if layer.get("use_bias") is not None else None)
            if is_last != last or own not in instead_of or own == word:
                return None
            return layer.with_(**{key: word})

        yield from _everywhere(network, change)


# --- layers as such -----------------------------------------------------------------------------


@_mistake("layer_missing", 80)
def layer_missing(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """A layer left out, or made and read by nobody."""
    for wrong in _each_without(network, REMOVABLE):
        if len(wrong.layers) > 1:
            yield wrong


def _each_without(network: Network, kinds: Collection[str]) -> Iterator[Network]:
    for position, layer in enumerate(network.layers):
        if layer.kind in kinds:
            yield without(network, position)


@_mistake("layer_doubled")
def layer_doubled(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """A layer written twice."""
    for position, layer in enumerate(network.layers):
        if layer.kind in REMOVABLE:
            yield behind(network, position, layer)


@_mistake("order_swapped")
def order_swapped(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Two neighbours in the other order."""
    for position in range(1, len(network.layers) - 1):
        wrong = exchanged(network, position)
        if wrong is not None:
            yield wrong
