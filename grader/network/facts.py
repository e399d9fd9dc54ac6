"""Shapes and parameter counts of a whole network, by arithmetic alone."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from typing import cast

from grader.network.arithmetic import Problem, output_shape
from grader.network.model import Facts, Layer, Network, NetworkError, Setting, Shape
from grader.network.weights import Weight, weights

MAX_CELLS = 10**8
"""Largest number of values that one layer may return for one picture (400 MB of float32)."""


def walk(
    network: Network, input_shape: Shape | None = None, known: Sequence[Facts] = ()
) -> tuple[Facts, ...]:
    """Return output shape and parameters of each layer.

    Args:
        network: layers in topological order.
        input_shape: (height, width, channels) or (units,), to be put in place of the declared
            one; `None` keeps the declared one. A size of `None` is open and stays open.
        known: the facts of the first layers, where another network begins with the same ones.

    Raises:
        NetworkError: for what Keras refuses. All data name the layer (`position`, `layer`,
            `name`), and further: `network.size_zero` (axis, size, window, kernel, dilation,
            shape), `network.crop_zero` (axis, size, cropped), `network.shape_zero`,
            `network.slice_empty`, `network.channels_open`, `network.dense_open` (shape),
            `network.rank` (shape, expected), `network.merge_shapes` (shapes, axis),
            `network.groups` (groups, filters, channels), `network.stride_and_dilation` (strides,
            dilation_rate), `network.output_padding`
            (output_padding, strides), `network.reshape` (shape, target), `network.permute`
            (dims, shape), `network.axis` (axis, shape), `network.shared_shape` (expected,
            found), `network.too_large` (limit).
    """
    facts: list[Facts] = [] if any(layer.weights_of for layer in network.layers) else [*known]
    seen: dict[str, tuple[Weight, ...]] = {}
    for position, layer in enumerate(network.layers[len(facts) :], len(facts)):
        try:
            facts.append(_facts(layer, facts, seen, input_shape))
        except Problem as problem:
            where = {"position": position, "layer": layer.kind, "name": layer.name}
            raise NetworkError(problem.code, **where, **problem.data) from None
    return tuple(facts)


def rewalk(
    network: Network, known: Sequence[Facts], places: Sequence[int]
) -> tuple[Facts, ...] | None:
    """Return the facts of a network that differs from another in some layers, by position.

    `known` are the other's facts. None where a changed layer has another output shape, so that the
    layers behind it must be walked, or where layers share weights.

    Raises:
        NetworkError: as `walk` does.
    """
    if any(layer.weights_of for layer in network.layers):
        return None
    facts = list(known)
    for place in places:
        layer = network.layers[place]
        if layer.kind == "Input":
            return None
        try:
            own = _facts(layer, facts, {}, None)
        except Problem as problem:
            where = {"position": place, "layer": layer.kind, "name": layer.name}
            raise NetworkError(problem.code, **where, **problem.data) from None
        if own.shape != facts[place].shape:
            return None
        facts[place] = own
    return tuple(facts)


def total(facts: Iterable[Facts]) -> tuple[int, int]:
    """Return all parameters and the trainable ones of a network."""
    found = list(facts)
    return sum(f.parameters for f in found), sum(f.trainable for f in found)


def multiplications(facts: Iterable[Facts]) -> int:
    """Return about how many multiplications one picture takes: every parameter of a layer, once
    for each place of what the layer puts out. Sides that are not known count as one.
    """
    return sum(fact.parameters * math.prod(size or 1 for size in fact.shape[:-1]) for fact in facts)


def cells(facts: Iterable[Facts]) -> int:
    """Return how many numbers all layers make out of one picture."""
    return sum(math.prod(size or 1 for size in fact.shape) for fact in facts)


def _facts(
    layer: Layer,
    before: list[Facts],
    seen: dict[str, tuple[Weight, ...]],
    input_shape: Shape | None,
) -> Facts:
    if layer.kind == "Input":
        declared = cast(Shape, layer.get("shape"))
        return Facts(_bounded(declared if input_shape is None else input_shape), 0, 0)
    inputs = tuple(before[i].shape for i in layer.inputs)
    shape, own = _alone(layer.kind, layer.settings, inputs)
    if own and layer.weights_of:
        if layer.weights_of in seen:
            return _shared(seen[layer.weights_of], own, shape)
        seen[layer.weights_of] = own
    trained = layer.get("trainable", True) is not False
    counts = [(weight.cells, weight.trained and trained) for weight in own]
    return Facts(shape, sum(n for n, _ in counts), sum(n for n, yes in counts if yes))


@functools.lru_cache(maxsize=4096)
def _alone(
    kind: str, settings: tuple[tuple[str, Setting], ...], inputs: tuple[Shape, ...]
) -> tuple[Shape, tuple[Weight, ...]]:
    """Return output shape and weights of one layer; remembered, since networks repeat themselves
    and the search for mistakes walks hundreds that differ in one layer.
    """
    layer = Layer(kind, settings)
    return _bounded(output_shape(layer, inputs)), weights(layer, inputs[0])


def _shared(known: tuple[Weight, ...], own: tuple[Weight, ...], shape: Shape) -> Facts:
    """Return the facts of a layer's second use, whose weights must fit as they are."""
    if known != own:
        expected, found = ([list(weight.shape) for weight in each] for each in (known, own))
        raise Problem("network.shared_shape", expected=expected, found=found)
    return Facts(shape, 0, 0)


def _bounded(shape: Shape) -> Shape:
    if math.prod(size for size in shape if size is not None) > MAX_CELLS:
        raise Problem("network.too_large", limit=MAX_CELLS)
    return shape
