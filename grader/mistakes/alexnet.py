"""Mistakes about AlexNet: the padding of 224, and which part of a count is the dense layers'."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.mistakes.catalogue import mistaken
from grader.network import walk

if TYPE_CHECKING:
    from grader.judge.given import Given

Pads = int | tuple[int, int] | tuple[tuple[int, int], tuple[int, int]]


# pad_for_224


@mistaken("pad_for_224", "paper_224_as_it_is", number=52, hint=1)
def paper_224_as_it_is() -> Pads:
    """No zeros: floor((224 - 11) / 4) + 1 is 54."""
    return 0


@mistaken("pad_for_224", "one_on_each_side", number=40)
def one_on_each_side() -> Pads:
    """P = 1, or half of the three that are missing, rounded down: 54."""
    return 1


@mistaken("pad_for_224", "padding_for_stride_one", number=39, hint=1)
def padding_for_stride_one() -> Pads:
    """(11 - 1) / 2: 56."""
    return 5


@mistaken("pad_for_224", "pads_as_same", number=37)
def pads_as_same() -> Pads:
    """What "same" would lay: 56."""
    return ((3, 4), (3, 4))


@mistaken("pad_for_224", "pair_for_two_ends", hint=3)
def pair_for_two_ends() -> Pads:
    """(before, after) where (height, width) is meant: 54 and 55."""
    return (1, 2)


@mistaken("pad_for_224", "pads_one_direction", number=46)
def pads_one_direction() -> Pads:
    """Rows but no columns, or columns but no rows: 54 and 55."""
    return ((1, 2), (0, 0))


# fc_share


@dataclass(frozen=True)
class Count:
    """What one layer of a given model has."""

    kind: str
    parameters: int
    trainable: int
    biases: int
    outputs: int

    @property
    def is_dense(self) -> bool:
        """Whether the layer is fully connected."""
        return self.kind == "Dense"


def counted(model: Given) -> list[Count]:
    """Return the layers of a model without its input."""
    found = []
    for layer, facts in zip(model.network.layers, walk(model.network)):
        units = layer.get("units", layer.get("filters", 0))
        biases = units if layer.get("use_bias") and isinstance(units, int) else 0
        outputs = math.prod(size or 0 for size in facts.shape)
        found.append(Count(layer.kind, facts.parameters, facts.trainable, biases, outputs))
    return found[1:]


def parts(model: Given) -> tuple[int, int]:
    """Return the parameters of the dense layers, and all."""
    layers = counted(model)
    return sum(c.parameters for c in layers if c.is_dense), sum(c.parameters for c in layers)


@mistaken("fc_share", "percent_for_share", hint=1)
def percent_for_share(model: Given) -> float:
    """100 * dense / all."""
    dense, everything = parts(model)
    return 100 * dense / everything


@mistaken("fc_share", "count_for_share", hint=1)
def count_for_share(model: Given) -> float:
    """The dense layers' parameters, not divided."""
    return parts(model)[0]


@mistaken("fc_share", "share_of_the_others", hint=1)
def share_of_the_others(model: Given) -> float:
    """1 - dense / all."""
    dense, everything = parts(model)
    return 1 - dense / everything


@mistaken("fc_share", "divides_by_the_others")
def divides_by_the_others(model: Given) -> float:
    """dense / (all - dense)."""
    dense, everything = parts(model)
    return dense / (everything - dense)


@mistaken("fc_share", "share_upside_down")
def share_upside_down(model: Given) -> float:
    """all / dense."""
    dense, everything = parts(model)
    return everything / dense


@mistaken("fc_share", "share_of_layers", hint=1)
def share_of_layers(model: Given) -> float:
    """Dense layers / layers."""
    layers = counted(model)
    return sum(c.is_dense for c in layers) / len(layers)


@mistaken("fc_share", "last_dense_only")
def last_dense_only(model: Given) -> float:
    """The last dense layer / all."""
    dense = [c.parameters for c in counted(model) if c.is_dense]
    return sum(dense[-1:]) / parts(model)[1]


@mistaken("fc_share", "first_dense_only")
def first_dense_only(model: Given) -> float:
    """The first dense layer / all."""
    dense = [c.parameters for c in counted(model) if c.is_dense]
    return sum(dense[:1]) / parts(model)[1]


@mistaken("fc_share", "forgets_last_dense")
def forgets_last_dense(model: Given) -> float:
    """All dense layers but the last / all."""
    dense = [c.parameters for c in counted(model) if c.is_dense]
    return sum(dense[:-1]) / parts(model)[1]


@mistaken("fc_share", "behind_flatten")
def behind_flatten(model: Given) -> float:
    """Whatever reads a vector / all, normalisations too."""
    layers = counted(model)
    first = next((i for i, c in enumerate(layers) if c.is_dense), len(layers))
    return sum(c.parameters for c in layers[first:]) / parts(model)[1]


@mistaken("fc_share", "forgets_bias", number=1)
def forgets_bias(model: Given) -> float:
    """Weights of the dense layers / weights of all."""
    layers = [(c.is_dense, c.parameters - c.biases) for c in counted(model)]
    return sum(n for is_dense, n in layers if is_dense) / sum(n for _, n in layers)


@mistaken("fc_share", "trainable_for_all", number=28)
def trainable_for_all(model: Given) -> float:
    """dense / trainable."""
    return parts(model)[0] / sum(c.trainable for c in counted(model))


@mistaken("fc_share", "counts_activations", number=9, hint=1)
def counts_activations(model: Given) -> float:
    """What dense layers return / what all layers return."""
    layers = counted(model)
    return sum(c.outputs for c in layers if c.is_dense) / sum(c.outputs for c in layers)


@mistaken("fc_share", "floors_the_share", hint=1)
def floors_the_share(model: Given) -> float:
    """dense // all."""
    dense, everything = parts(model)
    return dense // everything


@mistaken("fc_share", "rounds_the_share", number=33, hint=1)
def rounds_the_share(model: Given) -> float:
    """Two digits after the point."""
    dense, everything = parts(model)
    return round(dense / everything, 2)
