"""What a network computes with the weights it was given: worked out here, in NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.judge.chance import left_to_chance
from grader.judge.compare import close
from grader.judge.context import Context, Name
from grader.judge.design import has_convolution
from grader.judge.naming import mistaken_answer, takes_input
from grader.judge.pairs import Pair, judge_pairs, name_of_network
from grader.judge.show import show, show_call, show_shape
from grader.mistakes.catalogue import mistakes_of
from grader.network import canonical, walk
from grader.network.evaluate import MAX_WORK, forward, work_of
from grader.reference import NetworkAnswer
from grader.report.model import Finding
from grader.spec import Outputs

FRESH_INPUTS = 2


def judge_outputs(context: Context) -> Finding:
    """Hold what the network computes against what the solution's does; its design is free."""
    return judge_pairs(context, judge_forward)


def judge_forward(context: Context, pairs: Sequence[Pair]) -> Finding:
    """Judge what networks compute that have been read."""
    assert isinstance(context.check, Outputs)
    for pair in pairs:
        if pair.built.weights is None:
            parameters = sum(facts.parameters for facts in walk(pair.found))
            return context.failed("outputs.too_large", parameters=f"{parameters:,}")
        if context.check.convolution and not has_convolution(canonical(pair.found)):
            return context.failed("outputs.no_convolution")
    inputs = [*context.check.inputs, *_drawn_inputs(context)]
    for pair in pairs:
        work = max(work_of(pair.found, x.shape) for x in inputs)
        if work > MAX_WORK:
            return context.failed("outputs.too_much", work=f"{work:,}", most=f"{MAX_WORK:,}")
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
        name = _name_of_weights(context, pairs) or name_of_network(context, pairs)
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
    name = _name_of_weights(context, pairs) or name_of_network(context, pairs)
    name = name or left_to_chance(pair.built.weights or {})
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
            fitting.append(Name(mistake.id, mistake.hint))
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
