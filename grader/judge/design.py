"""Networks of free design: their form and their budget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.judge.context import Context
from grader.judge.pairs import Pair, judge_pairs
from grader.judge.show import show_shape
from grader.judge.weakness import convolves_in_vain
from grader.network import Network, canonical, total, walk
from grader.report.model import Finding
from grader.spec import Design

GLOBAL = frozenset(("GlobalMaxPooling2D", "GlobalAveragePooling2D"))
BRANCHES = 4


def judge_design(context: Context) -> Finding:
    """Judge shapes at both ends, softmax, what must be contained, and the parameters."""
    return judge_pairs(context, _judge)


def _judge(context: Context, pairs: Sequence[Pair]) -> Finding:
    for pair in pairs:
        fault = _fault(context, pair)
        if fault is not None:
            return fault
    if all(convolves_in_vain(canonical(pair.found)) for pair in pairs):
        return context.passed("design.linear")
    return context.passed()


def _fault(context: Context, pair: Pair) -> Finding | None:
    check = context.check
    assert isinstance(check, Design)
    expected, found = walk(pair.expected), walk(pair.found)
    ends = (
        ("design.input", expected[0].shape, found[0].shape),
        ("design.output", expected[pair.expected.output].shape, found[pair.found.output].shape),
    )
    for code, right, own in ends:
        if right != own:
            shapes: dict[str, Any] = {"expected": show_shape(right), "found": show_shape(own)}
            return context.failed(code, **shapes)
    plain = canonical(pair.found)
    softmax = [i for i, layer in enumerate(plain.layers) if layer.get("function") == "softmax"]
    if softmax != [plain.output]:
        return context.failed("design.softmax", found=len(softmax))
    for part in check.contains:
        if not CONTAINS[part](plain):
            return context.failed(f"design.{part}")
    parameters, _ = total(found)
    if check.most is not None and parameters > check.most:
        return context.failed("design.budget", found=f"{parameters:,}", most=f"{check.most:,}")
    return None


def _global_pooling(network: Network) -> bool:
    return any(layer.kind in GLOBAL for layer in network.layers)


def _four_branches(network: Network) -> bool:
    return any(
        layer.kind == "Concatenate" and len(layer.inputs) >= BRANCHES for layer in network.layers
    )


def _no_global_pooling(network: Network) -> bool:
    return not _global_pooling(network)


CONTAINS = {
    "global_pooling": _global_pooling,
    "no_global_pooling": _no_global_pooling,
    "four_branches": _four_branches,
}
