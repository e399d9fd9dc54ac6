"""Networks as plain data: read from a Keras configuration, compared, counted and computed.

`forward` is imported where it is called (`from grader.network.evaluate import forward`), since it
alone needs NumPy; the name is here too and loads it at the first call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from grader.network.canonical import canonical, same_network
from grader.network.compare import Departure, Difference, Row, differences, first_departure
from grader.network.describe import describe, short
from grader.network.explain import explain_parameters, explain_size
from grader.network.facts import cells, multiplications, rewalk, total, walk
from grader.network.folded import folded
from grader.network.model import Facts, Layer, Network, NetworkError, Setting, Shape
from grader.network.read import read_network
from grader.network.sizes import conv_output, pool_output, same_pads
from grader.network.stored import digest, from_json, to_json

if TYPE_CHECKING:
    import numpy as np

__all__ = [
    "Departure",
    "Difference",
    "Facts",
    "Layer",
    "Network",
    "NetworkError",
    "Row",
    "Setting",
    "Shape",
    "canonical",
    "cells",
    "conv_output",
    "describe",
    "differences",
    "digest",
    "explain_parameters",
    "explain_size",
    "first_departure",
    "folded",
    "forward",
    "from_json",
    "multiplications",
    "pool_output",
    "read_network",
    "rewalk",
    "same_network",
    "same_pads",
    "short",
    "to_json",
    "total",
    "walk",
]


def forward(
    network: Network, weights: Mapping[str, Sequence[np.ndarray[Any, Any]]], x: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Return what a network computes; see `grader.network.evaluate.forward`."""
    from grader.network.evaluate import forward as compute

    return compute(network, weights, x)
