"""Rewriting rules: ways to write a network that mean the same, each turned into one of them.

A rule looks at a node and its surroundings and returns the node to put in its place, or `None`.
All are exact for every weight and every picture (up to the order of a floating point sum), and
keep the number of parameters.

Left out, because they are not sound or not only style:
- ZeroPadding2D before an average pooling (`"same"` leaves padded cells out of the mean), and
  before a max pooling of numbers that may be negative (`"same"` pads with minus infinity).
- An average pooling whose padded window covers everything, and a global pooling.
- DepthwiseConv2D as a grouped convolution, SeparableConv2D as its two halves: the function is
  the same, the starting weights are not, and the lessons tell them apart by name.
- A bias in front of a batch normalisation, which changes the count.
- Rewriting one use of a shared layer and not the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from grader.network.activations import ALONG_AN_AXIS
from grader.network.graph import Graph, Node
from grader.network.model import Layer, Setting
from grader.network.plain import plain_slices
from grader.network.windows import reads_zeros_only, trimmed_padding, whole_window

Rule = Callable[[Node, Graph], "Node | None"]
_WINDOWS = ("Conv2D", "DepthwiseConv2D", "SeparableConv2D", "MaxPooling2D", "AveragePooling2D")
_POOLS = ("MaxPooling2D", "AveragePooling2D")


def _elementwise(node: Node) -> bool:
    """Whether a node treats each number for itself."""
    if node.kind == "Activation":
        return node.get("function") not in ALONG_AN_AXIS
    return node.kind == "Dropout"


def _one_pixel(node: Node) -> bool:
    return len(node.shape) == 3 and node.shape[:2] == (1, 1)


def _only_reader(node: Node) -> bool:
    return len(node.readers) == 1


# Flatten


def flatten_flat(node: Node, graph: Graph) -> Node | None:
    """`Flatten` of a vector is that vector; of a reshaped picture, of the picture."""
    source = node.source
    if len(source.shape) == 1:
        return source
    if source.kind in ("Flatten", "Reshape"):
        return graph.changed(node, source.inputs)
    if source.kind in ("GlobalMaxPooling2D", "GlobalAveragePooling2D"):
        return graph.changed(source, keepdims=False)
    return None


def flatten_sooner(node: Node, graph: Graph) -> Node | None:
    """Behind a single pixel, `Flatten` moves in front of what works on channels."""
    source = node.source
    if not _one_pixel(source) or not _only_reader(source) or graph.shared(source):
        return None
    if not all(_one_pixel(each) for each in source.inputs):
        return None
    on_channels = source.kind in ("Activation", "Dropout", "Rescaling", "Add", "Subtract")
    on_channels = on_channels or source.kind in ("Multiply", "Average", "Maximum")
    on_channels = on_channels or (
        source.kind in ("BatchNormalization", "LayerNormalization", "Concatenate")
        and source.get("axis") == -1
    )
    if not on_channels or source.get("axis") not in (None, -1):
        return None
    flat = [graph.make("Flatten", {}, [each]) for each in source.inputs]
    return graph.changed(source, flat)


def flatten_covering_convolution(node: Node, graph: Graph) -> Node | None:
    """A convolution that covers its whole input, then `Flatten`: `Flatten`, then `Dense`."""
    conv = node.source
    if conv.kind != "Conv2D" or not _only_reader(conv) or graph.shared(conv):
        return None
    shape = conv.source.shape
    covers = conv.get("kernel_size") == shape[:2] and conv.get("padding") == "valid"
    if not covers or conv.get("dilation_rate") != (1, 1) or conv.get("groups") != 1:
        return None
    settings: dict[str, Setting] = {"units": conv.get("filters"), "use_bias": conv.get("use_bias")}
    if "trainable" in conv.settings:
        settings["trainable"] = False
    flat = graph.make("Flatten", {}, [conv.source])
    return graph.make("Dense", settings, [flat], conv)


def flatten_later(node: Node, graph: Graph) -> Node | None:
    """What treats each number for itself goes in front of `Flatten`."""
    flat = node.source
    if not _elementwise(node) or flat.kind != "Flatten" or _one_pixel(flat.source):
        return None
    return graph.changed(flat, [graph.changed(node, flat.inputs)])


# Dense, pooling and slices


def dense_on_channels(node: Node, graph: Graph) -> Node | None:
    """`Dense` on the channels of a picture is a 1x1 convolution."""
    if len(node.source.shape) != 3 or graph.shared(node):
        return None
    settings: dict[str, Setting] = {
        "filters": node.get("units"),
        "kernel_size": (1, 1),
        "strides": (1, 1),
        "padding": "valid",
        "dilation_rate": (1, 1),
        "groups": 1,
        "use_bias": node.get("use_bias"),
    }
    if "trainable" in node.settings:
        settings["trainable"] = False
    return graph.make("Conv2D", settings, [node.source], node)


def global_of_one_pixel(node: Node, graph: Graph) -> Node | None:
    """A global pooling of one pixel only drops the axes."""
    if not _one_pixel(node.source):
        return None
    return node.source if node.get("keepdims") else graph.make("Flatten", {}, [node.source], node)


def pool_covering_all(node: Node, graph: Graph) -> Node | None:
    """A valid pooling whose window is the whole picture is a global one."""
    if node.get("padding") != "valid" or node.get("pool_size") != node.source.shape[:2]:
        return None
    kind = "GlobalMaxPooling2D" if node.kind == "MaxPooling2D" else "GlobalAveragePooling2D"
    return graph.make(kind, {"keepdims": True}, [node.source], node)


def pool_of_one(node: Node, graph: Graph) -> Node | None:
    """A pooling with a 1x1 window takes every s-th pixel."""
    if node.get("pool_size") != (1, 1):
        return None
    rows, columns = cast("tuple[int, int]", node.get("strides"))
    raw = ((None, None, rows), (None, None, columns), (None, None, None))
    layer = Layer("GetItem", (("slices", raw),))
    found = plain_slices(layer, node.source.shape)
    return graph.make("GetItem", {"slices": found}, [node.source], node)


def _plain_slices(node: Node, graph: Graph) -> Node | None:
    layer = Layer("GetItem", node.frozen_settings())
    found = plain_slices(layer, node.source.shape)
    return None if found == node.get("slices") else graph.changed(node, slices=found)


def slice_of_all(node: Node, graph: Graph) -> Node | None:
    """A slice that takes everything is nothing."""
    parts = cast("tuple[object, ...]", node.get("slices"))
    return node.source if set(parts) <= {(None, None, None)} else None


def slice_before_channel_padding(node: Node, graph: Graph) -> Node | None:
    """Slicing a picture and adding channels: the slice comes first."""
    pad = node.source
    parts = cast("tuple[object, ...]", node.get("slices"))
    if pad.kind != "Pad" or len(node.shape) != 3 or parts[2] != (None, None, None):
        return None
    return graph.changed(pad, [graph.changed(node, pad.inputs)])


def strided_pointwise(node: Node, graph: Graph) -> Node | None:
    """A 1x1 convolution of every s-th pixel is a 1x1 convolution with stride s."""
    source = node.source
    plain_one = node.get("kernel_size") == (1, 1) and node.get("strides") == (1, 1)
    if not plain_one or source.kind != "GetItem" or graph.shared(node):
        return None
    parts = cast("tuple[tuple[int | None, ...], ...]", source.get("slices"))
    steps = (parts[0][2] or 1, parts[1][2] or 1)
    if any(part[:2] != (None, None) for part in parts) or parts[2][2]:
        return None
    return graph.changed(node, source.inputs, strides=steps, padding="valid")


# Padding


def no_padding(node: Node, graph: Graph) -> Node | None:
    """Zeros of width zero are nothing; two borders of zeros are one."""
    sides = cast("tuple[tuple[int, int], ...]", node.get("padding"))
    if not any(before or after for before, after in sides):
        return node.source
    inner = node.source
    if inner.kind == node.kind and len(inner.shape) == len(node.shape):
        other = cast("tuple[tuple[int, int], ...]", inner.get("padding"))
        summed = tuple((a + c, b + d) for (a, b), (c, d) in zip(sides, other, strict=True))
        return graph.changed(node, inner.inputs, padding=summed)
    return None


def padding_before_channel_padding(node: Node, graph: Graph) -> Node | None:
    """Zeros around a picture and zeros behind its channels: the picture comes first."""
    pad = node.source
    if pad.kind != "Pad" or len(pad.shape) != 3:
        return None
    return graph.changed(pad, [graph.changed(node, pad.inputs)])


def same_without_padding(node: Node, graph: Graph) -> Node | None:
    """`padding="same"` that adds nothing is `"valid"`."""
    if node.get("padding") != "same" or graph.shared(node):
        return None
    return graph.changed(node, padding="valid") if reads_zeros_only(node) else None


def absorbed_padding(node: Node, graph: Graph) -> Node | None:
    """A border of zeros as wide as that of `padding="same"` is `padding="same"`."""
    pad = node.source
    if node.get("padding") != "valid" or pad.kind != "ZeroPadding2D" or graph.shared(node):
        return None
    trimmed, same = trimmed_padding(node, pad)
    may_absorb = node.kind not in _POOLS or (node.kind == "MaxPooling2D" and pad.non_negative)
    if same and may_absorb:
        return graph.changed(node, pad.inputs, padding="same")
    if trimmed == pad.get("padding"):
        return None
    return graph.changed(node, [graph.changed(pad, padding=trimmed)])


def whole_window_once(node: Node, graph: Graph) -> Node | None:
    """Strides along a side that the window covers, and dilation of one tap, say nothing."""
    if graph.shared(node):
        return None
    changes = whole_window(node)
    if not changes:
        return None
    return graph.make(node.kind, {**node.settings, **changes}, node.inputs, node)


# Activations and merges


def relu_of_non_negative(node: Node, graph: Graph) -> Node | None:
    """ReLU of what is never negative is nothing."""
    is_relu = node.settings == {"function": "relu"}
    return node.source if is_relu and node.source.non_negative else None


def relu_before_max_pooling(node: Node, graph: Graph) -> Node | None:
    """ReLU and max pooling commute: ReLU comes first."""
    pool = node.source
    if node.settings != {"function": "relu"} or pool.kind != "MaxPooling2D":
        return None
    if not _only_reader(pool):
        return None
    return graph.changed(pool, [graph.changed(node, pool.inputs)])


def activation_before_concatenate(node: Node, graph: Graph) -> Node | None:
    """A function of each number goes in front of a Concatenate, once for each branch."""
    merge = node.source
    if node.kind != "Activation" or not _elementwise(node) or merge.kind != "Concatenate":
        return None
    if not _only_reader(merge):
        return None
    return graph.changed(merge, [graph.changed(node, [each]) for each in merge.inputs])


def merge_of_one(node: Node, graph: Graph) -> Node | None:
    """A merge of one tensor is that tensor."""
    return node.source if len(node.inputs) == 1 else None


def merge_of_merges(node: Node, graph: Graph) -> Node | None:
    """`(a + b) + c` is `Add([a, b, c])`; the same for products, maxima and Concatenate."""
    for place, inner in enumerate(node.inputs):
        if inner.kind != node.kind or not _only_reader(inner) or node.inputs.count(inner) > 1:
            continue
        inputs = [*node.inputs[:place], *inner.inputs, *node.inputs[place + 1 :]]
        alike = inner.settings == node.settings
        if node.kind != "Concatenate":
            alike = len({each.shape for each in inputs}) == 1
        if alike:
            return graph.changed(node, inputs)
    return None


RULES: dict[str, tuple[Rule, ...]] = {
    "Flatten": (flatten_flat, flatten_sooner, flatten_covering_convolution),
    "Activation": (
        relu_of_non_negative,
        relu_before_max_pooling,
        activation_before_concatenate,
        flatten_later,
    ),
    "Dropout": (flatten_later,),
    "Dense": (dense_on_channels,),
    "GlobalMaxPooling2D": (global_of_one_pixel,),
    "GlobalAveragePooling2D": (global_of_one_pixel,),
    "GetItem": (_plain_slices, slice_of_all, slice_before_channel_padding),
    "ZeroPadding2D": (no_padding, padding_before_channel_padding),
    "Pad": (no_padding,),
    "Conv2D": (strided_pointwise,),
    "Add": (merge_of_one, merge_of_merges),
    "Multiply": (merge_of_one, merge_of_merges),
    "Maximum": (merge_of_one, merge_of_merges),
    "Average": (merge_of_one,),
    "Concatenate": (merge_of_one, merge_of_merges),
}
for _kind in _WINDOWS:
    _common: tuple[Rule, ...] = (same_without_padding, absorbed_padding, whole_window_once)
    _pooling: tuple[Rule, ...] = (pool_covering_all, pool_of_one) if _kind in _POOLS else ()
    RULES[_kind] = (*_common, *_pooling, *RULES.get(_kind, ()))
