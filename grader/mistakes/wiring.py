"""Mistakes of networks in what several layers are to each other: wiring, blocks, sharing.

Each is one thought that may touch many layers. Where such a thought is, at some place, the same as
a simpler one of `networks`, it is left to that one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, permutations

from grader.mistakes.graph import (
    CONVOLUTIONS,
    POOLS,
    behind,
    changed,
    needed,
    one_reader,
    readers_of,
    rebuilt,
    replaced,
    rewired,
    shapes_of,
    without,
)
from grader.mistakes.parts import Meeting, Rounds, meetings, neighbours, repeated, with_rounds
from grader.mistakes.registry import Change, change, changing, mistake
from grader.network import Layer, Network, Setting

WEIGHTED = CONVOLUTIONS | {"Dense"}
NORM = Layer(
    "BatchNormalization",
    (("axis", -1), ("center", True), ("epsilon", 0.001), ("scale", True)),
)
RELU = Layer("Activation", (("function", "relu"),))
KERAS_MOMENTUM = 0.99
SIZES = (28, 32, 224, 227)
"""Sides of pictures that occur in this course."""
WINDOWS = (2, 3)
RINGS = (((1, 1), (1, 1)), ((2, 2), (2, 2)), ((1, 2), (1, 2)), ((3, 3), (3, 3)))
MOST_BRANCHES = 4
"""So many branches are looked at in every order."""


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
    for places in _each_and_all(tuple(pools)):
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
    for some in _each_and_all(places):
        yield _behind_each(network, some, pool)


def _each_and_all(places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    yield from ((i,) for i in places)
    if len(places) > 1:
        yield tuple(places)


def _behind_each(network: Network, places: Sequence[int], layer: Layer) -> Network:
    for position in sorted(places, reverse=True):
        network = behind(network, position, layer)
    return network


@mistake("filters_exchanged")
def filters_exchanged(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Two layers, one behind the other, each with the number of filters of the other one."""
    yield from _exchanged(network, ("filters",))


@mistake("kernels_exchanged")
def kernels_exchanged(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Two layers, one behind the other, each with the kernel of the other one."""
    yield from _exchanged(network, ("kernel_size", "padding"))


def _exchanged(network: Network, settings: tuple[str, ...]) -> Iterator[Network]:
    for one, other in neighbours(network, frozenset(("Conv2D",))):
        first, second = network.layers[one], network.layers[other]
        mine = {name: first.get(name) for name in settings}
        theirs = {name: second.get(name) for name in settings}
        first, second = first.with_(**theirs), second.with_(**mine)
        if mine[settings[0]] == theirs[settings[0]]:
            continue
        swapped = (first.settings, second.settings) == (
            network.layers[other].settings,
            network.layers[one].settings,
        )
        if not (swapped and second.inputs == (one,)):  # else the layers change places: networks
            yield changed(network, {one: first, other: second})


@mistake("stride_moved", 54)
def stride_moved(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """The second of two convolutions jumps in place of the first."""
    found = {}
    for one, other in neighbours(network, CONVOLUTIONS | POOLS):
        first, second = network.layers[one], network.layers[other]
        both = first.kind in CONVOLUTIONS and second.kind in CONVOLUTIONS
        if both and first.get("strides") != (1, 1) == second.get("strides"):
            strides = first.get("strides")
            found[one] = {one: first.with_(strides=(1, 1)), other: second.with_(strides=strides)}
    for places in _each_and_all(tuple(found)):
        yield changed(network, {i: layer for place in places for i, layer in found[place].items()})


@mistake("repeats_off")
def repeats_off(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """A block that stands another number of times, or each of whose rounds reads the same."""
    found = repeated(network)
    for rounds in found:
        single = rounds.pieces == 1
        known = {1, rounds.count - 1, rounds.count, rounds.count + 1} if single else {rounds.count}
        for count in range(1, 2 * rounds.count + 2):
            if count not in known:
                yield with_rounds(network, rounds, count)
    for number in {rounds.count for rounds in found}:
        alike = [r for r in found if r.count == number and r.pieces == 1]
        for count in (number - 1, number + 1) if len(alike) > 1 else ():
            yield _all_with_rounds(network, alike, count)


def _all_with_rounds(network: Network, several: Sequence[Rounds], count: int) -> Network:
    for rounds in sorted(several, key=lambda one: one.start, reverse=True):
        network = with_rounds(network, rounds, count)
    return network


@mistake("one_layer_object", 30)
def one_layer_object(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """One layer called in several places: it has one set of weights."""
    groups = [places for places in _alike(network).values() if len(places) > 1]
    for places in groups:
        for pair in pairwise(places) if len(places) > 2 else ():
            yield _sharing(network, [pair])
        yield _sharing(network, [places])
        if len(places) > 3:
            for some in (places, places[1:]):
                yield _sharing(network, [some[::2], some[1::2]])
    if len(groups) > 1:
        yield _sharing(network, groups)


def _alike(network: Network) -> dict[object, list[int]]:
    """Return the layers that could be one and the same, by what they are and read."""
    shapes = shapes_of(network)
    found: dict[object, list[int]] = {}
    for position, layer in enumerate(network.layers):
        if layer.kind in WEIGHTED and not layer.weights_of:
            channels = shapes[layer.inputs[0]][-1]
            own = dict(layer.settings)
            own.pop("activation", None)
            key = (layer.kind, tuple(sorted(own.items(), key=str)), layer.get("activation"))
            found.setdefault((*key, channels), []).append(position)
    return found


def _sharing(network: Network, groups: Sequence[Sequence[int]]) -> Network:
    shared = {}
    for first, *others in groups:
        for position in (first, *others) if others else ():
            layer = network.layers[position]
            layer = layer if position == first else layer.with_(shares=first)
            shared[position] = replace(layer, weights_of=f"layer {first}")
    return changed(network, shared)


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
        yield _behind_each(network, places, NORM)
        if all(_active(network.layers[i]) for i in places):
            yield _normed_before(network, places)


def _groups(network: Network, places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield the places of alike layers, where there are several, and all but one of them."""
    found = dict.fromkeys(
        tuple(i for i in places if network.layers[i].kind in kinds)
        for kinds in (WEIGHTED, CONVOLUTIONS, POOLS)
    )
    for group in found:
        if len(group) > 1:
            yield group
        if len(group) > 2:
            yield from (tuple(i for i in group if i != one) for one in group)


def _active(layer: Layer) -> bool:
    return layer.get("activation", "linear") != "linear"


def _normed_before(network: Network, places: Sequence[int]) -> Network:
    """Return a network with a batch normalisation between some layers and their activations."""
    for position in sorted(places, reverse=True):
        layer = network.layers[position]
        bent = Layer("Activation", (("function", layer.get("activation")),))
        network = changed(network, {position: layer.with_(activation="linear")})
        network = behind(behind(network, position, NORM), position + 1, bent)
    return network


@mistake("batchnorm_misplaced")
def batchnorm_misplaced(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Batch normalisation on the other side of the activation.

    Where a single one has to change places with an activation layer, two neighbours do.
    """
    norms = [i for i, layer in enumerate(network.layers) if layer.kind == NORM.kind]
    sources = {i: network.layers[i].inputs[0] for i in norms}
    late = [i for i in norms if _active(network.layers[sources[i]])]
    late = [i for i in late if one_reader(network, sources[i])]
    convs = [i for i in late if network.layers[sources[i]].kind in CONVOLUTIONS]
    for places in dict.fromkeys((*_each_and_all(late), tuple(convs))):
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


# --- branches -----------------------------------------------------------------------------------


@mistake("branch_missing")
def branch_missing(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """One of several branches is not among those that are joined."""
    for meeting in meetings(network, "Concatenate"):
        inputs = network.layers[meeting.position].inputs
        for place in range(len(inputs)):
            fewer = (*inputs[:place], *inputs[place + 1 :])
            yield rewired(network, {meeting.position: fewer}, network.output)


@mistake("branches_reordered")
def branches_reordered(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """The branches are joined in another order."""
    for meeting in meetings(network, "Concatenate"):
        inputs = network.layers[meeting.position].inputs
        for order in permutations(inputs) if len(inputs) <= MOST_BRANCHES else ():
            if order != inputs:
                yield rewired(network, {meeting.position: order}, network.output)


@mistake("reads_other_branch", 80)
def reads_other_branch(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """A branch begins where another one ends, in place of where all of them begin."""
    for meeting in meetings(network, "Concatenate"):
        ways = [way for way in meeting.ways if way]
        for one in ways:
            for other in ways:
                if one is not other:
                    yield rewired(network, {one[0]: (other[-1],)}, network.output)
        if len(ways) > 2:
            chain = {one[0]: (other[-1],) for other, one in pairwise(ways)}
            yield rewired(network, chain, network.output)


@mistake("reductions_missing")
def reductions_missing(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """No 1 x 1 convolutions in front of the wide ones, or none in the branches at all."""
    for meeting in meetings(network, "Concatenate"):
        pointwise = [
            [i for i in way if network.layers[i].get("kernel_size") == (1, 1)]
            for way in meeting.ways
            if len(way) > 1
        ]
        every = [i for way in pointwise for i in way]
        fronts = [i for i in every if i not in network.layers[meeting.position].inputs]
        for places in dict.fromkeys((tuple(fronts), tuple(every))):
            if len(places) > 1:
                yield replaced(network, {i: network.layers[i].inputs[0] for i in places})


# --- shortcuts ----------------------------------------------------------------------------------


def _shortcuts(network: Network) -> list[Meeting]:
    """Return each Add of two ways, the long one first."""
    return [
        replace(meeting, ways=tuple(sorted(meeting.ways, key=len, reverse=True)))
        for meeting in meetings(network, "Add")
        if len(meeting.ways) == 2 and meeting.ways[0] != meeting.ways[1]
    ]


@mistake("shortcut_missing")
def shortcut_missing(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Nothing is added: what the layers of the block make is handed on as it is."""
    long = {meeting.position: meeting.ways[0][-1] for meeting in _shortcuts(network)}
    for places in _each_and_all(tuple(long)):
        yield replaced(network, {i: long[i] for i in places})


@mistake("shortcut_extra")
def shortcut_extra(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """A plain chain of convolutions, and shortcuts around each two of them."""
    shapes = shapes_of(network)
    places = []
    for rounds in repeated(network):
        last = network.layers[rounds.end]
        if rounds.layers == 1 and last.kind == "Conv2D" and last.get("activation") == "relu":
            for second in range(rounds.end, rounds.start, -2):
                if shapes[network.layers[second - 1].inputs[0]] == shapes[second]:
                    places.append(second)
    if places:
        yield _with_shortcuts(network, places)


def _with_shortcuts(network: Network, places: Sequence[int]) -> Network:
    """Return a network in which relu(F(x) + x) stands where pairs of convolutions end."""
    layers = dict(enumerate(network.layers))
    instead: dict[int, int] = {}
    for second in places:
        entry, new = network.layers[second - 1].inputs[0], len(layers)
        layers[second] = network.layers[second].with_(activation="linear")
        layers[new] = Layer("Add", (), (second, entry))
        layers[new + 1] = replace(RELU, inputs=(new,))
        instead[second] = new + 1
    for key, layer in layers.items():
        own = key >= len(network.layers) and layer.kind == "Add"
        inputs = tuple(
            i if own and place == 0 else instead.get(i, i) for place, i in enumerate(layer.inputs)
        )
        layers[key] = replace(layer, inputs=inputs)
    return rebuilt(layers, instead.get(network.output, network.output))


@mistake("shortcut_projected")
def shortcut_projected(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """A 1 x 1 convolution on a shortcut that has nothing to learn."""
    plain = [
        meeting
        for meeting in _shortcuts(network)
        if not any(network.layers[i].kind in WEIGHTED for i in meeting.ways[1])
    ]
    same = [meeting for meeting in plain if not meeting.ways[1]]
    other = [meeting for meeting in plain if meeting.ways[1]]
    groups = [[meeting] for meeting in plain]
    groups += [group for group in (plain, same, other) if len(group) > 1]
    for bias in (True, False):
        for number, group in enumerate(groups):
            if group not in groups[:number]:
                yield _projected(network, group, bias)


def _projected(network: Network, group: Sequence[Meeting], bias: bool) -> Network:
    shapes = shapes_of(network)
    layers = dict(enumerate(network.layers))
    for meeting in group:
        long, short = (way[-1] if way else meeting.fork for way in meeting.ways)
        start, end = shapes[meeting.fork], shapes[long]
        strides = tuple(-(-a // b) if a and b else 1 for a, b in zip(start[:2], end[:2]))
        settings: dict[str, Setting] = {
            "filters": end[-1],
            "kernel_size": (1, 1),
            "strides": strides,
            "padding": "valid",
            "dilation_rate": (1, 1),
            "groups": 1,
            "activation": "linear",
            "use_bias": bias,
        }
        new = len(layers)
        layers[new] = Layer("Conv2D", tuple(sorted(settings.items())), (meeting.fork,))
        inputs = tuple(new if i == short else i for i in layers[meeting.position].inputs)
        layers[meeting.position] = replace(layers[meeting.position], inputs=inputs)
    return rebuilt(layers, network.output)


@mistake("shortcut_elsewhere", 79)
def shortcut_elsewhere(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """The shortcut begins within the block, or before the activation that the block reads."""
    inside: dict[int, tuple[int, ...]] = {}
    before: dict[int, tuple[int, ...]] = {}
    shapes = shapes_of(network)
    for meeting in _shortcuts(network):
        long, fork = meeting.ways[0], network.layers[meeting.fork]
        for i in long[:-1]:
            bent = network.layers[i].kind == "Activation" or _active(network.layers[i])
            if bent and shapes[i] == shapes[long[-1]]:
                inside[meeting.position] = (long[-1], i)
        if fork.kind == "Activation" and not meeting.ways[1]:
            before[meeting.position] = (long[-1], fork.inputs[0])
    for reads in (inside, before):
        for places in _each_and_all(tuple(reads)):
            yield rewired(network, {i: reads[i] for i in places}, network.output)


@mistake("relu_before_add", 79)
def relu_before_add(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """The activation in front of the Add, and none behind it."""
    readers = readers_of(network)
    found = {}
    for meeting in _shortcuts(network):
        reading = readers[meeting.position]
        if len(reading) == 1 and network.layers[reading[0]].kind == "Activation":
            found[meeting.position] = meeting.ways[0][-1]
    for places in _each_and_all(tuple(found)):
        layers = dict(enumerate(network.layers))
        instead = {}
        for add in places:
            (bend,) = readers[add]
            new = len(layers)
            layers[new] = replace(network.layers[bend], inputs=(found[add],))
            inputs = tuple(new if i == found[add] else i for i in network.layers[add].inputs)
            layers[add] = replace(network.layers[add], inputs=inputs)
            instead[bend] = add
        yield replaced(_appended(layers, network.output), instead)


def _appended(layers: dict[int, Layer], output: int) -> Network:
    """Return layers as a network whose order is not yet one in which each reads earlier ones."""
    return Network(tuple(layers[i] for i in range(len(layers))), output)
