"""Networks: shapes, parameters, layers and outputs, all derived from plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.judge.compare import close
from grader.judge.context import Answered, Context
from grader.judge.naming import Name, mistaken_answer, takes_input
from grader.judge.network_names import name_of_networks
from grader.judge.show import show, show_call, show_shape, show_type
from grader.judge.trouble import trouble
from grader.mistakes.catalogue import mistakes_of
from grader.network import (
    Departure,
    Facts,
    Layer,
    Network,
    NetworkError,
    Row,
    Shape,
    describe,
    explain_parameters,
    explain_size,
    first_departure,
    from_json,
    read_network,
    short,
    walk,
)
from grader.network.forward import forward
from grader.reference import NetworkAnswer
from grader.report.model import Finding
from grader.run.worker.frames import BuiltModel
from grader.spec import Layers, Outputs, Params, Shapes

FRESH_INPUTS = 2


@dataclass(frozen=True)
class Pair:
    """One case: the network that is expected beside the one that was built."""

    answered: Answered
    built: BuiltModel
    expected: Network
    found: Network
    at: Shape | None = None

    def line(self, layer: Layer | None) -> int | None:
        """Return the student's line that made a layer."""
        if layer is None:
            return None
        lines = self.built.lines
        return lines.get(layer.name, lines.get(layer.name.rpartition("/")[2]))


def judge_network(context: Context) -> Finding:
    """Judge one of the kinds of check that hold a network against the solution's."""
    return judge_pairs(context, _JUDGES[type(context.check)])


def judge_pairs(context: Context, judge: Callable[[Context, Sequence[Pair]], Finding]) -> Finding:
    """Read the networks of every case and have them judged; says so where there is one without."""
    found = trouble(context)
    if found is not None:
        return found
    pairs = []
    for answered in context.answered:
        built = answered.outcome.value
        if not isinstance(built, BuiltModel):
            return _no_model(context, answered)
        try:
            network = read_network(built.config)
        except NetworkError as error:
            return _refused(context, error, [built])
        assert isinstance(answered.case.answer, NetworkAnswer)
        expected = from_json(answered.case.answer.network)
        pairs.append(Pair(answered, built, expected, network))
    try:
        return judge(context, pairs)
    except NetworkError as error:
        return _refused(context, error, [pair.built for pair in pairs])


def _refused(context: Context, error: NetworkError, models: Sequence[BuiltModel]) -> Finding:
    """Return the finding for a network that cannot be read or walked, with the layer's line."""
    name = str(error.data.get("name", ""))
    line = next((model.lines[name] for model in models if name in model.lines), None)
    data: dict[str, Any] = {
        key: value if isinstance(value, (int, str)) else show(_tuples(value))
        for key, value in error.data.items()
    }
    return context.failed(error.code, line=line, **data)


def _tuples(value: Any) -> Any:
    """Return shapes as they are written everywhere else."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _no_model(context: Context, answered: Answered) -> Finding:
    value = answered.outcome.value
    call = show_call(context.task.name, answered.case.arguments)
    if value is None:
        return context.failed("value.none", call=call)
    data: dict[str, Any] = {"call": call, "found": show(value), "found_type": show_type(value)}
    return context.failed("network.not_a_model", **data)


def _at_sizes(pairs: Sequence[Pair], sizes: Sequence[tuple[int, ...]]) -> Iterator[Pair]:
    """Put concrete sizes in place of the open ones, for every case."""
    for pair in pairs:
        if not sizes:
            yield pair
        for at in sizes:
            expected, found = _with_input(pair.expected, at), _with_input(pair.found, at)
            yield Pair(pair.answered, pair.built, expected, found, at)


def _with_input(network: Network, shape: tuple[int, ...]) -> Network:
    """Return a network whose input has these sizes where it leaves them open."""
    first = network.layers[0]
    declared = first.get("shape")
    if not isinstance(declared, tuple) or len(declared) != len(shape):
        return network
    sizes = tuple(given if own is None else own for own, given in zip(declared, shape))
    return Network((first.with_(shape=sizes), *network.layers[1:]), network.output)


# --- shapes -------------------------------------------------------------------------------------


def _judge_shapes(context: Context, pairs: Sequence[Pair]) -> Finding:
    assert isinstance(context.check, Shapes)
    for pair in _at_sizes(pairs, context.check.at):
        departure = first_departure(pair.expected, pair.found)
        if departure is None:
            continue
        sides = _Sides(departure)
        row = sides.first_row("shape")
        expected, found = sides.ends()
        if row is None and expected == found:
            continue
        name = name_of_network(_at_sizes(pairs, context.check.at))
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


def _shape_finding(
    context: Context, pair: Pair, sides: _Sides, row: Row, name: Name | None
) -> Finding:
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


# --- parameters ---------------------------------------------------------------------------------


def _judge_params(context: Context, pairs: Sequence[Pair]) -> Finding:
    for pair in pairs:
        departure = first_departure(pair.expected, pair.found)
        if departure is None:
            continue
        sides = _Sides(departure)
        row = sides.first_row("parameters")
        if row is None:
            continue
        layer = sides.layer_found(row)
        data: dict[str, Any] = {
            "call": show_call(context.task.name, pair.answered.case.arguments),
            **sides.place(row),
            "expected": f"{sides.facts_expected(row).parameters:,}",
            "found": f"{sides.facts_found(row).parameters:,}",
            "table": sides.table(row),
        }
        why = sides.why_parameters(row)
        code = "params.mismatch" if why else "params.mismatch.plain"
        name = name_of_network(pairs)
        return context.failed(code, mistake=name, line=pair.line(layer), why=why, **data)
    return context.passed()


# --- layers -------------------------------------------------------------------------------------


def _judge_layers(context: Context, pairs: Sequence[Pair]) -> Finding:
    assert isinstance(context.check, Layers)
    momentum = context.check.momentum
    for pair in pairs:
        departure = first_departure(pair.expected, pair.found, keep_momentum=momentum)
        if departure is None:
            continue
        sides = _Sides(departure)
        row = departure.rows[min(departure.row, len(departure.rows) - 1)]
        expected, found = sides.layer_expected(row), sides.layer_found(row)
        data: dict[str, Any] = {
            "call": show_call(context.task.name, pair.answered.case.arguments),
            **sides.place(row),
            "expected": describe(expected) if expected else "",
            "found": describe(found) if found else "",
            "table": sides.table(row),
        }
        if departure.differences:
            difference = departure.differences[0]
            data["setting"] = difference.setting
            data["expected"] = short(difference.setting, difference.expected)
            data["found"] = short(difference.setting, difference.found)
        name = name_of_network(pairs)
        line = pair.line(found)
        return context.failed(f"layers.{departure.kind}", mistake=name, line=line, **data)
    return context.passed()


# --- the two sides of a departure ---------------------------------------------------------------


class _Sides:
    """Two networks that differ, row by row, with what follows from them."""

    def __init__(self, departure: Departure) -> None:
        self._departure = departure
        self._expected = walk(departure.expected)
        self._found = walk(departure.found)

    def first_row(self, fact: str) -> Row | None:
        """Return the first row where `"shape"` or `"parameters"` differs between paired layers, or
        else the first layer with parameters that only one side has.
        """
        rows = self._departure.rows
        pairs = [r for r in rows if r.expected_index is not None and r.found_index is not None]
        gaps = [r for r in rows if r not in pairs] if fact == "parameters" else []
        for row in (*pairs, *gaps):
            expected, found = self.facts_expected(row), self.facts_found(row)
            if getattr(expected, fact) != getattr(found, fact):
                return row
        return None

    def ends(self) -> tuple[Shape, Shape]:
        """Return the shapes of the two outputs."""
        expected, found = self._departure.expected, self._departure.found
        return self._expected[expected.output].shape, self._found[found.output].shape

    def layer_expected(self, row: Row) -> Layer | None:
        index = row.expected_index
        return None if index is None else self._departure.expected.layers[index]

    def layer_found(self, row: Row) -> Layer | None:
        index = row.found_index
        return None if index is None else self._departure.found.layers[index]

    def facts_expected(self, row: Row) -> Facts:
        return Facts((), 0, 0) if row.expected_index is None else self._expected[row.expected_index]

    def facts_found(self, row: Row) -> Facts:
        return Facts((), 0, 0) if row.found_index is None else self._found[row.found_index]

    def place(self, row: Row) -> dict[str, Any]:
        """Return what names a row: its number in the student's network and the layer there."""
        index = row.found_index
        if index is None:
            index = next(
                (r.found_index for r in self._departure.rows[row.position :] if r.found_index), None
            )
        layer = self.layer_found(row) or self.layer_expected(row)
        number = len(self._departure.found.layers) if index is None else index
        return {"layer": number, "layer_text": describe(layer) if layer else ""}

    def inputs_found(self, row: Row) -> list[Shape]:
        layer = self.layer_found(row)
        return [self._found[i].shape for i in layer.inputs] if layer else []

    def inputs_expected(self, row: Row) -> list[Shape]:
        layer = self.layer_expected(row)
        return [self._expected[i].shape for i in layer.inputs] if layer else []

    def why_shape(self, row: Row) -> str:
        """Return the formula of the side that differs, with the student's own numbers."""
        layer, inputs = self.layer_found(row), self.inputs_found(row)
        found, expected = self.facts_found(row).shape, self.facts_expected(row).shape
        if layer is None or not inputs or len(found) != 3 or len(expected) != 3:
            return ""
        for axis in (0, 1):
            size = inputs[0][axis] if len(inputs[0]) == 3 else None
            if found[axis] != expected[axis] and isinstance(size, int):
                return explain_size(layer, size, axis)
        return ""

    def why_parameters(self, row: Row) -> str:
        layer, inputs = self.layer_found(row), self.inputs_found(row)
        return explain_parameters(layer, inputs) if layer and inputs else ""

    def table(self, departs: Row) -> list[dict[str, Any]]:
        """Return the rows of the layer-by-layer table, without the input."""
        rows = []
        for row in self._departure.rows:
            expected, found = self.layer_expected(row), self.layer_found(row)
            is_input = found is not None and found.kind == "Input" and expected is not None
            if is_input and row != departs:
                continue
            e, f = self.facts_expected(row), self.facts_found(row)
            rows.append(
                {
                    "found": describe(found) if found else "-",
                    "shape": show_shape(f.shape) if found else "-",
                    "params": f"{f.parameters:,}" if found else "-",
                    "expected_shape": show_shape(e.shape) if expected else "-",
                    "expected_params": f"{e.parameters:,}" if expected else "-",
                    "departs": row == departs,
                }
            )
        return rows


# --- naming -------------------------------------------------------------------------------------


def name_of_network(pairs: Iterable[Pair]) -> Name | None:
    """Return the one mistake that explains every network of these cases."""
    return name_of_networks((pair.expected, pair.found) for pair in pairs)


# --- outputs ------------------------------------------------------------------------------------


def _judge_outputs(context: Context, pairs: Sequence[Pair]) -> Finding:
    assert isinstance(context.check, Outputs)
    for pair in pairs:
        if pair.built.weights is None:
            parameters = sum(facts.parameters for facts in walk(pair.found))
            return context.failed("outputs.too_large", parameters=f"{parameters:,}")
    inputs = [*context.check.inputs, *_drawn_inputs(context)]
    answer: NetworkAnswer
    for pair in pairs:
        answer = pair.answered.case.answer
        for x in inputs:
            expected = forward(pair.expected, answer.weights or {}, x)
            found = forward(pair.found, pair.built.weights or {}, x)
            if found.shape != expected.shape or not close(expected, found).all():
                return _output_finding(context, pairs, pair, x, expected, found)
    return context.passed()


def _drawn_inputs(context: Context) -> list[np.ndarray[Any, Any]]:
    """Draw pictures of the same shapes: no answer can have been learned by heart."""
    assert isinstance(context.check, Outputs)
    generator = np.random.default_rng([context.seed, len(context.answered)])
    shapes = [np.shape(x) for x in context.check.inputs[:FRESH_INPUTS]]
    return [generator.normal(size=shape).astype(np.float32) for shape in shapes]


def _output_finding(
    context: Context,
    pairs: Sequence[Pair],
    pair: Pair,
    x: Any,
    expected: np.ndarray[Any, Any],
    found: np.ndarray[Any, Any],
) -> Finding:
    data: dict[str, Any] = {
        "call": show_call(context.task.name, pair.answered.case.arguments),
        "input": show_shape(x.shape),
        "expected": show_shape(expected.shape),
        "found": show_shape(found.shape),
    }
    if found.shape != expected.shape:
        name = _name_of_weights(context, pairs) or name_of_network(pairs)
        return context.failed("outputs.shape", mistake=name, **data)
    good = close(expected, found)
    first = tuple(np.argwhere(~good)[0].tolist())
    data |= {
        "cells": int((~good).sum()),
        "all_cells": int(good.size),
        "cell": show_shape(first),
        "expected": show(expected[first]),
        "found": show(found[first]),
    }
    name = _name_of_weights(context, pairs) or name_of_network(pairs)
    return context.failed("outputs.mismatch", mistake=name, **data)


def _name_of_weights(context: Context, pairs: Sequence[Pair]) -> Name | None:
    """Return the one mistake that explains what the network computes, or the kernels it has."""
    assert isinstance(context.check, Outputs)
    fitting = []
    for mistake in mistakes_of(context.task.name):
        by_input = takes_input(mistake)
        if all(
            _same_outputs(mistake, pair, context.check.inputs)
            if by_input
            else _same_kernels(mistake, pair)
            for pair in pairs
        ):
            fitting.append((mistake.id, mistake.hint))
    return fitting[0] if len(fitting) == 1 else None


def _same_outputs(mistake: Any, pair: Pair, inputs: Sequence[Any]) -> bool:
    for x in inputs:
        wrong = mistaken_answer(mistake, {**pair.answered.case.arguments, "x": x})
        found = forward(pair.found, pair.built.weights or {}, x)
        if not isinstance(wrong, np.ndarray) or wrong.shape != found.shape:
            return False
        if not close(wrong, found).all():
            return False
    return True


def _same_kernels(mistake: Any, pair: Pair) -> bool:
    wrong = mistaken_answer(mistake, pair.answered.case.arguments)
    kernels = [arrays[0] for arrays in (pair.built.weights or {}).values() if arrays]
    if len(kernels) != 1 or not isinstance(wrong, np.ndarray):
        return False
    return wrong.shape == kernels[0].shape and bool(close(wrong, kernels[0]).all())


_JUDGES: dict[type[Any], Callable[[Context, Sequence[Pair]], Finding]] = {
    Shapes: _judge_shapes,
    Params: _judge_params,
    Layers: _judge_layers,
    Outputs: _judge_outputs,
}
