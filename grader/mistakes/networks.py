"""Mistakes of networks: wrong settings, wrong kinds of layers, layers too many or too few.

Other windows and layers stand in `layers`; what layers are to each other, in `wiring`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from grader.mistakes.graph import (
    CONVOLUTIONS,
    GLOBALS,
    POOLS,
    Pair,
    behind,
    changed,
    exchanged,
    needed,
    one_reader,
    replaced,
    shapes_of,
    without,
)
from grader.mistakes.parts import repeated, with_rounds
from grader.mistakes.registry import (
    Change,
    NetworkMistake,
    change,
    changing,
    everywhere,
    mended,
    mistake,
    network_mistakes,
    numbers_in,
)
from grader.network import Layer, Network, Setting, first_departure
from grader.network.arithmetic import pair_of

__all__ = ["NetworkMistake", "network_mistakes", "numbers_in"]

OTHER_POOL = {
    "MaxPooling2D": "AveragePooling2D",
    "AveragePooling2D": "MaxPooling2D",
    "GlobalMaxPooling2D": "GlobalAveragePooling2D",
    "GlobalAveragePooling2D": "GlobalMaxPooling2D",
}
REMOVABLE = CONVOLUTIONS | POOLS | {"Dense", "BatchNormalization", "ZeroPadding2D"}
HIDDEN = ("relu", "tanh")
ACTIVATIONS = (*HIDDEN, "sigmoid", "softmax")


def _whole(value: Any) -> bool:
    return type(value) is int


# --- padding, strides, windows ------------------------------------------------------------------


@change("padding_flipped", 37)
def padding_flipped(layer: Layer) -> Layer | None:
    """A convolution with the other padding."""
    return _flipped(layer) if layer.kind in CONVOLUTIONS else None


@change("pool_padded", 38)
def pool_padded(layer: Layer) -> Layer | None:
    """A pooling with padding="same" that should have none."""
    padded = layer.kind in POOLS and layer.get("padding") == "valid"
    return _flipped(layer) if padded else None


@change("pool_unpadded", 37)
def pool_unpadded(layer: Layer) -> Layer | None:
    """A pooling without the padding that it should have."""
    padded = layer.kind in POOLS and layer.get("padding") == "same"
    return _flipped(layer) if padded else None


def _flipped(layer: Layer) -> Layer:
    return layer.with_(padding="valid" if layer.get("padding") == "same" else "same")


@change("ignores_stride", 35)
def ignores_stride(layer: Layer) -> Layer | None:
    """A convolution that moves one cell at a time."""
    strided = layer.kind in CONVOLUTIONS and pair_of(layer, "strides") != (1, 1)
    return layer.with_(strides=(1, 1)) if strided else None


@change("doubles_stride")
def doubles_stride(layer: Layer) -> Layer | None:
    """A convolution that jumps by two where it should not jump."""
    still = layer.kind in CONVOLUTIONS and pair_of(layer, "strides") == (1, 1)
    return layer.with_(strides=(2, 2)) if still and layer.get("dilation_rate") == (1, 1) else None


@change("strides_rows_only", 46)
def strides_rows_only(layer: Layer) -> Layer | None:
    """Strides of (2, 1) for 2."""
    if layer.kind not in CONVOLUTIONS | POOLS:
        return None
    rows, columns = pair_of(layer, "strides")
    return layer.with_(strides=(rows, 1)) if rows == columns > 1 else None


@change("pool_stride_one", 48)
def pool_stride_one(layer: Layer) -> Layer | None:
    """A pooling that moves one cell at a time."""
    jumps = layer.kind in POOLS and pair_of(layer, "strides") != (1, 1)
    return layer.with_(strides=(1, 1)) if jumps else None


@change("pool_stride_is_size", 49)
def pool_stride_is_size(layer: Layer) -> Layer | None:
    """A pooling whose strides were left out."""
    if layer.kind not in POOLS or layer.get("strides") == layer.get("pool_size"):
        return None
    return layer.with_(strides=layer.get("pool_size"))


@change("pool_size_swapped", 45)
def pool_size_swapped(layer: Layer) -> Layer | None:
    """Width and height of a pooling's window exchanged."""
    return _swapped(layer, "pool_size") if layer.kind in POOLS else None


@change("height_width_swapped", 45)
def height_width_swapped(layer: Layer) -> Layer | None:
    """Width and height of a kernel, or of the input, exchanged."""
    if layer.kind == "Input":
        shape = layer.get("shape")
        if isinstance(shape, tuple) and len(shape) == 3 and shape[0] != shape[1]:
            return layer.with_(shape=(shape[1], shape[0], shape[2]))
        return None
    return _swapped(layer, "kernel_size") if layer.kind in CONVOLUTIONS else None


def _swapped(layer: Layer, window: str) -> Layer | None:
    size, strides = pair_of(layer, window), pair_of(layer, "strides")
    if size == size[::-1]:
        return None
    along = strides[::-1] if strides == size else strides  # left out, they follow the window
    return layer.with_(**{window: size[::-1], "strides": along})


@change("channels_first", 60)
def channels_first(layer: Layer) -> Layer | None:
    """The channels written as the first side of the input."""
    shape = layer.get("shape") if layer.kind == "Input" else None
    if not isinstance(shape, tuple) or len(shape) != 3 or shape[2] == shape[0] == shape[1]:
        return None
    return layer.with_(shape=(shape[2], shape[0], shape[1]))


@mistake("pads_one", 40)
def pads_one(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """One ring of zeros in place of padding="same", for every kernel."""
    yield from _explicit_zeros(network, lambda before, after: (1, 1))


@mistake("pads_top_left", 59)
def pads_top_left(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """The odd zero of padding="same" at the top and on the left."""
    yield from _explicit_zeros(network, lambda before, after: (after, before))


def _explicit_zeros(network: Network, pads: Callable[[int, int], Pair]) -> Iterator[Network]:
    shapes = shapes_of(network)
    for position, layer in enumerate(network.layers):
        if layer.kind not in CONVOLUTIONS or layer.get("padding") != "same":
            continue
        same = needed(layer, shapes[layer.inputs[0]], "kernel_size")
        borders = tuple(pads(*pair) for pair in same)
        if borders == same:
            continue
        zeros = Layer("ZeroPadding2D", (("padding", borders),))
        bare = changed(network, {position: layer.with_(padding="valid")})
        yield behind(bare, layer.inputs[0], zeros) if one_reader(bare, layer.inputs[0]) else bare


@change("ignores_dilation", 47)
def ignores_dilation(layer: Layer) -> Layer | None:
    """A kernel whose cells lie side by side."""
    dilated = layer.kind in CONVOLUTIONS and pair_of(layer, "dilation_rate") != (1, 1)
    return layer.with_(dilation_rate=(1, 1)) if dilated else None


@change("ignores_groups", 18)
def ignores_groups(layer: Layer) -> Layer | None:
    """A convolution whose filters look at every channel."""
    grouped = layer.kind == "Conv2D" and layer.get("groups") != 1
    return layer.with_(groups=1) if grouped else None


# --- what is counted ----------------------------------------------------------------------------


@change("drops_bias", 1)
def drops_bias(layer: Layer) -> Layer | None:
    """A layer without the biases that it should have."""
    return layer.with_(use_bias=False) if layer.get("use_bias") is True else None


@change("adds_bias", 29)
def adds_bias(layer: Layer) -> Layer | None:
    """A layer with biases that it should not have."""
    return layer.with_(use_bias=True) if layer.get("use_bias") is False else None


@change("filters_and_kernel_swapped")
def filters_and_kernel_swapped(layer: Layer) -> Layer | None:
    """`Conv2D(3, 8)` for `Conv2D(8, 3)`."""
    filters, kernel = layer.get("filters"), layer.get("kernel_size")
    if not isinstance(kernel, tuple) or not _whole(filters) or kernel == (filters, filters):
        return None
    return layer.with_(filters=kernel[0], kernel_size=(filters, filters))


@changing("filters_off", 43)
def filters_off(network: Network, numbers: Collection[int]) -> Iterator[Change]:
    """Another number of filters."""
    return _other_numbers("filters", numbers)


@changing("units_off")
def units_off(network: Network, numbers: Collection[int]) -> Iterator[Change]:
    """Another number of units, in a layer that is not the last."""
    head = _head(network)
    return _other_numbers("units", numbers, None if head is None else network.layers[head])


@mistake("head_size")
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
                for change in _activations(wrong, ("softmax",), of_the_last=("sigmoid",)):
                    yield from everywhere(wrong, change)


def _other_numbers(
    setting: str, numbers: Collection[int], spared: Layer | None = None
) -> Iterator[Change]:
    for number in sorted(numbers):

        def change(layer: Layer, number: int = number) -> Layer | None:
            own = layer.get(setting)
            if layer is spared or not _whole(own) or own == number:
                return None
            return layer.with_(**{setting: number})

        yield change


def _head(network: Network) -> int | None:
    """Return the position of the last layer that has weights."""
    weighted = [i for i, layer in enumerate(network.layers) if layer.get("use_bias") is not None]
    return weighted[-1] if weighted else None


@changing("kernel_off")
def kernel_off(network: Network, numbers: Collection[int]) -> Iterator[Change]:
    """Another size of kernel; with padding="same", of which one pixel needs none, or without."""
    for number in sorted(n for n in numbers if n <= 64):
        for padding in ("as it is", "same"):

            def change(layer: Layer, number: int = number, padding: str = padding) -> Layer | None:
                kernel = layer.get("kernel_size")
                if layer.kind not in CONVOLUTIONS or kernel == (number, number):
                    return None
                if padding == "as it is":
                    return layer.with_(kernel_size=(number, number))
                pixel = kernel == (1, 1) and layer.get("padding") == "valid"
                wider = layer.with_(kernel_size=(number, number), padding="same")
                return wider if pixel else None

            yield change


# --- kinds of layers ----------------------------------------------------------------------------


@change("average_for_max")
def average_for_max(layer: Layer) -> Layer | None:
    """An average where the maximum was asked for, or the maximum for the average."""
    other = OTHER_POOL.get(layer.kind)
    return None if other is None else Layer(other, layer.settings, layer.inputs, layer.name)


@changing("conv_for_pool", 21)
def conv_for_pool(network: Network, numbers: Collection[int]) -> Iterator[Change]:
    """A convolution that jumps in place of a pooling: it has something to learn."""
    shapes = shapes_of(network)
    for bias, activation in ((True, "linear"), (False, "linear"), (True, "relu")):
        ending: dict[str, Setting] = {"use_bias": bias, "activation": activation}

        def change(layer: Layer, ending: dict[str, Setting] = ending) -> Layer | None:
            if layer.kind not in POOLS:
                return None
            settings: dict[str, Setting] = {
                "filters": shapes[layer.inputs[0]][-1],
                "kernel_size": layer.get("pool_size"),
                "strides": layer.get("strides"),
                "padding": layer.get("padding"),
                "dilation_rate": (1, 1),
                "groups": 1,
                **ending,
            }
            return Layer("Conv2D", tuple(sorted(settings.items())), layer.inputs)

        yield change


@mistake("global_missing", 74)
def global_missing(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """No global pooling: every place still speaks for itself."""
    yield from _each_without(network, GLOBALS)


@change("flatten_for_global", 74)
def flatten_for_global(layer: Layer) -> Layer | None:
    """Flatten where a global pooling was asked for."""
    return Layer("Flatten", (), layer.inputs) if layer.kind in GLOBALS else None


@mistake("forgets_flatten", 62)
def forgets_flatten(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Dense on a tensor that is no vector."""
    yield from _each_without(network, frozenset(("Flatten",)))


@change("add_and_concatenate", 78)
def add_and_concatenate(layer: Layer) -> Layer | None:
    """Concatenate where the maps are to be added, or the other way."""
    if layer.kind == "Add":
        return Layer("Concatenate", (("axis", -1),), layer.inputs)
    return Layer("Add", (), layer.inputs) if layer.kind == "Concatenate" else None


# --- activations --------------------------------------------------------------------------------


@changing("softmax_missing", 63)
def softmax_missing(network: Network, numbers: Collection[int]) -> Iterator[Change]:
    """Scores in place of probabilities."""
    return _activations(network, ("linear",), of_the_last=("softmax",))


@changing("wrong_output_activation", 63)
def wrong_output_activation(network: Network, numbers: Collection[int]) -> Iterator[Change]:
    """Another activation on the last layer, one that could be right elsewhere."""
    words = [word for word in ACTIVATIONS if word != "relu"]
    if _has_one_unit(network):
        words.remove("softmax")
    return _activations(network, words, of_the_last=("softmax", "sigmoid"))


@changing("softmax_of_one", 63)
def softmax_of_one(network: Network, numbers: Collection[int]) -> Iterator[Change]:
    """Softmax on a last layer of one unit: it is 1 whatever comes in."""
    words = ("softmax",) if _has_one_unit(network) else ()
    return _activations(network, words, of_the_last=("sigmoid",))


@changing("relu_on_output", 63)
def relu_on_output(network: Network, numbers: Collection[int]) -> Iterator[Change]:
    """ReLU on the last layer: no score below zero."""
    return _activations(network, ("relu",), of_the_last=("softmax", "sigmoid"))


def _has_one_unit(network: Network) -> bool:
    head = _head(network)
    return head is not None and network.layers[head].get("units") == 1


@changing("activation_missing", 70)
def activation_missing(network: Network, numbers: Collection[int]) -> Iterator[Change]:
    """A layer without its nonlinearity."""
    return _activations(network, ("linear",), of_others=ACTIVATIONS, of_the_last=HIDDEN)


@changing("wrong_activation")
def wrong_activation(network: Network, numbers: Collection[int]) -> Iterator[Change]:
    """Another nonlinearity than asked for, in a layer that gives no probabilities."""
    return _activations(network, ACTIVATIONS, of_others=ACTIVATIONS, of_the_last=HIDDEN)


@changing("activation_extra")
def activation_extra(network: Network, numbers: Collection[int]) -> Iterator[Change]:
    """An activation that nobody asked for."""
    yield from _activations(network, ACTIVATIONS, of_the_last=("linear",))
    yield from _activations(network, ACTIVATIONS, of_others=("linear",))


@mistake("activation_twice")
def activation_twice(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """The activation of a layer once more, behind it."""
    for position, layer in enumerate(network.layers):
        word = layer.get("function" if layer.kind == "Activation" else "activation", "linear")
        if word != "linear":
            again = (("function", word),)
            yield behind(network, position, Layer("Activation", again))


def _activations(
    network: Network,
    words: Collection[str],
    *,
    of_others: Collection[str] = (),
    of_the_last: Collection[str] = (),
) -> Iterator[Change]:
    """Give layers another activation; which ones, depends on the one that they have."""
    head = _head(network)
    for word in words:

        def change(layer: Layer, word: str = word) -> Layer | None:
            is_last = head is not None and layer is network.layers[head]
            key = "function" if layer.kind == "Activation" else "activation"
            own = layer.get(key, "linear" if layer.get("use_bias") is not None else None)
            if own not in (of_the_last if is_last else of_others) or own == word:
                return None
            return layer.with_(**{key: word})

        yield change


# --- layers as such -----------------------------------------------------------------------------


@mistake("layer_missing", 80)
def layer_missing(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """A layer left out, or made and read by nobody: also all but one of those that a loop makes."""
    for wrong in _each_without(network, REMOVABLE):
        if len(wrong.layers) > 1:
            yield wrong
    for rounds in repeated(network):
        if rounds.pieces == 1 and rounds.count > 2:
            yield with_rounds(network, rounds, 1)


def _each_without(network: Network, kinds: Collection[str]) -> Iterator[Network]:
    for position, layer in enumerate(network.layers):
        if layer.kind in kinds:
            yield without(network, position)


@mistake("layer_doubled")
def layer_doubled(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """A layer written twice."""
    for position, layer in enumerate(network.layers):
        if layer.kind in REMOVABLE:
            yield behind(network, position, layer)


@mended("layer_extra")
def layer_extra(expected: Network, found: Network) -> Network | None:
    """Layers that nobody asked for, between the right ones."""
    departure = first_departure(expected, found)
    rows = [row for row in departure.rows if not row.same] if departure else []
    if departure is None or any(row.expected_index is not None for row in rows):
        return None
    layers = departure.found.layers
    extra = [row.found_index for row in rows if row.found_index is not None]
    if any(len(layers[i].inputs) != 1 for i in extra):
        return None
    return replaced(departure.found, {i: layers[i].inputs[0] for i in extra})


@mended("input_fixed")
def input_fixed(expected: Network, found: Network) -> Network | None:
    """Pictures of one size, where any size is asked for."""
    wanted, own = expected.layers[0].get("shape"), found.layers[0].get("shape")
    if not isinstance(wanted, tuple) or not isinstance(own, tuple) or len(wanted) != len(own):
        return None
    sides = tuple(own_side if side else None for side, own_side in zip(wanted, own))
    return changed(found, {0: found.layers[0].with_(shape=sides)})


@mistake("order_swapped")
def order_swapped(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Two neighbours in the other order."""
    for position in range(1, len(network.layers) - 1):
        wrong = exchanged(network, position)
        if wrong is not None:
            yield wrong
