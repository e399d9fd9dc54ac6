"""What a sliding window reads of the zeros around a picture."""

from __future__ import annotations

from typing import cast

from grader.network import sizes
from grader.network.graph import Node
from grader.network.model import Setting

Pads = tuple[int, int]


def reads_zeros_only(node: Node) -> bool:
    """Whether `padding="same"` adds no cell to this node's input."""
    return all(_same(node, axis, node.source.shape[axis]) == (0, 0) for axis in (0, 1))


def trimmed_padding(node: Node, pad: Node) -> tuple[tuple[Pads, ...], bool]:
    """Return the part of a border that a valid window reads, and whether it is that of "same".

    Args:
        node: the window, with `padding="valid"`.
        pad: the ZeroPadding2D in front of it.
    """
    given = cast("tuple[Pads, Pads]", pad.get("padding"))
    read = tuple(_read(node, axis, pad.source.shape[axis], given[axis]) for axis in (0, 1))
    wanted = tuple(_same(node, axis, pad.source.shape[axis]) for axis in (0, 1))
    return read, read == wanted


def whole_window(node: Node) -> dict[str, Setting]:
    """Return strides and dilation with a 1 where another number would change nothing."""
    steps, spread = list(_pair(node, "strides")), list(_pair(node, "dilation_rate"))
    for axis in (0, 1):
        k, _, d = _along(node, axis)
        if k == 1:
            spread[axis] = 1
        if node.get("padding") == "valid" and node.source.shape[axis] == sizes.reach(k, d):
            steps[axis] = 1
    changes: dict[str, Setting] = {}
    if tuple(steps) != _pair(node, "strides"):
        changes["strides"] = tuple(steps)
    if tuple(spread) != _pair(node, "dilation_rate"):
        changes["dilation_rate"] = tuple(spread)
    return changes


def _pair(node: Node, setting: str) -> Pads:
    return cast(Pads, node.settings.get(setting, (1, 1)))


def _along(node: Node, axis: int) -> tuple[int, int, int]:
    """Return taps, stride and dilation along one axis."""
    kernel = "pool_size" if "pool_size" in node.settings else "kernel_size"
    return (
        _pair(node, kernel)[axis],
        _pair(node, "strides")[axis],
        _pair(node, "dilation_rate")[axis],
    )


def _same(node: Node, axis: int, n: int | None) -> Pads | None:
    """Return the pads of "same"; `None` where they depend on a size that is open."""
    k, s, d = _along(node, axis)
    if n is not None:
        return sizes.same_pads(n, k, s, d)
    window = sizes.reach(k, d)
    if window == 1:
        return (0, 0)
    # NOTE: with stride 1 every size wants the same border, `window - 1` cells in all.
    return ((window - 1) // 2, window // 2) if s == 1 else None


def _read(node: Node, axis: int, n: int | None, given: Pads) -> Pads:
    """Return the border without the cells after the last window."""
    before, after = given
    if n is None:
        return given
    k, s, d = _along(node, axis)
    window = sizes.reach(k, d)
    out = (n + before + after - window) // s + 1
    read = max((out - 1) * s + window - n - before, 0)
    return before, min(read, after)
