"""Mistakes of networks in what stands where: windows, zeros, poolings, batch normalisation.

Each is one thought. Where it is, at some place, the same as a simpler one of `networks`, it is left
to that one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from grader.mistakes.graph import (
    CONVOLUTIONS,
    POOLS,
    WEIGHTED,
    behind_each,
    changed,
    each_and_all,
    is_active,
    needed,
    one_reader,
    readers_of,
    rebuilt,
    replaced,
    shapes_of,
    without,
)
from grader.mistakes.registry import Change, change, changing, mistake
from grader.network import Layer, Network, Setting

NORM = Layer(
    "BatchNormalization",
    (("axis", -1), ("center", True), ("epsilon", 0.001), ("scale", True)),
)
KERAS_MOMENTUM = 0.99
SIZES = (28, 32, 224, 227)
"""Sides of pictures that occur in this course."""
WINDOWS = (2, 3)
MOST_ALIKE = 6
RINGS = (((1, 1), (1, 1)), ((2, 2), (2, 2)), ((1, 2), (1, 2)), ((3, 3), (3, 3)))


# --- settings -----------------------------------------------------------------------------------


@change("adds_dilation")
def adds_dilation(layer: Layer) -> Layer | None:
    """A kernel whose cells lie apart, where they should lie side by side."""
    plain = layer.kind in CONVOLUTIONS and layer.get("dilation_rate") == (1, 1)
    if not plain or layer.get("strides") != (1, 1) or layer.get("kernel_size") == (1, 1):
        return None
    return layer.with_(dilation_rate=(2, 2))


@changing("groups_extra")
def groups_extra(network: Network, numbers: Collection[int]) -> Iterator[Change]:
    """A convolution whose filters see half of the maps, where they should see all."""
    shapes = shapes_of(network)

    def change(layer: Layer) -> Layer | None:
        if layer.kind != "Conv2D" or layer.get("groups") != 1:
            return None
        channels, filters = shapes[layer.inputs[0]][-1], layer.get("filters")
        if not isinstance(channels, int) or not isinstance(filters, int):
            return None
        return None if channels % 2 or filters % 2 else layer.with_(groups=2)

    yield change


@mistake("halves_filters")
def halves_filters(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Half of the filters, where each filter should see half of the maps."""
    grouped = {
        i: int(str(layer.get("groups")))
        for i, layer in enumerate(network.layers)
        if layer.get("groups", 1) != 1
    }
    convs = [i for i, layer in enumerate(network.layers) if layer.kind == "Conv2D"]
    if not grouped:
        return
    for places in (*((i,) for i in grouped), tuple(grouped), tuple(convs[1:]), tuple(convs)):
        parts = {i: grouped.get(i, max(grouped.values())) for i in places}
        yield changed(network, {i: _divided(network.layers[i], n) for i, n in parts.items()})


def _divided(layer: Layer, parts: int) -> Layer:
    filters = layer.get("filters")
    assert isinstance(filters, int)
    return layer.with_(filters=max(1, filters // parts), groups=1)


@changing("pool_size_off")
def pool_size_off(network: Network, numbers: Collection[int]) -> Iterator[Change]:
    """A window of another size in a pooling, with the strides as they are or left out."""
    for size in WINDOWS:
        for left_out in (False, True):

            def change(layer: Layer, size: int = size, left_out: bool = left_out) -> Layer | None:
                if layer.kind not in POOLS or layer.get("pool_size") == (size, size):
                    return None
                strides = (size, size) if left_out else layer.get("strides")
                return layer.with_(pool_size=(size, size), strides=strides)

            yield change


@changing("input_off")
def input_off(network: Network, numbers: Collection[int]) -> Iterator[Change]:
    """Pictures of another size, or with another number of channels."""
    for size in SIZES:

        def sized(layer: Layer, size: int = size) -> Layer | None:
            shape = layer.get("shape") if layer.kind == "Input" else None
            if not isinstance(shape, tuple) or len(shape) != 3 or shape[:2] == (size, size):
                return None
            return None if None in shape[:2] else layer.with_(shape=(size, size, shape[2]))

        yield sized
    for channels in (1, 3):

        def coloured(layer: Layer, channels: int = channels) -> Layer | None:
            shape = layer.get("shape") if layer.kind == "Input" else None
            if not isinstance(shape, tuple) or len(shape) != 3 or shape[2] == channels:
                return None
            return layer.with_(shape=(*shape[:2], channels))

        yield coloured


@changing("global_for_flatten")
def global_for_flatten(network: Network, numbers: Collection[int]) -> Iterator[Change]:
    """A global pooling where everything should be laid in one row.

    Where a pooling, written twice, would do the same, that is left to `layer_doubled`.
    """
    shapes = shapes_of(network)
    for kind in ("GlobalAveragePooling2D", "GlobalMaxPooling2D"):

        def change(layer: Layer, kind: str = kind) -> Layer | None:
            if layer.kind != "Flatten":
                return None
            source = network.layers[layer.inputs[0]]
            doubled = f"Global{source.kind}" == kind
            if doubled and source.get("pool_size") == shapes[layer.inputs[0]][:2]:
                return None
            return Layer(kind, (("keepdims", False),), layer.inputs)

        yield change


@change("stale_averages", 73)
def stale_averages(layer: Layer) -> Layer | None:
    """Batch normalisation with Keras's momentum, where another was asked for."""
    own = layer.get("momentum")
    return None if own in (None, KERAS_MOMENTUM) else layer.with_(momentum=KERAS_MOMENTUM)


@changing("pool_for_slice")
def pool_for_slice(network: Network, numbers: Collection[int]) -> Iterator[Change]:
    """A pooling, which looks at every pixel, where some were to be taken as they are."""
    for kind in ("AveragePooling2D", "MaxPooling2D"):

        def change(layer: Layer, kind: str = kind) -> Layer | None:
            slices = layer.get("slices")
            if layer.kind != "GetItem" or not isinstance(slices, tuple) or len(slices) != 3:
                return None
            steps = tuple(part[2] or 1 for part in slices if isinstance(part, tuple))
            if len(steps) != 3 or max(map(int, map(str, steps[:2]))) < 2:
                return None
            window: dict[str, Setting] = {"pool_size": steps[:2], "strides": steps[:2]}
            return Layer(kind, tuple(sorted({**window, "padding": "valid"}.items())), layer.inputs)

        yield change


# --- padding ------------------------------------------------------------------------------------


@mistake("zeros_before_pool", 58)
def zeros_before_pool(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Zeros in front of a pooling in place of padding="same", which hands on no zeros."""
    shapes = shapes_of(network)
    for position, layer in enumerate(network.layers):
        if layer.kind in POOLS and layer.get("padding") == "same":
            border = needed(layer, shapes[layer.inputs[0]], "pool_size")
            zeros = Layer("ZeroPadding2D", (("padding", border),))
            bare = changed(network, {position: layer.with_(padding="valid")})
            yield _in_front(bare, position, zeros)


@mistake("zeros_extra")
def zeros_extra(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Zeros around a picture that should come as it is."""
    shapes = shapes_of(network)
    for position, layer in enumerate(network.layers):
        first = layer.kind in CONVOLUTIONS and network.layers[layer.inputs[0]].kind == "Input"
        if not first or layer.get("padding") == "same":
            continue
        for ring in RINGS:
            if ring != needed(layer, shapes[layer.inputs[0]], "kernel_size"):
                yield _in_front(network, position, Layer("ZeroPadding2D", (("padding", ring),)))


@mistake("same_for_zeros")
def same_for_zeros(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """padding="same" where zeros of another width should stand in front of the convolution."""
    for position, layer in enumerate(network.layers):
        source = layer.inputs[0] if layer.inputs else position
        zeros = network.layers[source].kind == "ZeroPadding2D" and one_reader(network, source)
        if zeros and layer.kind in CONVOLUTIONS:
            padded = changed(network, {position: layer.with_(padding="same")})
            yield without(padded, source)


def _in_front(network: Network, position: int, layer: Layer) -> Network:
    """Return a network in which a layer stands in front of one other, and of that one only."""
    source = network.layers[position].inputs[0]
    layers = dict(enumerate(network.layers))
    new = len(layers)
    layers[new] = replace(layer, inputs=(source,))
    layers[position] = replace(network.layers[position], inputs=(new,))
    return rebuilt(layers, network.output)


# --- layers in the place of others --------------------------------------------------------------


@mistake("stride_for_pool")
def stride_for_pool(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """A convolution that jumps, and no pooling behind it."""
    pools = {
        position: replace(
            network.layers[layer.inputs[0]].with_(strides=layer.get("strides")),
        )
        for position, layer in enumerate(network.layers)
        if layer.kind in POOLS and _jumps_for(network, layer)
    }
    for places in each_and_all(tuple(pools)):
        jumping = {network.layers[i].inputs[0]: pools[i] for i in places}
        wrong = changed(network, jumping)
        yield replaced(wrong, {i: network.layers[i].inputs[0] for i in places})


def _jumps_for(network: Network, pool: Layer) -> bool:
    source = network.layers[pool.inputs[0]]
    still = source.kind in CONVOLUTIONS and source.get("strides") == (1, 1)
    return still and pool.get("strides") != (1, 1) and one_reader(network, pool.inputs[0])


@mistake("pool_extra")
def pool_extra(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """A pooling behind convolutions that others should read as they are."""
    pool = next((layer for layer in network.layers if layer.kind in POOLS), None)
    if pool is None:
        return
    readers = readers_of(network)
    places = tuple(
        i
        for i, layer in enumerate(network.layers)
        if layer.kind in CONVOLUTIONS
        and len(readers[i]) == 1
        and network.layers[readers[i][0]].kind in CONVOLUTIONS
    )
    for some in each_and_all(places):
        yield behind_each(network, dict.fromkeys(some, (pool,)))


# --- batch normalisation ------------------------------------------------------------------------


@mistake("batchnorm_missing")
def batchnorm_missing(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """No batch normalisation at all; a single one that is not there is a missing layer."""
    norms = [i for i, layer in enumerate(network.layers) if layer.kind == "BatchNormalization"]
    if len(norms) > 1:
        yield replaced(network, {i: network.layers[i].inputs[0] for i in norms})


@mistake("batchnorm_extra")
def batchnorm_extra(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """A batch normalisation that nobody asked for, behind a layer or before its activation."""
    readers = readers_of(network)
    norms = {i for i, layer in enumerate(network.layers) if layer.kind == NORM.kind}
    last = max((i for i, layer in enumerate(network.layers) if layer.kind in WEIGHTED), default=-1)
    free = [
        i
        for i, layer in enumerate(network.layers)
        if (layer.kind in WEIGHTED and i != last) or layer.kind in POOLS
        if not norms.intersection(readers[i])
    ]
    for places in (*((i,) for i in free), *_groups(network, free)):
        yield behind_each(network, dict.fromkeys(places, (NORM,)))
        if all(is_active(network.layers[i]) for i in places):
            yield _normed_before(network, places)


def _groups(network: Network, places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield the places of alike layers, where there are several, and of few all but one."""
    found = dict.fromkeys(
        tuple(i for i in places if network.layers[i].kind in kinds)
        for kinds in (WEIGHTED, CONVOLUTIONS, POOLS)
    )
    for group in found:
        if len(group) > 1:
            yield group
        if 2 < len(group) <= MOST_ALIKE:
            yield from (tuple(i for i in group if i != one) for one in group)


def _normed_before(network: Network, places: Sequence[int]) -> Network:
    """Return a network with a batch normalisation between some layers and their activations."""
    linear = {i: network.layers[i].with_(activation="linear") for i in places}
    bent = {
        i: Layer("Activation", (("function", network.layers[i].get("activation")),)) for i in places
    }
    return behind_each(changed(network, linear), {i: (NORM, bent[i]) for i in places})


@mistake("batchnorm_misplaced")
def batchnorm_misplaced(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Batch normalisation on the other side of the activation.

    Where a single one has to change places with an activation layer, two neighbours do.
    """
    norms = [i for i, layer in enumerate(network.layers) if layer.kind == NORM.kind]
    sources = {i: network.layers[i].inputs[0] for i in norms}
    late = [i for i in norms if is_active(network.layers[sources[i]])]
    late = [i for i in late if one_reader(network, sources[i])]
    convs = [i for i in late if network.layers[sources[i]].kind in CONVOLUTIONS]
    for places in dict.fromkeys((*each_and_all(late), tuple(convs))):
        bare = replaced(network, {i: sources[i] for i in places}) if places else network
        if places:
            gone = [sources[i] - sum(other < sources[i] for other in places) for i in places]
            yield _normed_before(bare, gone)
    readers = readers_of(network)
    early = [i for i in norms if len(readers[i]) == 1]
    early = [i for i in early if network.layers[readers[i][0]].kind == "Activation"]
    if len(early) > 1:
        yield changed(network, dict(_sides_changed(network, early)))


def _sides_changed(network: Network, norms: Sequence[int]) -> Iterator[tuple[int, Layer]]:
    for position in norms:
        (reader,) = readers_of(network)[position]
        norm, bent = network.layers[position], network.layers[reader]
        yield position, replace(bent, inputs=norm.inputs)
        yield reader, replace(norm, inputs=bent.inputs)
