"""Networks: shapes, parameters and layers, all derived from plain data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from grader.judge.context import Context, Name
from grader.judge.pairs import Pair, at_sizes, judge_pairs, name_of_network
from grader.judge.show import show_call, show_shape
from grader.judge.sides import Sides
from grader.network import Row, describe, first_departure, short, walk
from grader.report.model import Finding
from grader.spec import Layers, Params, Shapes


def judge_network(context: Context) -> Finding:
    """Judge one of the kinds of check that hold a network against the solution's."""
    return judge_pairs(context, JUDGES[type(context.check)])


def _judge_shapes(context: Context, pairs: Sequence[Pair]) -> Finding:
    assert isinstance(context.check, Shapes)
    fixed = _fixed_input(context, pairs)
    if fixed is not None:
        return fixed
    for pair in at_sizes(pairs, context.check.at):
        departure = first_departure(pair.expected, pair.found)
        if departure is None:
            continue
        sides = Sides(departure, pair.found)
        row = sides.first_row("shape")
        expected, found = sides.ends()
        if row is None and expected == found:
            continue
        name = name_of_network(context, pairs)
        if name is None and context.check.at:
            name = name_of_network(context, at_sizes(pairs, context.check.at))
        if row is not None:
            return _shape_finding(context, pair, sides, row, name)
        data: dict[str, Any] = {
            "call": show_call(context.task.name, pair.answered.case.arguments),
            "expected": show_shape(expected),
            "found": show_shape(found),
            "table": sides.table(departure.rows[-1]),
        }
        return context.failed("shape.output", mistake=name, **data)
    return context.passed()


def _fixed_input(context: Context, pairs: Sequence[Pair]) -> Finding | None:
    """Return the finding for a network that takes one size only, where any is asked for."""
    for pair in pairs:
        expected, found = (walk(n)[0].shape for n in (pair.expected, pair.found))
        if len(expected) != len(found):
            continue
        closed = any(own is not None and wanted is None for wanted, own in zip(expected, found))
        departure = first_departure(pair.expected, pair.found) if closed else None
        if departure is None:
            continue
        data: dict[str, Any] = {
            "call": show_call(context.task.name, pair.answered.case.arguments),
            "expected": show_shape(expected),
            "found": show_shape(found),
            "table": Sides(departure, pair.found).table(departure.rows[0]),
        }
        line = pair.line(pair.found.layers[0])
        name = name_of_network(context, pairs)
        return context.failed("shape.input_fixed", mistake=name, line=line, **data)
    return None


def _extra_finding(
    context: Context, pair: Pair, sides: Sides, row: Row, name: Name | None
) -> Finding:
    """Return the finding for a layer that nobody asked for, which changes those behind it."""
    layer = sides.layer_found(row)
    data: dict[str, Any] = {
        "call": show_call(context.task.name, pair.answered.case.arguments),
        **sides.place(row),
        "expected": "",
        "found": sides.text(layer),
        "table": sides.table(row),
    }
    return context.failed("layers.extra", mistake=name, line=pair.line(layer), **data)


def _shape_finding(
    context: Context, pair: Pair, sides: Sides, row: Row, name: Name | None
) -> Finding:
    extra = sides.extra_before(row)
    if extra is not None:
        return _extra_finding(context, pair, sides, extra, name)
    layer = sides.layer_found(row)
    data: dict[str, Any] = {
        "call": show_call(context.task.name, pair.answered.case.arguments),
        **sides.place(row),
        "expected": show_shape(sides.facts_expected(row).shape),
        "found": show_shape(sides.facts_found(row).shape),
        "table": sides.table(row),
    }
    why = sides.why_shape(row)
    code = "shape.mismatch" if why else "shape.mismatch.plain"
    return context.failed(code, mistake=name, line=pair.line(layer), why=why, **data)


def _judge_params(context: Context, pairs: Sequence[Pair]) -> Finding:
    for pair in pairs:
        departure = first_departure(pair.expected, pair.found)
        if departure is None:
            continue
        sides = Sides(departure, pair.found)
        row = sides.first_row("parameters")
        if row is None:
            continue
        row = sides.extra_before(row) or row
        name = name_of_network(context, pairs)
        if sides.facts_expected(row).parameters == sides.facts_found(row).parameters:
            return _extra_finding(context, pair, sides, row, name)
        layer = sides.layer_found(row)
        data: dict[str, Any] = {
            "call": show_call(context.task.name, pair.answered.case.arguments),
            **sides.place(row),
            "expected": f"{sides.facts_expected(row).parameters:,}",
            "found": f"{sides.facts_found(row).parameters:,}",
            "table": sides.table(row),
        }
        why = sides.why_parameters(row)
        code = _params_code(row, why)
        return context.failed(code, mistake=name, line=pair.line(layer), why=why, **data)
    return context.passed()


def _params_code(row: Row, why: str) -> str:
    if row.found_index is None:
        return "params.missing"
    if row.expected_index is None:
        return "params.extra"
    return "params.mismatch" if why else "params.mismatch.plain"


def _judge_layers(context: Context, pairs: Sequence[Pair]) -> Finding:
    assert isinstance(context.check, Layers)
    momentum = context.check.momentum
    for pair in pairs:
        departure = first_departure(pair.expected, pair.found, keep_momentum=momentum)
        if departure is None:
            continue
        sides = Sides(departure, pair.found)
        row = departure.rows[min(departure.row, len(departure.rows) - 1)]
        expected, found = sides.layer_expected(row), sides.layer_found(row)
        data: dict[str, Any] = {
            "call": show_call(context.task.name, pair.answered.case.arguments),
            **sides.place(row),
            "expected": describe(expected) if expected else "",
            "found": sides.text(found),
            "table": sides.table(row),
        }
        if departure.differences:
            difference = departure.differences[0]
            data["setting"] = difference.setting
            data["expected"] = short(difference.setting, difference.expected)
            data["found"] = short(difference.setting, difference.found)
        name = name_of_network(context, pairs)
        line = pair.line(found)
        return context.failed(f"layers.{departure.kind}", mistake=name, line=line, **data)
    return context.passed()


JUDGES: dict[type[Any], Callable[[Context, Sequence[Pair]], Finding]] = {
    Shapes: _judge_shapes,
    Params: _judge_params,
    Layers: _judge_layers,
}
