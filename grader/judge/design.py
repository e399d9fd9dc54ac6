"""Networks of free design: their form and their budget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.judge.context import Context
from grader.judge.pairs import Pair, judge_pairs
from grader.judge.show import show_call, show_shape
from grader.judge.twin import Difference, difference
from grader.judge.weakness import convolves_in_vain
from grader.network import (
    Layer,
    Network,
    NetworkError,
    canonical,
    describe,
    read_network,
    total,
    walk,
)
from grader.report.model import Finding
from grader.run.worker.frames import BuiltModel
from grader.spec import Design

GLOBAL = frozenset(("GlobalMaxPooling2D", "GlobalAveragePooling2D"))
POOLINGS = frozenset(("global_pooling", "no_global_pooling"))
CONVOLUTIONS = frozenset(("Conv2D", "Conv2DTranspose", "DepthwiseConv2D", "SeparableConv2D"))
BRANCHES = 4


def judge_design(context: Context) -> Finding:
    """Judge shapes at both ends, softmax, what must be contained, the parameters, and the twin."""
    return judge_pairs(context, _judge)


def _judge(context: Context, pairs: Sequence[Pair]) -> Finding:
    for pair in pairs:
        fault = _fault(context, pair)
        if fault is not None:
            return fault
    first = next(check for check in context.task.checks if isinstance(check, Design))
    vain = all(convolves_in_vain(canonical(pair.found)) for pair in pairs)
    if vain and context.check == first:  # said once for all networks of a task
        return context.passed("design.linear")
    return context.passed()


def _failed(context: Context, pair: Pair, code: str, **data: Any) -> Finding:
    """Return a finding that names the call, where there are several ways to call."""
    if context.task.parameters:
        data["call"] = show_call(context.task.name, pair.answered.case.arguments)
    return context.failed(code, **data)


def _fault(context: Context, pair: Pair) -> Finding | None:
    check = context.check
    assert isinstance(check, Design)
    fault = _end_fault(context, pair)
    if fault is not None:
        return fault
    plain = canonical(pair.found)
    softmax = [i for i, layer in enumerate(plain.layers) if layer.get("function") == "softmax"]
    if softmax != [plain.output]:
        return _failed(context, pair, "design.softmax", found=len(softmax))
    for part in check.contains:
        if not CONTAINS[part](plain):
            return _part_fault(context, pair, part)
    fault = _twin_fault(context, pair, check.twin_of) if check.twin_of else None
    if fault is not None:
        return fault
    parameters, _ = total(walk(pair.found))
    if check.most is not None and parameters > check.most:
        told = {"found": f"{parameters:,}", "most": f"{check.most:,}"}
        return _failed(context, pair, "design.budget", **told)
    return None


def _end_fault(context: Context, pair: Pair) -> Finding | None:
    expected, found = walk(pair.expected), walk(pair.found)
    ends = (
        ("design.input", expected[0].shape, found[0].shape),
        ("design.output", expected[pair.expected.output].shape, found[pair.found.output].shape),
    )
    for code, right, own in ends:
        if right != own:
            shapes = {"expected": show_shape(right), "found": show_shape(own)}
            return _failed(context, pair, code, **shapes)
    return None


def _part_fault(context: Context, pair: Pair, part: str) -> Finding:
    """Return the finding for a part that is missing, or that must not be there.

    Of maps of 1 x 1 a global pooling chooses nothing, and a Flatten keeps no places: it is said
    which layer has made them so small.
    """
    shrinking = _shrinks_to_one_pixel(pair.found) if part in POOLINGS else None
    if shrinking is None:
        return _failed(context, pair, f"design.{part}")
    code = "design.one_pixel" if part == "global_pooling" else "design.one_pixel_flat"
    return _failed(context, pair, code, line=pair.line(shrinking), layer=describe(shrinking))


def _shrinks_to_one_pixel(network: Network) -> Layer | None:
    """Return the layer that makes the maps 1 x 1 which a global pooling or a Flatten then gets."""
    plain = [facts.shape[:-1] == (1, 1) for facts in walk(network)]
    for layer in network.layers:
        if layer.kind not in GLOBAL | {"Flatten"} or not plain[layer.inputs[0]]:
            continue
        place = layer.inputs[0]
        while network.layers[place].inputs and plain[network.layers[place].inputs[0]]:
            place = network.layers[place].inputs[0]
        shrinking = network.layers[place]
        return None if shrinking.kind in GLOBAL else shrinking
    return None


def _twin_fault(context: Context, pair: Pair, group: str) -> Finding | None:
    """Hold a network against the one that it is the twin of, where that one can be read."""
    other = next(one for one in context.everything if one.case.group == group)
    built = other.outcome.value
    if not isinstance(built, BuiltModel):
        return None
    try:
        departs = difference(read_network(built.config), pair.found)
    except NetworkError:  # the other network's own check says so
        return None
    if departs is None:
        return None
    expected, found = departs
    told = {
        "other": show_call(context.task.name, other.case.arguments),
        "expected": describe(expected) if expected else "",
        "found": describe(found) if found else "",
    }
    return _failed(context, pair, _twin_code(departs), line=pair.line(found), **told)


def _twin_code(departs: Difference) -> str:
    if departs.expected is None:
        return "design.twin_wired" if departs.found is None else "design.twin_more"
    return "design.twin_less" if departs.found is None else "design.twin"


def has_convolution(network: Network) -> bool:
    """Whether a canonical network has a convolution of any kind."""
    return any(layer.kind in CONVOLUTIONS for layer in network.layers)


def _global_pooling(network: Network) -> bool:
    return any(layer.kind in GLOBAL for layer in network.layers)


def _four_branches(network: Network) -> bool:
    return any(
        layer.kind == "Concatenate" and len(layer.inputs) >= BRANCHES for layer in network.layers
    )


def _no_global_pooling(network: Network) -> bool:
    return not _global_pooling(network)


CONTAINS = {
    "convolution": has_convolution,
    "global_pooling": _global_pooling,
    "no_global_pooling": _no_global_pooling,
    "four_branches": _four_branches,
}
