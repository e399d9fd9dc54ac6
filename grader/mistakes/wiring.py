"""Mistakes of networks in what layers are to each other: wiring, blocks, sharing.

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
    WEIGHTED,
    changed,
    each_and_all,
    is_active,
    readers_of,
    rebuilt,
    replaced,
    rewired,
    shapes_of,
)
from grader.mistakes.parts import Meeting, Rounds, meetings, neighbours, repeated, with_rounds
from grader.mistakes.registry import mistake
from grader.network import Layer, Network, Setting

RELU = Layer("Activation", (("function", "relu"),))
MOST_BRANCHES = 4
"""So many branches are looked at in every order."""


# --- blocks ---------------------------------------------------------------------------------------


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
    for places in each_and_all(tuple(found)):
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
    """Return each Add of two ways, the one that learns more first."""

    def work(way: tuple[int, ...]) -> tuple[int, int]:
        return sum(network.layers[i].kind in WEIGHTED for i in way), len(way)

    return [
        replace(meeting, ways=tuple(sorted(meeting.ways, key=work, reverse=True)))
        for meeting in meetings(network, "Add")
        if len(meeting.ways) == 2 and meeting.ways[0] != meeting.ways[1]
    ]


@mistake("shortcut_missing")
def shortcut_missing(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """Nothing is added: what the layers of the block make is handed on as it is."""
    long = {meeting.position: meeting.ways[0][-1] for meeting in _shortcuts(network)}
    for places in each_and_all(tuple(long)):
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
            bent = network.layers[i].kind == "Activation" or is_active(network.layers[i])
            if bent and shapes[i] == shapes[long[-1]]:
                inside[meeting.position] = (long[-1], i)
        if fork.kind == "Activation" and not meeting.ways[1]:
            before[meeting.position] = (long[-1], fork.inputs[0])
    for reads in (inside, before):
        for places in each_and_all(tuple(reads)):
            yield rewired(network, {i: reads[i] for i in places}, network.output)


@mistake("relu_before_add", 79)
def relu_before_add(network: Network, numbers: Collection[int]) -> Iterator[Network]:
    """The activation in front of the Add, and none behind it.

    Where nothing that is added is negative, none behind it is no difference: `activation_extra`.
    """
    readers = readers_of(network)
    found = {}
    for meeting in _shortcuts(network):
        reading, end = readers[meeting.position], meeting.ways[0][-1]
        if len(reading) != 1 or network.layers[reading[0]].kind != "Activation":
            continue
        if not (network.layers[end].kind in WEIGHTED and _is_relu(network.layers[meeting.fork])):
            found[meeting.position] = end
    for places in each_and_all(tuple(found)):
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


def _is_relu(layer: Layer) -> bool:
    return "relu" in (layer.get("activation"), layer.get("function"))


def _appended(layers: dict[int, Layer], output: int) -> Network:
    """Return layers as a network whose order is not yet one in which each reads earlier ones."""
    return Network(tuple(layers[i] for i in range(len(layers))), output)
